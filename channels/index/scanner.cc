// SPDX-License-Identifier: GPL-3.0-or-later
// Passing over data.
#include "channels/index/scanner.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <array>

namespace cairn {

namespace {

// What each character is, so that the inner loops ask a table once.
enum Kind : unsigned char {
  other = 0,
  space = 1,
  opening = 2,
  closing = 4,
  mark = 8,     // with all of these an atom ends
  quote = 16,   // begins what stands before a datum and belongs to it: #~ ' ` ,@
  hashed = 32,  // does so behind a #
  splice = 64,  // may have an @ behind it
};

constexpr std::array<unsigned char, 256> kinds = [] {
  std::array<unsigned char, 256> table{};
  for (unsigned char c : std::string_view(" \n\t\r\f\v")) table[c] = space;
  for (unsigned char c : std::string_view("([")) table[c] = opening;
  for (unsigned char c : std::string_view(")]")) table[c] = closing;
  for (unsigned char c : std::string_view("\";")) table[c] = mark;
  for (unsigned char c : std::string_view("#'`,")) table[c] |= quote;
  for (unsigned char c : std::string_view("'`,~$+")) table[c] |= hashed;
  for (unsigned char c : std::string_view(",$+")) table[c] |= splice;
  return table;
}();

bool is_a(char c, int kind) {
  return (kinds[static_cast<unsigned char>(c)] & kind) != 0;
}

// "#!" and one of these is no comment but changes the reader.
constexpr std::string_view directives[] = {"r6rs", "fold-case", "no-fold-case", "curly-infix",
                                           "curly-infix-and-bracket-lists"};

bool is_directive_character(char c) {
  return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Whether ATOM begins an array when a list follows at once: #vu8( #u8( #f64( #2( #1@2(
bool begins_array(std::string_view atom) {
  constexpr std::string_view beginnings = "vusfc0123456789@";
  return atom.size() > 1 && atom[0] == '#' && beginnings.find(atom[1]) != std::string_view::npos &&
         atom != "#f" && atom != "#false";
}

}  // namespace

void Scanner::refuse(const char* what, std::size_t begin) const {
  auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  throw Error("{} that begins in line {} does not end", what, line + 1);
}

template <typename Passes>
void Scanner::skip_while(Passes passes) {
  const char* at = text_.data() + at_;
  const char* end = text_.data() + text_.size();
  while (at < end && passes(*at)) ++at;
  at_ = static_cast<std::size_t>(at - text_.data());
}

void Scanner::skip_line() {
  at_ = std::min(text_.find('\n', at_), text_.size());
}

void Scanner::skip_block_comment() {
  std::size_t begin = at_;
  std::size_t depth = 0;
  do {
    if (is_at_end()) refuse("a comment", begin);
    if (sees("#|")) {
      ++depth;
      at_ += 2;
    } else if (sees("|#")) {
      --depth;
      at_ += 2;
    } else {
      ++at_;
    }
  } while (depth > 0);
}

// "#!/usr/bin/guile ... !#", which Guile takes for a comment wherever it stands.
void Scanner::skip_script_head() {
  std::size_t begin = at_;
  at_ += 2;
  std::size_t end = at_;
  while (end < text_.size() && is_directive_character(text_[end])) ++end;
  if (std::ranges::find(directives, text_.substr(at_, end - at_)) != std::end(directives)) {
    at_ = end;
    return;
  }
  end = text_.find("!#", at_);
  if (end == std::string_view::npos) refuse("a comment", begin);
  at_ = end + 2;
}

bool Scanner::skip_hash_comment() {
  if (sees("#|")) {
    skip_block_comment();
    return true;
  }
  if (!sees("#!")) return false;
  skip_script_head();
  return true;
}

void Scanner::skip_blank() {
  for (;;) {
    skip_while([](char c) { return is_a(c, space); });
    if (is_at_end()) return;
    if (here() == ';') {
      skip_line();
    } else if (here() != '#' || !skip_hash_comment()) {
      return;
    }
  }
}

void Scanner::skip_space() {
  std::size_t owed = 0;  // data that are taken out
  for (skip_blank(); !is_at_end(); skip_blank()) {
    if (sees("#;")) {
      at_ += 2;
      ++owed;
    } else if (owed == 0) {
      return;
    } else if (!skip_prefix()) {
      skip_unit();
      --owed;
    }
  }
}

void Scanner::skip_string() {
  const std::size_t begin = at_;
  std::size_t quote = begin;
  std::size_t backslashes = 0;  // before the quote; an odd number makes it a part of the string
  do {
    quote = text_.find('"', quote + 1);
    if (quote == std::string_view::npos) refuse("a string", begin);
    backslashes = 0;
    while (text_[quote - 1 - backslashes] == '\\') ++backslashes;
  } while (backslashes % 2 == 1);
  at_ = quote + 1;
}

bool Scanner::enter_list() {
  if (is_at_end() || !is_a(here(), opening)) return false;
  ++at_;
  return true;
}

// One pass with a count: lists nest deeper than a stack may. What #; takes out counts as well.
void Scanner::skip_list() {
  std::size_t begin = at_;
  std::size_t depth = 0;
  do {
    skip_blank();
    if (is_at_end()) refuse("a list", begin);
    if (is_a(here(), opening)) {
      ++depth;
      ++at_;
    } else if (is_a(here(), closing)) {
      --depth;
      ++at_;
    } else if (sees("#;")) {
      at_ += 2;
    } else if (!skip_prefix()) {
      skip_atom();
    }
  } while (depth > 0);
}

void Scanner::skip_atom() {
  if (here() == '"') return skip_string();
  if (here() == '#' && sees("#{")) {
    at_ = std::min(text_.find("}#", at_), text_.size() - 2) + 2;
    return;
  }
  bool is_character = here() == '#' && sees("#\\");  // it may be any
  at_ = std::min(at_ + (is_character ? 3 : 1), text_.size());
  skip_while([](char c) { return !is_a(c, space | opening | closing | mark); });
}

// One of #' #` #, #,@ #~ #$ #$@ #+ #+@ ' ` , ,@ or the # of a vector.
bool Scanner::skip_prefix() {
  if (!is_a(here(), quote)) return false;
  std::size_t last = at_;
  if (here() == '#') {
    ++last;
    if (last >= text_.size() || !is_a(text_[last], hashed | opening)) return false;
    if (is_a(text_[last], opening)) {
      at_ = last;
      return true;
    }
  }
  bool splices = is_a(text_[last], splice) && text_.substr(last + 1).starts_with('@');
  at_ = last + (splices ? 2 : 1);
  return true;
}

void Scanner::skip_unit() {
  if (is_a(here(), opening)) return skip_list();
  if (is_a(here(), closing)) {
    ++at_;  // one too many: the reader says so when it comes here
    return;
  }
  std::size_t begin = at_;
  skip_atom();
  bool is_array = begins_array(text_.substr(begin, at_ - begin));
  if (is_array && !is_at_end() && is_a(here(), opening)) skip_list();
}

std::string_view Scanner::take_datum() {
  skip_space();
  std::size_t begin = at_;
  for (std::size_t owed = 1; owed > 0; skip_blank()) {
    if (is_at_end()) break;
    if (sees("#;")) {
      at_ += 2;
      ++owed;
    } else if (!skip_prefix()) {
      skip_unit();
      if (--owed == 0) break;
    }
  }
  return text_.substr(begin, at_ - begin);
}

}  // namespace cairn
