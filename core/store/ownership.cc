// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at who owns what.
#include "core/store/ownership.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

uid_t owner_of(int folder) {
  struct stat status {};
  checked(fstat(folder, &status), "cannot look at the folder of the store");
  return status.st_uid;
}

void check_owner(int folder, std::string_view tried) {
  uid_t owner = owner_of(folder);
  if (geteuid() != 0 || owner == 0) return;
  Fd made(openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (made && owner_of(made.get()) == owner) return;
  const passwd* entry = getpwuid(owner);
  throw Error("{}: the store belongs to user {}, who alone can do that", tried, owner)
      .with_hint(fmt::format("sudo -u {} cairn ...",
                             entry ? entry->pw_name : fmt::format("'#{}'", owner)));
}

}  // namespace cairn
