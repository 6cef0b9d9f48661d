// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what the evaluator says.
#pragma once

#include "core/base/error.hh"
#include "scheme/border/frames.hh"

#include <string>
#include <vector>

namespace cairn {

// What READ gives. What is wrong with data from the evaluator is an error like any other.
template <typename Read>
auto read_answer(Read&& read) {
  try {
    return read();
  } catch (const nlohmann::json::exception& error) {
    throw Error("the evaluator's answer is not as it must be: {}", error.what());
  }
}

inline std::vector<std::string> strings_in(const Message& list) {
  return list.get<std::vector<std::string>>();
}

}  // namespace cairn
