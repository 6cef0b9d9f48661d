// SPDX-License-Identifier: GPL-3.0-or-later
// Transaction: what shall become of a manifest, and the differences between two. Pure.
#pragma once

#include "cli/profile/manifest.hh"

#include <functional>

namespace cairn {

// Entries with all that they propagate, as an evaluation gives them.
struct NewEntries {
  std::vector<ManifestEntry> entries;
  std::vector<ManifestEntry> propagated;
};

struct Transaction {
  std::vector<std::string> remove;  // NAME, NAME@VERSION, NAME:OUTPUT
  NewEntries install;               // each replaces one of the same name and output
  NewEntries upgrade;               // the same, but only where there is one
  bool replaces_all = false;        // what is not installed here goes
  std::vector<Channel> channels;    // the present ones: provenances of new entries index them
};

// Throws when something to remove is not there, or two new entries have one name and output.
Manifest changed(const Manifest& manifest, const Transaction& transaction);

// Whether two entries are the same thing to a user.
bool is_same_package(const ManifestEntry& one, const ManifestEntry& other);

struct Change {
  enum class Kind { added, removed, upgraded, downgraded, rebuilt };
  Kind kind;
  std::optional<ManifestEntry> before;
  std::optional<ManifestEntry> after;
  const ManifestEntry& entry() const { return after ? *after : *before; }
};

// Whether version ONE is older than OTHER.
using IsOlder = std::function<bool(std::string_view one, std::string_view other)>;

// From BEFORE to AFTER: what went, in the order of BEFORE, and what came, in that of AFTER.
std::vector<Change> changes(const Manifest& before, const Manifest& after, const IsOlder& is_older);

// What a person is told: "installed: hello 2.10", "upgraded: hello 2.9 -> 2.10".
std::string sentence_of(const Change& change);

}  // namespace cairn
