// SPDX-License-Identifier: GPL-3.0-or-later
// Beyond the list: process 1, the keys, the terminal, the devices and the settings of the machine.
#include "tests/attacks/programs/attack.hh"
#include "tests/attacks/programs/nested.hh"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

namespace cairn::attack {

namespace {

void try_open(const char* path, int flags) {
  int fd = open(path, flags | O_NOCTTY | O_CLOEXEC);
  tell(path, fd);
  if (fd >= 0) close(fd);
}

void try_link(const char* path) {
  char target[256];
  tell(path, readlink(path, target, sizeof target));
}

void look_into_first() {
  for (const char* file : {"/proc/1/mem", "/proc/1/environ", "/proc/1/maps", "/proc/1/fd",
                           "/proc/1/ns/user", "/proc/1/root/etc"}) {
    try_open(file, O_RDONLY);
  }
  for (const char* link : {"/proc/1/root", "/proc/1/cwd", "/proc/1/exe", "/proc/1/ns/mnt"}) {
    try_link(link);
  }
  char byte = 0;
  iovec here{&byte, 1};
  iovec there{reinterpret_cast<void*>(0x400000), 1};
  tell("process_vm_readv", process_vm_readv(1, &here, 1, &there, 1, 0));
}

void take_over_first() {
  tell("ptrace", ptrace(PTRACE_SEIZE, 1, 0, 0));
  long process = syscall(SYS_pidfd_open, 1, 0);
  tell("pidfd_getfd", syscall(SYS_pidfd_getfd, process, 0, 0));
  tell("setns", setns(static_cast<int>(process), CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID));
}

void try_groups(Arguments) {
  if (!enter_namespaces(CLONE_NEWNS | CLONE_NEWCGROUP))
    return tell("a control group namespace", -1);
  tell("a control group namespace", 0);
  const char* place = "/dev/shm/groups";
  mkdir(place, 0755);
  tell("the machine's control groups", mount("cgroup2", place, "cgroup2", 0, nullptr));
}

// Of the kernel's interface to keys (keyctl.2), which libc does not wrap.
constexpr int search_keys = 10;
constexpr int read_key = 11;
constexpr int thread_keys = -1;
constexpr int session_keys = -3;
constexpr int user_keys = -4;

void try_keys(const char* what, int ring) {
  long key = syscall(SYS_keyctl, search_keys, ring, "user", "cairn-attack", 0);
  char secret[64] = {};
  long size = key < 0 ? -1 : syscall(SYS_keyctl, read_key, key, secret, sizeof secret - 1);
  if (size < 0) return tell(what, -1);
  tell(what, secret);
}

}  // namespace

int first_process(Arguments) {
  look_into_first();
  take_over_first();
  return 0;
}

int end_first_process(Arguments) {
  for (int number : {SIGKILL, SIGSTOP, SIGTERM, SIGSEGV, SIGHUP}) kill(1, number);
  return 0;
}

int keys(Arguments) {
  try_keys("the session's key", session_keys);
  try_keys("the user's key", user_keys);
  tell("a key of one's own", syscall(SYS_add_key, "user", "smuggled", "x", 1, thread_keys));
  return 0;
}

int terminal(Arguments) {
  try_open("/dev/tty", O_RDWR);
  try_open("/dev/console", O_RDWR);
  for (int stream : {0, 1, 2}) tell("a typed key", ioctl(stream, TIOCSTI, "x"));
  return 0;
}

int devices(Arguments) {
  tell("mknod of memory", mknod("memory", S_IFCHR | 0666, makedev(1, 1)));
  tell("mknod of a disk", mknod("disk", S_IFBLK | 0666, makedev(254, 0)));
  for (const char* device : {"/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/kvm", "/dev/loop-control",
                             "/dev/vsock", "/dev/net/tun", "/dev/vda", "/dev/sda"}) {
    try_open(device, O_RDONLY);
  }
  return 0;
}

// Opened and not written: where the attack succeeds it must do no harm.
int settings(Arguments) {
  for (const char* file :
       {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches",
        "/proc/sys/net/ipv4/ip_forward", "/proc/sys/user/max_user_namespaces",
        "/proc/sysrq-trigger", "/proc/1/oom_score_adj", "/proc/self/uid_map"}) {
    try_open(file, O_WRONLY);
  }
  tell("sethostname", sethostname("localhost", 9));
  return 0;
}

int control_groups(Arguments arguments) {
  in_child(try_groups, arguments);
  return 0;
}

int deep_tree(Arguments arguments) {
  int depth = std::atoi(arguments[1]);
  bool entered = chdir(arguments[0]) == 0;
  for (int i = 0; i < depth && entered; ++i) entered = mkdir("d", 0755) == 0 && chdir("d") == 0;
  tell("folders in folders", entered ? 0 : -1);
  return 0;
}

}  // namespace cairn::attack
