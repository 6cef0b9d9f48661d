// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of an evaluation, for people.
#include "cli/evaluation/evaluation_error.hh"

#include <algorithm>
#include <optional>
#include <string_view>

namespace cairn {

namespace {

std::string text_in(const Message& message, const char* key) {
  auto found = message.find(key);
  return found != message.end() && found->is_string() ? found->get<std::string>() : "";
}

std::size_t number_in(const Message& message, const char* key) {
  auto found = message.find(key);
  bool is_number = found != message.end() && found->is_number_integer();
  return is_number ? static_cast<std::size_t>(std::max<std::int64_t>(found->get<std::int64_t>(), 0))
                   : 0;
}

// Line NUMBER of TEXT; nothing where there is none, or it is too long to be read by anybody.
std::optional<std::string> line_of(std::string_view text, std::size_t number) {
  constexpr std::size_t longest = 500;
  for (std::size_t i = 1; i < number; ++i) {
    std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.size() > longest) return std::nullopt;
  return std::string(text);
}

// Line NUMBER of TEXT with a mark under COLUMN, which counts characters.
std::string excerpt(std::string_view text, std::size_t number, std::size_t column) {
  std::optional<std::string> line = line_of(text, number);
  if (!line) return "";
  std::string margin = fmt::format("{:>5} | ", number);
  std::string space(margin.size() + std::min(column, line->size() + 1) - 1, ' ');
  return "\n" + margin + *line + "\n" + space + "^";
}

}  // namespace

std::string place_text(const Message& place) {
  std::string file = text_in(place, "file");
  std::size_t line = number_in(place, "line");
  if (file.empty() || line == 0) return "";
  return fmt::format("{}:{}:{}", file, line, number_in(place, "column"));
}

Error evaluation_error(const Message& described, const EvaluatedTexts& texts) {
  std::string message = text_in(described, "message");
  if (message.empty()) message = "the evaluation failed and did not say why";
  std::string place = place_text(described);
  if (!place.empty()) {
    message = place + ": " + message;
    std::size_t column = std::max<std::size_t>(number_in(described, "column"), 1);
    auto text = texts.find(text_in(described, "file"));
    if (text != texts.end()) message += excerpt(text->second, number_in(described, "line"), column);
  }
  Error error{std::move(message)};
  std::string hint = text_in(described, "hint");
  if (!hint.empty()) error.with_hint(hint);
  return error;
}

}  // namespace cairn
