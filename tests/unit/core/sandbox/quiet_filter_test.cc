// SPDX-License-Identifier: GPL-3.0-or-later
// The filter for processes that only compute, put on a child process for real.
#include "core/sandbox/quiet_filter.hh"

#include "core/base/files.hh"
#include "core/sandbox/filter.hh"

#include <catch2/catch.hpp>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

// The errno that ATTEMPT leaves in a filtered process; 0 when it succeeds.
int errno_under_filter(const std::function<long()>& attempt) {
  pid_t child = fork();
  if (child == 0) {
    install_filter(make_quiet_filter());
    errno = 0;
    _exit(attempt() < 0 ? errno : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("who only computes may read, and not write, make or delete", "[core/sandbox]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "f", "x");
  std::string file = folder.path() + "/f";
  const char* name = file.c_str();
  CHECK(errno_under_filter([&] { return open(name, O_RDONLY | O_CLOEXEC); }) == 0);
  CHECK(errno_under_filter([&] { return syscall(SYS_open, name, O_RDONLY); }) == 0);
  for (int flags : {O_WRONLY, O_RDWR, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC, O_APPEND | O_RDONLY,
                    O_TMPFILE | O_RDWR}) {
    CAPTURE(flags);
    CHECK(errno_under_filter([&] { return open(name, flags, 0600); }) == EPERM);
    CHECK(errno_under_filter([&] { return syscall(SYS_open, name, flags, 0600); }) == EPERM);
  }
  CHECK(errno_under_filter([&] { return unlink(name); }) == EPERM);
  CHECK(errno_under_filter([&] { return rename(name, name); }) == EPERM);
  CHECK(errno_under_filter([&] { return mkdir((file + "d").c_str(), 0700); }) == EPERM);
  CHECK(errno_under_filter([&] { return chmod(name, 0600); }) == EPERM);
  CHECK(errno_under_filter([&] { return truncate(name, 0); }) == EPERM);
  CHECK(errno_under_filter([&] { return memfd_create("x", 0); }) == EPERM);
}

TEST_CASE("who only computes reaches nobody", "[core/sandbox]") {
  CHECK(errno_under_filter([] { return socket(AF_INET, SOCK_STREAM, 0); }) == EPERM);
  CHECK(errno_under_filter([] { return socket(AF_UNIX, SOCK_STREAM, 0); }) == EPERM);
  int ends[2];
  CHECK(errno_under_filter([&] { return socketpair(AF_UNIX, SOCK_STREAM, 0, ends); }) == EPERM);
  CHECK(errno_under_filter([] { return kill(getpid(), 0); }) == EPERM);
  pid_t parent = getpid();
  CHECK(errno_under_filter([=] { return syscall(SYS_tgkill, parent, parent, 0); }) == EPERM);
  CHECK(errno_under_filter([] { return syscall(SYS_tgkill, getpid(), gettid(), 0); }) == 0);
  CHECK(errno_under_filter([] { return ptrace(PTRACE_TRACEME, 0, 0, 0); }) == EPERM);
  CHECK(errno_under_filter([] { return prctl(PR_SET_DUMPABLE, 1); }) == EPERM);
}

TEST_CASE("who only computes starts threads, but no process and no program", "[core/sandbox]") {
  CHECK(errno_under_filter([] { return fork(); }) == EPERM);
  CHECK(errno_under_filter([] { return syscall(SYS_vfork); }) == EPERM);
  CHECK(errno_under_filter([] { return syscall(SYS_clone3, nullptr, 0); }) == ENOSYS);
  char* arguments[] = {nullptr};
  CHECK(errno_under_filter([&] { return execve("/bin/true", arguments, arguments); }) == EPERM);
  CHECK(errno_under_filter([] { return unshare(CLONE_FILES); }) == EPERM);
  CHECK(errno_under_filter([] {
          static char stack[65536];
          int flags = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND | CLONE_FS;
          return clone([](void*) { return 0; }, stack + sizeof stack, flags, nullptr);
        }) == 0);
}

TEST_CASE("what is open can be used", "[core/sandbox]") {
  Pipe pipe = make_pipe();
  CHECK(errno_under_filter([&] { return write(pipe.write_end.get(), "x", 1); }) == 0);
  char byte = 0;
  CHECK(read(pipe.read_end.get(), &byte, 1) == 1);
  CHECK(errno_under_filter([] {
          void* memory =
              mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
          return memory == MAP_FAILED ? -1 : mprotect(memory, 4096, PROT_READ | PROT_EXEC);
        }) == 0);
}

}  // namespace cairn::sandbox
