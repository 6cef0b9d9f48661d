// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that a folder gives the places between its entries.
#include "core/build/listing_order.hh"

#include <dirent.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace cairn {

bool lists_by_hash(int folder) {
  struct statfs file_system {};
  struct stat status {};
  if (fstatfs(folder, &file_system) < 0 || file_system.f_type != EXT4_SUPER_MAGIC) return false;
  if (fstat(folder, &status) < 0 || lseek(folder, 0, SEEK_SET) < 0) return false;
  alignas(dirent64) char buffer[4096];
  ssize_t size = getdents64(folder, buffer, sizeof buffer);
  // Without hashes the number is that of the byte where the next entry begins.
  for (ssize_t offset = 0; offset < size;) {
    const auto* entry = reinterpret_cast<const dirent64*>(buffer + offset);
    if (entry->d_off > status.st_size) return true;
    offset += entry->d_reclen;
  }
  return false;
}

}  // namespace cairn
