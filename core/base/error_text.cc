// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as texts and back.
#include "core/base/error_text.hh"

namespace cairn {

namespace {

constexpr std::string_view hint_mark = "\nhint: ";

}  // namespace

std::string text_of(const Error& error) {
  if (error.hint().empty()) return error.message();
  return fmt::format("{}{}{}", error.message(), hint_mark, error.hint());
}

Error error_of(std::string_view text) {
  std::size_t end = text.rfind(hint_mark);
  Error error{std::string(text.substr(0, end))};
  if (end != text.npos) error.with_hint(std::string(text.substr(end + hint_mark.size())));
  return error;
}

}  // namespace cairn
