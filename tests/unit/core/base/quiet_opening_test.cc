// SPDX-License-Identifier: GPL-3.0-or-later
// What reading leaves behind.
#include "core/base/quiet_opening.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// When NAME was read, after it was by WAY and had been made long ago.
template <typename Way>
time_t time_of_reading(int directory, const char* name, Way way) {
  write_file_at(directory, name, "content");
  timespec long_ago[2] = {{1, 0}, {1, 0}};
  checked(utimensat(directory, name, long_ago, 0), "cannot set times");
  Fd fd = way(directory, name);
  char letter = 0;
  REQUIRE(read(fd.get(), &letter, 1) == 1);
  return status_at(directory, name)->st_atim.tv_sec;
}

}  // namespace

TEST_CASE("a file that is read quietly does not change", "[core/base]") {
  TemporaryDirectory folder;
  auto usual = [](int directory, const char* name) { return open_at(directory, name, O_RDONLY); };
  if (time_of_reading(folder.fd(), "a", usual) == 1) {
    WARN("this file system notes no times of reading");
    return;
  }
  auto quiet = [](int directory, const char* name) {
    return QuietOpening().open(directory, name, O_RDONLY);
  };
  CHECK(time_of_reading(folder.fd(), "b", quiet) == 1);
}

TEST_CASE("files of others are read as usual", "[core/base]") {
  bool is_root = geteuid() == 0;
  if (is_root) setfsuid(65534);
  AtEnd end([&] {
    if (is_root) setfsuid(0);
  });
  CHECK(openat(AT_FDCWD, "/etc/passwd", O_RDONLY | O_CLOEXEC | O_NOATIME) < 0);
  QuietOpening opening;
  CHECK(opening.open(AT_FDCWD, "/etc/passwd", O_RDONLY));
  CHECK(opening.open(AT_FDCWD, "/etc/passwd", O_RDONLY));
}

TEST_CASE("what cannot be opened is told by errno", "[core/base]") {
  CHECK(!QuietOpening().open(AT_FDCWD, "/absent", O_RDONLY));
  CHECK(errno == ENOENT);
}

}  // namespace cairn
