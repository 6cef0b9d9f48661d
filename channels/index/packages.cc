// SPDX-License-Identifier: GPL-3.0-or-later
// Skimming packages.
#include "channels/index/packages.hh"

#include "channels/index/data.hh"
#include "channels/index/position.hh"
#include "channels/index/scanner.hh"
#include "channels/index/skim.hh"

#include <algorithm>
#include <unordered_set>

namespace cairn {

namespace {

using Names = std::unordered_set<std::string_view>;

constexpr std::string_view binders[] = {"let", "let*", "letrec", "letrec*", "begin"};

// A (package ...) and what stands around it.
struct PackageForm {
  std::string_view text;
  std::vector<std::string_view> elements;
  Names bound;  // by `let' and its like
  bool is_wrapped = false;
  bool is_hidden = false;
};

// Note what the form with ELEMENTS does to the package at its end.
void note_surroundings(const std::vector<std::string_view>& elements, PackageForm& form) {
  if (elements[0] == "hidden-package") {
    form.is_hidden = true;
  } else if (std::ranges::find(binders, elements[0]) == std::end(binders)) {
    form.is_wrapped = true;
  }
  for (std::string_view binding : elements_of(elements[1])) {
    auto parts = elements_of(binding);
    if (!parts.empty()) form.bound.insert(parts[0]);
  }
}

// The (package ...) that EXPRESSION is or ends with: (let (...) (package ...)). Its text is empty
// where there is none.
PackageForm package_form(std::string_view expression) {
  PackageForm form;
  for (int depth = 0; depth < 3; ++depth) {
    auto elements = elements_of(expression);
    if (elements.empty()) break;
    if (elements[0] == "package") {
      form.text = expression;
      form.elements = std::move(elements);
      break;
    }
    if (elements.size() < 2) break;
    note_surroundings(elements, form);
    expression = elements.back();
  }
  return form;
}

PackageField inherits_field(std::string_view datum, const Names& bound) {
  bool is_variable = is_symbol(datum) && !bound.contains(datum);
  return {is_variable ? PackageField::Kind::literal : PackageField::Kind::computed,
          is_variable ? datum : std::string_view()};
}

// One field of the record: where its value goes, and what reads it.
struct FieldReader {
  std::string_view name;
  PackageField PackageEntry::*target;
  PackageField (*read)(std::string_view datum, std::deque<std::string>& made);
};

constexpr FieldReader field_readers[] = {
    {"name", &PackageEntry::name, string_field},
    {"version", &PackageEntry::version, string_field},
    {"synopsis", &PackageEntry::synopsis, string_field},
    {"description", &PackageEntry::description, string_field},
    {"home-page", &PackageEntry::home_page, optional_string_field},
    {"license", &PackageEntry::license, license_field},
    {"outputs", &PackageEntry::outputs, strings_field},
    {"inputs", &PackageEntry::inputs, inputs_field},
    {"native-inputs", &PackageEntry::native_inputs, inputs_field},
    {"propagated-inputs", &PackageEntry::propagated_inputs, inputs_field},
    {"properties", &PackageEntry::hidden,
     [](std::string_view datum, std::deque<std::string>&) { return hidden_field(datum); }},
};

// CLAUSE is (FIELD VALUE). Only what is wanted of it is read: phases are longer than all else.
void read_field(std::string_view clause, const Names& bound, PackageEntry& entry,
                std::deque<std::string>& made) {
  std::string_view field = head_of(clause);
  auto reader = std::ranges::find(field_readers, field, &FieldReader::name);
  bool is_known = reader != std::end(field_readers);
  if (!is_known && field != "inherit") return;
  auto parts = elements_of(clause);
  if (parts.size() != 2) return;
  if (is_known) {
    entry.*reader->target = reader->read(parts[1], made);
  } else {
    entry.inherits = inherits_field(parts[1], bound);
  }
}

// Where PLACE is, a piece of FORM's text.
void set_place(const SkimmedForm& form, std::string_view place, PackageEntry& entry) {
  Position position(form.text);
  position.go_to(static_cast<std::size_t>(place.data() - form.text.data()));
  std::size_t indent = position.line() == 0 ? form.column : 0;
  entry.line = static_cast<std::uint32_t>(form.line + position.line() + 1);
  entry.column = static_cast<std::uint32_t>(indent + position.column() + 1);
}

bool add_package(std::string_view text, const SkimmedForm& form, ModulePackages& found) {
  auto definition = elements_of(form.text);
  if (definition.size() < 3 || definition[1] != form.name) return false;  // a procedure
  PackageForm package = package_form(definition.back());
  if (package.text.empty()) return false;
  PackageEntry entry;
  entry.variable = form.name;
  entry.is_public = form.kind == "define-public";
  entry.is_wrapped = package.is_wrapped;
  set_place(form, package.text, entry);
  entry.offset = static_cast<std::uint32_t>(form.text.data() - text.data());
  entry.length = static_cast<std::uint32_t>(form.text.size());
  for (std::string_view clause : package.elements) {
    read_field(clause, package.bound, entry, found.made);
  }
  if (package.is_hidden) entry.hidden = {PackageField::Kind::literal, "#t"};
  found.packages.push_back(entry);
  return true;
}

std::vector<std::string_view> module_name(const SkimmedForm& form) {
  auto elements = elements_of(form.text);
  if (elements.size() < 2) return {};
  return elements_of(elements[1]);
}

// The names in #:export (...) of a module, or in (export ...).
void add_exports(const SkimmedForm& form, Names& exports) {
  auto elements = elements_of(form.text);
  for (std::size_t i = 1; i < elements.size(); ++i) {
    if (form.kind == "export") exports.insert(elements[i]);
    if (elements[i - 1] != "#:export") continue;
    for (std::string_view name : elements_of(elements[i])) exports.insert(name);
  }
}

bool has_one_of(std::string_view words, const Names& names) {
  while (!words.empty()) {
    std::size_t end = std::min(words.find(' '), words.size());
    if (names.contains(words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

// A variable that the module defines as something else is no package of another module.
void forget_what_refers_to(const Names& others, PackageEntry& entry) {
  for (auto field : {&PackageEntry::inherits, &PackageEntry::inputs, &PackageEntry::native_inputs,
                     &PackageEntry::propagated_inputs}) {
    if (has_one_of((entry.*field).text, others)) {
      entry.*field = {PackageField::Kind::computed, {}};
    }
  }
}

}  // namespace

ModulePackages packages_in(std::string_view text) {
  ModulePackages found;
  Names exports;
  Names others;
  for (const SkimmedForm& form : skim(text)) {
    if (form.kind == "define-module") found.module = module_name(form);
    if (form.kind == "define-module" || form.kind == "export") add_exports(form, exports);
    if (form.kind != "define-public" && form.kind != "define") continue;
    if (!add_package(text, form, found)) others.insert(form.name);
  }
  for (PackageEntry& entry : found.packages) {
    if (exports.contains(entry.variable)) entry.is_public = true;
    if (!others.empty()) forget_what_refers_to(others, entry);
  }
  return found;
}

}  // namespace cairn
