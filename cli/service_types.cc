// SPDX-License-Identifier: GPL-3.0-or-later
// Asking for the types of services, and describing them.
#include "cli/service_types.hh"

#include "cli/evaluation/answer.hh"
#include "cli/evaluation/evaluation.hh"
#include "cli/evaluation/evaluation_error.hh"
#include "cli/evaluation/module_search.hh"
#include "cli/record.hh"
#include "cli/terminal.hh"

#include <algorithm>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

ServiceField field_of(const Message& field) {
  return {field.at("name"), field.at("expectation"), field.at("documentation"),
          field.at("required") == true};
}

ServiceTypeFacts facts_of(const Message& type) {
  ServiceTypeFacts facts{.name = type.at("name"),
                         .variable = type.at("variable"),
                         .module = type.at("module").get<std::vector<std::string>>(),
                         .description = type.at("description"),
                         .extends = type.at("extends").get<std::vector<std::string>>(),
                         .is_extensible = type.at("extensible") == true,
                         .file = {},
                         .location = {},
                         .configuration = {}};
  if (facts.module.empty()) throw Error("the evaluator names a module without a name");
  const Message& location = type.at("location");
  if (!location.is_null()) {
    facts.file = location.at("file");
    facts.line = location.at("line").get<unsigned>();
    facts.location = place_text(location);
  }
  const Message& configuration = type.at("configuration");
  if (!configuration.is_null()) {
    facts.configuration = configuration.at("name");
    for (const Message& field : configuration.at("fields")) {
      facts.fields.push_back(field_of(field));
    }
  }
  return facts;
}

std::string text_of(const ServiceField& field) {
  return fmt::format("{}: {}{}. {}", field.name, field.expectation,
                     field.is_required ? ", required" : "", field.documentation);
}

// TEXT with single spaces where its author broke lines.
std::string on_one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

std::vector<ServiceTypeFacts> read_service_types(const Message& types) {
  return read_answer([&] {
    std::vector<ServiceTypeFacts> all;
    for (const Message& type : types) all.push_back(facts_of(type));
    std::ranges::stable_sort(all, {}, &ServiceTypeFacts::name);
    return all;
  });
}

std::vector<ServiceTypeFacts> service_types(const StoreDir& store, const LoadPath& path) {
  Evaluation evaluation(store, path, note);
  return read_service_types(evaluation.service_types(modules_with(path, "(service-type")));
}

std::string record_of(const ServiceTypeFacts& facts) {
  Record record;
  record.field("name", facts.name)
      .field("variable", facts.variable)
      .field("module", fmt::format("({})", fmt::join(facts.module, " ")));
  if (!facts.location.empty()) record.field("location", facts.location);
  record.field("extends", fmt::format("{}", fmt::join(facts.extends, " ")))
      .field("extensible", facts.is_extensible ? "yes" : "no")
      .field("description", on_one_line(facts.description));
  if (!facts.configuration.empty()) record.field("configuration", facts.configuration);
  for (const ServiceField& field : facts.fields) record.field("field", text_of(field));
  return record.text();
}

nlohmann::json json_of(const ServiceTypeFacts& facts) {
  auto fields = nlohmann::json::array();
  for (const ServiceField& field : facts.fields) {
    fields.push_back({{"name", field.name},
                      {"expectation", field.expectation},
                      {"required", field.is_required},
                      {"documentation", field.documentation}});
  }
  return {{"name", facts.name},
          {"variable", facts.variable},
          {"module", facts.module},
          {"location", facts.location},
          {"extends", facts.extends},
          {"extensible", facts.is_extensible},
          {"description", on_one_line(facts.description)},
          {"configuration", facts.configuration},
          {"fields", fields}};
}

}  // namespace cairn
