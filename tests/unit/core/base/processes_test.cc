// SPDX-License-Identifier: GPL-3.0-or-later
// Processes as /proc shows them.
#include "core/base/processes.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn {

namespace {

Fd folder_of(pid_t process) {
  return open_directory("/proc/" + std::to_string(process));
}

// Has ended, and waits for us to ask how.
pid_t ended_child() {
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) _exit(0);
  siginfo_t info{};
  checked(waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), "cannot wait");
  return child;
}

}  // namespace

TEST_CASE("a walk meets this process, by its number and folder", "[core/base]") {
  int met = 0;
  each_process([&](const std::string& number, int folder) {
    if (number != std::to_string(getpid())) return;
    ++met;
    CHECK(read_link_at(folder, "exe") == read_link_at(AT_FDCWD, "/proc/self/exe"));
  });
  CHECK(met == 1);
}

TEST_CASE("a process whose first thread has ended is met in the others", "[core/base]") {
  Pipe started = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    static int write_end = started.write_end.get();
    auto go_on = [](void*) -> void* {
      // Until the first thread is no more.
      while (readlink("/proc/self/exe", std::array<char, 9>().data(), 9) > 0) usleep(1000);
      static_cast<void>(!write(write_end, "x", 1));
      pause();
      return nullptr;
    };
    pthread_t thread;
    pthread_create(&thread, nullptr, go_on, nullptr);
    syscall(SYS_exit, 0);  // of this thread alone
  }
  started.write_end.close();
  char byte = 0;
  REQUIRE(FdSource(started.read_end.get(), "a pipe").read({&byte, 1}) == 1);
  int open_to_us = 0;
  each_process([&](const std::string& number, int folder) {
    if (number == std::to_string(child)) open_to_us += can_look_into(folder);
  });
  CHECK(open_to_us == 1);
  kill(child, SIGKILL);
  reap(child);
}

TEST_CASE("a walk passes over what in /proc is no process", "[core/base]") {
  each_process([](const std::string& number, int) {
    CHECK(number.find_first_not_of("0123456789") == std::string::npos);
  });
}

TEST_CASE("a running process of ours can be looked into", "[core/base]") {
  Fd folder = folder_of(getpid());
  CHECK(can_look_into(folder.get()));
  CHECK(open_of_process(folder.get(), "maps"));
}

TEST_CASE("a process that has ended has nothing to look at", "[core/base]") {
  pid_t child = ended_child();
  Fd folder = folder_of(child);
  CHECK_FALSE(can_look_into(folder.get()));
  CHECK_FALSE(open_of_process(folder.get(), "mountinfo"));
  reap(child);
  CHECK_FALSE(can_look_into(folder.get()));
  CHECK_FALSE(open_of_process(folder.get(), "mountinfo"));
}

TEST_CASE("a process whose program lies too deep for a path can be looked into", "[core/base]") {
  TemporaryDirectory top;
  Pipe started = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    std::string name(200, 'x');
    checked(fchdir(top.fd()), "cannot enter the folder");
    for (int depth = 0; depth < 25; ++depth) {
      checked(mkdir(name.c_str(), 0755), "cannot make a folder");
      checked(chdir(name.c_str()), "cannot enter a folder");
    }
    write_file_at(open_directory(".").get(), "program", read_file("/bin/sleep"), 0755);
    execl("./program", "sleep", "60", nullptr);
    _exit(1);
  }
  started.write_end.close();
  char byte;
  CHECK(FdSource(started.read_end.get(), "a pipe").read({&byte, 1}) == 0);  // closed by exec
  Fd folder = folder_of(child);
  CHECK(readlinkat(folder.get(), "exe", &byte, 1) < 0);
  CHECK(errno == ENAMETOOLONG);
  CHECK(can_look_into(folder.get()));
  kill(child, SIGKILL);
  reap(child);
}

TEST_CASE("a look at a process that fails for another reason is an error", "[core/base]") {
  Fd file(open("/dev/null", O_RDONLY | O_CLOEXEC));
  CHECK_THROWS_AS(open_of_process(file.get(), "maps"), Error);
}

}  // namespace cairn
