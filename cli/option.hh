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

// What an option holds whose value may be left out, and is attached to it: -l, -l3, --list=3. Where
// the verb has no operands, the word behind it can be nothing else either: -l 3.
struct MaybeValue {
  bool given = false;
  std::string value;
};

// What an option holds that takes the operands behind it, up to the next one of its kind, and may
// have one attached: -i a b -r c.
struct OperandList {
  bool given = false;
  std::vector<std::string> words;
};

struct Option {
  // "-n,--dry-run". An operand has no dashes: "PATH" or "[PATH]"; with a vector as target it takes
  // one or more, or any number. "[-- COMMAND...]" is what stands behind that mark.
  std::string_view names;
  // What help calls an option's value; empty for a flag; "[N]" where it may be left out.
  std::string_view value;
  std::string_view help;  // empty: not shown
  using Target =
      std::variant<bool*, std::string*, std::optional<std::string>*, std::optional<std::uint64_t>*,
                   std::vector<std::string>*, MaybeValue*, OperandList*>;
  Target target;
  bool may_be_empty = false;  // its value: mostly that is a variable of a script that was not set

  bool is_operand() const { return !names.starts_with('-'); }
  bool is_flag() const { return std::holds_alternative<bool*>(target); }
  bool has_optional_value() const {
    return std::holds_alternative<MaybeValue*>(target) ||
           std::holds_alternative<OperandList*>(target);
  }
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
