// SPDX-License-Identifier: GPL-3.0-or-later
// Smuggler: somebody with the engine's own rights who opens what builders make while they make it,
// and writes through the descriptors when the builds are over.
#pragma once

#include "core/base/fd.hh"

#include <atomic>
#include <map>
#include <string>
#include <sys/types.h>
#include <thread>

namespace cairn::test {

class Smuggler {
 public:
  // Look into the scratch folders below BUILDS until rewrite().
  explicit Smuggler(std::string builds);
  ~Smuggler() { stop(); }
  Smuggler(Smuggler&&) = delete;

  // Change what each descriptor leads to: a file's content, a folder's entries. Returns how many.
  std::size_t rewrite();

 private:
  void stop();
  void look_into(const std::string& folder, unsigned depth);
  void keep(const std::string& path);

  std::string builds_;
  std::map<ino_t, Fd> kept_;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace cairn::test
