// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, read from JSON field by field.
#include "core/base/error.hh"
#include "core/derivation/json.hh"
#include "core/json/parse.hh"

#include <algorithm>

namespace cairn {

namespace {

using nlohmann::json;

// Stands where an output's path will be computed.
StorePath unknown_path() {
  return StorePath(std::string(20, '\0'), "unknown");
}

// The value of FIELD, as T; throws naming FIELD when it is of another kind.
template <typename T>
T get(const json& value, const std::string& field) {
  try {
    return value.get<T>();
  } catch (const json::exception&) {
    throw Error("'{}' is of the wrong kind: {}", field, value.dump());
  }
}

const json& field_of(const json& object, const std::string& field) {
  auto found = object.find(field);
  if (found == object.end()) throw Error("'{}' is missing", field);
  return *found;
}

template <typename T>
T get_field(const json& object, const std::string& field) {
  return get<T>(field_of(object, field), field);
}

// An empty T where the field is missing.
template <typename T>
T get_optional(const json& object, const std::string& field) {
  auto found = object.find(field);
  return found == object.end() ? T() : get<T>(*found, field);
}

const json::object_t& members(const json& value, std::string_view what) {
  if (!value.is_object()) throw Error("'{}' is not an object", what);
  return value.get_ref<const json::object_t&>();
}

void check_fields(const json& object, const std::string& what,
                  std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : members(object, what)) {
    if (std::ranges::find(known, name) == known.end()) {
      throw Error("{} has a field '{}' that derivations do not have", what, name);
    }
  }
}

FixedOutput parse_fixed(const json& output) {
  auto method = get_field<std::string>(output, "hashAlgo");
  bool is_recursive = method.starts_with("r:");
  HashAlgorithm algorithm = parse_hash_algorithm(method.substr(is_recursive ? 2 : 0));
  Hash hash = parse_hash(get_field<std::string>(output, "hash"), algorithm);
  return {is_recursive ? ContentMethod::recursive : ContentMethod::flat, hash};
}

std::map<std::string, DerivationOutput> parse_outputs(const json& outputs) {
  std::map<std::string, DerivationOutput> parsed;
  for (const auto& [name, output] : members(outputs, "outputs")) {
    check_fields(output, "the output " + name, {"path", "hash", "hashAlgo"});
    DerivationOutput& place = parsed.emplace(name, DerivationOutput{unknown_path()}).first->second;
    if (output.contains("hash") || output.contains("hashAlgo")) place.fixed = parse_fixed(output);
  }
  return parsed;
}

std::map<StorePath, std::set<std::string>> parse_inputs(const StoreDir& store, const json& inputs) {
  std::map<StorePath, std::set<std::string>> parsed;
  for (const auto& [path, names] : members(inputs, "inputDrvs")) {
    parsed[store.parse(path)] = get<std::set<std::string>>(names, "inputDrvs");
  }
  return parsed;
}

std::string name_of_derivation(const StoreDir& store, const std::string& key,
                               const Derivation& derivation, const json& object) {
  if (object.contains("name")) return get_field<std::string>(object, "name");
  if (key.starts_with('/')) return derivation_name(store.parse(key));
  auto variable = derivation.environment.find("name");
  if (variable != derivation.environment.end()) return variable->second;
  throw Error("'name' is missing");
}

JsonDerivation parse_one(const StoreDir& store, const std::string& key, const json& object) {
  check_fields(object, key.empty() ? "the derivation" : key,
               {"name", "outputs", "inputSrcs", "inputDrvs", "system", "builder", "args", "env"});
  Derivation derivation;
  derivation.outputs = parse_outputs(field_of(object, "outputs"));
  if (auto inputs = object.find("inputDrvs"); inputs != object.end()) {
    derivation.input_derivations = parse_inputs(store, *inputs);
  }
  for (const auto& path : get_optional<std::vector<std::string>>(object, "inputSrcs")) {
    derivation.input_sources.insert(store.parse(path));
  }
  derivation.system = get_field<std::string>(object, "system");
  derivation.builder = get_field<std::string>(object, "builder");
  derivation.arguments = get_optional<std::vector<std::string>>(object, "args");
  derivation.environment = get_optional<std::map<std::string, std::string>>(object, "env");
  derivation.name = name_of_derivation(store, key, derivation, object);
  check_item_name(derivation.name + ".drv");
  return {key, std::move(derivation)};
}

}  // namespace

std::vector<JsonDerivation> parse_derivation_json(const StoreDir& store, std::string_view text) {
  json whole = with_context("it is no derivation", [&] { return parse_json(text); });
  if (!whole.is_object()) throw Error("it is JSON, but not an object");
  std::vector<JsonDerivation> parsed;
  if (whole.contains("builder")) {
    parsed.push_back(parse_one(store, "", whole));
    return parsed;
  }
  for (const auto& member : members(whole, "the text")) {
    auto read = [&] { return parse_one(store, member.first, member.second); };
    parsed.push_back(with_context(member.first, read));
  }
  return parsed;
}

}  // namespace cairn
