// SPDX-License-Identifier: GPL-3.0-or-later
// DigestPairs: where threads that digest at the same time meet. Who comes second digests for both,
// which takes little longer than one alone.
#pragma once

#include "core/hash/digester.hh"

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace cairn {

class DigestPairs {
 public:
  // For CORES, which are kept busy: nobody waits for another when no more threads than that are
  // left.
  explicit DigestPairs(std::size_t cores) : cores_(cores) {}

  // How many threads it takes for that: one of each pair waits.
  static std::size_t threads_for(std::size_t cores);

  // A thread that writes, while it lives: others may wait for it. No thread may have two.
  class Member {
   public:
    explicit Member(DigestPairs& pairs);
    ~Member();
    Member(Member&&) = delete;

   private:
    DigestPairs& pairs_;
  };

  // As DIGESTER.write(BYTES), done by this thread or by another one. By a Member.
  void write(Digester& digester, std::string_view bytes);

 private:
  struct Waiting;

  void wait_with(Digester& digester, std::string_view& bytes, std::unique_lock<std::mutex>& lock);
  void digest_with(Waiting& other, Digester& digester, std::string_view& bytes,
                   std::unique_lock<std::mutex>& lock);

  std::size_t cores_;
  std::mutex mutex_{};  // of all below
  std::size_t members_ = 0;
  Waiting* waiting_ = nullptr;  // for somebody to come; there is never a second
};

}  // namespace cairn
