// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for a second text.
#include "core/hash/digest_pairs.hh"

#include <algorithm>
#include <utility>

namespace cairn {

namespace {

constexpr std::size_t least_met_for = 32 * 1024;  // bytes; less is digested sooner than met for

}  // namespace

struct DigestPairs::Waiting {
  Digester& digester;
  std::string_view rest;
  bool is_met = false;
  std::condition_variable changed{};  // it was met, or nobody will come
};

std::size_t DigestPairs::threads_for(std::size_t cores) {
  return can_digest_pairs() ? 2 * cores : cores;
}

DigestPairs::Member::Member(DigestPairs& pairs) : pairs_(pairs) {
  std::lock_guard lock(pairs_.mutex_);
  ++pairs_.members_;
}

DigestPairs::Member::~Member() {
  std::lock_guard lock(pairs_.mutex_);
  --pairs_.members_;
  if (pairs_.waiting_) pairs_.waiting_->changed.notify_one();
}

void DigestPairs::write(Digester& digester, std::string_view bytes) {
  if (can_digest_pairs()) {
    std::unique_lock lock(mutex_);
    while (bytes.size() >= least_met_for && members_ > cores_) {
      if (Waiting* other = std::exchange(waiting_, nullptr)) {
        digest_with(*other, digester, bytes, lock);
      } else {
        wait_with(digester, bytes, lock);
      }
    }
  }
  digester.write(bytes);
}

// Until another thread has digested some of BYTES, or nobody is left to do so.
void DigestPairs::wait_with(Digester& digester, std::string_view& bytes,
                            std::unique_lock<std::mutex>& lock) {
  Waiting here{digester, bytes};
  waiting_ = &here;
  here.changed.wait(lock, [&] { return here.is_met || (waiting_ == &here && members_ <= cores_); });
  if (!here.is_met) waiting_ = nullptr;
  bytes = here.rest;
}

// OTHER is no longer among those who wait, and stands still until it is met.
void DigestPairs::digest_with(Waiting& other, Digester& digester, std::string_view& bytes,
                              std::unique_lock<std::mutex>& lock) {
  std::size_t size = std::min(bytes.size(), other.rest.size());
  lock.unlock();
  Digester::write_both(digester, bytes.substr(0, size), other.digester, other.rest.substr(0, size));
  bytes.remove_prefix(size);
  lock.lock();
  other.rest.remove_prefix(size);
  other.is_met = true;
  other.changed.notify_one();
}

}  // namespace cairn
