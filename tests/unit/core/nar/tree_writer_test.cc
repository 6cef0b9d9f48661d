// SPDX-License-Identifier: GPL-3.0-or-later
// Files written.
#include "core/nar/tree_writer.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/encoding.hh"
#include "core/nar/walk.hh"
#include "tests/support/nar_bytes.hh"
#include "tests/support/tree_text.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <sys/stat.h>

namespace cairn {

namespace {

namespace fs = std::filesystem;
using Mode = TreeWriter::Mode;
using test::nar_archive;
using test::nar_file;
using test::nar_folder;
using test::nar_link;

const std::string example =
    nar_archive(nar_folder({{"data", nar_file("text")},
                            {"empty", nar_folder({})},
                            {"folder", nar_folder({{"program", nar_file("run", true)}})},
                            {"link", nar_link("/etc/passwd")}}));

void restore(const std::string& archive, const TemporaryDirectory& folder, Mode mode) {
  StringSource source(archive);
  nar::restore(source, folder.fd(), "tree", mode);
}

// A umask for one scope.
class Umask {
 public:
  explicit Umask(mode_t mask) : before_(umask(mask)) {}
  Umask(Umask&&) = delete;
  ~Umask() { umask(before_); }

 private:
  mode_t before_;
};

}  // namespace

TEST_CASE("a tree unpacked and packed again is the same archive", "[core/nar]") {
  for (const auto& row : test::vector_table(VECTORS "/nar.txt")) {
    TemporaryDirectory folder;
    restore(from_base16(row[1]), folder, Mode::canonical);
    StringSink sink;
    nar::dump(folder.path() + "/tree", sink);
    CHECK(to_base16(sink.text()) == row[1]);
  }
}

TEST_CASE("a canonical tree is read-only whatever the umask", "[core/nar]") {
  for (mode_t mask : {0, 022, 077}) {
    Umask umask(mask);
    TemporaryDirectory folder;
    restore(example, folder, Mode::canonical);
    CHECK(test::tree_text(folder.path()) ==
          "tree/ 555\ntree/data 444 text\ntree/empty/ 555\ntree/folder/ 555\n"
          "tree/folder/program 555 run\ntree/link -> /etc/passwd\n");
  }
}

TEST_CASE("files of one folder are all canonical, whatever the umask", "[core/nar]") {
  for (mode_t mask : {0, 077, 0177}) {
    Umask umask(mask);
    TemporaryDirectory folder;
    TreeWriter writer(folder.fd(), "tree");
    writer.begin_directory("");
    for (const char* name : {"a", "b", "c", "d"}) {
      bool is_program = *name >= 'c';
      writer.begin_file(name, is_program, 1);
      writer.contents("x");
      writer.end_file();
    }
    writer.end_directory();
    CHECK(test::tree_text(folder.path()) ==
          "tree/ 555\ntree/a 444 x\ntree/b 444 x\ntree/c 555 x\ntree/d 555 x\n");
    for (const char* name : {"a", "b", "c", "d"}) {
      struct stat status {};
      REQUIRE(lstat((folder.path() + "/tree/" + name).c_str(), &status) == 0);
      CHECK(status.st_mtim.tv_sec == 1);
    }
  }
}

TEST_CASE("a canonical tree has the time 1", "[core/nar]") {
  TemporaryDirectory folder;
  restore(example, folder, Mode::canonical);
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    struct stat status {};
    REQUIRE(lstat(entry.path().c_str(), &status) == 0);
    CHECK(status.st_mtim.tv_sec == 1);
    CHECK(status.st_mtim.tv_nsec == 0);
  }
}

TEST_CASE("an ordinary tree is made as the user's own", "[core/nar]") {
  Umask umask(027);
  TemporaryDirectory folder;
  restore(example, folder, Mode::ordinary);
  CHECK(test::tree_text(folder.path()) ==
        "tree/ 750\ntree/data 640 text\ntree/empty/ 750\ntree/folder/ 750\n"
        "tree/folder/program 750 run\ntree/link -> /etc/passwd\n");
  struct stat status {};
  REQUIRE(lstat((folder.path() + "/tree/data").c_str(), &status) == 0);
  CHECK(status.st_mtim.tv_sec > 1);
}

TEST_CASE("regular files are counted", "[core/nar]") {
  TemporaryDirectory folder;
  TreeWriter writer(folder.fd(), "tree");
  CHECK(!writer.has_root());
  writer.begin_directory("");
  CHECK(writer.has_root());
  for (const char* name : {"a", "b"}) {
    writer.begin_file(name, false, 0);
    writer.end_file();
  }
  writer.symlink("c", "a");
  writer.end_directory();
  CHECK(writer.files() == 2);
}

TEST_CASE("what is already there is neither replaced nor followed nor deleted", "[core/nar]") {
  for (const std::string& node : {nar_file("new"), nar_link("new"), nar_folder({})}) {
    TemporaryDirectory folder;
    write_file_at(folder.fd(), "old", "old", 0644);
    fs::create_symlink("old", folder.path() + "/tree");
    CHECK_THROWS_WITH(restore(nar_archive(node), folder, Mode::canonical),
                      Catch::EndsWith("tree: File exists"));
    CHECK(test::tree_text(folder.path()) == "old 644 old\ntree -> old\n");
  }
}

TEST_CASE("of a bad archive nothing is left", "[core/nar]") {
  std::string late_fault = nar_archive(nar_folder(
      {{"a", nar_folder({{"f", nar_file("x")}, {"g", nar_folder({})}})}, {"..", nar_file("")}}));
  for (Mode mode : {Mode::canonical, Mode::ordinary}) {
    TemporaryDirectory folder;
    CHECK_THROWS_WITH(restore(late_fault, folder, mode),
                      "bad archive: an entry cannot be named \"..\"");
    CHECK(test::tree_text(folder.path()) == "");
  }
}

TEST_CASE("a name that is no component is refused whoever gives it", "[core/nar]") {
  TemporaryDirectory folder;
  TreeWriter writer(folder.fd(), "tree");
  writer.begin_directory("");
  for (const char* name : {"", ".", "..", "../a", "a/b", "/a"}) {
    CHECK_THROWS_AS(writer.begin_directory(name), Error);
    CHECK_THROWS_AS(writer.begin_file(name, false, 0), Error);
    CHECK_THROWS_AS(writer.symlink(name, "x"), Error);
  }
  CHECK_THROWS_AS(writer.symlink("a", ""), Error);
  writer.end_directory();
  CHECK(test::tree_text(folder.path()) == "tree/ 555\n");
}

TEST_CASE("nothing is written through a link of the same tree", "[core/nar]") {
  TemporaryDirectory folder;
  TreeWriter writer(folder.fd(), "tree");
  writer.begin_directory("");
  writer.symlink("x", folder.path());
  CHECK_THROWS_AS(writer.begin_directory("x"), Error);
  CHECK_THROWS_AS(writer.begin_file("x", false, 0), Error);
  CHECK_THROWS_AS(writer.symlink("x", "y"), Error);
}

}  // namespace cairn
