// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of one process.
#include "core/base/private_folder.hh"

#include "core/base/files.hh"

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

}  // namespace cairn
