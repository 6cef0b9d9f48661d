// SPDX-License-Identifier: GPL-3.0-or-later
// Option: how one option or operand of a verb is written, what it is for, and where its value goes.
#pragma once

#include "core/base/error.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn {

struct Option {
  // "-n,--dry-run". An operand has no dashes: "PATH" or "[PATH]"; with a vector as target it takes
  // one or more, or any number.
  std::string_view names;
  std::string_view value;  // what help calls an option's value; empty for a flag
  std::string_view help;   // empty: not shown
  using Target = std::variant<bool*, std::string*, std::optional<std::string>*,
                              std::optional<std::uint64_t>*, std::vector<std::string>*>;
  Target target;

  bool is_operand() const { return !names.starts_with('-'); }
  bool is_flag() const { return std::holds_alternative<bool*>(target); }
  bool is_repeated() const { return std::holds_alternative<std::vector<std::string>*>(target); }
};

using Options = std::vector<Option>;

// What READ makes of an option's value; an Error that leaves it is one of misuse.
template <typename Read>
auto read_value(Read&& read) {
  try {
    return read();
  } catch (Error& error) {
    error.with_status(Exit::misused);
    throw;
  }
}

}  // namespace cairn
