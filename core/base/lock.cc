// SPDX-License-Identifier: GPL-3.0-or-later
// Locks between processes.
#include "core/base/lock.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/path_at.hh"
#include "core/base/uninterrupted.hh"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

Fd open_lock(int directory, const std::string& name, int access = O_RDWR) {
  Fd fd = open_or_make_at(directory, name, access);
  if (!fd) throw errno_error("cannot open the lock {}", path_at(directory, name));
  return fd;
}

// A holder may delete its lock file; who then gets the old inode holds nothing.
bool is_current(int directory, const std::string& name, int fd) {
  struct stat ours {};
  struct stat named {};
  checked(fstat(fd, &ours), "cannot look at the lock {}", name);
  return fstatat(directory, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

// Whether the lock was taken; false only when NOW and somebody else holds it.
bool take(int fd, LockKind kind, bool now, const std::string& name) {
  int operation = (kind == LockKind::shared ? LOCK_SH : LOCK_EX) | (now ? LOCK_NB : 0);
  if (uninterrupted([&] { return flock(fd, operation); }) == 0) return true;
  if (errno == EWOULDBLOCK && now) return false;
  throw errno_error("cannot lock {}", name);
}

}  // namespace

FileLock FileLock::wait(int directory, const std::string& name, LockKind kind) {
  for (;;) {
    Fd fd = open_lock(directory, name);
    take(fd.get(), kind, false, name);
    if (is_current(directory, name, fd.get())) return FileLock(std::move(fd));
  }
}

std::optional<FileLock> FileLock::try_now(int directory, const std::string& name, LockKind kind) {
  for (;;) {
    Fd fd = open_lock(directory, name);
    if (!take(fd.get(), kind, true, name)) return std::nullopt;
    if (is_current(directory, name, fd.get())) return FileLock(std::move(fd));
  }
}

std::optional<FileLock> FileLock::try_watched(int directory, const std::string& name) {
  for (;;) {
    Fd fd = open_lock(directory, name, O_RDONLY);
    if (!take(fd.get(), LockKind::exclusive, true, name)) return std::nullopt;
    Fd bell = open_lock(directory, name, O_WRONLY);
    if (!is_current(directory, name, fd.get())) continue;
    FileLock lock(std::move(fd));
    lock.bell_ = std::move(bell);
    return lock;
  }
}

std::optional<LockWatch> LockWatch::of(const std::string& directory, const std::string& name) {
  Fd fd(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!fd && errno != EMFILE) throw errno_error("cannot watch locks");
  if (!fd) return LockWatch(Fd());
  std::string path = directory + "/" + name;
  // The kernel closes a dead holder's descriptor, so death wakes us like an orderly end does.
  constexpr std::uint32_t events = IN_CLOSE_WRITE | IN_DELETE_SELF | IN_ATTRIB;
  if (inotify_add_watch(fd.get(), path.c_str(), events) >= 0) return LockWatch(std::move(fd));
  if (errno == ENOENT) return std::nullopt;
  if (errno == ENOSPC) return LockWatch(Fd());
  throw errno_error("cannot watch the lock {}", path);
}

}  // namespace cairn
