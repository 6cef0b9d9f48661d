// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes that a string of ATerm has a backslash before.
#pragma once

namespace cairn {

constexpr bool is_escaped(char c) {
  if (c > '"' && c != '\\') return false;  // nearly all there are
  return c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace cairn
