// SPDX-License-Identifier: GPL-3.0-or-later
// Reading data.
#include "channels/index/data.hh"

#include "channels/index/scanner.hh"

#include <optional>

namespace cairn {

namespace {

constexpr PackageField computed{PackageField::Kind::computed, {}};

PackageField known(std::string_view text) {
  return {PackageField::Kind::literal, text};
}

// What stands behind a backslash; nothing for escapes that take digits.
std::optional<char> unescaped(char escaped) {
  constexpr std::string_view escapes = "ntrabfv0\"\\|()";
  constexpr std::string_view meant("\n\t\r\a\b\f\v\0\"\\|()", escapes.size());
  std::size_t at = escapes.find(escaped);
  if (at == std::string_view::npos) return std::nullopt;
  return meant[at];
}

std::optional<std::string> without_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    if (++i >= text.size()) return std::nullopt;
    if (text[i] == '\n') continue;  // the line goes on
    auto character = unescaped(text[i]);
    if (!character) return std::nullopt;
    plain += *character;
  }
  return plain;
}

std::string_view kept(std::string text, std::deque<std::string>& made) {
  return made.emplace_back(std::move(text));
}

// The words of a field that is a list of them; nothing where one of them is unknown.
class Words {
 public:
  void add(std::optional<std::string_view> word) {
    if (!word) {
      are_known_ = false;
    } else {
      text_ += (text_.empty() ? "" : " ") + std::string(*word);
    }
  }
  PackageField field(std::deque<std::string>& made) && {
    return are_known_ ? known(kept(std::move(text_), made)) : computed;
  }

 private:
  std::string text_;
  bool are_known_ = true;
};

std::optional<std::string_view> symbol_in(std::string_view datum) {
  if (!is_symbol(datum)) return std::nullopt;
  return datum;
}

// NAME of NAME and PREFIX:NAME.
std::optional<std::string_view> license_in(std::string_view datum) {
  if (!is_symbol(datum)) return std::nullopt;
  return datum.substr(datum.rfind(':') + 1);
}

// What an element of (list ...) puts in: VARIABLE or (list VARIABLE "output").
std::optional<std::string_view> input_in(std::string_view datum) {
  if (is_symbol(datum)) return datum;
  auto parts = elements_of(datum);
  if (parts.size() != 3 || parts[0] != "list") return std::nullopt;
  return symbol_in(parts[1]);
}

// The same of a quoted list: ("label" ,VARIABLE) or ("label" ,VARIABLE "output").
std::optional<std::string_view> quoted_input_in(std::string_view datum) {
  auto parts = elements_of(datum);
  bool has_label = (parts.size() == 2 || parts.size() == 3) && parts[0].starts_with('"');
  if (!has_label || !parts[1].starts_with(',')) return std::nullopt;
  return symbol_in(parts[1].substr(1));
}

}  // namespace

std::vector<std::string_view> elements_of(std::string_view text) {
  std::vector<std::string_view> elements;
  Scanner scanner(text);
  if (!scanner.enter_list()) return elements;
  for (scanner.skip_space(); !scanner.is_at_list_end(); scanner.skip_space()) {
    elements.push_back(scanner.take_datum());
  }
  return elements;
}

std::string_view head_of(std::string_view text) {
  Scanner scanner(text);
  if (!scanner.enter_list()) return {};
  scanner.skip_space();
  return scanner.is_at_list_end() ? std::string_view() : scanner.take_datum();
}

bool is_symbol(std::string_view datum) {
  constexpr std::string_view others = "()[]\"#'`,;0123456789";
  return !datum.empty() && others.find(datum.front()) == std::string_view::npos;
}

PackageField string_field(std::string_view datum, std::deque<std::string>& made) {
  if (datum.size() < 2 || datum.front() != '"' || datum.back() != '"') return computed;
  std::string_view inside = datum.substr(1, datum.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return known(inside);
  auto plain = without_escapes(inside);
  return plain ? known(kept(std::move(*plain), made)) : computed;
}

PackageField optional_string_field(std::string_view datum, std::deque<std::string>& made) {
  return datum == "#f" || datum == "#false" ? known("") : string_field(datum, made);
}

PackageField strings_field(std::string_view datum, std::deque<std::string>& made) {
  bool is_quoted = datum.starts_with('\'') || datum.starts_with('`');
  auto elements = elements_of(datum.substr(is_quoted ? 1 : 0));
  if (!is_quoted && (elements.empty() || elements[0] != "list")) return computed;
  Words words;
  for (std::size_t i = is_quoted ? 0 : 1; i < elements.size(); ++i) {
    PackageField word = string_field(elements[i], made);
    words.add(word.is_known() ? std::optional(word.text) : std::nullopt);
  }
  return std::move(words).field(made);
}

PackageField license_field(std::string_view datum, std::deque<std::string>& made) {
  if (auto one = license_in(datum)) return known(*one);
  auto elements = elements_of(datum);
  if (elements.empty() || elements[0] != "list") return computed;
  Words words;
  for (std::size_t i = 1; i < elements.size(); ++i) words.add(license_in(elements[i]));
  return std::move(words).field(made);
}

PackageField inputs_field(std::string_view datum, std::deque<std::string>& made) {
  bool is_quoted = datum.starts_with('\'') || datum.starts_with('`');
  auto elements = elements_of(datum.substr(is_quoted ? 1 : 0));
  if (!is_quoted && (elements.empty() || elements[0] != "list")) return computed;
  Words words;
  for (std::size_t i = is_quoted ? 0 : 1; i < elements.size(); ++i) {
    words.add(is_quoted ? quoted_input_in(elements[i]) : input_in(elements[i]));
  }
  return std::move(words).field(made);
}

PackageField hidden_field(std::string_view datum) {
  return known(datum.find("(hidden? . #t)") == std::string_view::npos ? "" : "#t");
}

}  // namespace cairn
