// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the store share: a store in a folder of its own, items out of nothing, and
// processes to be killed.
#pragma once

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/store/gc.hh"
#include "core/store/store.hh"
#include "core/store/verify.hh"

#include <fcntl.h>
#include <functional>
#include <iostream>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::test {

struct StorePlace {
  TemporaryDirectory folder;
  Layout layout{.root = folder.path()};
};

// A path that follows from NAME, which nothing has yet.
inline StorePath path_named(const std::string& name) {
  return StorePath(compress_digest(hash_of(HashAlgorithm::sha256, name), 20), name);
}

// What could be known of an item of that name.
inline ItemInfo info_named(const std::string& name, const StorePathSet& references = {}) {
  return {.path = path_named(name),
          .nar_hash = hash_of(HashAlgorithm::sha256, name),
          .nar_size = 100,
          .references = references};
}

// Register INFOS; there are no files.
inline void insert(Database& database, const std::vector<ItemInfo>& infos) {
  database.write_transaction([&] {
    for (const ItemInfo& info : infos) database.insert(info);
  });
}

// A text of its own name.
inline StorePath add_item(Store& store, const std::string& name,
                          const StorePathSet& references = {}) {
  return store.add_text(name, "content of " + name, references);
}

inline bool is_there(Store& store, const StorePath& item) {
  return status_at(store.folder(), item.base_name()).has_value();
}

inline VerifyReport verified(Store& store, bool repair = false) {
  NoEvents nobody;
  return verify(store, true, repair, nobody);
}

// Start WORK as a process, which ends with status 0 when it returns true and throws nothing.
inline pid_t start(const std::function<bool()>& work) {
  pid_t child = fork();
  if (child != 0) return checked(child, "cannot fork");
  try {
    _exit(work() ? 0 : 1);
  } catch (const Error& error) {
    std::cerr << error.message() << std::endl;
  }
  _exit(2);
}

inline int status_of(pid_t child) {
  int status = 0;
  checked(waitpid(child, &status, 0), "cannot wait");
  return status;
}

// Whether WORK, done by a process of its own, returns true.
inline bool holds_in_child(const std::function<bool()>& work) {
  return status_of(start(work)) == 0;
}

// Become an ordinary user, if we are root; returns whether we were. For children.
inline bool drop_rights() {
  if (geteuid() != 0) return false;
  checked(setresgid(1000, 1000, 1000), "cannot change the group");
  checked(setresuid(1000, 1000, 1000), "cannot change the user");
  return true;
}

// In a child: mount an empty file system of SIZE bytes on FOLDER, which only this child sees. False
// where that is not allowed.
inline bool mount_small_disk(const std::string& folder, std::size_t size) {
  std::string uids = fmt::format("0 {} 1", geteuid()), gids = fmt::format("0 {} 1", getegid());
  bool is_root = geteuid() == 0;
  if (unshare(CLONE_NEWNS | (is_root ? 0 : CLONE_NEWUSER)) < 0) return false;
  if (!is_root) {
    Fd self = open_directory("/proc/self");
    write_fully(open_at(self.get(), "setgroups", O_WRONLY).get(), "deny", "setgroups");
    write_fully(open_at(self.get(), "uid_map", O_WRONLY).get(), uids, "uid_map");
    write_fully(open_at(self.get(), "gid_map", O_WRONLY).get(), gids, "gid_map");
  }
  mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  std::string options = fmt::format("size={}", size);
  return mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

// The message of the Error that WORK throws; "" when it throws none.
inline std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace cairn::test
