// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and reading sizes.
#include "core/base/size_text.hh"

#include "core/base/error.hh"

#include <charconv>
#include <cmath>

namespace cairn {

namespace {

constexpr std::string_view letters = "KMGTPE";

}  // namespace

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  auto size = static_cast<double>(bytes);
  std::size_t power = 0;
  // As soon as one digit behind the point would round it to 1024.
  for (size /= 1024; size >= 1023.95 && power + 1 < letters.size(); size /= 1024) ++power;
  return fmt::format("{:.1f} {}iB", size, letters[power]);
}

std::uint64_t parse_size(std::string_view text) {
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  std::size_t power = unit.empty() ? 0 : letters.find(unit.front()) + 1;
  std::string_view ending = unit.empty() ? "" : unit.substr(1);
  bool is_known =
      unit.empty() || (power > 0 && (ending.empty() || ending == "iB" || ending == "B"));
  double size = number * std::pow(ending == "B" ? 1000.0 : 1024.0, static_cast<double>(power));
  bool is_good = error == std::errc() && is_known && size >= 0 && size < 0x1p63;
  if (is_good) return static_cast<std::uint64_t>(size);
  throw Error("'{}' is not a size", text).with_status(Exit::misused).with_hint("500M, 10G, 1.5T");
}

}  // namespace cairn
