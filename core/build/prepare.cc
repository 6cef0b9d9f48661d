// SPDX-License-Identifier: GPL-3.0-or-later
// Deciding what a builder gets.
#include "core/build/prepare.hh"

#include "core/base/error.hh"
#include "core/base/words.hh"
#include "core/build/builtins.hh"
#include "core/build/fetch.hh"
#include "core/build/reference_rules.hh"
#include "core/hash/encoding.hh"
#include "core/hash/hasher.hh"

#include <algorithm>
#include <fmt/ranges.h>

namespace cairn {

namespace {

// Features of Nix's derivations that we do not have. Building without them would build another
// thing.
constexpr const char* unsupported[] = {"__json",   "__structuredAttrs",  "exportReferencesGraph",
                                       "__impure", "__contentAddressed", "__noChroot"};

// What Nix's machines have by the names that Nix gives it, and no build here lacks. There is no
// "kvm": a sandbox holds no such device.
constexpr std::string_view machine_features[] = {"benchmark", "big-parallel", "nixos-test"};

// What is so for every builder, whatever its derivation says, as in Nix.
constexpr std::pair<const char*, const char*> of_every_builder[] = {
    {"NIX_BUILD_TOP", "/build"}, {"TMPDIR", "/build"},       {"TEMPDIR", "/build"},
    {"TMP", "/build"},           {"TEMP", "/build"},         {"PWD", "/build"},
    {"NIX_LOG_FD", "2"},         {"TERM", "xterm-256color"},
};

void check_features(const Derivation& derivation) {
  auto wanted = derivation.environment.find("requiredSystemFeatures");
  if (wanted == derivation.environment.end()) return;
  for (const std::string& feature : words_of(wanted->second)) {
    if (std::ranges::find(machine_features, feature) != std::end(machine_features)) continue;
    throw Error("it requires the system feature '{}', which this machine does not have ({})",
                feature, fmt::join(machine_features, ", "));
  }
}

// Where a passed file lies: a name that depends on the variable alone.
std::string file_name_of(const std::string& variable) {
  return ".attr-" + to_nix32(hash_of(HashAlgorithm::sha256, variable).digest());
}

}  // namespace

void check_buildable(const Layout& layout, const Derivation& derivation,
                     const BuildSettings& settings) {
  for (const char* feature : unsupported) {
    auto variable = derivation.environment.find(feature);
    if (variable != derivation.environment.end() && !variable->second.empty()) {
      throw Error("the derivation uses '{}', which Cairn does not support", feature);
    }
  }
  check_features(derivation);
  check_reference_lists(layout.store, derivation);
  if (is_fetch(derivation)) return check_fetch(derivation);
  if (derivation.is_builtin()) {
    if (!is_known_builtin(derivation.builder)) {
      throw Error("there is no '{}' in this version of Cairn", derivation.builder);
    }
    return;
  }
  if (derivation.system != settings.system) {
    throw Error("it is for the system '{}', and this machine builds for '{}'", derivation.system,
                settings.system);
  }
  if (!layout.store.item_of(derivation.builder)) {
    throw Error("its builder '{}' is not in the store, and a sandbox holds nothing else",
                derivation.builder);
  }
}

BuilderEnvironment builder_environment(const Layout& layout, const Derivation& derivation,
                                       const BuildSettings& settings) {
  BuilderEnvironment result;
  result.variables = {
      {"PATH", "/path-not-set"},
      {"HOME", "/homeless-shelter"},
      {"NIX_STORE", layout.store.path()},
      {"NIX_BUILD_CORES", std::to_string(settings.cores)},
  };
  auto passed = derivation.environment.find("passAsFile");
  std::set<std::string> as_files;
  if (passed != derivation.environment.end()) {
    for (std::string& name : words_of(passed->second)) as_files.insert(std::move(name));
  }
  for (const auto& [name, value] : derivation.environment) {
    if (as_files.contains(name)) {
      std::string file = file_name_of(name);
      result.files[file] = value;
      result.variables[name + "Path"] = "/build/" + file;
    } else {
      result.variables[name] = value;
    }
  }
  for (const auto& [name, value] : of_every_builder) result.variables[name] = value;
  if (derivation.is_fixed()) result.variables["NIX_OUTPUT_CHECKED"] = "1";
  return result;
}

sandbox::Spec builder_spec(const Layout& layout, const Derivation& derivation,
                           const StorePathSet& inputs, BuilderEnvironment environment,
                           const std::string& scratch) {
  sandbox::Spec spec;
  spec.entry = derivation.is_builtin() ? sandbox::Entry::builtin : sandbox::Entry::program;
  spec.program = derivation.builder;
  spec.arguments = {derivation.builder.substr(derivation.builder.rfind('/') + 1)};
  spec.arguments.insert(spec.arguments.end(), derivation.arguments.begin(),
                        derivation.arguments.end());
  spec.environment = std::move(environment.variables);
  spec.working_directory = "/build";
  spec.store_source = layout.physical_store();
  spec.store_target = layout.store.path();
  for (const StorePath& item : inputs) spec.items.push_back(item.base_name());
  spec.scratch = scratch;
  return spec;
}

}  // namespace cairn
