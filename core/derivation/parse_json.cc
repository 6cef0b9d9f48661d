// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, read from JSON field by field.
#include "core/base/error.hh"
#include "core/derivation/json.hh"
#include "core/json/parse.hh"

#include <algorithm>
#include <map>
#include <span>

namespace cairn {

namespace {

using nlohmann::json;

using Fields = std::span<const std::string_view>;
constexpr std::string_view derivation_fields[] = {"name",   "outputs", "inputSrcs", "inputDrvs",
                                                  "system", "builder", "args",      "env"};
constexpr std::string_view output_fields[] = {"path", "hash", "hashAlgo"};

// Stands where an output's path will be computed.
StorePath unknown_path() {
  return StorePath(std::string(20, '\0'), "unknown");
}

[[noreturn]] void refuse_kind(const json& value, const std::string& field) {
  throw Error("'{}' is of the wrong kind: {}", field, value.dump());
}

void check_texts(const json& value, bool is_container, const std::string& field) {
  bool are_texts = is_container && std::ranges::all_of(value, &json::is_string);
  if (!are_texts) refuse_kind(value, field);
}

// What VALUE, which is of FIELD, holds is moved out of it: a derivation is mostly texts. These
// throw naming FIELD when it is of another kind.
std::string take_text(json& value, const std::string& field) {
  if (!value.is_string()) refuse_kind(value, field);
  return std::move(value.get_ref<std::string&>());
}

std::vector<std::string> take_list(json& value, const std::string& field) {
  check_texts(value, value.is_array(), field);
  std::vector<std::string> texts;
  texts.reserve(value.size());
  for (json& text : value) texts.push_back(std::move(text.get_ref<std::string&>()));
  return texts;
}

std::map<std::string, std::string> take_map(json& value, const std::string& field) {
  check_texts(value, value.is_object(), field);
  std::map<std::string, std::string> texts;
  for (auto& [name, text] : value.get_ref<json::object_t&>()) {
    texts.emplace_hint(texts.end(), name, std::move(text.get_ref<std::string&>()));
  }
  return texts;
}

json& field_of(json& object, const std::string& field) {
  auto found = object.find(field);
  if (found == object.end()) throw Error("'{}' is missing", field);
  return *found;
}

std::string take_text_field(json& object, const std::string& field) {
  return take_text(field_of(object, field), field);
}

json::object_t& members(json& value, std::string_view what) {
  if (!value.is_object()) throw Error("'{}' is not an object", what);
  return value.get_ref<json::object_t&>();
}

bool is_one_of(Fields fields, std::string_view name) {
  return std::ranges::find(fields, name) != fields.end();
}

void check_fields(json& object, const std::string& what, Fields known) {
  for (const auto& [name, value] : members(object, what)) {
    if (!is_one_of(known, name)) {
      throw Error("{} has a field '{}' that derivations do not have", what, name);
    }
  }
}

FixedOutput parse_fixed(json& output) {
  std::string method = take_text_field(output, "hashAlgo");
  bool is_recursive = method.starts_with("r:");
  HashAlgorithm algorithm = parse_hash_algorithm(method.substr(is_recursive ? 2 : 0));
  Hash hash = parse_hash(take_text_field(output, "hash"), algorithm);
  return {is_recursive ? ContentMethod::recursive : ContentMethod::flat, hash};
}

std::map<std::string, DerivationOutput> parse_outputs(json& outputs) {
  std::map<std::string, DerivationOutput> parsed;
  for (auto& [name, output] : members(outputs, "outputs")) {
    check_fields(output, "the output " + name, output_fields);
    DerivationOutput& place = parsed.emplace(name, DerivationOutput{unknown_path()}).first->second;
    if (output.contains("hash") || output.contains("hashAlgo")) place.fixed = parse_fixed(output);
  }
  return parsed;
}

std::map<StorePath, std::set<std::string>> parse_inputs(const StoreDir& store, json& inputs) {
  std::map<StorePath, std::set<std::string>> parsed;
  for (auto& [path, names] : members(inputs, "inputDrvs")) {
    std::set<std::string>& outputs = parsed[store.parse(path)];
    for (std::string& name : take_list(names, "inputDrvs")) outputs.insert(std::move(name));
  }
  return parsed;
}

std::string name_of_derivation(const StoreDir& store, const std::string& key,
                               const Derivation& derivation, json& object) {
  if (object.contains("name")) return take_text_field(object, "name");
  if (key.starts_with('/')) return derivation_name(store.parse(key));
  auto variable = derivation.environment.find("name");
  if (variable != derivation.environment.end()) return variable->second;
  throw Error("'name' is missing");
}

Derivation parse_one(const StoreDir& store, const std::string& key, json& object) {
  check_fields(object, key.empty() ? "the derivation" : key, derivation_fields);
  Derivation derivation;
  derivation.outputs = parse_outputs(field_of(object, "outputs"));
  if (auto inputs = object.find("inputDrvs"); inputs != object.end()) {
    derivation.input_derivations = parse_inputs(store, *inputs);
  }
  if (auto sources = object.find("inputSrcs"); sources != object.end()) {
    for (const std::string& path : take_list(*sources, "inputSrcs")) {
      derivation.input_sources.insert(store.parse(path));
    }
  }
  derivation.system = take_text_field(object, "system");
  derivation.builder = take_text_field(object, "builder");
  if (auto arguments = object.find("args"); arguments != object.end()) {
    derivation.arguments = take_list(*arguments, "args");
  }
  if (auto variables = object.find("env"); variables != object.end()) {
    derivation.environment = take_map(*variables, "env");
  }
  derivation.name = name_of_derivation(store, key, derivation, object);
  check_item_name(derivation.name + ".drv");
  return derivation;
}

// The members of a text that is one derivation, or several: which of both, its end may tell.
class SeveralDerivations {
 public:
  explicit SeveralDerivations(const StoreDir& store) : store_(store) {}

  void take(const std::string& name, json& value) {
    if (is_one_of(derivation_fields, name)) {
      fields_[name] = std::move(value);
      return;
    }
    if (other_.empty()) other_ = name;
    parsed_.erase(name);
    problems_.erase(name);
    try {
      parse(name, value);
    } catch (const Error& error) {
      problems_.emplace(name, error);
    }
  }

  // In the order of their keys; of those with the same key the last. The first that is wrong
  // throws.
  std::vector<JsonDerivation> finish() {
    std::vector<JsonDerivation> all;
    if (fields_.contains("builder")) {
      if (!other_.empty()) fields_[other_] = nullptr;
      all.push_back({"", parse_one(store_, "", fields_)});
      return all;
    }
    if (!problems_.empty()) throw Error(problems_.begin()->second);
    for (auto& [name, value] : fields_.get_ref<json::object_t&>()) parse(name, value);
    all.reserve(parsed_.size());
    for (auto& [key, derivation] : parsed_) all.push_back({key, std::move(derivation)});
    return all;
  }

 private:
  void parse(const std::string& name, json& value) {
    auto read = [&] { return parse_one(store_, name, value); };
    parsed_.emplace(name, with_context(name, read));
  }

  const StoreDir& store_;
  json fields_ = json::object();  // that are named as those of one derivation
  std::map<std::string, Derivation> parsed_;
  std::string other_;  // the name of a member that is no field
  std::map<std::string, Error> problems_;
};

}  // namespace

std::vector<JsonDerivation> parse_derivation_json(const StoreDir& store, std::string_view text) {
  SeveralDerivations several(store);
  with_context("it is no derivation", [&] {
    parse_members(text, [&](const std::string& name, json& value) { several.take(name, value); });
  });
  return several.finish();
}

}  // namespace cairn
