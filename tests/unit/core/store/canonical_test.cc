// SPDX-License-Identifier: GPL-3.0-or-later
// What is not canonical.
#include "core/store/canonical.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/xattr.h>

namespace cairn {

namespace {

using Problems = std::vector<std::string>;

// A canonical tree of a folder, a file, a program and a link, to be spoiled by each test.
struct Tree {
  TemporaryDirectory place;
  std::string path = place.path() + "/tree";

  Tree() {
    Fd tree = make_directory_at(place.fd(), "tree");
    write_file_at(tree.get(), "file", "x", 0444);
    write_file_at(tree.get(), "program", "x", 0555);
    symlinkat("file", tree.get(), "link");
    fchmod(tree.get(), 0555);
    for (const char* name : {"/file", "/program", "/link", ""}) set_time(name, 1);
  }

  void set_time(const std::string& name, time_t seconds) const {
    struct timespec times[2] = {{0, UTIME_OMIT}, {seconds, 0}};
    utimensat(AT_FDCWD, (path + name).c_str(), times, AT_SYMLINK_NOFOLLOW);
  }

  Problems problems() const { return canonical_problems(place.fd(), "tree", geteuid()); }
};

}  // namespace

TEST_CASE("a canonical tree has no problems", "[core/store]") {
  CHECK(Tree().problems().empty());
}

TEST_CASE("modes other than 0444 and 0555 are found", "[core/store]") {
  Tree tree;
  chmod((tree.path + "/file").c_str(), 0644);
  chmod((tree.path + "/program").c_str(), 04555);
  CHECK(tree.problems() == Problems{"tree/file has mode 644", "tree/program has mode 4555"});
  chmod(tree.path.c_str(), 0444);
  if (geteuid() == 0) CHECK(tree.problems().front() == "tree has mode 444");
  chmod(tree.path.c_str(), 0755);
  CHECK(tree.problems().front() == "tree has mode 755");
}

TEST_CASE("times other than 1 are found, on links too", "[core/store]") {
  Tree tree;
  tree.set_time("/link", 1000);
  CHECK(tree.problems() == Problems{"tree/link has time 1000"});
}

TEST_CASE("extended attributes are found", "[core/store]") {
  Tree tree;
  std::string file = tree.path + "/file";
  chmod(file.c_str(), 0644);
  if (setxattr(file.c_str(), "user.note", "x", 1, 0) < 0) {
    std::cerr << "skip: the folder for temporary files has no extended attributes\n";
    return;
  }
  chmod(file.c_str(), 0444);
  CHECK(tree.problems() == Problems{"tree/file has the extended attribute user.note"});
}

TEST_CASE("sockets and fifos and foreign owners are found", "[core/store]") {
  Tree tree;
  chmod(tree.path.c_str(), 0755);
  mkfifo((tree.path + "/fifo").c_str(), 0444);
  tree.set_time("/fifo", 1);
  chmod(tree.path.c_str(), 0555);
  tree.set_time("", 1);
  CHECK(tree.problems() == Problems{"tree/fifo is neither a file nor a folder nor a link"});
  Problems foreign = canonical_problems(tree.place.fd(), "tree", geteuid() + 1);
  CHECK(foreign.front() == fmt::format("tree belongs to user {}", geteuid()));
}

TEST_CASE("no more than ten problems of an item are told", "[core/store]") {
  Tree tree;
  chmod(tree.path.c_str(), 0755);
  Fd folder = open_directory(tree.path);
  for (int i = 0; i < 50; ++i) write_file_at(folder.get(), std::to_string(i), "x", 0644);
  CHECK(tree.problems().size() <= 12);
}

}  // namespace cairn
