// SPDX-License-Identifier: GPL-3.0-or-later
// Printing plain data as scheme/cairn/print.scm does, rule by rule.
#include "scheme/eval/canonical_text.hh"

#include "scheme/eval/plain_data.hh"

namespace cairn::eval {

namespace {

using Kind = PlainDatum::Kind;

constexpr std::ptrdiff_t width = 78;  // columns

// What is left of ROOM columns behind DATUM on one line; less than 0 if it is too long.
std::ptrdiff_t room_after(const PlainDatum& datum, std::ptrdiff_t room) {
  if (datum.kind != Kind::list) return room - std::ssize(datum.text);
  room -= 2;
  for (const PlainDatum& element : datum.elements) {
    if (&element != datum.elements.data()) --room;
    if (room < 0) return room;
    room = room_after(element, room);
  }
  return datum.last ? room - 3 - std::ssize(*datum.last) : room;
}

class Printer {
 public:
  void print(const PlainDatum& datum) {
    if (datum.kind != Kind::list) {
      text_ += datum.text;
    } else if (room_after(datum, width - column()) >= 0) {
      print_line(datum);
    } else {
      print_broken(datum);
    }
  }

  void end_line() {
    text_ += '\n';
    line_ = text_.size();
  }

  std::string take() { return std::move(text_); }

 private:
  std::ptrdiff_t column() const { return std::ssize(text_) - static_cast<std::ptrdiff_t>(line_); }

  void print_line(const PlainDatum& datum) {
    text_ += datum.text;
    if (datum.kind != Kind::list) return;
    text_ += '(';
    for (const PlainDatum& element : datum.elements) {
      if (&element != datum.elements.data()) text_ += ' ';
      print_line(element);
    }
    if (datum.last) text_ += " . " + *datum.last;
    text_ += ')';
  }

  // The elements on lines of their own, one further in than the list; its first two share a line if
  // the first is a symbol, and so do a keyword and its value.
  void print_broken(const PlainDatum& list) {
    std::ptrdiff_t indent = column() + 1;
    text_ += '(';
    print(list.elements.front());
    for (std::size_t i = 1; i < list.elements.size(); ++i) {
      Kind before = list.elements[i - 1].kind;
      if (before == Kind::keyword || (i == 1 && before == Kind::symbol)) {
        text_ += ' ';
      } else {
        break_line(indent);
      }
      print(list.elements[i]);
    }
    if (list.last) {
      break_line(indent);
      text_ += ". " + *list.last;
    }
    text_ += ')';
  }

  void break_line(std::ptrdiff_t indent) {
    end_line();
    text_.append(static_cast<std::size_t>(indent), ' ');
  }

  std::string text_;
  std::size_t line_ = 0;  // where it begins
};

}  // namespace

std::optional<std::string> canonical_text(std::string_view text) {
  std::optional<std::vector<PlainDatum>> data = read_plain_data(text);
  if (!data) return std::nullopt;
  Printer printer;
  for (const PlainDatum& datum : *data) {
    printer.print(datum);
    printer.end_line();
  }
  return printer.take();
}

}  // namespace cairn::eval
