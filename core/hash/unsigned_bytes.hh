// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as libraries of cryptography take them.
#pragma once

#include <string_view>

namespace cairn {

inline const unsigned char* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace cairn
