// SPDX-License-Identifier: GPL-3.0-or-later
// JSON (RFC 8259) from outside, told piece by piece: for texts of thousands of which no whole need
// be in memory.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace cairn {

// What is told of a text, in its order.
class JsonEvents {
 public:
  enum class Container { object, array };

  virtual ~JsonEvents() = default;
  virtual void enter(Container kind) = 0;
  virtual void leave() = 0;
  // The name of what comes next. It and a text may be moved from.
  virtual void member(std::string& name) = 0;
  virtual void text(std::string& value) = 0;
  // A number, a truth value or null.
  virtual void other(const nlohmann::json& value) = 0;
};

// Tell EVENTS of the one value that TEXT is. Throws an Error that says at which byte TEXT stops to
// be JSON, or that it is nested deeper than 64 levels, after some of it was told perhaps; and what
// EVENTS throws.
void read_json(std::string_view text, JsonEvents& events);

}  // namespace cairn
