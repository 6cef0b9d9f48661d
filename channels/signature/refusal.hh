// SPDX-License-Identifier: GPL-3.0-or-later
// Refusal: why something from outside does not count, where that is an answer and no failure of
// ours. A keyring holds keys that nobody needs; that one of them is broken must not stop the
// others.
#pragma once

#include "core/base/error.hh"

#include <string>
#include <variant>

namespace cairn {

struct Refusal {
  std::string reason;
};

// What WORK returns, or why it threw. Parsers throw, since that keeps them straight; here, at their
// edge, the Error becomes a value.
template <typename Work>
auto refused_or(Work&& work) -> std::variant<decltype(work()), Refusal> {
  try {
    return work();
  } catch (const Error& error) {
    return Refusal{error.message()};
  }
}

}  // namespace cairn
