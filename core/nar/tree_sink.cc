// SPDX-License-Identifier: GPL-3.0-or-later
// What a tree may hold, and two sinks as one.
#include "core/nar/tree_sink.hh"

#include "core/base/error.hh"

namespace cairn {

void TreeTee::begin_directory(std::string_view name) {
  first_.begin_directory(name);
  second_.begin_directory(name);
}

void TreeTee::end_directory() {
  first_.end_directory();
  second_.end_directory();
}

void TreeTee::begin_file(std::string_view name, bool executable, std::uint64_t size) {
  first_.begin_file(name, executable, size);
  second_.begin_file(name, executable, size);
}

void TreeTee::contents(std::string_view bytes) {
  first_.contents(bytes);
  second_.contents(bytes);
}

void TreeTee::end_file() {
  first_.end_file();
  second_.end_file();
}

void TreeTee::symlink(std::string_view name, std::string_view target) {
  first_.symlink(name, target);
  second_.symlink(name, target);
}

namespace nar {

void check_name(std::string_view name) {
  if (name.empty()) throw Error("an entry has an empty name");
  if (name.size() > name_limit) throw Error("an entry's name is longer than {} bytes", name_limit);
  bool climbs = name == "." || name == "..";
  if (climbs || name.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos) {
    throw Error("an entry cannot be named {:?}", name);
  }
}

void check_target(std::string_view target) {
  if (target.empty()) throw Error("a link has an empty target");
  if (target.size() > target_limit) {
    throw Error("a link's target is longer than {} bytes", target_limit);
  }
  if (target.find('\0') != std::string_view::npos) throw Error("a link's target holds a NUL");
}

}  // namespace nar

}  // namespace cairn
