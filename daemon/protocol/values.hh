// SPDX-License-Identifier: GPL-3.0-or-later
// The values that only the protocol knows, and how they and the store's own travel.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/item/item_info.hh"
#include "daemon/protocol/codec.hh"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cairn::protocol {

// What shall be made valid: an item, or outputs of a derivation.
// As text: "PATH", "PATH!*" for all outputs, "PATH!out,lib".
struct Target {
  enum class Kind { item, outputs };
  StorePath path;
  Kind kind = Kind::outputs;
  std::set<std::string> outputs = {};  // empty: all
  auto operator<=>(const Target&) const = default;
};

enum class BuildMode { normal, repair, check };
constexpr BuildMode last_value(BuildMode) {
  return BuildMode::check;
}

enum class GcAction { list_live, list_dead, delete_dead, delete_these };
constexpr GcAction last_value(GcAction) {
  return GcAction::delete_these;
}

enum class BuildStatus {
  built = 0,
  substituted = 1,
  already_valid = 2,
  permanent_failure = 3,
  input_rejected = 4,
  output_rejected = 5,
  transient_failure = 6,
  cached_failure = 7,
  timed_out = 8,
  misc_failure = 9,
  dependency_failed = 10,
  log_limit_exceeded = 11,
  not_deterministic = 12,
  resolves_to_already_valid = 13,
  no_substituters = 14,
  hash_mismatch = 15,
};
constexpr BuildStatus last_value(BuildStatus) {
  return BuildStatus::hash_mismatch;
}

// An output by the hash of its derivation. As text: "sha256:BASE16!out".
struct OutputId {
  Hash derivation;
  std::string output;
  auto operator<=>(const OutputId&) const = default;
};

// Where an output is. As text: JSON, as Nix prints it, of which dependencies and signatures, that
// only content-addressed derivations have, must be empty.
struct Realisation {
  OutputId id;
  StorePath path;
  bool operator==(const Realisation&) const = default;
};

// How a build ended.
struct BuildOutcome {
  BuildStatus status = BuildStatus::misc_failure;
  std::string message = {};
  std::uint64_t times_built = 0;
  bool is_non_deterministic = false;
  std::time_t started = 0;
  std::time_t stopped = 0;
  std::map<OutputId, Realisation> outputs = {};
  bool operator==(const BuildOutcome&) const = default;

  bool succeeded() const {
    return status == BuildStatus::built || status == BuildStatus::substituted ||
           status == BuildStatus::already_valid || status == BuildStatus::resolves_to_already_valid;
  }
  static constexpr auto fields =
      std::tuple(&BuildOutcome::status, &BuildOutcome::message, &BuildOutcome::times_built,
                 &BuildOutcome::is_non_deterministic, &BuildOutcome::started,
                 &BuildOutcome::stopped, &BuildOutcome::outputs);
};

// What a command ends with after it.
Exit exit_of(BuildStatus status);

// What is known of an item whose path is told elsewhere.
struct ItemFacts {
  std::optional<StorePath> deriver;
  Hash nar_hash;
  StorePathSet references;
  std::time_t registered;
  std::uint64_t nar_size;
  bool ultimate;
  std::set<std::string> signatures;
  std::optional<ContentAddress> content_address;
  bool operator==(const ItemFacts&) const = default;

  static constexpr auto fields =
      std::tuple(&ItemFacts::deriver, &ItemFacts::nar_hash, &ItemFacts::references,
                 &ItemFacts::registered, &ItemFacts::nar_size, &ItemFacts::ultimate,
                 &ItemFacts::signatures, &ItemFacts::content_address);
};
ItemFacts facts_of(ItemInfo info);
ItemInfo info_of(StorePath path, ItemFacts facts);

// How an item's content shall name it. As text: "text:sha256", "fixed:sha256", "fixed:r:sha256".
struct Addressing {
  ContentMethod method;
  HashAlgorithm algorithm;
  auto operator<=>(const Addressing&) const = default;
};

struct BasicOutput {
  std::optional<StorePath> path;
  std::string method;  // "", "sha256" or "r:sha256"
  std::string digest;  // in base 16, where there is a method
  bool operator==(const BasicOutput&) const = default;
  static constexpr auto fields =
      std::tuple(&BasicOutput::path, &BasicOutput::method, &BasicOutput::digest);
};

// A derivation without a name, whose input derivations are replaced by their outputs.
struct BasicDerivation {
  std::map<std::string, BasicOutput> outputs;
  StorePathSet input_sources;
  std::string system;
  std::string builder;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  bool operator==(const BasicDerivation&) const = default;
  static constexpr auto fields = std::tuple(
      &BasicDerivation::outputs, &BasicDerivation::input_sources, &BasicDerivation::system,
      &BasicDerivation::builder, &BasicDerivation::arguments, &BasicDerivation::environment);
};
Derivation derivation_of(const BasicDerivation& basic, std::string_view name);

template <>
struct Spelling<StorePath> {
  static StorePath parse(const StoreDir& store, std::string_view text) { return store.parse(text); }
  static std::string print(const StoreDir& store, const StorePath& path) {
    return store.print(path);
  }
  static StorePath none() { return StorePath("00000000000000000000000000000000-none"); }
};

// Of an item as NAR: SHA-256 in base 16.
template <>
struct Spelling<Hash> {
  static Hash parse(const StoreDir&, std::string_view text);
  static std::string print(const StoreDir&, const Hash& hash);
  static Hash none() { return Hash(HashAlgorithm::sha256, std::string(32, '\0')); }
};

template <>
struct Spelling<ContentAddress> {
  static ContentAddress parse(const StoreDir&, std::string_view text) {
    return parse_content_address(text);
  }
  static std::string print(const StoreDir&, const ContentAddress& address) {
    return to_text(address);
  }
  static ContentAddress none() { return {ContentMethod::flat, Spelling<Hash>::none()}; }
};

template <>
struct Spelling<Addressing> {
  static Addressing parse(const StoreDir&, std::string_view text);
  static std::string print(const StoreDir&, const Addressing& addressing);
  static Addressing none() { return {ContentMethod::flat, HashAlgorithm::sha256}; }
};

template <>
struct Spelling<Target> {
  static Target parse(const StoreDir& store, std::string_view text);
  static std::string print(const StoreDir& store, const Target& target);
  static Target none() { return {Spelling<StorePath>::none()}; }
};

template <>
struct Spelling<OutputId> {
  static OutputId parse(const StoreDir&, std::string_view text);
  static std::string print(const StoreDir&, const OutputId& id);
  static OutputId none() { return {Spelling<Hash>::none(), "none"}; }
};

template <>
struct Spelling<Realisation> {
  static Realisation parse(const StoreDir& store, std::string_view text);
  static std::string print(const StoreDir& store, const Realisation& realisation);
  static Realisation none() { return {Spelling<OutputId>::none(), Spelling<StorePath>::none()}; }
};

}  // namespace cairn::protocol
