// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a pack: store items, and what shows them to a person. Paths in a pack are relative to
// its root: "cairn/store/HASH-hello", "bin".
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn::pack {

struct Item {
  std::string source;  // its path on this machine
  std::string path;
  std::uint64_t size = 0;  // as archive
  bool operator==(const Item&) const = default;
};

struct Link {
  std::string path;
  std::string target;
  bool operator==(const Link&) const = default;
};

struct File {
  std::string path;
  std::string content;
  mode_t mode = 0644;
};

struct Folder {
  std::string path;
  mode_t mode = 0755;
};

// A program that finds the pack around itself, wherever that lies, and runs TARGET, a path in the
// store, in it. (See core/launch.)
struct Launcher {
  std::string path;
  std::string target;
  bool operator==(const Launcher&) const = default;
};

struct Contents {
  std::string store;        // where the store is for the programs: "/cairn/store"
  std::vector<Item> items;  // each behind those that it refers to
  std::vector<Folder> folders = {};
  std::vector<Link> links = {};
  std::vector<File> files = {};
  std::vector<Launcher> launchers = {};
  std::string launcher = {};  // the file on this machine that each launcher is a copy of
};

// PATH, absolute and not the root itself, as a path in a pack.
inline std::string in_pack(const std::string& path) {
  return path.substr(1);
}

}  // namespace cairn::pack
