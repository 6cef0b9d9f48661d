// SPDX-License-Identifier: GPL-3.0-or-later
// Entries of profiles as an evaluation gives them.
#pragma once

#include "cli/evaluation/evaluation.hh"
#include "cli/profile/transaction.hh"

namespace cairn {

struct EvaluatedEntry {
  std::size_t target = 0;  // which of the request's it belongs to
  ManifestEntry entry;
  std::optional<StorePath> derivation;  // that makes the item; nothing when it is there as it is
};

struct EvaluatedEntries {
  std::vector<EvaluatedEntry> entries;
  std::vector<EvaluatedEntry> propagated;
};

// Read the answer to a request for entries; throws where it is not as it must be.
EvaluatedEntries evaluated_entries(const StoreDir& store, const Message& answer);

// What must be built, each derivation once.
std::vector<protocol::Target> targets_of(const EvaluatedEntries& entries);

// Those that belong to the targets from FIRST up to LAST, which is none of them, and all that is
// propagated.
NewEntries entries_between(const EvaluatedEntries& entries, std::size_t first, std::size_t last);

}  // namespace cairn
