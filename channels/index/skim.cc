// SPDX-License-Identifier: GPL-3.0-or-later
// Finding top-level forms.
#include "channels/index/skim.hh"

#include "channels/index/scanner.hh"

#include <algorithm>

namespace cairn {

namespace {

// The heads of forms that define the one name behind them, which may stand in a list with
// arguments.
constexpr std::string_view definers[] = {"define",
                                         "define*",
                                         "define-public",
                                         "define-syntax",
                                         "define-inlinable",
                                         "define-syntax-rule",
                                         "define-syntax-public"};

// Counts lines and characters on the way through the text.
class Position {
 public:
  explicit Position(std::string_view text) : text_(text) {}

  void go_to(std::size_t offset) {
    for (;;) {
      std::size_t end = text_.substr(0, offset).find('\n', line_begin_);
      if (end == std::string_view::npos) break;
      line_begin_ = end + 1;
      ++line_;
    }
    auto is_beginning = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    std::string_view before = text_.substr(line_begin_, offset - line_begin_);
    column_ = static_cast<std::size_t>(std::ranges::count_if(before, is_beginning));
  }
  std::size_t line() const { return line_; }
  std::size_t column() const { return column_; }

 private:
  std::string_view text_;
  std::size_t line_begin_ = 0;
  std::size_t line_ = 0;
  std::size_t column_ = 0;
};

// DATUM if it is a symbol; else nothing.
std::string_view symbol_in(std::string_view datum) {
  constexpr std::string_view others = "()[]\"#'`,;0123456789";
  bool is_symbol = !datum.empty() && others.find(datum.front()) == std::string_view::npos;
  return is_symbol ? datum : std::string_view();
}

std::string_view defined_name(Scanner& inside) {
  inside.skip_space();
  while (inside.enter_list()) inside.skip_space();  // (define ((curried a) b) ...)
  return symbol_in(inside.take_datum());
}

SkimmedForm form_of(std::string_view text) {
  SkimmedForm form{text, {}, {}};
  Scanner inside(text);
  if (!inside.enter_list()) return form;
  form.kind = symbol_in(inside.take_datum());
  if (std::ranges::find(definers, form.kind) != std::end(definers)) {
    form.name = defined_name(inside);
  }
  return form;
}

}  // namespace

std::vector<SkimmedForm> skim(std::string_view text) {
  std::vector<SkimmedForm> forms;
  Scanner scanner(text);
  Position position(text);
  for (scanner.skip_space(); !scanner.is_at_end(); scanner.skip_space()) {
    position.go_to(scanner.at());
    SkimmedForm form = form_of(scanner.take_datum());
    form.line = position.line();
    form.column = position.column();
    forms.push_back(form);
  }
  return forms;
}

}  // namespace cairn
