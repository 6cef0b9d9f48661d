// SPDX-License-Identifier: GPL-3.0-or-later
// Space kept for the collector. A store works without it, so nothing here is an error.
#include "core/store/reserve.hh"

#include "core/base/files.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr off_t size = 4 << 20;  // what forgetting the first, small batch of items takes

constexpr const char* name = "reserved";

Fd folder_of(const Layout& layout) {
  std::string path = layout.physical_state() + "/db";
  return Fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

void keep_reserve(const Layout& layout) {
  Fd folder = folder_of(layout);
  Fd fd = folder ? open_or_make_at(folder.get(), name, O_WRONLY) : Fd();
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) < 0) return;
  // Whoever made it may have been killed before it had a size.
  if (status.st_size < size && fallocate(fd.get(), 0, 0, size) < 0) unlinkat(folder.get(), name, 0);
}

void release_reserve(const Layout& layout) {
  if (Fd folder = folder_of(layout)) unlinkat(folder.get(), name, 0);
}

}  // namespace cairn
