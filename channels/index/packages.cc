// SPDX-License-Identifier: GPL-3.0-or-later
// Skimming packages.
#include "channels/index/packages.hh"

#include "channels/index/scanner.hh"
#include "channels/index/skim.hh"

#include <map>

namespace cairn {

namespace {

// The elements of the list that TEXT is.
std::vector<std::string_view> elements_of(std::string_view text) {
  std::vector<std::string_view> elements;
  Scanner scanner(text);
  if (!scanner.enter_list()) return elements;
  for (scanner.skip_space(); !scanner.is_at_end(); scanner.skip_space()) {
    if (scanner.here() == ')' || scanner.here() == ']') break;
    elements.push_back(scanner.take_datum());
  }
  return elements;
}

// The content of a string literal, its common escapes undone; empty for anything else.
std::string literal(std::string_view datum) {
  if (datum.size() < 2 || datum.front() != '"' || datum.back() != '"') return "";
  std::string text;
  for (std::size_t i = 1; i + 1 < datum.size(); ++i) {
    if (datum[i] != '\\' || i + 2 >= datum.size()) {
      text += datum[i];
      continue;
    }
    char escaped = datum[++i];
    if (escaped == '\n') continue;  // the line goes on
    if (escaped == 'n') escaped = '\n';
    if (escaped == 't') escaped = '\t';
    text += escaped;
  }
  return text;
}

// The fields of a record form, by name.
std::map<std::string_view, std::string_view> fields_of(
    const std::vector<std::string_view>& elements) {
  std::map<std::string_view, std::string_view> fields;
  for (std::string_view element : elements) {
    std::vector<std::string_view> field = elements_of(element);
    if (field.size() == 2) fields.emplace(field[0], field[1]);
  }
  return fields;
}

std::optional<std::string> literal_in(const std::map<std::string_view, std::string_view>& fields,
                                      std::string_view name) {
  auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return literal(found->second);
}

// The variable that the field INHERIT names; empty where that is an expression, or not there.
std::string inherited_in(const std::map<std::string_view, std::string_view>& fields) {
  auto found = fields.find("inherit");
  if (found == fields.end() || found->second.starts_with('(')) return "";
  return std::string(found->second);
}

// The (package ...) that EXPRESSION is or ends with: (let (...) (package ...)).
std::vector<std::string_view> package_form(std::string_view expression, int depth = 0) {
  std::vector<std::string_view> elements = elements_of(expression);
  if (elements.empty()) return {};
  if (elements[0] == "package") return elements;
  if (depth > 1 || elements.size() < 2) return {};
  return package_form(elements.back(), depth + 1);
}

void add_package(const SkimmedForm& form, std::vector<PackageEntry>& packages) {
  std::vector<std::string_view> definition = elements_of(form.text);
  if (definition.size() < 3 || definition[1] != form.name) return;  // a procedure is no package
  std::vector<std::string_view> package = package_form(definition.back());
  if (package.empty()) return;
  auto fields = fields_of(package);
  packages.push_back({std::string(form.name), literal_in(fields, "name"),
                      literal_in(fields, "version"), literal_in(fields, "synopsis"),
                      inherited_in(fields), form.line + 1});
}

std::vector<std::string> module_name(const SkimmedForm& form) {
  std::vector<std::string> name;
  std::vector<std::string_view> elements = elements_of(form.text);
  if (elements.size() < 2) return name;
  for (std::string_view part : elements_of(elements[1])) name.emplace_back(part);
  return name;
}

}  // namespace

ModulePackages packages_in(std::string_view text) {
  ModulePackages found;
  for (const SkimmedForm& form : skim(text)) {
    if (form.kind == "define-module") found.module = module_name(form);
    if (form.kind == "define-public") add_package(form, found.packages);
  }
  return found;
}

}  // namespace cairn
