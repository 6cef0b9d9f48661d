// SPDX-License-Identifier: GPL-3.0-or-later
// Races, and kernels that refuse.
#include "tests/support/attack_swapper.hh"

#include "core/base/error.hh"

#include <chrono>
#include <cstddef>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace cairn::test {

Swapper::Swapper(std::vector<std::pair<std::string, std::string>> pairs) {
  for (auto& [one, other] : pairs) {
    threads_.emplace_back([this, one = one, other = other] {
      while (!is_over_) swap(one, other);
    });
  }
}

Swapper::~Swapper() {
  is_over_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void Swapper::swap(const std::string& one, const std::string& other) {
  if (renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0) {
    ++count_;
  } else {
    std::this_thread::yield();
  }
}

bool succeeds_once(const std::function<bool()>& attempt) {
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end) {
    if (attempt()) return true;
  }
  return false;
}

void forbid_calls(std::initializer_list<unsigned> numbers) {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (unsigned number : numbers) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  checked(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "cannot give up gaining privileges");
  checked(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0), "cannot forbid calls");
}

}  // namespace cairn::test
