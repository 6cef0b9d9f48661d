// SPDX-License-Identifier: GPL-3.0-or-later
// Entering namespaces, each test in a process of its own.
#include "core/sandbox/namespaces.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {
bool holds_in_child(const std::function<bool()>& statement) {
  pid_t child = fork();
  if (child == 0) {
    try {
      _exit(statement() ? 0 : 1);
    } catch (const Error&) {
      _exit(2);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string network() {
  return std::filesystem::read_symlink("/proc/self/ns/net");
}
}  // namespace

TEST_CASE("in a user namespace one is who one says, with nothing outside", "[core/sandbox]") {
  CHECK(holds_in_child([] {
    enter_user_namespace(30001);
    return getuid() == 30001 && getgid() == 30001;
  }));
}

TEST_CASE("in namespaces of one's own one stays who one is, and may mount", "[core/sandbox]") {
  uid_t user = getuid();
  gid_t group = getgid();
  CHECK(holds_in_child([&] {
    enter_own_namespaces();
    bool may_mount = mount("x", "/proc", "tmpfs", 0, nullptr) == 0;
    return may_mount && getuid() == user && getgid() == group;
  }));
  CHECK(holds_in_child([&] {
    enter_own_namespaces();
    enter_own_user_namespace();
    bool may_mount = mount("x", "/proc", "tmpfs", 0, nullptr) == 0;
    return !may_mount && getuid() == user && getgid() == group;
  }));
}

TEST_CASE("a network namespace is lent to one at a time, and again", "[core/sandbox]") {
  CHECK(holds_in_child([] {
    enter_mount_namespace(0);
    NetworkPool pool;
    std::string outside = network();
    Fd one = pool.enter();
    std::string first = network();
    Fd other = pool.enter();
    std::string second = network();
    pool.give_back(std::move(one));
    Fd again = pool.enter();
    return first != outside && second != first && network() == first;
  }));
}

}  // namespace cairn::sandbox
