// SPDX-License-Identifier: GPL-3.0-or-later
// The operations that ask and change nothing.
#pragma once

#include "daemon/protocol/operation.hh"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cairn::protocol {

struct IsValidPath {
  static constexpr OperationTraits traits{1, "IsValidPath"};
  StorePath path;
  static constexpr auto fields = std::tuple(&IsValidPath::path);
  using Reply = bool;
};

struct QueryReferrers {
  static constexpr OperationTraits traits{6, "QueryReferrers"};
  StorePath path;
  static constexpr auto fields = std::tuple(&QueryReferrers::path);
  using Reply = StorePathSet;
};

// Pairs of where a root is and what it keeps.
struct FindRoots {
  static constexpr OperationTraits traits{14, "FindRoots"};
  static constexpr auto fields = std::tuple();
  using Reply = std::vector<std::pair<std::string, StorePath>>;
};

struct ExportPath {
  static constexpr OperationTraits traits{16, "ExportPath", Stream::pushed};
  StorePath path;
  Unused<0> sign;
  static constexpr auto fields = std::tuple(&ExportPath::path, &ExportPath::sign);
  using Reply = Done;
};

struct QueryDeriver {
  static constexpr OperationTraits traits{18, "QueryDeriver"};
  StorePath path;
  static constexpr auto fields = std::tuple(&QueryDeriver::path);
  using Reply = std::optional<StorePath>;
};

// What a cache offers: always nothing, until there are caches.
struct Offer {
  std::optional<StorePath> deriver;
  StorePathSet references;
  std::uint64_t download_size;
  std::uint64_t nar_size;
  bool operator==(const Offer&) const = default;
  static constexpr auto fields =
      std::tuple(&Offer::deriver, &Offer::references, &Offer::download_size, &Offer::nar_size);
};

struct QuerySubstitutablePathInfo {
  static constexpr OperationTraits traits{21, "QuerySubstitutablePathInfo"};
  StorePath path;
  static constexpr auto fields = std::tuple(&QuerySubstitutablePathInfo::path);
  using Reply = std::optional<Offer>;
};

struct QueryAllValidPaths {
  static constexpr OperationTraits traits{23, "QueryAllValidPaths"};
  static constexpr auto fields = std::tuple();
  using Reply = StorePathSet;
};

struct QueryPathInfo {
  static constexpr OperationTraits traits{26, "QueryPathInfo"};
  StorePath path;
  static constexpr auto fields = std::tuple(&QueryPathInfo::path);
  using Reply = std::optional<ItemFacts>;
};

struct QueryDerivationOutputNames {
  static constexpr OperationTraits traits{28, "QueryDerivationOutputNames"};
  StorePath derivation;
  static constexpr auto fields = std::tuple(&QueryDerivationOutputNames::derivation);
  using Reply = std::set<std::string>;
};

struct QueryPathFromHashPart {
  static constexpr OperationTraits traits{29, "QueryPathFromHashPart"};
  std::string hash_part;  // 32 characters of nix-base32
  static constexpr auto fields = std::tuple(&QueryPathFromHashPart::hash_part);
  using Reply = std::optional<StorePath>;
};

struct QuerySubstitutablePathInfos {
  static constexpr OperationTraits traits{30, "QuerySubstitutablePathInfos"};
  std::map<StorePath, std::optional<ContentAddress>> paths;
  static constexpr auto fields = std::tuple(&QuerySubstitutablePathInfos::paths);
  using Reply = std::map<StorePath, Offer>;
};

struct QueryValidPaths {
  static constexpr OperationTraits traits{31, "QueryValidPaths"};
  StorePathSet paths;
  bool substitute;  // what is missing, first: does nothing, until there are caches
  static constexpr auto fields = std::tuple(&QueryValidPaths::paths, &QueryValidPaths::substitute);
  using Reply = StorePathSet;
};

struct QuerySubstitutablePaths {
  static constexpr OperationTraits traits{32, "QuerySubstitutablePaths"};
  StorePathSet paths;
  static constexpr auto fields = std::tuple(&QuerySubstitutablePaths::paths);
  using Reply = StorePathSet;
};

struct QueryValidDerivers {
  static constexpr OperationTraits traits{33, "QueryValidDerivers"};
  StorePath path;
  static constexpr auto fields = std::tuple(&QueryValidDerivers::path);
  using Reply = StorePathSet;
};

struct NarFromPath {
  static constexpr OperationTraits traits{38, "NarFromPath", Stream::follows};
  StorePath path;
  static constexpr auto fields = std::tuple(&NarFromPath::path);
  using Reply = Nothing;
};

struct MissingItems {
  StorePathSet to_build;  // derivations
  StorePathSet to_substitute;
  StorePathSet not_known;
  std::uint64_t download_size;
  std::uint64_t nar_size;
  bool operator==(const MissingItems&) const = default;
  static constexpr auto fields =
      std::tuple(&MissingItems::to_build, &MissingItems::to_substitute, &MissingItems::not_known,
                 &MissingItems::download_size, &MissingItems::nar_size);
};

struct QueryMissing {
  static constexpr OperationTraits traits{40, "QueryMissing"};
  std::vector<Target> targets;
  static constexpr auto fields = std::tuple(&QueryMissing::targets);
  using Reply = MissingItems;
};

struct QueryDerivationOutputMap {
  static constexpr OperationTraits traits{41, "QueryDerivationOutputMap"};
  StorePath derivation;
  static constexpr auto fields = std::tuple(&QueryDerivationOutputMap::derivation);
  using Reply = std::map<std::string, std::optional<StorePath>>;
};

struct QueryRealisation {
  static constexpr OperationTraits traits{43, "QueryRealisation"};
  std::string output_id;
  static constexpr auto fields = std::tuple(&QueryRealisation::output_id);
  using Reply = std::vector<Realisation>;
};

// Of Cairn's own, from 60 on: Nix's engine does not know it. ITEMS and all they reach, each behind
// those that it refers to.
struct QueryClosure {
  static constexpr OperationTraits traits{60, "QueryClosure"};
  StorePathSet items;
  static constexpr auto fields = std::tuple(&QueryClosure::items);
  using Reply = std::vector<StorePath>;
};

// Ours alone: those of FindRoots that keep any of ITEMS, as the engine's settings have it.
struct FindKeepers {
  static constexpr OperationTraits traits{64, "FindKeepers"};
  StorePathSet items;
  static constexpr auto fields = std::tuple(&FindKeepers::items);
  using Reply = FindRoots::Reply;
};

}  // namespace cairn::protocol
