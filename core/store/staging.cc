// SPDX-License-Identifier: GPL-3.0-or-later
// The folders in which items are made. The lock file PID-RANDOM.lock stands beside its folder; it
// is there, and locked, before the folder and until after it.
#include "core/store/staging.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <set>
#include <sys/random.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr const char* parent_name = ".new";
constexpr std::string_view lock_ending = ".lock";

Fd open_parent(const Layout& layout) {
  Fd store = open_directory(layout.physical_store());
  return make_directory_at(store.get(), parent_name, 0700);
}

std::string lock_of(const std::string& name) {
  return name + std::string(lock_ending);
}

void clean(int parent) {
  std::set<std::string> folders;
  for (std::string& name : list_directory(parent)) {
    if (name.ends_with(lock_ending)) name.resize(name.size() - lock_ending.size());
    folders.insert(std::move(name));
  }
  for (const std::string& folder : folders) {
    auto lock = FileLock::try_now(parent, lock_of(folder), LockKind::exclusive);
    if (!lock) continue;  // its owner lives
    remove_tree_at(parent, folder);
    remove_tree_at(parent, lock_of(folder));
  }
}

}  // namespace

std::string unique_name() {
  std::uint64_t number = 0;
  checked(getrandom(&number, sizeof number, 0), "cannot get random bytes");
  return fmt::format("{}-{:016x}", getpid(), number);
}

Staging::Staging(const Layout& layout)
    : parent_(open_parent(layout)),
      name_(unique_name()),
      lock_(FileLock::wait(parent_.get(), lock_of(name_), LockKind::exclusive)),
      folder_(make_directory_at(parent_.get(), name_, 0700)) {
  clean(parent_.get());
}

Staging::~Staging() {
  try {
    remove_tree_at(parent_.get(), name_);
    remove_tree_at(parent_.get(), lock_of(name_));
  } catch (const Error&) {
    // The next one that cleans will say what is wrong, to somebody who can hear it.
  }
}

std::string Staging::fresh_name() {
  return fmt::format("{}", counter_++);
}

void Staging::discard(const std::string& name) noexcept {
  try {
    remove_tree_at(folder_.get(), name);
  } catch (const Error&) {
  }
}

void clean_staging(const Layout& layout) {
  clean(open_parent(layout).get());
}

}  // namespace cairn
