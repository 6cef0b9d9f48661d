// SPDX-License-Identifier: GPL-3.0-or-later
// Passing over data.
#include "channels/index/scanner.hh"

#include "core/base/error.hh"

#include <algorithm>

namespace cairn {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

bool is_opening(char c) {
  return c == '(' || c == '[';
}

bool is_closing(char c) {
  return c == ')' || c == ']';
}

bool ends_atom(char c) {
  return is_space(c) || is_opening(c) || is_closing(c) || c == '"' || c == ';';
}

// What stands before a datum and belongs to it; the longer first.
constexpr std::string_view prefixes[] = {"#,@", "#$@", "#+@", ",@", "#'", "#`", "#,", "#~",
                                         "#$",  "#+",  "'",   "`",  ","};

}  // namespace

void Scanner::refuse(const char* what, std::size_t begin) const {
  auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  throw Error("{} that begins in line {} does not end", what, line + 1);
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

void Scanner::skip_space() {
  while (!is_at_end()) {
    if (is_space(here())) {
      ++at_;
    } else if (here() == ';') {
      skip_line();
    } else if (sees("#|")) {
      skip_block_comment();
    } else if (sees("#;")) {
      at_ += 2;
      take_datum();
    } else {
      return;
    }
  }
}

void Scanner::skip_string(char quote) {
  std::size_t begin = at_++;
  while (!is_at_end() && here() != quote) at_ += here() == '\\' ? 2 : 1;
  if (is_at_end()) refuse("a string", begin);
  ++at_;
}

bool Scanner::enter_list() {
  if (is_at_end() || !is_opening(here())) return false;
  ++at_;
  return true;
}

// One pass with a count: lists nest deeper than a stack may.
void Scanner::skip_list() {
  std::size_t begin = at_;
  std::size_t depth = 0;
  do {
    skip_space();
    if (is_at_end()) refuse("a list", begin);
    if (is_opening(here())) {
      ++depth;
      ++at_;
    } else if (is_closing(here())) {
      --depth;
      ++at_;
    } else if (!skip_prefix()) {
      skip_atom();
    }
  } while (depth > 0);
}

void Scanner::skip_atom() {
  if (here() == '"') return skip_string('"');
  if (sees("#{")) {
    at_ = std::min(text_.find("}#", at_), text_.size() - 2) + 2;
    return;
  }
  if (sees("#\\")) at_ += 3;  // the character itself may be any
  at_ = std::min(at_, text_.size());
  while (!is_at_end() && !ends_atom(here())) {
    if (here() == '|') {
      skip_string('|');
    } else {
      ++at_;
    }
  }
}

bool Scanner::skip_prefix() {
  for (std::string_view prefix : prefixes) {
    if (sees(prefix)) {
      at_ += prefix.size();
      return true;
    }
  }
  if (sees("#(") || sees("#[")) {
    ++at_;
    return true;
  }
  return false;
}

std::string_view Scanner::take_datum() {
  skip_space();
  std::size_t begin = at_;
  while (!is_at_end() && skip_prefix()) skip_space();
  if (is_at_end()) return text_.substr(begin);
  if (is_opening(here())) {
    skip_list();
  } else if (is_closing(here())) {
    ++at_;  // one too many: the reader says so when it comes here
  } else {
    skip_atom();
  }
  return text_.substr(begin, at_ - begin);
}

}  // namespace cairn
