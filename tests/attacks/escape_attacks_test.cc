// SPDX-License-Identifier: GPL-3.0-or-later
// Beyond the list: ways out of a sandbox that no advisory names. Each is tried from inside with all
// that a builder can get, also as root of a user namespace of its own.
#include "core/base/error.hh"
#include "tests/support/attack_place.hh"
#include "tests/support/attack_verdict.hh"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

bool has_line(const std::string& lines, const std::string& line) {
  return ("\n" + lines).find("\n" + line + "\n") != std::string::npos;
}

std::string item_file(const AttackPlace& place) {
  return read_file(place.place.store() + "/" + AttackPlace::item + "/file");
}

// The machine's user has a key in the session that the engine runs in.
void make_session_key() {
  constexpr int join_session = 1;
  constexpr int session_keys = -3;
  checked(syscall(SYS_keyctl, join_session, nullptr), "cannot make a session of keys");
  checked(syscall(SYS_add_key, "user", "cairn-attack", "secret", 6, session_keys),
          "cannot add a key");
}

// Make a new terminal the one of this process, as that of whoever asks for a build would be.
Fd take_terminal() {
  int outer = -1;
  int inner = -1;
  checked(openpty(&outer, &inner, nullptr, nullptr, nullptr), "cannot make a terminal");
  checked(setsid(), "cannot make a session");
  signal(SIGHUP, SIG_IGN);  // which comes when the terminal's other end is closed
  checked(ioctl(inner, TIOCSCTTY, 0), "cannot take the terminal");
  close(inner);
  return Fd(outer);
}

}  // namespace

TEST_CASE("beyond the list: no path and no call changes an item that is an input", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack write-item $item");
  CHECK(shown.find("done") == std::string::npos);
  CHECK(has_line(shown, "open below the root of process 1: EACCES"));
  CHECK(has_line(shown, "chmod: EROFS"));
  CHECK(has_line(shown, "mmap: EACCES"));
  CHECK(item_file(place) == "original");
}

TEST_CASE("beyond the list: no mount in a namespace of the builder's own changes one", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack remount-item $item");
  CHECK(
      shown.starts_with("a user and mount namespace: done\n"
                        "remount: EPERM\n"
                        "umount: EINVAL\n"
                        "remount of a bind: EPERM\n"
                        "mount_setattr: EPERM\n"));
  CHECK(has_line(shown, "open_tree_attr: EPERM"));
  CHECK(!has_line(shown, "open after all mounts: done"));
  CHECK(item_file(place) == "original");
}

TEST_CASE("beyond the list: who keeps the rights of the sandbox's maker changes one", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("mount -o remount,rw,bind $item; echo rewritten > $item/file",
                                      {.keep_root = true});
  CHECK(item_file(place) == "rewritten\n");
}

TEST_CASE("beyond the list: process 1 cannot be looked into, taken over or ended", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack first-process; attack end-first-process; echo end") ==
        "/proc/1/mem: EACCES\n"
        "/proc/1/environ: EACCES\n"
        "/proc/1/maps: EACCES\n"
        "/proc/1/fd: EACCES\n"
        "/proc/1/ns/user: EACCES\n"
        "/proc/1/root/etc: EACCES\n"
        "/proc/1/root: EACCES\n"
        "/proc/1/cwd: EACCES\n"
        "/proc/1/exe: EACCES\n"
        "/proc/1/ns/mnt: EACCES\n"
        "process_vm_readv: EPERM\n"
        "ptrace: EPERM\n"
        "pidfd_getfd: EPERM\n"
        "setns: EPERM\n"
        "end\n");
}

TEST_CASE("beyond the list: who keeps root's rights takes process 1 over", "[attack]") {
  if (geteuid() != 0) return skip("an ordinary user has no rights over the engine's memory");
  AttackPlace place;
  std::string shown = place.output_of("attack first-process", {.keep_root = true});
  CHECK(has_line(shown, "/proc/1/mem: done"));
  CHECK(has_line(shown, "ptrace: done"));
  CHECK(has_line(shown, "pidfd_getfd: done"));
}

TEST_CASE("beyond the list: a builder reads no key of the engine's session", "[attack]") {
  std::string shown = in_process([] {
    make_session_key();
    return AttackPlace().output_of("attack keys");
  });
  CHECK(shown ==
        "the session's key: ENOSYS\n"
        "the user's key: ENOSYS\n"
        "a key of one's own: ENOSYS\n");
}

TEST_CASE("beyond the list: without the filter a builder reads the engine's keys", "[attack]") {
  std::string shown = in_process([] {
    make_session_key();
    return AttackPlace().output_of("attack keys", {.no_seccomp = true});
  });
  if (has_line(shown, "cannot make a session of keys: Function not implemented")) {
    return skip("this kernel has no keys");
  }
  CHECK(has_line(shown, "the session's key: secret"));
}

TEST_CASE("beyond the list: a builder cannot reach the terminal of whoever asked", "[attack]") {
  std::string shown = in_process([] {
    Fd outer = take_terminal();
    return "outside " + output_outside("attack terminal </dev/null 2>/dev/null | head -n 1") +
           AttackPlace().output_of("attack terminal");
  });
  CHECK(shown ==
        "outside /dev/tty: done\n"
        "/dev/tty: ENXIO\n"
        "/dev/console: ENOENT\n"
        "a typed key: ENOTTY\n"
        "a typed key: ENOTTY\n"
        "a typed key: ENOTTY\n");
}

TEST_CASE("beyond the list: a builder makes no device and sees none of the machine's", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack devices");
  CHECK(shown.starts_with("mknod of memory: EPERM\nmknod of a disk: EPERM\n"));
  CHECK(shown.find("done") == std::string::npos);
}

TEST_CASE("beyond the list: who keeps root's rights makes devices", "[attack]") {
  if (geteuid() != 0) return skip("an ordinary user makes no devices anywhere");
  AttackPlace place;
  CHECK(has_line(place.output_of("attack devices", {.keep_root = true}), "mknod of memory: done"));
}

TEST_CASE("beyond the list: a builder changes no setting of the kernel", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack settings") ==
        "/proc/sys/kernel/core_pattern: EACCES\n"
        "/proc/sys/kernel/hostname: EACCES\n"
        "/proc/sys/vm/drop_caches: EACCES\n"
        "/proc/sys/net/ipv4/ip_forward: EACCES\n"
        "/proc/sys/user/max_user_namespaces: EACCES\n"
        "/proc/sysrq-trigger: ENOENT\n"
        "/proc/1/oom_score_adj: EACCES\n"
        "/proc/self/uid_map: done\n"  // written once already: what is opened takes nothing more
        "sethostname: EPERM\n");
}

TEST_CASE("beyond the list: who keeps the rights of the sandbox's maker changes some", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack settings", {.keep_root = true});
  CHECK(has_line(shown, "sethostname: done"));
}

// An ordinary user's session may own its control groups. A builder that mounts them writes to
// "cgroup.kill", and all that the user runs outside is gone.
TEST_CASE("beyond the list: a builder cannot mount the control groups that it is in", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack control-groups") == "a control group namespace: ENOSPC\n");
}

TEST_CASE("beyond the list: who keeps the rights of the sandbox's maker mounts them", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack control-groups", {.keep_root = true});
  if (has_line(shown, "the machine's control groups: ENODEV")) return skip("no control groups");
  CHECK(has_line(shown, "a control group namespace: done"));
  CHECK(has_line(shown, "the machine's control groups: done"));
}

TEST_CASE("beyond the list: a builder sees the processes of its sandbox alone", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("echo /proc/[0-9]*") == "/proc/1 /proc/2\n");
  CHECK(output_outside("echo /proc/[0-9]*").size() > 20);
}

// A builtin reads archives that strangers made. Were its memory that of process 1, whoever takes it
// over would have the rights of process 1 when that goes on. This one turns off a defence there.
TEST_CASE("beyond the list: a builtin that is taken over changes nothing in process 1",
          "[attack]") {
  SandboxPlace place;
  Spawner spawner(place.store(), [](const sandbox::Spec& spec) {
    const_cast<sandbox::Spec&>(spec).weaknesses.keep_processes = true;
    if (fork() == 0) {
      usleep(300'000);
      write_fully(1, "outlived", "standard output");
      _exit(0);
    }
    return 0;
  });
  sandbox::Spec spec = place.script("");
  spec.entry = sandbox::Entry::builtin;
  CHECK(run(spawner, spec).output == "");
  spec = place.script("");
  spec.entry = sandbox::Entry::builtin;
  spec.weaknesses.keep_processes = true;
  CHECK(run(spawner, spec).output == "outlived");
}
