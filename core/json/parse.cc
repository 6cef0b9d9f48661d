// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser of the library does not refuse.
#include "core/json/parse.hh"

#include "core/base/error.hh"

namespace cairn {

namespace {

constexpr int depth_limit = 64;

// Counts brackets. To ask the parser by a callback takes square time in the members of an object.
void check_depth(std::string_view text) {
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) {
      if (c == '\\') ++i;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > depth_limit) throw Error("it is nested more than {} levels deep", depth_limit);
  }
}

Error stopped_at(std::size_t byte) {
  return Error("it is not JSON: stopped at byte {}", byte);
}

}  // namespace

nlohmann::json parse_json(std::string_view text) {
  check_depth(text);
  try {
    nlohmann::json value = nlohmann::json::parse(text);
    // To the parser a zero byte is the end.
    std::size_t zero = text.find('\0');
    if (zero != text.npos) throw stopped_at(zero + 1);
    return value;
  } catch (const nlohmann::json::parse_error& error) {
    throw stopped_at(error.byte);
  } catch (const nlohmann::json::out_of_range&) {
    throw Error("it has a number that is too large");
  }
}

}  // namespace cairn
