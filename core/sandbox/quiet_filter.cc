// SPDX-License-Identifier: GPL-3.0-or-later
// The filter of a process that only computes: a list of what is allowed.
#include "core/sandbox/quiet_filter.hh"

#include "core/sandbox/filter_rules.hh"

#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

// Allowed whatever the arguments.
constexpr const char* allowed[] = {
    // what is open
    "read", "pread64", "readv", "write", "writev", "close", "lseek", "fstat", "dup", "dup2", "poll",
    "ppoll", "select", "pselect6", "pipe2", "getdents64",
    // files, by what the root shows
    "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "getcwd",
    // memory
    "brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "membarrier", "mincore",
    // threads and signals within the process
    "futex", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "sched_yield",
    "sched_getaffinity", "sched_getparam", "sched_getscheduler", "rt_sigaction", "rt_sigprocmask",
    "rt_sigreturn", "sigaltstack", "restart_syscall", "exit", "exit_group",
    // facts about itself
    "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage", "times", "sysinfo",
    "uname", "getrandom", "clock_gettime", "clock_getres", "gettimeofday", "time", "nanosleep",
    "clock_nanosleep", "arch_prctl"};

// Reading alone: no flag that writes, makes or cuts.
void allow_reading(FilterRules& rules) {
  constexpr scmp_datum_t changing =
      O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY) | O_EXCL;
  rules.allow("open", {SCMP_CMP(1, SCMP_CMP_MASKED_EQ, changing, 0)});
  rules.allow("openat", {SCMP_CMP(2, SCMP_CMP_MASKED_EQ, changing, 0)});
}

// Threads, but no processes: clone3 has its flags in memory, and libc does without it.
void allow_threads(FilterRules& rules) {
  constexpr scmp_datum_t thread = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;
  constexpr scmp_datum_t apart = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET |
                                 CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  rules.allow("clone", {SCMP_CMP(0, SCMP_CMP_MASKED_EQ, thread | apart, thread)});
  rules.refuse("clone3", ENOSYS);
}

}  // namespace

std::vector<sock_filter> make_quiet_filter() {
  FilterRules rules(SCMP_ACT_ERRNO(EPERM));
  for (const char* call : allowed) rules.allow(call);
  allow_reading(rules);
  allow_threads(rules);
  // A process that fails kills itself so.
  rules.allow("tgkill", {SCMP_CMP(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid()))});
  rules.allow("fcntl", {SCMP_CMP(1, SCMP_CMP_EQ, F_GETFL)});
  rules.allow("fcntl", {SCMP_CMP(1, SCMP_CMP_EQ, F_GETFD)});
  rules.allow("fcntl", {SCMP_CMP(1, SCMP_CMP_EQ, F_SETFD)});
  rules.allow("fcntl", {SCMP_CMP(1, SCMP_CMP_EQ, F_DUPFD_CLOEXEC)});
  rules.allow("ioctl", {SCMP_CMP(1, SCMP_CMP_EQ, TCGETS)});  // is it a terminal?
  rules.allow("prlimit64", {SCMP_CMP(2, SCMP_CMP_EQ, 0)});   // what are the limits?
  return rules.exported();
}

}  // namespace cairn::sandbox
