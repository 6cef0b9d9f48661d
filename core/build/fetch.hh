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
inline constexpr const char* fetch_limits_variable = "CAIRN_FETCH_LIMITS";

// Where it says which of the addresses gave the content, in its working directory; it leaves out
// the file when none did: what came by hash has no origin.
inline constexpr const char* fetch_origin_file = "origin";

bool is_fetch(const Derivation& derivation);

// The words of "urls" of DERIVATION, a fetch. Throws unless there are some.
std::vector<std::string> fetch_urls(const Derivation& derivation);

// Throws unless DERIVATION, a fetch, has a fixed output of SHA-256 and addresses that are such.
void check_fetch(const Derivation& derivation);

// Make SPEC, that of a builtin, the one of cairn-fetch. Throws for a mirror that nobody knows. In a
// check only the derivation's own addresses are asked: what is known by its hash proves nothing.
void prepare_fetch(sandbox::Spec& spec, const Derivation& derivation, const FetchSettings& settings,
                   BuildMode mode = BuildMode::normal);

}  // namespace cairn
