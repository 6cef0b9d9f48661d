// SPDX-License-Identifier: GPL-3.0-or-later
// The operations that change something: the store, its roots, or the session itself.
#pragma once

#include "daemon/protocol/operation.hh"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cairn::protocol {

// The stream is the file's bytes, but an archive where the addressing is recursive.
struct AddToStore {
  static constexpr OperationTraits traits{7, "AddToStore", Stream::framed};
  std::string name;
  Addressing addressing;
  StorePathSet references;
  bool repair = false;
  static constexpr auto fields = std::tuple(&AddToStore::name, &AddToStore::addressing,
                                            &AddToStore::references, &AddToStore::repair);
  using Reply = std::pair<StorePath, ItemFacts>;
};

// Ours alone: a tree that the engine reads itself, for the process that started it.
struct AddTree {
  static constexpr OperationTraits traits{62, "AddTree"};
  std::string name;
  Addressing addressing;
  std::uint32_t directory;  // a descriptor of the client's
  std::string entry;        // in that folder
  static constexpr auto fields =
      std::tuple(&AddTree::name, &AddTree::addressing, &AddTree::directory, &AddTree::entry);
  using Reply = std::pair<StorePath, ItemFacts>;
};

struct BuildPaths {
  static constexpr OperationTraits traits{9, "BuildPaths"};
  std::vector<Target> targets;
  BuildMode mode;
  static constexpr auto fields = std::tuple(&BuildPaths::targets, &BuildPaths::mode);
  using Reply = Done;
};

struct EnsurePath {
  static constexpr OperationTraits traits{10, "EnsurePath"};
  StorePath path;
  static constexpr auto fields = std::tuple(&EnsurePath::path);
  using Reply = Done;
};

struct AddTempRoot {
  static constexpr OperationTraits traits{11, "AddTempRoot"};
  StorePath path;
  static constexpr auto fields = std::tuple(&AddTempRoot::path);
  using Reply = Done;
};

// Ours alone: many at once, as a client has them that adds what an evaluation made.
struct AddTempRoots {
  static constexpr OperationTraits traits{61, "AddTempRoots"};
  StorePathSet items;
  static constexpr auto fields = std::tuple(&AddTempRoots::items);
  using Reply = Done;
};

struct AddIndirectRoot {
  static constexpr OperationTraits traits{12, "AddIndirectRoot"};
  std::string link;  // absolute
  static constexpr auto fields = std::tuple(&AddIndirectRoot::link);
  using Reply = Done;
};

struct SetOptions {
  static constexpr OperationTraits traits{19, "SetOptions"};
  bool keep_failed = false;
  bool keep_going = false;
  bool try_fallback = false;
  std::uint32_t verbosity = 3;
  std::uint32_t max_jobs = 1;
  std::uint64_t max_silent = 0;  // seconds
  Unused<1> use_build_hook = {};
  std::uint32_t build_verbosity = 0;
  Unused<0> log_type = {};
  Unused<0> print_build_trace = {};
  std::uint32_t cores = 0;
  bool use_substitutes = true;
  std::map<std::string, std::string> others = {};
  static constexpr auto fields =
      std::tuple(&SetOptions::keep_failed, &SetOptions::keep_going, &SetOptions::try_fallback,
                 &SetOptions::verbosity, &SetOptions::max_jobs, &SetOptions::max_silent,
                 &SetOptions::use_build_hook, &SetOptions::build_verbosity, &SetOptions::log_type,
                 &SetOptions::print_build_trace, &SetOptions::cores, &SetOptions::use_substitutes,
                 &SetOptions::others);
  using Reply = Nothing;
};

// Ours alone: SetOptions says all of its fixed fields, meant or not; this says what is meant.
struct SetBuildOptions {
  static constexpr OperationTraits traits{63, "SetBuildOptions"};
  std::map<std::string, std::string> asked;
  static constexpr auto fields = std::tuple(&SetBuildOptions::asked);
  using Reply = Done;
};

struct Collected {
  std::set<std::string> paths;
  std::uint64_t bytes;
  Unused<0> obsolete = {};
  bool operator==(const Collected&) const = default;
  static constexpr auto fields =
      std::tuple(&Collected::paths, &Collected::bytes, &Collected::obsolete);
};

struct CollectGarbage {
  static constexpr OperationTraits traits{20, "CollectGarbage"};
  GcAction action = GcAction::list_dead;
  StorePathSet these = {};
  bool ignore_liveness = false;
  std::uint64_t enough = 0;  // bytes freed
  Unused<0> first = {};
  Unused<0> second = {};
  Unused<0> third = {};
  static constexpr auto fields =
      std::tuple(&CollectGarbage::action, &CollectGarbage::these, &CollectGarbage::ignore_liveness,
                 &CollectGarbage::enough, &CollectGarbage::first, &CollectGarbage::second,
                 &CollectGarbage::third);
  using Reply = Collected;
};

struct ImportPaths {
  static constexpr OperationTraits traits{27, "ImportPaths", Stream::pulled, true};
  static constexpr auto fields = std::tuple();
  using Reply = std::vector<StorePath>;
};

struct OptimiseStore {
  static constexpr OperationTraits traits{34, "OptimiseStore"};
  static constexpr auto fields = std::tuple();
  using Reply = Done;
};

// Replies whether errors remain.
struct VerifyStore {
  static constexpr OperationTraits traits{35, "VerifyStore"};
  bool contents;
  bool repair;
  static constexpr auto fields = std::tuple(&VerifyStore::contents, &VerifyStore::repair);
  using Reply = bool;
};

struct BuildDerivation {
  static constexpr OperationTraits traits{36, "BuildDerivation"};
  StorePath path;
  BasicDerivation derivation;
  BuildMode mode;
  static constexpr auto fields =
      std::tuple(&BuildDerivation::path, &BuildDerivation::derivation, &BuildDerivation::mode);
  using Reply = BuildOutcome;
};

struct AddSignatures {
  static constexpr OperationTraits traits{37, "AddSignatures", Stream::none, true};
  StorePath path;
  std::set<std::string> signatures;
  static constexpr auto fields = std::tuple(&AddSignatures::path, &AddSignatures::signatures);
  using Reply = Done;
};

struct AddToStoreNar {
  static constexpr OperationTraits traits{39, "AddToStoreNar", Stream::framed};
  StorePath path;
  ItemFacts facts;
  bool repair = false;
  bool dont_check_signatures = false;
  static constexpr auto fields =
      std::tuple(&AddToStoreNar::path, &AddToStoreNar::facts, &AddToStoreNar::repair,
                 &AddToStoreNar::dont_check_signatures);
  using Reply = Nothing;
};

struct RegisterDrvOutput {
  static constexpr OperationTraits traits{42, "RegisterDrvOutput"};
  std::string realisation;
  static constexpr auto fields = std::tuple(&RegisterDrvOutput::realisation);
  using Reply = Nothing;
};

// The stream: how many, then for each its path, its facts and its archive.
struct AddMultipleToStore {
  static constexpr OperationTraits traits{44, "AddMultipleToStore", Stream::framed};
  bool repair = false;
  bool dont_check_signatures = false;
  static constexpr auto fields =
      std::tuple(&AddMultipleToStore::repair, &AddMultipleToStore::dont_check_signatures);
  using Reply = Nothing;
};

struct AddBuildLog {
  static constexpr OperationTraits traits{45, "AddBuildLog", Stream::framed, true};
  std::string derivation;  // base name
  static constexpr auto fields = std::tuple(&AddBuildLog::derivation);
  using Reply = Done;
};

struct BuildPathsWithResults {
  static constexpr OperationTraits traits{46, "BuildPathsWithResults"};
  std::vector<Target> targets;
  BuildMode mode;
  static constexpr auto fields =
      std::tuple(&BuildPathsWithResults::targets, &BuildPathsWithResults::mode);
  using Reply = std::vector<std::pair<Target, BuildOutcome>>;
};

}  // namespace cairn::protocol
