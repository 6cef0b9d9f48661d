// SPDX-License-Identifier: GPL-3.0-or-later
// Datum: what the files of a channel are written in: Scheme's lists, as plain data. Nothing in them
// is evaluated. Texts are of strangers: their size, their depth and the number of data are bounded.
#pragma once

#include "core/base/error.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct Datum {
  enum class Kind : std::uint8_t { symbol, string, integer, boolean, keyword, list };
  Kind kind = Kind::list;
  std::string text;          // of a symbol, a string, or a keyword without "#:"
  std::int64_t number = 0;   // of an integer; of a boolean 0 or 1
  std::vector<Datum> items;  // of a list
  unsigned line = 1;         // where it begins; both count from 1, columns in characters
  unsigned column = 1;

  bool is(Kind wanted) const { return kind == wanted; }
  bool is_symbol(std::string_view name) const { return kind == Kind::symbol && text == name; }
  // Whether it is a list that begins with the symbol NAME.
  bool is_list_of(std::string_view name) const {
    return kind == Kind::list && !items.empty() && items.front().is_symbol(name);
  }
};

// Reads data one by one. 'X is the list (quote X), as for every reader of Scheme. Throws
// "FILE:LINE:COLUMN: ..." for what is no datum.
class DataReader {
 public:
  static constexpr std::size_t size_limit = 1 << 20;
  static constexpr unsigned depth_limit = 64;
  static constexpr unsigned count_limit = 50'000;

  // TEXT must outlive it. Throws if it is too long or not UTF-8.
  DataReader(std::string_view text, std::string file);

  // Nothing at the end.
  std::optional<Datum> next();

 private:
  struct Position {
    std::size_t at = 0;
    unsigned line = 1;
    unsigned column = 1;
  };

  bool is_at_end() const { return position_.at == text_.size(); }
  char here() const { return text_[position_.at]; }
  bool sees(std::string_view word) const { return text_.substr(position_.at).starts_with(word); }
  void advance(std::size_t count = 1);
  void skip_space(unsigned depth);
  void skip_block_comment();
  Datum read_datum(unsigned depth);
  Datum read_list(Datum begun, unsigned depth);
  Datum read_quoted(Datum begun, unsigned depth);
  Datum read_string(Datum begun);
  Datum read_atom(Datum begun);
  [[noreturn]] void refuse(const Position& where, const std::string& why) const;

  std::string_view text_;
  std::string file_;
  Position position_;
  unsigned count_ = 0;
};

// An Error about DATUM of FILE: "FILE:LINE:COLUMN: WHY".
template <typename... Args>
Error error_at(const std::string& file, const Datum& datum, fmt::format_string<Args...> why,
               Args&&... args) {
  return Error(fmt::format("{}:{}:{}: ", file, datum.line, datum.column) +
               fmt::format(why, std::forward<Args>(args)...));
}

}  // namespace cairn
