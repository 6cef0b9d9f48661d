// SPDX-License-Identifier: GPL-3.0-or-later
// Putting a filter of system calls together.
#include "core/sandbox/filter_rules.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/base/uninterrupted.hh"

#include <cerrno>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

void check(int result, const char* call) {
  if (result < 0) throw numbered_error(-result, "cannot filter the system call {}", call);
}

// Numbers for calls that are younger than the library: x86_64 only.
int number_of(const char* call) {
  struct Young {
    std::string_view name;
    int number;
  };
  constexpr Young young[] = {
      {"fchmodat2", 452}, {"setxattrat", 463}, {"open_tree_attr", 467}, {"file_setattr", 469}};
  for (const Young& known : young) {
    if (known.name == call) return known.number;
  }
  int number = seccomp_syscall_resolve_name(call);
  if (number == __NR_SCMP_ERROR) throw Error("the system call {} is not known", call);
  return number;
}

}  // namespace

FilterRules::FilterRules(std::uint32_t action) : context_(seccomp_init(action), seccomp_release) {
  if (!context_) throw Error("cannot make a filter of system calls");
  check(seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS)), "(abi)");
  check(seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2), "(tree)");
}

void FilterRules::allow(const char* call, const std::vector<scmp_arg_cmp>& conditions) {
  add(SCMP_ACT_ALLOW, call, conditions);
}

void FilterRules::refuse(const char* call, int error, const std::vector<scmp_arg_cmp>& conditions) {
  add(SCMP_ACT_ERRNO(static_cast<std::uint16_t>(error)), call, conditions);
}

std::vector<sock_filter> FilterRules::exported() {
  Fd memory(checked(memfd_create("filter", MFD_CLOEXEC), "cannot make a file in memory"));
  check(seccomp_export_bpf(context_.get(), memory.get()), "(export)");
  auto size = checked(lseek(memory.get(), 0, SEEK_END), "cannot read the filter");
  std::vector<sock_filter> filter(static_cast<std::size_t>(size) / sizeof(sock_filter));
  auto read_all = [&] {
    return pread(memory.get(), filter.data(), static_cast<std::size_t>(size), 0);
  };
  checked(uninterrupted(read_all), "cannot read the filter");
  return filter;
}

void FilterRules::add(std::uint32_t action, const char* call,
                      const std::vector<scmp_arg_cmp>& conditions) {
  check(seccomp_rule_add_array(context_.get(), action, number_of(call),
                               static_cast<unsigned>(conditions.size()), conditions.data()),
        call);
}

}  // namespace cairn::sandbox
