// SPDX-License-Identifier: GPL-3.0-or-later
// Folders out of memory, compared with the same folders on disk.
#include "scheme/border/tree_archive.hh"

#include "core/base/files.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string archive_of(const TreeEntries& entries) {
  StringSink sink;
  write_tree(entries, sink);
  return sink.take();
}

std::string refusal_of(const TreeEntries& entries) {
  try {
    archive_of(entries);
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a folder in memory has the archive of the same folder on disk", "[scheme/border]") {
  TreeEntries entries{{"a", "text"}, {"d/e/f", ""}, {"d/b", std::string("\0\n", 2)}, {"d-e", "x"}};
  TemporaryDirectory folder;
  for (const auto& [path, content] : entries) {
    std::string file = folder.path() + "/root/" + path;
    std::string parent = file.substr(0, file.rfind('/'));
    make_directories(parent);
    write_file_at(open_directory(parent).get(), file.substr(parent.size() + 1), content);
  }
  StringSink expected;
  NarWriter writer(expected);
  nar::walk(folder.fd(), "root", writer);
  CHECK(archive_of(entries) == expected.text());
}

TEST_CASE("no path leads out of a folder, or is there in two ways", "[scheme/border]") {
  for (const char* path : {"", ".", "..", "../x", "a/../x", "/x", "a//b", "a/", "a/./b"}) {
    CAPTURE(path);
    CHECK(refusal_of({{path, "x"}}) != "");
  }
  CHECK(refusal_of({{std::string("a\0b", 3), "x"}}) != "");
  CHECK(refusal_of({{"a", "x"}, {"a/b", "y"}}) == "\"a/b\" is below a file");
  std::string deep = "a";
  for (int i = 0; i < 10000; ++i) deep += "/a";
  CHECK(refusal_of({{deep, "x"}}).ends_with("is too deep"));
}

TEST_CASE("the path of a folder is that of its archive, as a source's", "[scheme/border]") {
  StoreDir store;
  StorePath path = tree_path(store, "modules", {{"a/b.scm", "(b)"}});
  CHECK(path.name() == "modules");
  CHECK(path != tree_path(store, "modules", {{"a/b.scm", "(c)"}}));
  CHECK(path != tree_path(store, "modules", {{"a/c.scm", "(b)"}}));
  CHECK_THROWS(tree_path(store, ".modules", {}));
}

}  // namespace cairn
