// SPDX-License-Identifier: GPL-3.0-or-later
// Space kept for the collector. A store works without it, so nothing here is an error.
#include "core/store/reserve.hh"

#include "core/base/fd.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr off_t size = 4 << 20;  // what forgetting the first, small batch of items takes

std::string path_of(const Layout& layout) {
  return layout.physical_state() + "/db/reserved";
}

}  // namespace

void keep_reserve(const Layout& layout) {
  std::string path = path_of(layout);
  Fd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) < 0) return;
  // Whoever made it may have been killed before it had a size.
  if (status.st_size < size && fallocate(fd.get(), 0, 0, size) < 0) unlink(path.c_str());
}

void release_reserve(const Layout& layout) {
  unlink(path_of(layout).c_str());
}

}  // namespace cairn
