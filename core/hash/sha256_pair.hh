// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 of two texts at once. The processor's SHA instructions wait for each other within a text;
// those of another text fill the gaps, and two take little longer than one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cairn {

// Whether this processor has such instructions, and it is worth it.
bool can_digest_pairs();

inline constexpr std::size_t sha256_block_size = 64;  // bytes

// A digest in the making (FIPS 180-4): the eight words, and whole blocks that come next.
struct Sha256Lane {
  std::uint32_t* words;
  const char* blocks;
};

// Bring both lanes COUNT blocks further; only where can_digest_pairs().
void digest_pair(Sha256Lane one, Sha256Lane other, std::size_t count);

}  // namespace cairn
