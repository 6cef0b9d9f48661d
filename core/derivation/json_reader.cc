// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand where in the JSON of a derivation, and what is done with it.
#include "core/derivation/json_reader.hh"

#include "core/base/error.hh"
#include "core/derivation/output_rules.hh"

#include <algorithm>
#include <iterator>

namespace cairn {

namespace {

constexpr std::string_view output_field_names[] = {"path", "hash", "hashAlgo"};

// Stands where an output's path will be computed.
StorePath unknown_path() {
  return StorePath(std::string(20, '\0'), "unknown");
}

const std::string& needed(const std::map<std::string_view, std::string>& fields,
                          std::string_view name) {
  auto found = fields.find(name);
  if (found == fields.end()) throw Error("'{}' is missing", name);
  return found->second;
}

FixedOutput fixed_output(const std::map<std::string_view, std::string>& fields) {
  const std::string& method = needed(fields, "hashAlgo");
  bool is_recursive = method.starts_with("r:");
  HashAlgorithm algorithm = parse_hash_algorithm(method.substr(is_recursive ? 2 : 0));
  return {is_recursive ? ContentMethod::recursive : ContentMethod::flat,
          parse_hash(needed(fields, "hash"), algorithm)};
}

// Put NAME into MAP, without what it may have had. Returns where.
template <typename Map, typename Key>
auto put_anew(Map& map, Key name, typename Map::mapped_type value) {
  return map.insert_or_assign(map.end(), std::move(name), std::move(value));
}

}  // namespace

struct DerivationJsonReader::Field {
  std::string_view name;
  bool is_needed;
  Kind kind;
  std::string Derivation::*text;  // where a text belongs
  Place inner;                    // what another kind is
  void (*clear)(Derivation& derivation);
};

constexpr std::size_t name_field = 0;
const DerivationJsonReader::Field DerivationJsonReader::fields[] = {
    {"name", false, Kind::text, &Derivation::name, {}, nullptr},
    {"outputs", true, Kind::object, nullptr, Place::outputs,
     [](Derivation& derivation) { derivation.outputs.clear(); }},
    {"inputSrcs", false, Kind::array, nullptr, Place::sources,
     [](Derivation& derivation) { derivation.input_sources.clear(); }},
    {"inputDrvs", false, Kind::object, nullptr, Place::inputs,
     [](Derivation& derivation) { derivation.input_derivations.clear(); }},
    {"system", true, Kind::text, &Derivation::system, {}, nullptr},
    {"builder", true, Kind::text, &Derivation::builder, {}, nullptr},
    {"args", false, Kind::array, nullptr, Place::arguments,
     [](Derivation& derivation) { derivation.arguments.clear(); }},
    {"env", false, Kind::object, nullptr, Place::environment,
     [](Derivation& derivation) { derivation.environment.clear(); }},
};

// What holds in a Place, in the order of these.
struct DerivationJsonReader::Rules {
  Place around;
  std::string_view subject;  // how a value here is called: {0} is its field, {1} its member
  Kind kind;                 // what it must be; in the derivation the field tells
  Place inner;               // what it is, if it is no text; the same
  void (DerivationJsonReader::*begin)(std::string& name) = nullptr;
  void (DerivationJsonReader::*take)(std::string& text) = nullptr;
  void (DerivationJsonReader::*end)() = nullptr;
};

const DerivationJsonReader::Rules DerivationJsonReader::rules[] = {
    {Place::outside, "it", Kind::object, Place::derivation},
    {Place::outside,
     "'{0}'",
     Kind::text,
     {},
     &DerivationJsonReader::begin_field,
     &DerivationJsonReader::take_field},
    {Place::derivation, "the output {1}", Kind::object, Place::output,
     &DerivationJsonReader::begin_output},
    {Place::outputs,
     "a field of the output {1}",
     Kind::text,
     {},
     &DerivationJsonReader::begin_output_field,
     &DerivationJsonReader::take_output_field,
     &DerivationJsonReader::end_output},
    {Place::derivation, "the list of outputs of {1}", Kind::array, Place::output_names,
     &DerivationJsonReader::begin_input},
    {Place::inputs,
     "what is in '{0}'",
     Kind::text,
     {},
     nullptr,
     &DerivationJsonReader::take_output_name},
    {Place::derivation,
     "what is in '{0}'",
     Kind::text,
     {},
     nullptr,
     &DerivationJsonReader::take_source},
    {Place::derivation,
     "what is in '{0}'",
     Kind::text,
     {},
     nullptr,
     &DerivationJsonReader::take_argument},
    {Place::derivation,
     "the variable {1}",
     Kind::text,
     {},
     &DerivationJsonReader::begin_variable,
     &DerivationJsonReader::take_variable},
};

bool DerivationJsonReader::is_field(std::string_view name) {
  return std::ranges::find(fields, name, &Field::name) != std::end(fields);
}

const DerivationJsonReader::Rules& DerivationJsonReader::here() const {
  return rules[static_cast<std::size_t>(place_)];
}

DerivationJsonReader::Kind DerivationJsonReader::wanted_kind() const {
  return place_ == Place::derivation ? field_->kind : here().kind;
}

std::string_view DerivationJsonReader::word_for(Kind kind) {
  constexpr std::string_view words[] = {"a text", "an object", "an array"};
  return words[static_cast<std::size_t>(kind)];
}

void DerivationJsonReader::enter(Container container) {
  Kind kind = container == Container::object ? Kind::object : Kind::array;
  if (kind != wanted_kind()) refuse(word_for(kind));
  place_ = place_ == Place::derivation ? field_->inner : here().inner;
}

void DerivationJsonReader::leave() {
  if (here().end) (this->*here().end)();
  place_ = here().around;
}

void DerivationJsonReader::member(std::string& name) {
  if (name.find('\0') != name.npos) throw Error("the name {:?} holds a zero byte", name);
  (this->*here().begin)(name);
}

void DerivationJsonReader::text(std::string& value) {
  if (wanted_kind() != Kind::text) refuse(nlohmann::json(value).dump());
  if (value.find('\0') != value.npos) throw Error("{} holds a zero byte", subject());
  (this->*here().take)(value);
}

void DerivationJsonReader::other(const nlohmann::json& value) {
  refuse(value.dump());
}

Derivation DerivationJsonReader::finish() {
  for (std::size_t i = 0; i < std::size(fields); ++i) {
    if (fields[i].is_needed && !given_[i]) throw Error("'{}' is missing", fields[i].name);
  }
  if (!given_[name_field]) derivation_.name = name_from_elsewhere();
  check_item_name(derivation_.name + ".drv");
  if (auto fault = fault_of_outputs(derivation_); !fault.empty()) throw Error("{}", fault);
  return std::move(derivation_);
}

// Of a field that is there twice the last counts.
void DerivationJsonReader::begin_field(std::string& name) {
  field_ = std::ranges::find(fields, name, &Field::name);
  if (field_ == std::end(fields)) {
    throw Error("there is a field '{}' that derivations do not have", name);
  }
  given_.set(static_cast<std::size_t>(field_ - fields));
  if (field_->clear) field_->clear(derivation_);
}

void DerivationJsonReader::take_field(std::string& value) {
  derivation_.*field_->text = std::move(value);
}

void DerivationJsonReader::begin_output(std::string& name) {
  check_item_name(name);
  output_fields_.clear();
  auto output = put_anew(derivation_.outputs, std::move(name), {unknown_path()});
  member_ = output->first;
  output_ = &output->second;
}

void DerivationJsonReader::begin_output_field(std::string& name) {
  auto known = std::ranges::find(output_field_names, name);
  if (known == std::end(output_field_names)) {
    throw Error("the output {} has a field '{}' that outputs do not have", member_, name);
  }
  output_field_ = &output_fields_[*known];
}

void DerivationJsonReader::take_output_field(std::string& value) {
  *output_field_ = std::move(value);
}

void DerivationJsonReader::end_output() {
  bool is_fixed = output_fields_.contains("hash") || output_fields_.contains("hashAlgo");
  if (is_fixed) output_->fixed = fixed_output(output_fields_);
}

void DerivationJsonReader::begin_input(std::string& path) {
  auto input = put_anew(derivation_.input_derivations, store_.parse(path), {});
  if (!input->first.is_derivation()) throw Error("the input {} does not end in .drv", path);
  member_ = input->first.base_name();
  output_names_ = &input->second;
}

void DerivationJsonReader::take_output_name(std::string& value) {
  check_item_name(value);
  output_names_->insert(std::move(value));
}

void DerivationJsonReader::take_source(std::string& value) {
  derivation_.input_sources.insert(store_.parse(value));
}

void DerivationJsonReader::take_argument(std::string& value) {
  derivation_.arguments.push_back(std::move(value));
}

void DerivationJsonReader::begin_variable(std::string& name) {
  auto variable = put_anew(derivation_.environment, std::move(name), {});
  member_ = variable->first;
  variable_ = &variable->second;
}

void DerivationJsonReader::take_variable(std::string& value) {
  *variable_ = std::move(value);
}

std::string DerivationJsonReader::name_from_elsewhere() const {
  if (key_.starts_with('/')) return derivation_name(store_.parse(key_));
  auto variable = derivation_.environment.find("name");
  if (variable != derivation_.environment.end()) return variable->second;
  throw Error("'name' is missing");
}

std::string DerivationJsonReader::subject() const {
  return fmt::format(fmt::runtime(here().subject), field_ ? field_->name : std::string_view(),
                     member_);
}

void DerivationJsonReader::refuse(std::string_view found) const {
  throw Error("{} must be {}, not {}", subject(), word_for(wanted_kind()), found);
}

}  // namespace cairn
