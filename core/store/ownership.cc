// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at who owns what.
#include "core/store/ownership.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/base/foreign_folder.hh"
#include "core/base/random_name.hh"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

uid_t owner_of(int folder) {
  struct stat status {};
  checked(fstat(folder, &status), "cannot look at the folder of the store");
  return status.st_uid;
}

namespace {

// Who gets what we make in FOLDER; nobody where nothing can be made.
std::optional<uid_t> owner_of_what_is_made(int folder) {
  Fd made(openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (made) return owner_of(made.get());
  // Those that give all to one user often make no nameless files.
  bool needs_name = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT;
  std::string name = ".owner-" + random_name();
  if (needs_name) made = Fd(openat(folder, name.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made) return std::nullopt;
  unlinkat(folder, name.c_str(), 0);
  return owner_of(made.get());
}

}  // namespace

void check_owner(int folder, std::string_view tried) {
  uid_t owner = owner_of(folder);
  if (geteuid() != 0 || owner == 0) return;
  if (owner_of_what_is_made(folder) == owner) return;
  std::string name = name_of_user(owner).value_or(fmt::format("'#{}'", owner));
  throw Error("{}: the store belongs to user {}, who alone can do that", tried, owner)
      .with_hint(fmt::format("sudo -u {} cairn ...", name));
}

}  // namespace cairn
