// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of one process.
#include "core/base/private_folder.hh"

#include "core/base/files.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn {

TEST_CASE("a private folder is closed to others and goes with its owner", "[core/base]") {
  TemporaryDirectory parent;
  {
    PrivateFolder folder(parent.path() + "/builds");
    CHECK((status_at(AT_FDCWD, folder.path())->st_mode & 0777) == 0700);
    CHECK((status_at(AT_FDCWD, parent.path() + "/builds")->st_mode & 0777) == 0700);
    write_file_at(folder.fd(), folder.fresh_name(), "x");
  }
  CHECK(list_directory(open_directory(parent.path() + "/builds").get()).empty());
}

TEST_CASE("a dead owner's folder is cleaned away, a living one's is not", "[core/base]") {
  TemporaryDirectory parent;
  std::string builds = parent.path() + "/builds";
  pid_t owner = fork();
  if (owner == 0) {
    PrivateFolder folder(builds);
    write_file_at(folder.fd(), "file", "x");
    kill(getpid(), SIGKILL);
  }
  waitpid(owner, nullptr, 0);
  PrivateFolder living(builds);
  Fd fd = open_directory(builds);
  CHECK(list_directory(fd.get()).size() == 4);
  clean_private_folders(builds);
  CHECK(list_directory(fd.get()).size() == 2);
  CHECK(status_at(AT_FDCWD, living.path()));
}

TEST_CASE("what cannot be deleted keeps nobody from the rest", "[core/base]") {
  TemporaryDirectory parent;
  make_directory_at(make_directory_at(parent.fd(), "a-stuck").get(), "mounted");
  make_directory_at(parent.fd(), "b-dead");
  for (const char* lock : {"a-stuck.lock", "b-dead.lock"}) write_file_at(parent.fd(), lock, "");
  CHECK(test::holds_in_child([&] {
    // Of another file system nothing is deleted.
    if (!test::mount_small_disk(parent.path() + "/a-stuck/mounted", 1 << 16)) return true;
    clean_private_folders(parent.path());
    return status_at(parent.fd(), "a-stuck") && !status_at(parent.fd(), "b-dead");
  }));
}

}  // namespace cairn
