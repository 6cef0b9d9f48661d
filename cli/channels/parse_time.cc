// SPDX-License-Identifier: GPL-3.0-or-later
// Reading times as people write them.
#include "cli/channels/time_travel.hh"
#include "core/base/error.hh"

#include <charconv>
#include <tuple>

namespace cairn {

namespace {

[[noreturn]] void refuse(const std::string& text) {
  throw Error("'{}' is no time", text)
      .with_status(Exit::misused)
      .with_hint(
          "2026-11-27, '2026-11-27 22:30', 2026-11-27T22:30:15Z, @SECONDS, yesterday, "
          "'3 days ago'");
}

std::optional<std::time_t> number_in(std::string_view text) {
  std::time_t number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool is_whole = failure == std::errc() && end == text.data() + text.size();
  return is_whole && number >= 0 ? std::optional(number) : std::nullopt;
}

// "3 days ago"
std::optional<std::time_t> time_ago(std::string_view text, std::time_t now) {
  constexpr std::time_t day = 24 * 60 * 60;
  constexpr std::pair<std::string_view, std::time_t> units[] = {
      {"minute", 60}, {"hour", 60 * 60}, {"day", day}, {"week", 7 * day}, {"month", 30 * day},
  };
  if (text == "yesterday") return now - day;
  if (!text.ends_with(" ago")) return std::nullopt;
  text.remove_suffix(4);
  std::size_t space = text.find(' ');
  if (space == text.npos) return std::nullopt;
  auto count = number_in(text.substr(0, space));
  std::string_view unit = text.substr(space + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  for (const auto& [name, seconds] : units) {
    if (count && unit == name && *count < 1'000'000) return now - *count * seconds;
  }
  return std::nullopt;
}

// A day, or a day and a time, of this machine's zone or of one that is named: "Z", "+01:00".
std::optional<std::time_t> calendar_time(const std::string& text) {
  struct Shape {
    const char* format;
    bool is_day = false;
    bool has_zone = false;
  };
  constexpr Shape shapes[] = {
      {"%Y-%m-%dT%H:%M:%S%z", false, true},
      {"%Y-%m-%d %H:%M:%S %z", false, true},
      {"%Y-%m-%dT%H:%M:%S"},
      {"%Y-%m-%d %H:%M:%S"},
      {"%Y-%m-%dT%H:%M"},
      {"%Y-%m-%d %H:%M"},
      {"%Y-%m-%d", true},
  };
  for (const Shape& shape : shapes) {
    tm parts{};
    if (shape.is_day) std::tie(parts.tm_hour, parts.tm_min, parts.tm_sec) = std::tuple(23, 59, 59);
    const char* end = strptime(text.c_str(), shape.format, &parts);
    if (!end || *end) continue;
    long offset = parts.tm_gmtoff;  // timegm() sets it to 0
    if (shape.has_zone) return timegm(&parts) - offset;
    parts.tm_isdst = -1;
    return mktime(&parts);
  }
  return std::nullopt;
}

}  // namespace

std::time_t parse_time(const std::string& text, std::time_t now) {
  if (text.starts_with('@')) {
    if (auto seconds = number_in(std::string_view(text).substr(1))) return *seconds;
    refuse(text);
  }
  if (auto ago = time_ago(text, now)) return *ago;
  if (auto time = calendar_time(text)) return *time;
  refuse(text);
}

}  // namespace cairn
