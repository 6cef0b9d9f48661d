// SPDX-License-Identifier: GPL-3.0-or-later
// Words by Horspool's algorithm; else regexec. Source: R. N. Horspool, Practical fast searching in
// strings, 1980.
#include "cli/pattern.hh"

#include "core/base/error.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::array<char, 256> small_letters = [] {
  std::array<char, 256> table{};
  for (int c = 0; c < 256; ++c) table[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return table;
}();

char small(char c) {
  return small_letters[static_cast<unsigned char>(c)];
}

constexpr std::string_view special = ".[]()*+?{}|^$\\";

// The longest run of plain letters that each match must hold. A letter before what repeats it does
// not count; alternatives, groups and brackets end the search, for they may hold anything.
std::string needed_word(std::string_view pattern) {
  constexpr std::string_view repeaters = "*?{";
  if (pattern.find_first_of("|([{\\") != std::string_view::npos) return "";
  std::string longest;
  std::string run;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    bool may_repeat =
        i + 1 < pattern.size() && repeaters.find(pattern[i + 1]) != std::string_view::npos;
    if (special.find(pattern[i]) == std::string_view::npos && !may_repeat) {
      run += pattern[i];
    } else {
      run.clear();
    }
    if (run.size() > longest.size()) longest = run;
  }
  return longest;
}

}  // namespace

WordFinder::WordFinder(std::string_view word) {
  std::ranges::transform(word, std::back_inserter(word_), small);
  jumps_.fill(word_.size());
  for (std::size_t i = 0; i + 1 < word_.size(); ++i) {
    std::size_t jump = word_.size() - 1 - i;
    jumps_[static_cast<unsigned char>(word_[i])] = jump;
    if (word_[i] >= 'a' && word_[i] <= 'z') {
      jumps_[static_cast<unsigned char>(word_[i] - 32)] = jump;
    }
  }
}

std::size_t WordFinder::find(std::string_view text, std::size_t begin) const {
  const std::size_t size = word_.size();
  for (std::size_t at = begin; at + size <= text.size();) {
    std::size_t left = size;
    while (left > 0 && small(text[at + left - 1]) == word_[left - 1]) --left;
    if (left == 0) return at;
    at += jumps_[static_cast<unsigned char>(text[at + size - 1])];
  }
  return std::string_view::npos;
}

void Pattern::Free::operator()(regex_t* regex) const {
  regfree(regex);
  std::default_delete<regex_t>()(regex);
}

Pattern::Pattern(const std::string& text) {
  bool is_word = !text.empty() && text.find_first_of(special) == std::string::npos;
  std::string word = is_word ? text : needed_word(text);
  if (!word.empty()) word_.emplace(word);
  if (is_word) return;
  auto regex = std::make_unique<regex_t>();
  int failure = regcomp(regex.get(), text.c_str(), REG_EXTENDED | REG_ICASE);
  if (failure != 0) {
    char reason[200];
    regerror(failure, regex.get(), reason, sizeof reason);
    throw Error("'{}' is no regular expression: {}", text, reason).with_status(Exit::misused);
  }
  regex_.reset(regex.release());
}

std::optional<Pattern::Span> Pattern::find(std::string_view text, std::size_t begin) const {
  if (word_) {
    std::size_t at = word_->find(text, begin);
    if (at == std::string_view::npos) return std::nullopt;
    if (!regex_) return Span{at, at + word_->size()};
  }
  // It reads from the beginning that it is given to the end, and no further.
  regmatch_t match{static_cast<regoff_t>(begin), static_cast<regoff_t>(text.size())};
  int flags = REG_STARTEND | (begin > 0 ? REG_NOTBOL : 0);
  const char* start = text.data() ? text.data() : "";
  if (regexec(regex_.get(), start, 1, &match, flags) != 0) return std::nullopt;
  return Span{static_cast<std::size_t>(match.rm_so), static_cast<std::size_t>(match.rm_eo)};
}

std::size_t Pattern::count_in(std::string_view text, std::size_t limit) const {
  std::size_t count = 0;
  for (std::size_t at = 0; count < limit && at <= text.size();) {
    auto found = find(text, at);
    if (!found) break;
    ++count;
    at = found->end > found->begin ? found->end : found->end + 1;
  }
  return count;
}

bool Pattern::is_all_of(std::string_view text) const {
  auto found = find(text, 0);
  return found && found->begin == 0 && found->end == text.size();
}

}  // namespace cairn
