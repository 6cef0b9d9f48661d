// SPDX-License-Identifier: GPL-3.0-or-later
// Locking repositories against ourselves, and taking away what killed processes left.
#include "channels/git/change_lock.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <chrono>
#include <thread>
#include <unistd.h>

namespace cairn {

namespace {

using namespace std::chrono_literals;

constexpr const char* lock_name = "cairn.lock";
// git and libgit2 hold the lock of a file for the writing of it: thousandths of a second.
constexpr auto longest_hold = 1s;
constexpr auto between_looks = 10ms;

}  // namespace

ChangeLock::ChangeLock(const std::string& folder)
    : folder_(open_directory(folder)),
      lock_(FileLock::wait(folder_.get(), lock_name, LockKind::exclusive)) {}

void ChangeLock::free_file(const std::string& name) {
  const std::string held = name + ".lock";
  const auto end = std::chrono::steady_clock::now() + longest_hold;
  while (status_at(folder_.get(), held)) {
    if (std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(between_looks);
    } else if (unlinkat(folder_.get(), held.c_str(), 0) < 0 && errno != ENOENT) {
      throw errno_error("cannot delete {}, left by a git that was killed", held);
    }
  }
}

void ChangeLock::clear() {
  for (const std::string& name : list_directory(folder_.get())) {
    if (name != lock_name) remove_tree_at(folder_.get(), name);
  }
}

}  // namespace cairn
