// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:fetch-1: the one builder with a network. It is no code of the derivation's: the program
// cairn-fetch is started with the addresses, in a sandbox that shows it what a download takes.
#pragma once

#include "core/build/settings.hh"
#include "core/derivation/derivation.hh"
#include "core/sandbox/spec.hh"

namespace cairn {

inline constexpr const char* fetch_builtin = "builtin:fetch-1";

// What cairn-fetch is told, beside "out" and "executable".
inline constexpr const char* fetch_addresses_variable = "CAIRN_FETCH_ADDRESSES";
inline constexpr const char* fetch_by_hash_variable = "CAIRN_FETCH_BY_HASH";
inline constexpr const char* fetch_hash_variable = "CAIRN_FETCH_HASH";

bool is_fetch(const Derivation& derivation);

// Throws unless DERIVATION, a fetch, has a fixed output of SHA-256 and addresses that are such.
void check_fetch(const Derivation& derivation);

// Make SPEC, that of a builtin, the one of cairn-fetch. Throws for a mirror that nobody knows.
void prepare_fetch(sandbox::Spec& spec, const Derivation& derivation,
                   const FetchSettings& settings);

}  // namespace cairn
