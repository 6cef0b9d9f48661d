// SPDX-License-Identifier: GPL-3.0-or-later
// The filter of system calls, made by libseccomp once for each spawner.
#include "core/sandbox/filter.hh"

#include "core/base/error.hh"
#include "core/sandbox/filter_rules.hh"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

// Refused whatever the arguments. ENOSYS where programs know how to do without.
struct Refusal {
  const char* call;
  int error;
};
constexpr Refusal refusals[] = {
    {"fchmodat2", ENOSYS},  // its mode cannot be told from chmod's by old filters; libc falls back
    {"openat2", ENOSYS},    // its mode lies in memory, where no filter can look
    {"io_uring_setup", ENOSYS},  // makes system calls past the filter
    {"io_uring_enter", ENOSYS},
    {"io_uring_register", ENOSYS},
    {"setxattr", ENOTSUP},  // capabilities and ACLs are extended attributes
    {"lsetxattr", ENOTSUP},
    {"fsetxattr", ENOTSUP},
    {"setxattrat", ENOSYS},
    {"file_setattr", ENOSYS},
    {"add_key", ENOSYS},  // keyrings are not in any namespace
    {"request_key", ENOSYS},
    {"keyctl", ENOSYS},
    {"bpf", EPERM},
    {"perf_event_open", EPERM},
    {"userfaultfd", EPERM},
    {"open_by_handle_at", EPERM},
    {"mount_setattr", EPERM},
    {"open_tree_attr", EPERM},
};

// Calls that take a mode, and where; open takes one only with some flags, and without them that
// argument is whatever the register held. (mkdir is not here: the kernel drops set-id bits there.)
struct ModeArgument {
  const char* call;
  unsigned index;
  int flags_index = -1;
  int flag = 0;
};
constexpr int tmpfile_flag = O_TMPFILE & ~O_DIRECTORY;
constexpr ModeArgument mode_arguments[] = {
    {"chmod", 1},
    {"fchmod", 1},
    {"fchmodat", 2},
    {"creat", 1},
    {"mknod", 1},
    {"mknodat", 2},
    {"open", 2, 1, O_CREAT},
    {"open", 2, 1, tmpfile_flag},
    {"openat", 3, 2, O_CREAT},
    {"openat", 3, 2, tmpfile_flag},
};

// Families of sockets that a builder has a use for; each keeps to its network namespace. A vsock
// reaches the hypervisor, and other builds, from any.
constexpr int socket_families[] = {AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
constexpr int all_families = 64;                  // a few more than there are
constexpr scmp_datum_t family_bits = 0xffffffff;  // what the kernel looks at

void refuse_mode_bit(FilterRules& rules, const ModeArgument& mode, scmp_datum_t bit) {
  std::vector<scmp_arg_cmp> conditions = {SCMP_CMP(mode.index, SCMP_CMP_MASKED_EQ, bit, bit)};
  if (mode.flags_index >= 0) {
    auto flag = static_cast<scmp_datum_t>(mode.flag);
    conditions.push_back(
        SCMP_CMP(static_cast<unsigned>(mode.flags_index), SCMP_CMP_MASKED_EQ, flag, flag));
  }
  rules.refuse(mode.call, EPERM, conditions);
}

void refuse_families(FilterRules& rules, const char* call) {
  for (int family = 0; family < all_families; ++family) {
    if (std::ranges::find(socket_families, family) != std::end(socket_families)) continue;
    auto value = static_cast<scmp_datum_t>(family);
    rules.refuse(call, EAFNOSUPPORT, {SCMP_A0(SCMP_CMP_MASKED_EQ, family_bits, value)});
  }
}

}  // namespace

std::vector<sock_filter> make_filter() {
  FilterRules rules(SCMP_ACT_ALLOW);
  for (const Refusal& refusal : refusals) rules.refuse(refusal.call, refusal.error);
  for (const ModeArgument& mode : mode_arguments) {
    for (scmp_datum_t bit : {S_ISUID, S_ISGID}) refuse_mode_bit(rules, mode, bit);
  }
  for (const char* call : {"socket", "socketpair"}) refuse_families(rules, call);
  return rules.exported();
}

std::vector<sock_filter> make_no_programs_filter() {
  FilterRules rules(SCMP_ACT_ALLOW);
  for (const char* call : {"execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev",
                           "mount", "unshare", "setns"}) {
    rules.refuse(call, EPERM);
  }
  return rules.exported();
}

std::vector<sock_filter> make_no_typing_filter() {
  FilterRules rules(SCMP_ACT_ALLOW);
  for (scmp_datum_t request : {TIOCSTI, TIOCLINUX}) {
    // The kernel looks at the lower half alone.
    rules.refuse("ioctl", EPERM, {SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, request)});
  }
  return rules.exported();
}

void install_filter(const std::vector<sock_filter>& filter) {
  sock_fprog program{static_cast<unsigned short>(filter.size()),
                     const_cast<sock_filter*>(filter.data())};
  checked(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "cannot give up gaining privileges");
  checked(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), "cannot filter system calls");
}

}  // namespace cairn::sandbox
