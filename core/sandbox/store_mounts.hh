// SPDX-License-Identifier: GPL-3.0-or-later
// StoreMounts: store items mounted in folders that serve one sandbox after the other. They stay in
// the spawner's view, of which every sandbox gets a copy; the one that a folder is for takes it
// over with all that is mounted there, and each item costs it a third of a mount of its own.
#pragma once

#include <map>
#include <string>
#include <sys/types.h>
#include <unordered_map>
#include <vector>

namespace cairn::sandbox {

class StoreMounts {
 public:
  // Mount each of ITEMS of the store SOURCE at its name in FOLDER, which nobody else writes to.
  // What is mounted there already stays, unless it is not what the store has by that name any more.
  void show(const std::string& folder, const std::string& source,
            const std::vector<std::string>& items);
  // Let go of all that is mounted in FOLDER.
  void forget(const std::string& folder);

 private:
  // Of the inode that is mounted, which its mount keeps from being given to another file.
  struct Identity {
    dev_t device;
    ino_t inode;
    bool operator==(const Identity&) const = default;
  };
  using Shown = std::unordered_map<std::string, Identity>;

  Shown& shown_in(const std::string& folder);
  static Identity identity_of(int store, const std::string& item);
  static void clear(const std::string& place);

  std::map<std::string, Shown> folders_;
};

}  // namespace cairn::sandbox
