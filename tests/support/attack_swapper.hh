// SPDX-License-Identifier: GPL-3.0-or-later
// Swapper: threads that exchange pairs of paths as fast as they can, so that what was looked at is
// another thing when it is used. And calls of the kernel that are forbidden to a process.
#pragma once

#include <atomic>
#include <functional>
#include <initializer_list>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cairn::test {

class Swapper {
 public:
  // A thread for each pair, until the end of this value. A pair of which one is missing waits.
  explicit Swapper(std::vector<std::pair<std::string, std::string>> pairs);
  ~Swapper();
  Swapper(Swapper&&) = delete;

  // How often any pair was exchanged.
  std::uint64_t count() const { return count_; }

 private:
  void swap(const std::string& one, const std::string& other);

  std::atomic<bool> is_over_ = false;
  std::atomic<std::uint64_t> count_ = 0;
  std::vector<std::thread> threads_;
};

// Call ATTEMPT until it returns true, for at most ten seconds. Whether it did.
bool succeeds_once(const std::function<bool()>& attempt);

// From now on the calls NUMBERS fail with EPERM in this process and its children.
void forbid_calls(std::initializer_list<unsigned> numbers);

}  // namespace cairn::test
