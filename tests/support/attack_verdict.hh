// SPDX-License-Identifier: GPL-3.0-or-later
// What became of an attack's test beside success and failure: it could not be tried here, or what
// it attacks does not exist yet. Each is told apart and counted (tests/attacks/attack_summary.cc).
#pragma once

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace cairn::test {

inline constexpr std::string_view skip_mark = "skip: ";
inline constexpr std::string_view later_mark = "not applicable yet: ";

// Each is the last thing that its test case does.
inline void tell_verdict(std::string_view mark, std::string_view reason) {
  std::string text = fmt::format("{}{}", mark, reason);
  fmt::print("{}\n", text);
  SUCCEED(text);
}

// This machine, or this user, cannot try it.
inline void skip(std::string_view reason) {
  tell_verdict(skip_mark, reason);
}

// There is nothing to attack yet.
inline void not_applicable_yet(std::string_view reason) {
  tell_verdict(later_mark, reason);
}

}  // namespace cairn::test
