// SPDX-License-Identifier: GPL-3.0-or-later
// The source ledger: which address was seen to give what. A hash alone says nothing about where its
// bytes come from: who writes one that is in the store already beside an address that people trust
// is never found out by fetching, for nothing is fetched (T-33); nor is one who has only a place by
// hash give it (T-34).
#pragma once

#include "core/build/settings.hh"
#include "core/derivation/derivation.hh"
#include "core/store/store.hh"

#include <optional>
#include <string>

namespace cairn {

// Remember which address gave the output of DERIVATION, a fetch that ended well, as the fetcher
// says in SCRATCH, the open folder of its build. A place by hash is none.
void note_origin(Store& store, const Derivation& derivation, const FetchSettings& settings,
                 int scratch);

// What to warn of when the output of DERIVATION, a fetch at PATH, is valid, but no address that it
// names ever gave it: a sentence and, in a line of its own, a hint. SETTINGS say what its mirrors
// stand for; null: nothing.
std::optional<std::string> unverified_source(Store& store, const StorePath& path,
                                             const Derivation& derivation,
                                             const FetchSettings* settings);

}  // namespace cairn
