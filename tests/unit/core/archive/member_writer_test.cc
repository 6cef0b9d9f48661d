// SPDX-License-Identifier: GPL-3.0-or-later
// Names are judged, and files are made below one folder only.
#include "core/archive/member_writer.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <sys/resource.h>

using namespace cairn;
using namespace cairn::test;

namespace {

using Names = std::vector<std::string>;

std::string repeated(std::string_view text, unsigned count) {
  std::string result;
  while (count-- > 0) result += text;
  return result;
}

struct Written {
  TemporaryDirectory folder;
  MemberWriter writer{open_directory(folder.path())};

  void file(const std::string& path, std::string_view content) {
    Fd file = writer.make_file(path, false);
    write_fully(file.get(), content, path);
  }
  std::string text() const { return tree_text(folder.path()); }
};

}  // namespace

TEST_CASE("a member's path is taken apart at its slashes", "[core/archive]") {
  CHECK(member_names("a/b/c") == Names{"a", "b", "c"});
  CHECK(member_names("./a//./b/") == Names{"a", "b"});
  CHECK(member_names("...") == Names{"..."});
  CHECK(member_names("C:\\x") == Names{"C:\\x"});
  CHECK(member_names("./").empty());
  CHECK(member_names("").empty());
}

TEST_CASE("a member's path may not leave its folder", "[core/archive]") {
  CHECK_THROWS_WITH(member_names("/a"), "its name is absolute");
  CHECK_THROWS_WITH(member_names("//"), "its name is absolute");
  std::string path = GENERATE("..", "../a", "a/..", "a/../../b", "./..", "a/.././b");
  CHECK_THROWS_WITH(member_names(path), "its name climbs out of a folder by '..'");
}

TEST_CASE("a member's path keeps the limits of a store item", "[core/archive]") {
  CHECK(member_names(std::string(255, 'x')).size() == 1);
  CHECK_THROWS_WITH(member_names("a/" + std::string(256, 'x')),
                    "a part of its name is longer than 255 bytes");
  CHECK(member_names(repeated("a/", 64)).size() == 64);
  CHECK_THROWS_WITH(member_names(repeated("a/", 65)), "it is in more than 64 folders");
  CHECK_THROWS_WITH(member_names(std::string_view("a\0b", 3)), "its name holds a NUL");
}

TEST_CASE("members are made in any order of folders", "[core/archive]") {
  Written written;
  written.file("a/b/1", "1");
  written.file("2", "2");
  written.file("a/c/3", "3");
  written.writer.make_folder("a/b/d");
  written.file("a/b/4", "4");
  CHECK(written.text() ==
        "2 644 2\na/ 755\na/b/ 755\na/b/1 644 1\na/b/4 644 4\na/b/d/ 755\na/c/ 755\n"
        "a/c/3 644 3\n");
}

TEST_CASE("nothing is made through a link or a file", "[core/archive]") {
  Written written;
  TemporaryDirectory outside;
  written.writer.make_link("link", outside.path());
  written.writer.make_link("here", ".");
  written.file("file", "");
  std::string through = GENERATE("link", "here", "file");
  std::string message =
      fmt::format("it needs a folder \"{}\", where the archive has put a file or a link", through);
  CHECK_THROWS_WITH(written.writer.make_file(through + "/x", false), message);
  CHECK_THROWS_WITH(written.writer.make_folder(through + "/x"), message);
  CHECK_THROWS_WITH(written.writer.make_folder(through), message);
  CHECK_THROWS_WITH(written.writer.make_link(through + "/x", "y"), message);
  CHECK_THROWS_WITH(written.writer.make_hard_link("x", through + "/x"), message);
  CHECK(tree_text(outside.path()) == "");
}

TEST_CASE("a doubled member may not change what it is", "[core/archive]") {
  Written written;
  written.file("file", "text");
  written.writer.make_link("link", "target");
  written.writer.make_folder("folder");
  std::string before = written.text();
  CHECK_THROWS_WITH(written.writer.make_file("link", false),
                    "the archive has it twice: as a link and as a file");
  CHECK_THROWS_WITH(written.writer.make_link("folder", "x"),
                    "the archive has it twice: as a folder and as a link");
  CHECK_THROWS_WITH(written.writer.make_link("file", "x"),
                    "the archive has it twice: as a file and as a link");
  CHECK_THROWS_WITH(written.writer.make_hard_link("folder", "file"),
                    "the archive has it twice: as a folder and as a file");
  written.writer.make_folder("folder");
  CHECK(written.text() == before);
  written.writer.make_link("link", "other");
  written.file("file", "new");
  CHECK(written.text() == "file 644 new\nfolder/ 755\nlink -> other\n");
}

TEST_CASE("a hard link needs a file made before", "[core/archive]") {
  Written written;
  written.writer.make_folder("folder");
  CHECK_THROWS_WITH(written.writer.make_hard_link("a", "folder"),
                    "it is a hard link to \"folder\", which is no file that stands before it");
  CHECK_THROWS_WITH(written.writer.make_hard_link("a", "folder/b"),
                    "it is a hard link to \"folder/b\", which is no file that stands before it");
  CHECK_THROWS_WITH(written.writer.make_hard_link("a", "/etc/passwd"),
                    "it is a hard link to another name, of which: its name is absolute");
}

TEST_CASE("a link's target is any text of 1 to 4095 bytes", "[core/archive]") {
  Written written;
  written.writer.make_link("long", std::string(4095, 'x'));
  CHECK_THROWS_WITH(written.writer.make_link("x", std::string(4096, 'x')),
                    "it is a link whose target is longer than 4095 bytes");
  CHECK_THROWS_WITH(written.writer.make_link("x", ""), "it is a link to nowhere");
}

TEST_CASE("a folder that is stripped may hold its own name", "[core/archive]") {
  Written written;
  written.file("a/a", "1");
  written.file("a/.0", "2");
  written.file("a/.00/x", "3");
  written.writer.strip_single();
  CHECK(written.text() == ".0 644 2\n.00/ 755\n.00/x 644 3\na 644 1\n");
}

TEST_CASE("no more folders are open than stand in one another", "[core/archive]") {
  Written written;
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  rlimit small{128, limit.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &small) == 0);
  for (int i = 0; i < 5; ++i) {
    written.writer.make_folder(std::to_string(i) + "/" + repeated("a/", 60));
  }
  written.writer.finish_folders();
  REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}
