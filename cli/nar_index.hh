// SPDX-License-Identifier: GPL-3.0-or-later
// What is in an archive, without unpacking it.
#pragma once

#include "core/nar/tree_sink.hh"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace cairn {

struct NarEntry {
  enum class Kind { folder, file, link };
  Kind kind = Kind::folder;
  std::uint64_t size = 0;    // of a file
  std::uint64_t offset = 0;  // where a file's contents begin in the archive
  bool is_executable = false;
  std::string target = {};  // of a link
  std::map<std::string, NarEntry> entries = {};
  bool operator==(const NarEntry&) const = default;
};

// Read the index of the one archive in SOURCE.
NarEntry read_nar_index(Source& source);

// The entry at PATH ("/", "bin/hello", "/bin/hello") below ROOT; throws when there is none.
const NarEntry& entry_at(const NarEntry& root, std::string_view path);

// Pass the contents of the file at PATH in the archive in SOURCE to SINK; throws when there is
// none.
void cat_nar_file(Source& source, std::string_view path, Sink& sink);

}  // namespace cairn
