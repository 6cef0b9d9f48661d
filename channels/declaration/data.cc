// SPDX-License-Identifier: GPL-3.0-or-later
// Reading data. It recurses, but never deeper than depth_limit.
#include "channels/declaration/data.hh"

#include "core/base/utf8.hh"

#include <charconv>

namespace cairn {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

bool ends_atom(char c) {
  return is_space(c) || std::string_view("()[]\";'`,").find(c) != std::string_view::npos;
}

// What could make a terminal do something when a message shows it.
bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && !is_space(c)) || c == '\x7f';
}

// Bytes that continue a character of UTF-8 are no columns of their own.
bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

}  // namespace

DataReader::DataReader(std::string_view text, std::string file)
    : text_(text), file_(std::move(file)) {
  if (text.size() > size_limit) throw Error("{}: it has more than {} bytes", file_, size_limit);
  std::size_t length = utf8_length(text);
  if (length == text.size()) return;
  advance(length);
  refuse(position_, "this is not UTF-8");
}

void DataReader::refuse(const Position& where, const std::string& why) const {
  throw Error("{}:{}:{}: {}", file_, where.line, where.column, why);
}

void DataReader::advance(std::size_t count) {
  for (; count > 0; --count, ++position_.at) {
    if (here() == '\n') {
      ++position_.line;
      position_.column = 1;
    } else if (begins_character(here())) {
      ++position_.column;
    }
  }
}

void DataReader::skip_block_comment() {
  Position begin = position_;
  unsigned depth = 0;
  do {
    if (is_at_end()) refuse(begin, "this comment does not end");
    bool opens = sees("#|");
    bool closes = sees("|#");
    if (opens) ++depth;
    if (closes) --depth;
    advance(opens || closes ? 2 : 1);
  } while (depth > 0);
}

void DataReader::skip_space(unsigned depth) {
  while (!is_at_end()) {
    if (is_space(here())) {
      advance();
    } else if (here() == ';') {
      advance(std::min(text_.find('\n', position_.at), text_.size()) - position_.at);
    } else if (sees("#|")) {
      skip_block_comment();
    } else if (sees("#;")) {
      advance(2);
      read_datum(depth + 1);
    } else {
      return;
    }
  }
}

std::optional<Datum> DataReader::next() {
  skip_space(0);
  if (is_at_end()) return std::nullopt;
  return read_datum(0);
}

Datum DataReader::read_datum(unsigned depth) {
  if (depth > depth_limit) refuse(position_, "lists are nested too deeply");
  skip_space(depth);
  if (is_at_end()) refuse(position_, "the file ends where something is missing");
  if (++count_ > count_limit) refuse(position_, "the file says too much");
  Datum begun;
  begun.line = position_.line;
  begun.column = position_.column;
  switch (here()) {
    case '(': return read_list(std::move(begun), depth);
    case '\'': return read_quoted(std::move(begun), depth);
    case '"': return read_string(std::move(begun));
    default: return read_atom(std::move(begun));
  }
}

Datum DataReader::read_list(Datum begun, unsigned depth) {
  Position begin = position_;
  advance();
  for (skip_space(depth); is_at_end() || here() != ')'; skip_space(depth)) {
    if (is_at_end()) refuse(begin, "this list does not end");
    begun.items.push_back(read_datum(depth + 1));
  }
  advance();
  return begun;
}

Datum DataReader::read_quoted(Datum begun, unsigned depth) {
  Datum quote = begun;
  quote.kind = Datum::Kind::symbol;
  quote.text = "quote";
  advance();
  begun.items.push_back(std::move(quote));
  begun.items.push_back(read_datum(depth + 1));
  return begun;
}

Datum DataReader::read_string(Datum begun) {
  constexpr std::string_view escapes = "\"\\nt";
  constexpr std::string_view meanings = "\"\\\n\t";
  Position begin = position_;
  begun.kind = Datum::Kind::string;
  for (advance(); is_at_end() || here() != '"'; advance()) {
    if (is_at_end()) refuse(begin, "this string does not end");
    if (is_control(here())) refuse(position_, "there is a control character in this string");
    if (here() != '\\') {
      begun.text += here();
      continue;
    }
    advance();
    std::size_t which = is_at_end() ? escapes.npos : escapes.find(here());
    if (which == escapes.npos) refuse(position_, "strings know \\\", \\\\, \\n and \\t alone");
    begun.text += meanings[which];
  }
  advance();
  return begun;
}

Datum DataReader::read_atom(Datum begun) {
  Position begin = position_;
  while (!is_at_end() && !ends_atom(here()) && !is_control(here())) advance();
  std::string_view atom = text_.substr(begin.at, position_.at - begin.at);
  if (atom.empty()) refuse(begin, "a character stands here that means nothing");
  bool has_digits = atom.find_first_not_of("0123456789", atom[0] == '-' ? 1 : 0) == atom.npos;
  if (has_digits && atom != "-") {
    auto [end, failure] = std::from_chars(atom.data(), atom.data() + atom.size(), begun.number);
    if (failure != std::errc()) refuse(begin, "this number is too large");
    begun.kind = Datum::Kind::integer;
  } else if (atom == "#t" || atom == "#f" || atom == "#true" || atom == "#false") {
    begun.kind = Datum::Kind::boolean;
    begun.number = atom[1] == 't' ? 1 : 0;
  } else if (atom.starts_with("#:") && atom.size() > 2) {
    begun.kind = Datum::Kind::keyword;
    begun.text = atom.substr(2);
  } else if (atom[0] == '#') {
    refuse(begin, "this is no datum that is known here");
  } else {
    begun.kind = Datum::Kind::symbol;
    begun.text = atom;
  }
  return begun;
}

}  // namespace cairn
