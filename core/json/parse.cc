// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser of the library does not refuse.
#include "core/json/parse.hh"

#include "core/base/error.hh"

namespace cairn {

namespace {

constexpr int depth_limit = 64;

// The parser and what deletes a value do not recurse. To ask the parser by a callback takes square
// time in the members of an object.
void check_depth(const nlohmann::json& value, int levels_left) {
  if (!value.is_structured()) return;
  if (levels_left == 0) throw Error("it is nested more than {} levels deep", depth_limit);
  for (const nlohmann::json& inner : value) check_depth(inner, levels_left - 1);
}

Error stopped_at(std::size_t byte) {
  return Error("it is not JSON: stopped at byte {}", byte);
}

}  // namespace

nlohmann::json parse_json(std::string_view text) {
  try {
    nlohmann::json value = nlohmann::json::parse(text);
    // To the parser a zero byte is the end.
    std::size_t zero = text.find('\0');
    if (zero != text.npos) throw stopped_at(zero + 1);
    check_depth(value, depth_limit);
    return value;
  } catch (const nlohmann::json::parse_error& error) {
    throw stopped_at(error.byte);
  } catch (const nlohmann::json::out_of_range&) {
    throw Error("it has a number that is too large");
  }
}

}  // namespace cairn
