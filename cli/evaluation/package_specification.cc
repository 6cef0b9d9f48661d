// SPDX-License-Identifier: GPL-3.0-or-later
// Specifications and versions.
#include "cli/evaluation/package_specification.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <cctype>

namespace cairn {

namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The digits, or what is no digit, at the front of VERSION, which loses them.
std::string_view take_run(std::string_view& version) {
  bool digits = is_digit(version.front());
  std::size_t length = 0;
  while (length < version.size() && is_digit(version[length]) == digits) ++length;
  std::string_view run = version.substr(0, length);
  version.remove_prefix(length);
  return run;
}

std::string_view without_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

}  // namespace

bool is_older(std::string_view one, std::string_view other) {
  while (!one.empty() && !other.empty()) {
    std::string_view a = take_run(one);
    std::string_view b = take_run(other);
    if (a == b) continue;
    if (is_digit(a.front()) && is_digit(b.front())) {
      a = without_zeros(a);
      b = without_zeros(b);
      if (a.size() != b.size()) return a.size() < b.size();
      if (a == b) continue;
    }
    return a < b;
  }
  return one.size() < other.size();
}

bool is_meant(std::string_view version, std::string_view wanted) {
  if (wanted.empty() || version == wanted) return true;
  return version.starts_with(wanted) && version[wanted.size()] == '.';
}

PackageSpecification parse_specification(std::string_view text) {
  PackageSpecification result;
  std::size_t at = text.find('@');
  std::size_t colon = text.find(':', at == std::string_view::npos ? 0 : at);
  result.name = text.substr(0, std::min(at, colon));
  if (at < colon) result.version = text.substr(at + 1, colon == text.npos ? colon : colon - at - 1);
  if (colon != text.npos) result.output = text.substr(colon + 1);
  bool has_empty = result.name.empty() || (at < colon && result.version.empty()) ||
                   (colon != text.npos && result.output.empty());
  if (has_empty) {
    throw Error("'{}' names no package: write NAME, NAME@VERSION or NAME:OUTPUT", text)
        .with_status(Exit::misused);
  }
  return result;
}

}  // namespace cairn
