// SPDX-License-Identifier: GPL-3.0-or-later
// The filter of system calls, put on a child process for real.
#include "core/sandbox/filter.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {
// The errno that ATTEMPT leaves in a process with FILTER; 0 when it succeeds.
int errno_under(const std::vector<sock_filter>& filter, const std::function<long()>& attempt) {
  pid_t child = fork();
  if (child == 0) {
    install_filter(filter);
    errno = 0;
    _exit(attempt() < 0 ? errno : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

int errno_under_filter(const std::function<long()>& attempt) {
  return errno_under(make_filter(), attempt);
}
}  // namespace

TEST_CASE("set-id bits cannot be set, other modes can", "[core/sandbox]") {
  TemporaryDirectory folder;
  std::string file = folder.path() + "/f";
  write_file_at(folder.fd(), "f", "x");
  CHECK(errno_under_filter([&] { return chmod(file.c_str(), 0755); }) == 0);
  CHECK(errno_under_filter([&] { return chmod(file.c_str(), 04755); }) == EPERM);
  CHECK(errno_under_filter([&] { return chmod(file.c_str(), 02755); }) == EPERM);
  CHECK(errno_under_filter([&] { return fchmodat(folder.fd(), "f", 04755, 0); }) == EPERM);
  CHECK(errno_under_filter([&] { return open((file + "2").c_str(), O_CREAT | O_WRONLY, 04755); }) ==
        EPERM);
  CHECK(errno_under_filter([&] { return open((file + "3").c_str(), O_CREAT | O_WRONLY, 0755); }) ==
        0);
}

TEST_CASE("what lies in the mode's register does not matter without O_CREAT", "[core/sandbox]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "f", "x");
  CHECK(errno_under_filter(
            [&] { return syscall(SYS_openat, folder.fd(), "f", O_RDONLY, 06777); }) == 0);
}

TEST_CASE("extended attributes and calls past the filter are not there", "[core/sandbox]") {
  TemporaryDirectory folder;
  std::string file = folder.path() + "/f";
  write_file_at(folder.fd(), "f", "x");
  CHECK(errno_under_filter([&] { return setxattr(file.c_str(), "user.a", "b", 1, 0); }) == ENOTSUP);
  CHECK(errno_under_filter([] { return syscall(SYS_io_uring_setup, 1, nullptr); }) == ENOSYS);
  CHECK(errno_under_filter([&] { return syscall(452, folder.fd(), "f", 04755, 0); }) == ENOSYS);
}

TEST_CASE("nobody types into a terminal under the filter against it", "[core/sandbox]") {
  Fd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  auto type = [&](unsigned long request) {
    char letter = 'x';
    return [&, letter, request]() mutable { return ioctl(null.get(), request, &letter); };
  };
  CHECK(errno_under(make_no_typing_filter(), type(TIOCSTI)) == EPERM);
  CHECK(errno_under(make_no_typing_filter(), type(TIOCSTI | 1UL << 32)) == EPERM);
  CHECK(errno_under(make_no_typing_filter(), type(TIOCLINUX)) == EPERM);
  CHECK(errno_under(make_no_typing_filter(), type(TIOCGWINSZ)) == ENOTTY);
}

}  // namespace cairn::sandbox
