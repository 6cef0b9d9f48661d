// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, printed.
#include "core/derivation/aterm.hh"

#include "core/derivation/escaped.hh"

#include <algorithm>

namespace cairn {

namespace {

// Text that grows, with the commas and brackets of ATerm.
class Printer {
 public:
  explicit Printer(std::size_t size) { text_.reserve(size); }

  void raw(std::string_view text) { text_ += text; }

  // A string, with the escapes that Nix knows; all other bytes stand for themselves.
  void string(std::string_view value) {
    text_ += '"';
    for (const char *at = value.begin(), *plain = at;; at = plain + 1) {
      plain = std::find_if(at, value.end(), is_escaped);
      text_.append(at, plain);
      if (plain == value.end()) break;
      text_ += '\\';
      text_ += escape_of(*plain);
    }
    text_ += '"';
  }

  // [a,b,...], each element by PRINT.
  template <typename Range, typename Print>
  void list(const Range& range, Print print) {
    char separator = '[';
    for (const auto& element : range) {
      text_ += separator;
      print(element);
      separator = ',';
    }
    if (separator == '[') text_ += '[';
    text_ += ']';
  }

  template <typename Range>
  void strings(const Range& range) {
    list(range, [this](const auto& value) { string(value); });
  }

  std::string take() { return std::move(text_); }

 private:
  static char escape_of(char c) {
    switch (c) {
      case '\n': return 'n';
      case '\r': return 'r';
      case '\t': return 't';
      default: return c;
    }
  }

  std::string text_;
};

void print_outputs(Printer& printer, const StoreDir& store, const Derivation& derivation,
                   bool masked) {
  printer.list(derivation.outputs, [&](const auto& entry) {
    const auto& [name, output] = entry;
    printer.raw("(");
    printer.string(name);
    printer.raw(",");
    printer.string(masked ? "" : store.print(output.path));
    printer.raw(",");
    printer.string(output.fixed ? method_and_algorithm(*output.fixed) : "");
    printer.raw(",");
    printer.string(output.fixed ? to_text(output.fixed->hash, HashFormat::base16) : "");
    printer.raw(")");
  });
}

void print_inputs(Printer& printer, const NamedInputs& inputs) {
  printer.list(inputs, [&](const auto& input) {
    printer.raw("(");
    printer.string(input.first);
    printer.raw(",");
    printer.strings(input.second);
    printer.raw(")");
  });
}

void print_environment(Printer& printer, const Derivation& derivation, bool masked) {
  printer.list(derivation.environment, [&](const auto& variable) {
    const auto& [name, value] = variable;
    printer.raw("(");
    printer.string(name);
    printer.raw(",");
    printer.string(masked && derivation.outputs.contains(name) ? "" : value);
    printer.raw(")");
  });
}

// About how long the text will be: many are held at once, so none should be given much more.
std::size_t expected_size(const Derivation& derivation, const NamedInputs& inputs) {
  constexpr std::size_t path_size = 96;
  std::size_t size = path_size * (2 + inputs.size() + derivation.input_sources.size() +
                                  2 * derivation.outputs.size());
  for (const std::string& argument : derivation.arguments) size += argument.size() + 3;
  for (const auto& [name, value] : derivation.environment) size += name.size() + value.size() + 8;
  return size;
}

std::string print(const StoreDir& store, const Derivation& derivation, const NamedInputs& inputs,
                  bool masked) {
  Printer printer(expected_size(derivation, inputs));
  printer.raw("Derive(");
  print_outputs(printer, store, derivation, masked);
  printer.raw(",");
  print_inputs(printer, inputs);
  printer.raw(",");
  printer.list(derivation.input_sources,
               [&](const StorePath& path) { printer.string(store.print(path)); });
  printer.raw(",");
  printer.string(derivation.system);
  printer.raw(",");
  printer.string(derivation.builder);
  printer.raw(",");
  printer.strings(derivation.arguments);
  printer.raw(",");
  print_environment(printer, derivation, masked);
  printer.raw(")");
  return printer.take();
}

}  // namespace

std::string method_and_algorithm(const FixedOutput& fixed) {
  std::string_view prefix = fixed.method == ContentMethod::recursive ? "r:" : "";
  return fmt::format("{}{}", prefix, name_of(fixed.hash.algorithm()));
}

std::string print_aterm(const StoreDir& store, const Derivation& derivation) {
  NamedInputs inputs;
  for (const auto& [path, outputs] : derivation.input_derivations) {
    inputs.emplace_hint(inputs.end(), store.print(path), outputs);
  }
  return print(store, derivation, inputs, false);
}

std::string print_aterm_modulo(const StoreDir& store, const Derivation& derivation,
                               const NamedInputs& inputs, OutputPaths paths) {
  return print(store, derivation, inputs, paths == OutputPaths::masked);
}

StorePath derivation_path(const StoreDir& store, const Derivation& derivation) {
  return text_path(store, derivation.name + ".drv", print_aterm(store, derivation),
                   references_of(derivation));
}

}  // namespace cairn
