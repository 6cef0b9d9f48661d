// SPDX-License-Identifier: GPL-3.0-or-later
// Reading plain data. All that is doubtful is left to Guile: a text that two readers take
// differently would have two store paths.
#include "scheme/eval/plain_data.hh"

#include <algorithm>
#include <charconv>
#include <utility>

namespace cairn::eval {

namespace {

constexpr int most_depth = 500;

using Kind = PlainDatum::Kind;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}
bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

// The characters of symbols that are written plainly (manual/formats/builder-scripts.md).
bool is_of_symbol(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("!$%&*/:<=>?^_~+-.@").find(c) != std::string_view::npos;
}

// Whether TOKEN is a whole number that is printed as it is written.
bool is_whole_number(std::string_view token) {
  if (token.starts_with('-') && token != "-0") token.remove_prefix(1);
  return !token.empty() && std::all_of(token.begin(), token.end(), is_digit) &&
         (token.size() == 1 || token[0] != '0');
}

bool is_byte(std::string_view token) {
  return is_whole_number(token) && (token.size() < 3 || (token.size() == 3 && token <= "255")) &&
         token[0] != '-';
}

// TOKEN, an octal or hexadecimal number that is not very long (#o755, #xff), as it is printed.
std::optional<std::string> decimal(std::string_view token) {
  int base = token.starts_with("#o") ? 8 : token.starts_with("#x") ? 16 : 0;
  if (base == 0 || token.size() < 3 || token.size() > 16 || token[2] == '-') return std::nullopt;
  std::uint64_t number = 0;
  auto [end, problem] =
      std::from_chars(token.data() + 2, token.data() + token.size(), number, base);
  if (problem != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return std::to_string(number);
}

// Whether TOKEN is for certain a symbol that is printed as it is written, and no number.
bool is_plain_symbol(std::string_view token) {
  if (token.empty() || !std::all_of(token.begin(), token.end(), is_of_symbol)) return false;
  if (token.starts_with(':') || token.ends_with(':')) return false;
  if (token == "1+" || token == "1-" || token == "+" || token == "-" || token == "...") return true;
  if (token.starts_with("->")) return true;
  return !is_digit(token[0]) && std::string_view("+-.@").find(token[0]) == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<std::vector<PlainDatum>> read_all() {
    std::vector<PlainDatum> data;
    for (skip_blank(); !is_at_end(); skip_blank()) {
      std::optional<PlainDatum> datum = read(0);
      if (!datum) return std::nullopt;
      data.push_back(*std::move(datum));
    }
    return data;
  }

 private:
  bool is_at_end() const { return at_ >= text_.size(); }
  char here() const { return text_[at_]; }
  bool sees(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  bool is_at_delimiter() const {
    return is_at_end() || is_space(here()) || here() == '(' || here() == ')' || here() == '"' ||
           here() == ';';
  }

  void skip_blank() {
    while (!is_at_end() && (is_space(here()) || here() == ';')) {
      if (here() == ';') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        ++at_;
      }
    }
  }

  std::string_view take_token() {
    std::size_t begin = at_;
    while (!is_at_delimiter()) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  std::optional<PlainDatum> read(int depth) {
    if (is_at_end() || depth > most_depth) return std::nullopt;
    switch (here()) {
      case '(': return read_list(depth);
      case '"': return read_string();
      case '\'': return read_quoted("'", "quote", depth);
      case '`': return read_quoted("`", "quasiquote", depth);
      case ',':
        return sees(",@") ? read_quoted(",@", "unquote-splicing", depth)
                          : read_quoted(",", "unquote", depth);
      case '#': return read_hash(depth);
      default: return read_word();
    }
  }

  std::optional<PlainDatum> read_quoted(std::string_view mark, const char* symbol, int depth) {
    at_ += mark.size();
    skip_blank();
    std::optional<PlainDatum> datum = read(depth + 1);
    if (!datum) return std::nullopt;
    PlainDatum list{Kind::list, {}, {{Kind::symbol, symbol, {}, {}}}, {}};
    list.elements.push_back(*std::move(datum));
    return list;
  }

  std::optional<PlainDatum> read_list(int depth) {
    ++at_;
    PlainDatum list{Kind::list, {}, {}, {}};
    for (skip_blank(); !is_at_end() && here() != ')'; skip_blank()) {
      if (is_at_dot()) {
        if (!read_behind_dot(list, depth)) return std::nullopt;
        break;
      }
      std::optional<PlainDatum> element = read(depth + 1);
      if (!element) return std::nullopt;
      list.elements.push_back(*std::move(element));
    }
    if (is_at_end() || here() != ')') return std::nullopt;
    ++at_;
    if (list.elements.empty()) return PlainDatum{Kind::atom, "()", {}, {}};
    return list;
  }

  bool is_at_dot() const {
    return sees(".") && (at_ + 1 == text_.size() || is_space(text_[at_ + 1]));
  }

  // Read what stands behind the dot of LIST, and go on to its end.
  bool read_behind_dot(PlainDatum& list, int depth) {
    ++at_;
    skip_blank();
    std::optional<PlainDatum> last = read(depth + 1);
    if (!last || list.elements.empty()) return false;
    skip_blank();
    if (last->kind == Kind::list) {
      std::move(last->elements.begin(), last->elements.end(), std::back_inserter(list.elements));
      list.last = std::move(last->last);
    } else if (last->text != "()") {
      list.last = std::move(last->text);
    }
    return true;
  }

  std::optional<PlainDatum> read_word() {
    std::string token(take_token());
    if (is_whole_number(token)) return PlainDatum{Kind::atom, token, {}, {}};
    if (is_plain_symbol(token)) return PlainDatum{Kind::symbol, token, {}, {}};
    return std::nullopt;
  }

  std::optional<PlainDatum> read_hash(int depth) {
    if (sees("#\\")) return read_character();
    if (sees("#vu8(")) return read_bytes();
    if (sees("#'")) return read_quoted("#'", "syntax", depth);
    std::string token(take_token());
    if (token == "#t" || token == "#f") return PlainDatum{Kind::atom, token, {}, {}};
    if (token.starts_with("#:") && is_plain_symbol(token.substr(2))) {
      return PlainDatum{Kind::keyword, token, {}, {}};
    }
    std::optional<std::string> number = decimal(token);
    if (!number) return std::nullopt;
    return PlainDatum{Kind::atom, *std::move(number), {}, {}};
  }

  std::optional<PlainDatum> read_bytes() {
    std::string canonical = "#vu8(";
    at_ += canonical.size() - 1;
    std::optional<PlainDatum> list = read_list(most_depth - 1);  // of atoms
    if (!list || list->last) return std::nullopt;
    for (const PlainDatum& element : list->elements) {
      if (!is_byte(element.text)) return std::nullopt;
      if (!canonical.ends_with('(')) canonical += ' ';
      canonical += element.text;
    }
    return PlainDatum{Kind::atom, canonical + ')', {}, {}};
  }

  std::optional<PlainDatum> read_character() {
    std::size_t begin = at_;
    at_ += 2;
    if (is_at_end() || !is_printable(here()) || here() == ' ') return std::nullopt;
    ++at_;  // it may be a delimiter itself
    take_token();
    std::string token(text_.substr(begin, at_ - begin));
    if (token.size() != 3 && token != "#\\space" && token != "#\\newline" && token != "#\\tab" &&
        token != "#\\nul") {
      return std::nullopt;
    }
    return PlainDatum{Kind::atom, token, {}, {}};
  }

  std::optional<PlainDatum> read_string() {
    std::string canonical = "\"";
    for (++at_; !is_at_end() && here() != '"'; ++at_) {
      if (!add_character(canonical)) return std::nullopt;
    }
    if (is_at_end()) return std::nullopt;
    ++at_;
    return PlainDatum{Kind::atom, canonical + '"', {}, {}};
  }

  // Write the character of a string that stands here; false if it is not plain.
  bool add_character(std::string& canonical) {
    if (here() == '\n') {
      canonical += "\\n";
    } else if (here() == '\t') {
      canonical += "\\t";
    } else if (here() == '\\') {
      ++at_;
      if (is_at_end() || std::string_view("\"\\nt").find(here()) == std::string_view::npos) {
        return false;
      }
      canonical += '\\';
      canonical += here();
    } else if (is_printable(here())) {
      canonical += here();
    } else {
      return false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<PlainDatum>> read_plain_data(std::string_view text) {
  return Reader(text).read_all();
}

}  // namespace cairn::eval
