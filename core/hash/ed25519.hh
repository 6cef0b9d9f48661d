// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519, the signature that most commits carry.
#pragma once

#include "core/hash/public_key.hh"

#include <string_view>

namespace cairn {

// Whether RAW (64 bytes, RFC 8032) is made by KEY of MESSAGE. False too if a number in them is not
// canonical, or if a point has a small order: such a key would sign anything.
bool verify_ed25519(const Ed25519Key& key, std::string_view message, std::string_view raw);

}  // namespace cairn
