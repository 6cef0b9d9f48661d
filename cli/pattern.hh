// SPDX-License-Identifier: GPL-3.0-or-later
// Pattern: an extended regular expression of POSIX that is looked for in texts, capital letters or
// not. Most are plain words, which are found without the machinery.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <regex.h>
#include <string>
#include <string_view>

namespace cairn {

// Finds one word; letters of ASCII count as equal to their capitals.
class WordFinder {
 public:
  explicit WordFinder(std::string_view word);
  // Where the word is in TEXT, from BEGIN on; npos for nowhere.
  std::size_t find(std::string_view text, std::size_t begin = 0) const;
  std::size_t size() const { return word_.size(); }

 private:
  std::string word_;
  std::array<std::size_t, 256> jumps_;  // how far to go on, by the byte under the word's end
};

class Pattern {
 public:
  // Throws, as misuse, for what is no regular expression.
  explicit Pattern(const std::string& text);

  // How often it is in TEXT, at most LIMIT times.
  std::size_t count_in(std::string_view text, std::size_t limit) const;
  // Whether it is all of TEXT.
  bool is_all_of(std::string_view text) const;

 private:
  struct Span {
    std::size_t begin;
    std::size_t end;
  };
  std::optional<Span> find(std::string_view text, std::size_t begin) const;

  struct Free {
    void operator()(regex_t* regex) const;
  };
  std::optional<WordFinder> word_;        // all of the pattern, or what every match holds
  std::unique_ptr<regex_t, Free> regex_;  // null for a plain word
};

}  // namespace cairn
