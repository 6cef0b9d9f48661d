// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of NAR, read. Archives come from anybody, so: no length is believed before it is
// bounded, tokens stand on the stack, and recursion ends at the depth limit.
#include "core/nar/parse.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"

#include <algorithm>
#include <limits>
#include <optional>

namespace cairn::nar {

namespace {

// No file can be longer; larger numbers are attempts to make sums wrap.
constexpr std::uint64_t size_limit = std::numeric_limits<std::int64_t>::max();

class Parser {
 public:
  Parser(Source& source, TreeSink& tree) : source_(source), tree_(tree) {}

  void archive() {
    expect("nix-archive-1");
    node("", 0);
  }

 private:
  // DEPTH directories stand around this node.
  void node(std::string_view name, std::size_t depth) {
    if (depth > depth_limit) refuse("it is deeper than {} directories", depth_limit);
    expect("(");
    expect("type");
    std::string_view type = keyword();
    if (type == "regular") {
      file(name);
    } else if (type == "directory") {
      directory(name, depth);
    } else if (type == "symlink") {
      symlink(name);
    } else {
      refuse("{:?} is no type of file", type);
    }
  }

  void file(std::string_view name) {
    std::string_view word = keyword();
    bool executable = word == "executable";
    if (executable) {
      expect("");
      word = keyword();
    }
    if (word != "contents") refuse("\"contents\" expected, not {:?}", word);
    std::uint64_t size = number();
    if (size > size_limit) refuse("a file of {} bytes", size);
    tree_.begin_file(name, executable, size);
    contents(size);
    padding(size);
    tree_.end_file();
    expect(")");
  }

  void contents(std::uint64_t size) {
    if (size > 0 && !buffer_) buffer_.emplace();
    while (size > 0) {
      std::size_t part = std::min<std::uint64_t>(size, chunk_size);
      std::size_t count = source_.read(buffer_->first(part));
      if (count == 0) refuse_early_end();
      tree_.contents({buffer_->data(), count});
      size -= count;
    }
  }

  void directory(std::string_view name, std::size_t depth) {
    tree_.begin_directory(name);
    std::string previous;
    while (is_entry()) {
      expect("(");
      expect("name");
      std::string current = text(name_limit, "an entry's name");
      checked([&] { check_name(current); });
      if (current <= previous) refuse("{:?} stands behind {:?}", current, previous);
      expect("node");
      node(current, depth + 1);
      expect(")");
      previous = std::move(current);
    }
    tree_.end_directory();
  }

  // Whether another entry begins here or the directory ends.
  bool is_entry() {
    std::string_view word = keyword();
    if (word != "entry" && word != ")") refuse("\"entry\" or \")\" expected, not {:?}", word);
    return word == "entry";
  }

  void symlink(std::string_view name) {
    expect("target");
    std::string target = text(target_limit, "a link's target");
    checked([&] { check_target(target); });
    expect(")");
    tree_.symlink(name, target);
  }

  // The token that must stand here, length and padding and all.
  void expect(std::string_view token) {
    std::string_view word = keyword();
    if (word != token) refuse("{:?} expected, not {:?}", token, word);
  }

  // A token out of the grammar, valid until the next one is read.
  std::string_view keyword() {
    std::uint64_t size = number();
    if (size > sizeof word_) refuse("a keyword of {} bytes", size);
    fill({word_, size});
    padding(size);
    return {word_, size};
  }

  std::string text(std::size_t limit, std::string_view what) {
    std::uint64_t size = number();
    if (size > limit) refuse("{} of {} bytes, more than {}", what, size, limit);
    std::string bytes(size, '\0');
    fill(bytes);
    padding(size);
    return bytes;
  }

  std::uint64_t number() {
    unsigned char bytes[8];
    fill({reinterpret_cast<char*>(bytes), sizeof bytes});
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof bytes; ++i) value |= std::uint64_t{bytes[i]} << 8 * i;
    return value;
  }

  void padding(std::uint64_t size) {
    char zeros[8];
    std::size_t count = -size % 8;
    fill({zeros, count});
    if (std::any_of(zeros, zeros + count, [](char c) { return c != 0; })) {
      refuse("padding that is not zero");
    }
  }

  // Not Source::read_exactly, which cannot say that the archive is to blame.
  void fill(std::span<char> buffer) {
    while (!buffer.empty()) {
      std::size_t count = source_.read(buffer);
      if (count == 0) refuse_early_end();
      buffer = buffer.subspan(count);
    }
  }

  template <typename Check>
  void checked(Check check) {
    with_context("bad archive", check);
  }

  [[noreturn]] void refuse_early_end() { refuse("it ends too early"); }

  template <typename... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
    throw Error("bad archive: {}", fmt::format(format, std::forward<Args>(args)...));
  }

  Source& source_;
  TreeSink& tree_;
  char word_[16];                // the longest keyword has 13 bytes
  std::optional<Chunk> buffer_;  // for contents
};

}  // namespace

void parse(Source& source, TreeSink& tree) {
  Parser(source, tree).archive();
}

}  // namespace cairn::nar
