// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzz target is made of: the bytes, and a reader that may refuse them, but only by an
// Error.
#pragma once

#include "core/base/error.hh"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cairn::test {

inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

template <typename Read>
void refuse_or(Read read) {
  try {
    read();
  } catch (const Error&) {
    return;
  }
}

}  // namespace cairn::test
