// SPDX-License-Identifier: GPL-3.0-or-later
// Reading archives for what they hold.
#include "cli/nar_index.hh"

#include "core/base/error.hh"
#include "core/nar/parse.hh"

#include <algorithm>
#include <vector>

namespace cairn {

namespace {

// Counts what has been read; the parser reads no byte before it needs it.
class CountingSource : public Source {
 public:
  explicit CountingSource(Source& inner) : inner_(inner) {}
  std::size_t read(std::span<char> buffer) override {
    std::size_t count = inner_.read(buffer);
    count_ += count;
    return count;
  }
  std::uint64_t count() const { return count_; }

 private:
  Source& inner_;
  std::uint64_t count_ = 0;
};

class IndexSink : public TreeSink {
 public:
  explicit IndexSink(const CountingSource& source) : source_(source) {}
  void begin_directory(std::string_view name) override { open_.push_back(&add(name, {})); }
  void end_directory() override { open_.pop_back(); }
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override {
    add(name, {.kind = NarEntry::Kind::file,
               .size = size,
               .offset = source_.count(),
               .is_executable = executable});
  }
  void contents(std::string_view) override {}
  void end_file() override {}
  void symlink(std::string_view name, std::string_view target) override {
    add(name, {.kind = NarEntry::Kind::link, .target = std::string(target)});
  }
  NarEntry take() { return std::move(root_); }

 private:
  NarEntry& add(std::string_view name, NarEntry entry) {
    if (open_.empty()) return root_ = std::move(entry);
    return open_.back()->entries[std::string(name)] = std::move(entry);
  }

  const CountingSource& source_;
  NarEntry root_;
  std::vector<NarEntry*> open_;
};

// The names on the way to PATH.
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    std::size_t slash = std::min(path.find('/'), path.size());
    std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") parts.emplace_back(part);
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

// Lets the contents of one file through.
class CatSink : public TreeSink {
 public:
  CatSink(std::vector<std::string> path, Sink& sink) : path_(std::move(path)), sink_(sink) {}
  void begin_directory(std::string_view name) override {
    enter(name);
    if (is_wanted()) throw Error("it is a folder in the archive, not a file");
  }
  void end_directory() override { leave(); }
  void begin_file(std::string_view name, bool, std::uint64_t) override {
    enter(name);
    found_ = found_ || is_wanted();
  }
  void contents(std::string_view bytes) override {
    if (is_wanted()) sink_.write(bytes);
  }
  void end_file() override { leave(); }
  void symlink(std::string_view name, std::string_view target) override {
    enter(name);
    if (is_wanted()) throw Error("it is a link to {} in the archive, not a file", target);
    leave();
  }
  bool found() const { return found_; }

 private:
  bool is_wanted() const { return here_ == path_; }
  void enter(std::string_view name) {
    if (is_inside_) here_.emplace_back(name);
    is_inside_ = true;
  }
  void leave() {
    if (!here_.empty()) here_.pop_back();
  }

  std::vector<std::string> path_;
  Sink& sink_;
  std::vector<std::string> here_;
  bool is_inside_ = false;  // the root, which has no name, was entered
  bool found_ = false;
};

}  // namespace

NarEntry read_nar_index(Source& source) {
  CountingSource counted(source);
  IndexSink index(counted);
  nar::parse(counted, index);
  return index.take();
}

const NarEntry& entry_at(const NarEntry& root, std::string_view path) {
  const NarEntry* entry = &root;
  for (const std::string& part : parts_of(path)) {
    auto child = entry->entries.find(part);
    if (child == entry->entries.end()) throw Error("the archive has no '{}'", path);
    entry = &child->second;
  }
  return *entry;
}

void cat_nar_file(Source& source, std::string_view path, Sink& sink) {
  CatSink cat(parts_of(path), sink);
  with_context(fmt::format("cannot print '{}'", path), [&] { nar::parse(source, cat); });
  if (!cat.found()) throw Error("the archive has no '{}'", path);
}

}  // namespace cairn
