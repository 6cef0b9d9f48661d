// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzz target is made of: bytes, readers that may refuse them, but only by an Error, and
// what must hold of what they take.
#pragma once

#include "core/base/error.hh"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace cairn::test {

// The target itself, each in a file of its own: read BYTES as a stranger could send them. Returns
// whether they were taken, as all seeds must be: those that are refused lead no further.
bool takes(std::string_view bytes);

// Whether READ goes through. What leaves it and is no Error ends the target.
template <typename Read>
bool is_taken(Read read) {
  try {
    read();
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Ends the target unless what was PROMISED is KEPT.
inline void expect(bool kept, const char* promised) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promised);
  std::abort();
}

}  // namespace cairn::test
