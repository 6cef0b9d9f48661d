// SPDX-License-Identifier: GPL-3.0-or-later
// Finding places of scripts in text.
#include "cli/evaluation/script_places.hh"

#include <cctype>
#include <fmt/format.h>

namespace cairn {

namespace {

// The number at AT, which goes behind it; nothing where no digit stands.
bool take_number(const std::string& text, std::size_t& at, std::int64_t& number) {
  std::size_t begin = at;
  number = 0;
  while (at < text.size() && at - begin < 9 && std::isdigit(static_cast<unsigned char>(text[at]))) {
    number = number * 10 + (text[at++] - '0');
  }
  return at > begin;
}

// The place of the last list of a script that begins at LINE, COLUMN or before; "" if there is
// none.
std::string place_in(const Message& rows, std::int64_t line, std::int64_t column) {
  const Message* best = nullptr;
  for (const Message& row : rows) {
    std::int64_t row_line = row.at(0).get<std::int64_t>();
    if (row_line > line || (row_line == line && row.at(1).get<std::int64_t>() > column)) break;
    best = &row;
  }
  if (!best) return "";
  return fmt::format("{}:{}:{}", best->at(2).get<std::string>(), best->at(3).get<std::int64_t>(),
                     best->at(4).get<std::int64_t>() + 1);
}

// Scripts are named by their whole path, or by what is behind the last slash.
std::string short_name(const std::string& script) {
  return script.starts_with('/') ? script.substr(script.rfind('/') + 1) : script;
}

void replace_places(std::string& text, const std::string& script, const Message& rows) {
  std::string name = short_name(script);
  for (std::size_t at = text.find(name + ":"); at != std::string::npos;
       at = text.find(name + ":", at)) {
    std::size_t end = at + name.size() + 1;
    std::int64_t line = 0;
    std::int64_t column = 0;
    bool is_place = take_number(text, end, line) && end < text.size() && text[end] == ':' &&
                    take_number(text, ++end, column);
    std::string place = is_place ? place_in(rows, line, column) : "";
    if (place.empty()) {
      at += name.size() + 1;
      continue;
    }
    std::size_t begin = at;
    while (begin > 0 && !std::isspace(static_cast<unsigned char>(text[begin - 1]))) --begin;
    text.replace(begin, end - begin, place);
    at = begin + place.size();
  }
}

}  // namespace

std::string with_script_places(std::string text, const Message& positions) {
  try {
    for (const auto& [script, rows] : positions.items()) replace_places(text, script, rows);
  } catch (const nlohmann::json::exception&) {
    // A table that is not as it must be helps nobody, and the text is still worth reading.
  }
  return text;
}

}  // namespace cairn
