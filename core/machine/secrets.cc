// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and placing secrets. What is in one is in no message.
#include "core/machine/secrets.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/below.hh"

#include <algorithm>
#include <fcntl.h>
#include <linux/magic.h>
#include <set>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace cairn::machine {

namespace {

constexpr std::size_t longest_secret = 1 << 20;

void check_in_memory(int folder) {
  struct statfs status {};
  checked(fstatfs(folder, &status), "cannot look at /run/secrets");
  if (status.f_type != TMPFS_MAGIC && status.f_type != RAMFS_MAGIC) {
    throw Error("/run is on a disk, where a secret would stay")
        .with_hint("mount -t tmpfs -o mode=0755 tmpfs /run");
  }
}

void check_source(int fd, const Secret& secret) {
  struct stat status {};
  checked(fstat(fd, &status), "cannot look at {}", secret.source);
  if (!S_ISREG(status.st_mode)) throw Error("{} is no file", secret.source);
  if (status.st_uid != geteuid() || (status.st_mode & 022) != 0) {
    throw Error("others than root can change {}", secret.source)
        .with_hint(fmt::format("chown root: {0} && chmod 0400 {0}", secret.source));
  }
}

std::string content_of(int root, const Secret& secret) {
  Place place = place_below(root, secret.source);
  Fd fd = open_at(place.folder.get(), place.name, O_RDONLY | O_NONBLOCK);
  check_source(fd.get(), secret);
  FdSource source(fd.get(), secret.source);
  return read_all(source, longest_secret, secret.source);
}

void place(int root, int folder, const Secret& secret, const Accounts& accounts) {
  std::string content = content_of(root, secret);
  std::string next = ".next-" + secret.name;
  remove_tree_at(folder, next);
  Fd fd = open_at(folder, next, O_WRONLY | O_CREAT | O_EXCL, 0);
  write_fully(fd.get(), content, secret.name);
  explicit_bzero(content.data(), content.size());
  const Ownership& ownership = secret.ownership;
  set_ownership(fd.get(), accounts.user(ownership.owner), accounts.group_of(ownership.group),
                ownership.mode, secret.name);
  checked(renameat(folder, next.c_str(), folder, secret.name.c_str()), "cannot place {}",
          secret.name);
}

}  // namespace

void place_secrets(int root, const SystemDeclaration& system, const Accounts& accounts) {
  Fd run = make_folder_below(root, "/run");
  bool is_of_engine = is_mounted(run.get(), "secrets");
  if (is_of_engine && system.secrets.empty()) return;
  Fd folder = make_folder_below(root, "/run/secrets");
  if (!system.secrets.empty()) check_in_memory(folder.get());
  set_ownership(folder.get(), accounts.user("root"), accounts.group_of("root"), 0751,
                "/run/secrets");
  std::set<std::string> wanted;
  for (const Secret& secret : system.secrets) {
    wanted.insert(secret.name);
    with_context(fmt::format("cannot place the secret '{}'", secret.name),
                 [&] { place(root, folder.get(), secret, accounts); });
  }
  for (const std::string& name : list_directory(folder.get())) {
    bool is_ours = !is_of_engine && !is_mounted(folder.get(), name);
    if (is_ours && !wanted.contains(name)) remove_tree_at(folder.get(), name);
  }
}

}  // namespace cairn::machine
