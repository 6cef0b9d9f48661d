// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of small files that both sides of the border hold in memory, as an archive.
#pragma once

#include "core/base/bytes.hh"
#include "core/item/store_path.hh"

#include <map>
#include <string>

namespace cairn {

// Files by their paths in the folder ("distro/build/gnu.scm").
using TreeEntries = std::map<std::string, std::string>;

// Write the folder of ENTRIES to SINK as NAR. Throws when a path cannot stand in a folder, or one
// is below another.
void write_tree(const TreeEntries& entries, Sink& sink);

// The path of that folder in the store, under NAME: content-addressed, as a source is.
StorePath tree_path(const StoreDir& store, const std::string& name, const TreeEntries& entries);

}  // namespace cairn
