// SPDX-License-Identifier: GPL-3.0-or-later
// Finding top-level forms.
#include "channels/index/skim.hh"

#include "channels/index/data.hh"
#include "channels/index/position.hh"
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

// DATUM if it is a symbol; else nothing.
std::string_view symbol_in(std::string_view datum) {
  return is_symbol(datum) ? datum : std::string_view();
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
