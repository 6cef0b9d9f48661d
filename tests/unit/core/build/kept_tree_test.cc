// SPDX-License-Identifier: GPL-3.0-or-later
// Trees of failed builds, handed over.
#include "core/build/kept_tree.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace cairn {

namespace fs = std::filesystem;

namespace {
// A tree with what a builder may leave, and the folder that it is in.
void make_tree(const TemporaryDirectory& folder) {
  fs::create_directories(folder.path() + "/build/sub");
  std::ofstream(folder.path() + "/build/sub/file") << "content";
  fs::create_symlink("/etc/shadow", folder.path() + "/build/link");
  REQUIRE(mkfifo((folder.path() + "/build/pipe").c_str(), 0600) == 0);
}
}  // namespace

TEST_CASE("a kept tree is a copy without what no archive can hold", "[core/build]") {
  TemporaryDirectory folder;
  make_tree(folder);
  std::string kept = keep_tree(folder.fd(), "build", "test", std::nullopt, [] {});
  CHECK(read_file(kept + "/sub/file") == "content");
  CHECK(fs::read_symlink(kept + "/link") == "/etc/shadow");
  CHECK(!fs::exists(kept + "/pipe"));
  CHECK((status_at(AT_FDCWD, fs::path(kept).parent_path())->st_mode & 0777) == 0700);
  fs::remove_all(fs::path(kept).parent_path());
}

TEST_CASE("a kept tree belongs to who asked for it", "[core/build]") {
  if (geteuid() != 0) {
    WARN("skip: only root can write as somebody else");
    return;
  }
  TemporaryDirectory folder;
  make_tree(folder);
  std::string kept = keep_tree(folder.fd(), "build", "test", Owner{1000, 1000}, [] {});
  CHECK(status_at(AT_FDCWD, kept)->st_uid == 1000);
  CHECK(status_at(AT_FDCWD, kept + "/sub/file")->st_uid == 1000);
  fs::remove_all(fs::path(kept).parent_path());
}

TEST_CASE("a tree that cannot be kept leaves no folder", "[core/build]") {
  TemporaryDirectory folder;
  auto kept_ones = [] {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(fs::temp_directory_path())) {
      count += entry.path().filename().string().starts_with("cairn-build-none-") ? 1 : 0;
    }
    return count;
  };
  CHECK_THROWS_WITH(keep_tree(folder.fd(), "absent", "none", std::nullopt, [] {}),
                    "cannot open absent: No such file or directory");
  CHECK(kept_ones() == 0);
}

}  // namespace cairn
