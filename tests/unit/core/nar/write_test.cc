// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of NAR, written.
#include "core/nar/write.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"
#include "tests/support/nar_bytes.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>
#include <map>
#include <vector>

namespace cairn {

namespace {

// Archives that Nix wrote, by name.
std::map<std::string, std::string> nix_archives() {
  std::map<std::string, std::string> archives;
  for (const auto& row : test::vector_table(VECTORS "/nar.txt")) {
    archives[row[0]] = from_base16(row[1]);
  }
  return archives;
}

void file(TreeSink& tree, std::string_view name, bool executable, std::string_view contents) {
  tree.begin_file(name, executable, contents.size());
  tree.contents(contents);
  tree.end_file();
}

template <typename Tell>
std::string written(Tell tell) {
  StringSink sink;
  NarWriter writer(sink);
  tell(writer);
  return sink.take();
}

}  // namespace

TEST_CASE("archives are those that Nix writes", "[core/nar]") {
  auto nix = nix_archives();
  REQUIRE(nix.size() == 6);
  CHECK(written([](TreeSink& tree) { file(tree, "", false, ""); }) == nix["empty-file"]);
  CHECK(written([](TreeSink& tree) { file(tree, "", false, "hello\n"); }) == nix["file"]);
  CHECK(written([](TreeSink& tree) { file(tree, "", true, "hi"); }) == nix["program"]);
  CHECK(written([](TreeSink& tree) { tree.symlink("", "../target"); }) == nix["link"]);
  CHECK(written([](TreeSink& tree) {
          tree.begin_directory("");
          tree.end_directory();
        }) == nix["empty-folder"]);
  CHECK(written([](TreeSink& tree) {
          tree.begin_directory("");
          file(tree, "B", false, "x");
          file(tree, "a", false, "");
          file(tree, "b", false, "12345678");
          tree.begin_directory("sub");
          tree.symlink("l", "a");
          tree.end_directory();
          tree.end_directory();
        }) == nix["folder"]);
}

TEST_CASE("an empty file needs no call of contents", "[core/nar]") {
  std::string archive = written([](TreeSink& tree) {
    tree.begin_file("", false, 0);
    tree.end_file();
  });
  CHECK(archive == nix_archives()["empty-file"]);
}

TEST_CASE("contents of every size are padded", "[core/nar]") {
  for (std::size_t size : {1, 7, 8, 9, 4095, 4096, 4097, 200000, 200003}) {
    std::string contents(size, 'x');
    CHECK(written([&](TreeSink& tree) { file(tree, "", false, contents); }) ==
          test::nar_archive(test::nar_file(contents)));
  }
}

TEST_CASE("large contents reach the sink without a copy", "[core/nar]") {
  struct AddressSink : Sink {
    std::vector<const char*> seen;
    void write(std::string_view bytes) override { seen.push_back(bytes.data()); }
  } sink;
  NarWriter writer(sink);
  std::string contents(100000, 'x');
  file(writer, "", false, contents);
  REQUIRE(sink.seen.size() == 3);
  CHECK(sink.seen[1] == contents.data());
}

TEST_CASE("a file of another size than announced is refused", "[core/nar]") {
  CHECK_THROWS_WITH(written([](TreeSink& tree) {
                      tree.begin_file("", false, 2);
                      tree.contents("x");
                      tree.end_file();
                    }),
                    "a file is shorter than its archive says");
  CHECK_THROWS_WITH(written([](TreeSink& tree) {
                      tree.begin_file("", false, 2);
                      tree.contents("xyz");
                    }),
                    "a file is longer than its archive says");
}

}  // namespace cairn
