// SPDX-License-Identifier: GPL-3.0-or-later
// T-47: the kernel refuses a part of the sandbox. Then nothing may be built: a silent build without
// is what this row of the list is about.
#include "core/base/error.hh"
#include "tests/support/attack_place.hh"
#include "tests/support/attack_swapper.hh"
#include "tests/support/attack_verdict.hh"

#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// What becomes of a build in a process in which CALL is forbidden: the engine's message.
std::string message_without(unsigned call) {
  return in_process([call] {
    forbid_calls({call});
    AttackPlace place;
    Ran ran = run(place.spawner, place.script("echo built"));
    return ran.end.message + ran.output;
  });
}

// The same in a user namespace that may make no further one, where we are USER.
std::string message_without_namespaces(unsigned user) {
  return in_process([user] {
    std::string ours = std::to_string(geteuid());
    std::string group = std::to_string(getegid());
    checked(unshare(CLONE_NEWUSER), "cannot make a user namespace");
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << user << " " << ours << " 1";
    std::ofstream("/proc/self/gid_map") << user << " " << group << " 1";
    std::ofstream("/proc/sys/user/max_user_namespaces") << "0";
    AttackPlace place;
    Ran ran = run(place.spawner, place.script("echo built"));
    return ran.end.message + ran.output;
  });
}

}  // namespace

TEST_CASE(
    "T-47: without user or mount namespaces nothing is built, and the message says what to do",
    "[attack]") {
  bool is_root = geteuid() == 0;
  std::string user =
      "cannot make a user namespace, which every sandbox needs: Operation not permitted\n"
      "hint: allow user namespaces here, for example outside of this container";
  std::string mount =
      "cannot make a mount namespace, which every sandbox needs: Operation not permitted\n"
      "hint: root needs CAP_SYS_ADMIN here: run outside of this container";
  CHECK(message_without(SYS_unshare) == (is_root ? mount : user));
  CHECK(message_without(SYS_clone3) ==
        "cannot make the mount and process namespaces of a sandbox: Operation not permitted\n"
        "hint: allow user namespaces here, for example outside of this container");
  CHECK(message_without(SYS_mount) ==
        "cannot mount in a mount namespace of our own, which every sandbox needs: Operation not "
        "permitted\nhint: allow user namespaces here, for example outside of this container");
}

TEST_CASE("T-47: where the kernel's setting forbids user namespaces, it is named", "[attack]") {
  CHECK(message_without_namespaces(1000) ==
        "cannot make a user namespace, which every sandbox needs: No space left on device\n"
        "hint: sudo sysctl user.max_user_namespaces=10000");
}

TEST_CASE("T-47: without any other part of the sandbox nothing is built either", "[attack]") {
  struct Part {
    unsigned call;
    const char* message;
  };
  constexpr Part parts[] = {
      {SYS_pivot_root, "cannot make "},
      {SYS_mount_setattr, "cannot make "},
      {SYS_umount2, "cannot let go of the old root"},
      {SYS_seccomp, "cannot filter system calls"},
      {SYS_capset, "cannot drop capabilities"},
      {SYS_setresuid, "cannot "},
      {SYS_sethostname, "cannot set the host name"},
  };
  const Part& part = GENERATE_REF(from_range(std::begin(parts), std::end(parts)));
  std::string message = message_without(part.call);
  CHECK(message.starts_with(part.message));
  CHECK(message.find("Operation not permitted") != std::string::npos);
  CHECK(message.find("built") == std::string::npos);
}

TEST_CASE("T-47: the same program runs without a sandbox where all that is refused", "[attack]") {
  std::string output = in_process([] {
    forbid_calls({SYS_unshare, SYS_clone3, SYS_mount, SYS_pivot_root, SYS_mount_setattr,
                  SYS_umount2, SYS_seccomp, SYS_capset, SYS_setresuid, SYS_sethostname});
    return output_outside("/bin/busybox echo built");
  });
  CHECK(output == "built\n");
}
