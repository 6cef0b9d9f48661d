// SPDX-License-Identifier: GPL-3.0-or-later
// FilterRules: a filter of system calls while it is put together, by libseccomp.
#pragma once

#include <cstdint>
#include <linux/filter.h>
#include <memory>
#include <seccomp.h>
#include <vector>

namespace cairn::sandbox {

class FilterRules {
 public:
  // What no rule speaks of gets ACTION. Calls by the numbers of another ABI (i386, x32), which
  // would walk around every rule, fail.
  explicit FilterRules(std::uint32_t action);

  void allow(const char* call, const std::vector<scmp_arg_cmp>& conditions = {});
  // CALL fails with ERROR, where all CONDITIONS hold.
  void refuse(const char* call, int error, const std::vector<scmp_arg_cmp>& conditions = {});

  // The rules as a classic BPF program for seccomp.
  std::vector<sock_filter> exported();

 private:
  void add(std::uint32_t action, const char* call, const std::vector<scmp_arg_cmp>& conditions);

  std::unique_ptr<void, void (*)(void*)> context_;
};

}  // namespace cairn::sandbox
