// SPDX-License-Identifier: GPL-3.0-or-later
// Taking locks to delete their files.
#include "core/base/unheld_locks.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/lock.hh"

#include <fcntl.h>
#include <unistd.h>

namespace cairn {

void delete_unheld_locks(const std::string& folder) {
  Fd fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd && errno == ENOENT) return;
  if (!fd) throw errno_error("cannot open the folder {}", folder);
  for (const std::string& name : list_directory(fd.get())) {
    if (!name.ends_with(".lock")) continue;
    try {
      auto lock = FileLock::try_now(fd.get(), name, LockKind::exclusive);
      if (lock) unlinkat(fd.get(), name.c_str(), 0);
    } catch (const Error&) {
      // What somebody else put there is no lock of ours.
    }
  }
}

}  // namespace cairn
