// SPDX-License-Identifier: GPL-3.0-or-later
// The file STATE/free-space.lock is held by who collects; its time is when that last was not
// enough.
#include "core/store/free_space.hh"

#include "core/base/files.hh"
#include "core/base/lock.hh"
#include "core/base/uninterrupted.hh"
#include "core/store/gc.hh"

#include <ctime>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace cairn {

namespace {

constexpr const char* lock_name = "free-space.lock";
constexpr std::int64_t pause =
    60;  // seconds: where nothing can be freed, not all wait for it again

// Whether a collection could not free enough a moment ago. A new lock file is as young, but empty.
bool was_just_in_vain(const FileLock& lock) {
  struct stat status {};
  checked(fstat(lock.fd(), &status), "cannot look at {}", lock_name);
  std::int64_t age = std::time(nullptr) - status.st_mtim.tv_sec;
  return status.st_size > 0 && age >= 0 && age < pause;
}

}  // namespace

std::uint64_t free_bytes(const Store& store) {
  struct statvfs status {};
  checked(fstatvfs(store.folder(), &status), "cannot ask how much is free in {}",
          store.layout().physical_store());
  return std::uint64_t{status.f_bavail} * status.f_frsize;
}

void make_room(Store& store, const FreeSpace& space, const GcRequest& rules, EventSink& events) {
  if (space.least == 0) return;
  std::uint64_t free = free_bytes(store);
  if (free >= space.least) return;
  Fd state = open_directory(store.layout().physical_state());
  auto lock = FileLock::try_now(state.get(), lock_name, LockKind::exclusive);
  if (!lock || was_just_in_vain(*lock)) return;
  events.send(Noted{"little of the disk is free: collecting garbage"});
  GcRequest request = rules;
  request.action = GcRequest::Action::delete_dead;
  request.enough = space.wanted - free;
  collect_garbage(store, request, events);
  if (free_bytes(store) >= space.least) return;
  checked(uninterrupted([&] { return pwrite(lock->fd(), "1", 1, 0); }), "cannot write {}",
          lock_name);
}

}  // namespace cairn
