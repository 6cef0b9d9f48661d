// SPDX-License-Identifier: GPL-3.0-or-later
// Reading commits and trees.
#include "channels/git/commit.hh"

#include "core/base/error.hh"

#include <charconv>
#include <optional>

namespace cairn {

namespace {

constexpr std::size_t parent_limit = 64;

// One header with the lines that go on it (each begins with a space), and its bytes as they stand.
struct Header {
  std::string_view name;
  std::string value;
  std::string_view bytes;
};

class CommitReader {
 public:
  CommitReader(const ObjectId& id, std::string_view bytes) : id_(id), rest_(bytes) {}

  Commit read() {
    if (rest_.find('\0') != rest_.npos) refuse("it holds a NUL");
    commit_.id = id_;
    read_tree_and_parents();
    commit_.author = read_person("author").first;
    commit_.time = read_person("committer").second;
    while (!rest_.empty() && rest_.front() != '\n') read_further_header();
    if (rest_.empty()) refuse("it has no message");
    commit_.payload += rest_;
    commit_.message = rest_.substr(1);
    return std::move(commit_);
  }

 private:
  [[noreturn]] void refuse(const char* why) const {
    throw Error("the commit {} is malformed: {}", id_.text(), why);
  }

  std::string_view take_line() {
    std::size_t end = rest_.find('\n');
    if (end == rest_.npos) refuse("a header does not end");
    std::string_view line = rest_.substr(0, end + 1);
    rest_.remove_prefix(end + 1);
    return line;
  }

  Header take_header() {
    std::string_view begin = rest_;
    std::string_view line = take_line();
    std::size_t space = line.find(' ');
    if (space == line.npos || space == 0) refuse("a header has no value");
    Header header{line.substr(0, space), std::string(line.substr(space + 1)), {}};
    while (rest_.starts_with(' ')) header.value += take_line().substr(1);
    header.value.pop_back();  // the end of its last line
    header.bytes = begin.substr(0, begin.size() - rest_.size());
    return header;
  }

  // The value of the header NAME, which must be next.
  std::string expect(std::string_view name) {
    Header header = take_header();
    if (header.name != name) refuse("its headers are not in order");
    commit_.payload += header.bytes;
    return header.value;
  }

  ObjectId id_in(const std::string& text) const {
    auto id = ObjectId::parse(text);
    if (!id) refuse("an id is none");
    return *id;
  }

  void read_tree_and_parents() {
    commit_.tree = id_in(expect("tree"));
    while (rest_.starts_with("parent ")) {
      if (commit_.parents.size() == parent_limit) refuse("it has too many parents");
      commit_.parents.push_back(id_in(expect("parent")));
    }
  }

  // "Name <address> SECONDS ZONE"
  std::pair<std::string, std::int64_t> read_person(std::string_view name) {
    std::string value = expect(name);
    std::size_t end = value.rfind("> ");
    if (end == value.npos) refuse("a person has no address or no time");
    std::int64_t time = 0;
    const char* first = value.data() + end + 2;
    auto [stop, failure] = std::from_chars(first, value.data() + value.size(), time);
    if (failure != std::errc() || stop == first) refuse("a time is none");
    return {value.substr(0, end + 1), time};
  }

  void read_further_header() {
    Header header = take_header();
    if (header.name == "gpgsig") {
      if (!commit_.signature.empty()) refuse("it has two signatures");
      commit_.signature = std::move(header.value) + "\n";
      return;
    }
    // One that speaks of another kind of id, and who knows what it hides.
    if (header.name.starts_with("gpgsig")) refuse("it has a signature of an unknown kind");
    bool belongs_to_the_front =
        header.name == "tree" || header.name == "parent" || header.name == "author";
    if (belongs_to_the_front) refuse("a header comes twice");
    commit_.payload += header.bytes;
  }

  const ObjectId& id_;
  std::string_view rest_;
  Commit commit_;
};

std::optional<TreeEntry::Kind> kind_of(std::string_view mode) {
  using Kind = TreeEntry::Kind;
  constexpr std::pair<std::string_view, Kind> modes[] = {
      {"100644", Kind::file},    {"100664", Kind::file},  // as old versions of git wrote it
      {"100755", Kind::program}, {"120000", Kind::link},
      {"40000", Kind::folder},   {"160000", Kind::submodule},
  };
  for (const auto& [text, kind] : modes) {
    if (text == mode) return kind;
  }
  return std::nullopt;
}

bool is_entry_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name != ".git" &&
         name.find('/') == name.npos;
}

}  // namespace

Commit parse_commit(const ObjectId& id, std::string_view bytes) {
  return CommitReader(id, bytes).read();
}

std::vector<TreeEntry> parse_tree(const ObjectId& id, std::string_view bytes) {
  std::vector<TreeEntry> entries;
  while (!bytes.empty()) {
    std::size_t space = bytes.find(' ');
    std::size_t nul = bytes.find('\0');
    if (space > nul || nul == bytes.npos || bytes.size() - nul - 1 < ObjectId::size) {
      throw Error("the tree {} is malformed", id.text());
    }
    auto kind = kind_of(bytes.substr(0, space));
    std::string_view name = bytes.substr(space + 1, nul - space - 1);
    if (!kind || !is_entry_name(name)) {
      throw Error("the tree {} has an entry that may not be: '{}'", id.text(), name);
    }
    entries.push_back({std::string(name), ObjectId(bytes.substr(nul + 1, ObjectId::size)), *kind});
    bytes.remove_prefix(nul + 1 + ObjectId::size);
  }
  return entries;
}

}  // namespace cairn
