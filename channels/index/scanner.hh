// SPDX-License-Identifier: GPL-3.0-or-later
// Scanner: where data of Scheme end, from the text alone: strings, comments, characters and quotes
// are passed over as the reader of Guile does. Nothing in it recurses: texts are of strangers.
#pragma once

#include <cstddef>
#include <string_view>

namespace cairn {

class Scanner {
 public:
  explicit Scanner(std::string_view text, std::size_t begin = 0) : text_(text), at_(begin) {}

  std::size_t at() const { return at_; }
  bool is_at_end() const { return at_ >= text_.size(); }
  char here() const { return text_[at_]; }

  // Pass over white space, comments and data that #; takes out.
  void skip_space();
  // Pass over the next datum, with what quotes it; returns its text, empty at the end. A closing
  // parenthesis that nothing opened is a datum of its own.
  std::string_view take_datum();
  // Whether here is the end of the list that was entered, or of the text.
  bool is_at_list_end() const { return is_at_end() || here() == ')' || here() == ']'; }
  // Go into the list that begins here; false if none does.
  bool enter_list();

 private:
  bool sees(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  // Go on to the first character that PASSES is false for.
  template <typename Passes>
  void skip_while(Passes passes);
  void skip_blank();
  bool skip_hash_comment();
  void skip_line();
  void skip_block_comment();
  void skip_script_head();
  void skip_string();
  void skip_list();
  void skip_atom();
  void skip_unit();
  bool skip_prefix();
  [[noreturn]] void refuse(const char* what, std::size_t begin) const;

  std::string_view text_;
  std::size_t at_;
};

}  // namespace cairn
