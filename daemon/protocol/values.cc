// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol's own values as text.
#include "daemon/protocol/values.hh"

#include <utility>

namespace cairn::protocol {

namespace {

constexpr std::string_view all_outputs = "*";

// What of TEXT stands before the first SEPARATOR; TEXT keeps what stands behind it.
std::string_view split_off(std::string_view& text, char separator) {
  std::size_t at = text.find(separator);
  std::string_view front = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return front;
}

// TEXT without PREFIX, if it has it.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view recursive_prefix(ContentMethod method) {
  return method == ContentMethod::recursive ? "r:" : "";
}

FixedOutput fixed_output(std::string_view method, std::string_view digest) {
  bool recursive = take_prefix(method, "r:");
  return {recursive ? ContentMethod::recursive : ContentMethod::flat,
          parse_hash(digest, parse_hash_algorithm(method))};
}

DerivationOutput output_of(const std::string& name, const BasicOutput& output) {
  if (!output.path) throw Error("the output '{}' has no path", name);
  if (output.method.empty()) return {*output.path};
  return {*output.path, fixed_output(output.method, output.digest)};
}

constexpr std::string_view realisation_begin = R"({"dependentRealisations":{},"id":")";
constexpr std::string_view realisation_path = R"(","outPath":")";
constexpr std::string_view realisation_end = R"(","signatures":[]})";

}  // namespace

Exit exit_of(BuildStatus status) {
  static const std::map<BuildStatus, Exit> exits{
      {BuildStatus::built, Exit::done},
      {BuildStatus::substituted, Exit::done},
      {BuildStatus::already_valid, Exit::done},
      {BuildStatus::resolves_to_already_valid, Exit::done},
      {BuildStatus::timed_out, Exit::timed_out},
      {BuildStatus::hash_mismatch, Exit::hash_mismatch},
      {BuildStatus::not_deterministic, Exit::not_deterministic},
  };
  auto found = exits.find(status);
  return found == exits.end() ? Exit::build_failed : found->second;
}

ItemFacts facts_of(ItemInfo info) {
  return {std::move(info.deriver), info.nar_hash, std::move(info.references), info.registered,
          info.nar_size,           info.ultimate, std::move(info.signatures), info.content_address};
}

ItemInfo info_of(StorePath path, ItemFacts facts) {
  return {.path = std::move(path),
          .nar_hash = facts.nar_hash,
          .nar_size = facts.nar_size,
          .references = std::move(facts.references),
          .deriver = std::move(facts.deriver),
          .registered = facts.registered,
          .ultimate = facts.ultimate,
          .signatures = std::move(facts.signatures),
          .content_address = facts.content_address};
}

Derivation derivation_of(const BasicDerivation& basic, std::string_view name) {
  Derivation derivation;
  derivation.name = name;
  for (const auto& [output, what] : basic.outputs) {
    derivation.outputs.emplace(output, output_of(output, what));
  }
  derivation.input_sources = basic.input_sources;
  derivation.system = basic.system;
  derivation.builder = basic.builder;
  derivation.arguments = basic.arguments;
  derivation.environment = basic.environment;
  return derivation;
}

Hash Spelling<Hash>::parse(const StoreDir&, std::string_view text) {
  if (text.size() != 64) throw Error("'{}' is not a SHA-256 in base 16", text);
  return parse_hash(text, HashAlgorithm::sha256);
}

std::string Spelling<Hash>::print(const StoreDir&, const Hash& hash) {
  return to_text(hash, HashFormat::base16);
}

Addressing Spelling<Addressing>::parse(const StoreDir&, std::string_view text) {
  std::string_view rest = text;
  if (take_prefix(rest, "text:")) return {ContentMethod::text, parse_hash_algorithm(rest)};
  if (take_prefix(rest, "fixed:r:")) return {ContentMethod::recursive, parse_hash_algorithm(rest)};
  if (take_prefix(rest, "fixed:")) return {ContentMethod::flat, parse_hash_algorithm(rest)};
  throw Error("'{}' says not how a content names its item", text);
}

std::string Spelling<Addressing>::print(const StoreDir&, const Addressing& addressing) {
  std::string_view kind = addressing.method == ContentMethod::text ? "text" : "fixed";
  return fmt::format("{}:{}{}", kind, recursive_prefix(addressing.method),
                     name_of(addressing.algorithm));
}

Target Spelling<Target>::parse(const StoreDir& store, std::string_view text) {
  std::string_view names = text;
  StorePath path = store.parse(split_off(names, '!'));
  if (text.find('!') == std::string_view::npos) return {std::move(path), Target::Kind::item};
  Target target{std::move(path)};
  if (!target.path.is_derivation()) throw Error("'{}' is not a derivation", text);
  if (names == all_outputs) return target;
  do {
    std::string_view name = split_off(names, ',');
    check_item_name(name);
    target.outputs.emplace(name);
  } while (!names.empty());
  return target;
}

std::string Spelling<Target>::print(const StoreDir& store, const Target& target) {
  if (target.kind == Target::Kind::item) return store.print(target.path);
  std::string outputs = fmt::format("{}", fmt::join(target.outputs, ","));
  return fmt::format("{}!{}", store.print(target.path),
                     target.outputs.empty() ? all_outputs : outputs);
}

OutputId Spelling<OutputId>::parse(const StoreDir&, std::string_view text) {
  std::string_view output = text;
  Hash hash = parse_hash(split_off(output, '!'));
  check_item_name(output);
  return {hash, std::string(output)};
}

std::string Spelling<OutputId>::print(const StoreDir&, const OutputId& id) {
  return fmt::format("{}!{}", to_tagged_text(id.derivation, HashFormat::base16), id.output);
}

Realisation Spelling<Realisation>::parse(const StoreDir& store, std::string_view text) {
  std::string_view rest = text;
  bool known = take_prefix(rest, realisation_begin);
  std::string_view id = split_off(rest, '"');
  known = known && take_prefix(rest, realisation_path.substr(1));
  std::string_view path = split_off(rest, '"');
  if (!known || rest != realisation_end.substr(1)) {
    throw Error("'{}' is not the realisation of an output that is named by its inputs", text);
  }
  return {Spelling<OutputId>::parse(store, id), StorePath(path)};
}

std::string Spelling<Realisation>::print(const StoreDir& store, const Realisation& realisation) {
  return fmt::format("{}{}{}{}{}", realisation_begin,
                     Spelling<OutputId>::print(store, realisation.id), realisation_path,
                     realisation.path.base_name(), realisation_end);
}

}  // namespace cairn::protocol
