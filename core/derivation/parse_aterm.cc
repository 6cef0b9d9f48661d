// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, read. Clients send them, so nothing is accepted that would print differently: two
// texts of one derivation would be two store items.
#include "core/derivation/aterm.hh"
#include "core/derivation/escaped.hh"
#include "core/derivation/output_rules.hh"
#include "core/hash/hash.hh"

#include <optional>
#include <type_traits>

namespace cairn {

namespace {

class Parser {
 public:
  Parser(const StoreDir& store, std::string_view text, std::string_view name)
      : store_(store), text_(text), name_(name) {}

  Derivation derivation() {
    Derivation result = links();
    expect(",");
    result.system = string();
    expect(",");
    result.builder = string();
    expect(",");
    list([&] { result.arguments.push_back(string()); });
    expect(",");
    environment(result);
    expect(")");
    if (at_ != text_.size()) refuse("bytes behind its end");
    return result;
  }

  Derivation links() {
    Derivation result;
    result.name = name_;
    expect("Derive(");
    outputs(result);
    expect(",");
    input_derivations(result);
    expect(",");
    input_sources(result);
    return result;
  }

 private:
  void outputs(Derivation& result) {
    list([&] {
      expect("(");
      std::size_t start = at_;
      std::string name = output_name();
      expect(",");
      DerivationOutput output{path(), std::nullopt};
      expect(",");
      output.fixed = fixed_output();
      expect(")");
      insert_last(result.outputs, std::move(name), std::move(output), start);
    });
    if (auto fault = fault_of_outputs(result); !fault.empty()) refuse(fault);
  }

  std::optional<FixedOutput> fixed_output() {
    std::size_t start = at_;
    std::string algorithm = string();
    expect(",");
    std::string digest = string();
    if (algorithm.empty() && digest.empty()) return std::nullopt;
    bool recursive = algorithm.starts_with("r:");
    return at(start, [&] {
      HashAlgorithm known = parse_hash_algorithm(std::string_view(algorithm).substr(recursive * 2));
      FixedOutput fixed{recursive ? ContentMethod::recursive : ContentMethod::flat,
                        parse_hash(digest, known)};
      if (to_text(fixed.hash, HashFormat::base16) != digest) throw Error("a hash not in base16");
      return fixed;
    });
  }

  void input_derivations(Derivation& result) {
    list([&] {
      expect("(");
      std::size_t start = at_;
      StorePath input = path();
      if (!input.is_derivation()) refuse("an input derivation that does not end in .drv", start);
      expect(",");
      std::set<std::string> names;
      list([&] {
        std::size_t name_start = at_;
        insert_last(names, output_name(), name_start);
      });
      expect(")");
      insert_last(result.input_derivations, std::move(input), std::move(names), start);
    });
  }

  void input_sources(Derivation& result) {
    list([&] {
      std::size_t start = at_;
      insert_last(result.input_sources, path(), start);
    });
  }

  void environment(Derivation& result) {
    list([&] {
      expect("(");
      std::size_t start = at_;
      std::string name = string();
      expect(",");
      std::string value = string();
      expect(")");
      insert_last(result.environment, std::move(name), std::move(value), start);
    });
  }

  // Put an element behind all others; START is where it stands in the text.
  template <typename Set, typename Element>
  void insert_last(Set& set, Element element, std::size_t start) {
    if (!set.empty() && !(*set.rbegin() < element)) refuse_order(start);
    set.insert(set.end(), std::move(element));
  }

  template <typename Map, typename Key, typename Value>
  void insert_last(Map& map, Key key, Value value, std::size_t start) {
    if (!map.empty() && !(map.rbegin()->first < key)) refuse_order(start);
    map.emplace_hint(map.end(), std::move(key), std::move(value));
  }

  // [a,b,...], each element read by ELEMENT.
  template <typename Element>
  void list(Element element) {
    expect("[");
    if (take("]")) return;
    do {
      element();
    } while (take(","));
    expect("]");
  }

  // Output names become part of item names and of environment variables.
  std::string output_name() {
    std::size_t start = at_;
    std::string name = string();
    at(start, [&] { check_item_name(name); });
    return name;
  }

  StorePath path() {
    std::size_t start = at_;
    std::string text = string();
    return at(start, [&] { return store_.parse(text); });
  }

  std::string string() {
    expect("\"");
    std::string value;
    for (;;) {
      std::size_t end = at_;
      while (end < text_.size() && !is_escaped(text_[end]) && text_[end] != '\0') ++end;
      if (end >= text_.size()) refuse("a string without end", text_.size());
      value += text_.substr(at_, end - at_);
      at_ = end + 1;
      if (text_[end] == '"') return value;
      if (text_[end] != '\\') refuse("a byte that must be escaped", end);
      value += escaped();
    }
  }

  char escaped() {
    char c = at_ < text_.size() ? text_[at_] : '\0';
    ++at_;
    switch (c) {
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      case '"':
      case '\\': return c;
      default: refuse("an unknown escape", at_ - 1);
    }
  }

  bool take(std::string_view token) {
    bool is_here = text_.substr(at_).starts_with(token);
    if (is_here) at_ += token.size();
    return is_here;
  }

  void expect(std::string_view token) {
    if (!take(token)) refuse(fmt::format("{:?} is missing", token));
  }

  // What READ returns; an Error that leaves it is told where in the text. The words are made only
  // then: a derivation names hundreds of paths.
  template <typename Read>
  std::invoke_result_t<Read> at(std::size_t start, Read read) {
    try {
      return read();
    } catch (Error& error) {
      error.while_doing(fmt::format("bad derivation '{}' at byte {}", name_, start));
      throw;
    }
  }

  [[noreturn]] void refuse_order(std::size_t start) { refuse("an entry out of order", start); }
  [[noreturn]] void refuse(std::string_view why) { refuse(why, at_); }
  [[noreturn]] void refuse(std::string_view why, std::size_t where) {
    throw Error("bad derivation '{}' at byte {}: {}", name_, where, why);
  }

  const StoreDir& store_;
  std::string_view text_;
  std::string_view name_;
  std::size_t at_ = 0;
};

}  // namespace

Derivation parse_aterm(const StoreDir& store, std::string_view text, std::string_view name) {
  return Parser(store, text, name).derivation();
}

Derivation parse_aterm_links(const StoreDir& store, std::string_view text, std::string_view name) {
  return Parser(store, text, name).links();
}

}  // namespace cairn
