// SPDX-License-Identifier: GPL-3.0-or-later
// Looking into archives.
#include "cli/nar_index.hh"

#include "core/base/error.hh"
#include "core/nar/write.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

void write_file(NarWriter& writer, std::string_view name, bool executable, std::string_view text) {
  writer.begin_file(name, executable, text.size());
  writer.contents(text);
  writer.end_file();
}

std::string archive() {
  StringSink sink;
  NarWriter writer(sink);
  writer.begin_directory("");
  writer.begin_directory("bin");
  write_file(writer, "hello", true, "run me");
  writer.end_directory();
  writer.symlink("link", "bin/hello");
  write_file(writer, "readme", false, "read me");
  writer.end_directory();
  return sink.take();
}

std::string cat(std::string_view path) {
  std::string text = archive();
  StringSource source(text);
  StringSink sink;
  cat_nar_file(source, path, sink);
  return sink.take();
}

}  // namespace

TEST_CASE("an index knows each entry and where its contents are", "[cli]") {
  std::string text = archive();
  StringSource source(text);
  NarEntry root = read_nar_index(source);
  CHECK(root.entries.size() == 3);
  const NarEntry& hello = entry_at(root, "/bin/hello");
  CHECK(hello.kind == NarEntry::Kind::file);
  CHECK(hello.is_executable);
  CHECK(text.substr(hello.offset, hello.size) == "run me");
  const NarEntry& readme = entry_at(root, "readme");
  CHECK_FALSE(readme.is_executable);
  CHECK(text.substr(readme.offset, readme.size) == "read me");
  CHECK(entry_at(root, "link").target == "bin/hello");
}

TEST_CASE("entries are named with slashes or without", "[cli]") {
  std::string text = archive();
  StringSource source(text);
  NarEntry root = read_nar_index(source);
  CHECK(entry_at(root, "/") == root);
  CHECK(entry_at(root, "") == root);
  CHECK(entry_at(root, "./bin//hello/") == entry_at(root, "bin/hello"));
  CHECK_THROWS_WITH(entry_at(root, "bin/bye"), "the archive has no 'bin/bye'");
  CHECK_THROWS_WITH(entry_at(root, "readme/x"), "the archive has no 'readme/x'");
}

TEST_CASE("a file can be had out of an archive", "[cli]") {
  CHECK(cat("/bin/hello") == "run me");
  CHECK(cat("readme") == "read me");
}

TEST_CASE("what is not a file cannot be printed", "[cli]") {
  CHECK_THROWS_WITH(cat("bin"), "cannot print 'bin': it is a folder in the archive, not a file");
  CHECK_THROWS_WITH(cat("link"),
                    "cannot print 'link': it is a link to bin/hello in the archive, not a file");
  CHECK_THROWS_WITH(cat("hello"), "the archive has no 'hello'");
}

TEST_CASE("an archive may be one file", "[cli]") {
  StringSink sink;
  NarWriter writer(sink);
  write_file(writer, "", false, "alone");
  std::string text = sink.take();
  StringSource source(text);
  StringSink out;
  cat_nar_file(source, "/", out);
  CHECK(out.text() == "alone");
}

}  // namespace cairn
