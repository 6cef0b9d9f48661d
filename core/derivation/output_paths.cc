// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations hashed modulo their fixed-output inputs.
#include "core/derivation/output_paths.hh"

#include "core/hash/hasher.hh"

#include <unordered_set>

namespace cairn {

namespace {

// The hash that stands for a fixed output wherever it is an input.
Hash hash_of_fixed(const StoreDir& store, const Derivation& derivation) {
  const DerivationOutput& output = derivation.outputs.at("out");
  return hash_of(
      HashAlgorithm::sha256,
      fmt::format("fixed:out:{}:{}:{}", method_and_algorithm(*output.fixed),
                  to_text(output.fixed->hash, HashFormat::base16), store.print(output.path)));
}

void check_output(const StoreDir& store, const Derivation& derivation, const std::string& name,
                  const StorePath& right) {
  const StorePath& given = derivation.outputs.at(name).path;
  if (given != right) {
    throw Error("output {:?} of {} should be {}, not {}", name, derivation.name, store.print(right),
                store.print(given));
  }
  // The hash masks this variable: another value would build other contents under the same path.
  auto variable = derivation.environment.find(name);
  if (variable == derivation.environment.end() || variable->second != store.print(right)) {
    throw Error("the environment variable {:?} of {} is not its output's path {}", name,
                derivation.name, store.print(right));
  }
}

}  // namespace

// Depth first with a stack of our own: graphs are thousands of derivations deep.
std::map<std::string, Hash> DerivationHashes::of_input(const StorePath& path) {
  struct Visit {
    StorePath path;
    Derivation derivation;
    std::vector<StorePath> unseen;  // inputs to visit before this one can be hashed
  };
  std::vector<Visit> visits;
  std::unordered_set<StorePath> entered;
  auto enter = [&](const StorePath& next) {
    if (!entered.insert(next).second) throw Error("{} depends on itself", store_.print(next));
    Visit visit{next, find_(next), {}};
    if (!visit.derivation.is_fixed()) {
      for (const auto& [input, names] : visit.derivation.input_derivations) {
        visit.unseen.push_back(input);
      }
    }
    visits.push_back(std::move(visit));
  };
  if (!known_.contains(path)) enter(path);
  while (!visits.empty()) {
    Visit& visit = visits.back();
    if (visit.unseen.empty()) {
      known_.emplace(visit.path, hashes_by_output(visit.derivation));
      visits.pop_back();
      continue;
    }
    StorePath next = std::move(visit.unseen.back());
    visit.unseen.pop_back();
    if (!known_.contains(next)) enter(next);
  }
  return known_.at(path);
}

std::map<std::string, Hash> DerivationHashes::hashes_by_output(const Derivation& derivation) {
  Hash hash = derivation.is_fixed()
                  ? hash_of_fixed(store_, derivation)
                  : hash_of(HashAlgorithm::sha256, text_modulo(derivation, OutputPaths::shown));
  std::map<std::string, Hash> hashes;
  for (const auto& [name, output] : derivation.outputs) hashes.emplace(name, hash);
  return hashes;
}

Hash DerivationHashes::of_outputs(const Derivation& derivation) {
  if (derivation.is_fixed()) return hash_of_fixed(store_, derivation);
  for (const auto& [path, names] : derivation.input_derivations) {
    if (!known_.contains(path)) of_input(path);
  }
  return hash_of(HashAlgorithm::sha256, text_modulo(derivation, OutputPaths::masked));
}

std::string DerivationHashes::text_modulo(const Derivation& derivation, OutputPaths paths) {
  NamedInputs inputs;
  for (const auto& [path, names] : derivation.input_derivations) {
    const auto& hashes = known_.at(path);
    for (const std::string& name : names) {
      auto hash = hashes.find(name);
      if (hash == hashes.end()) {
        throw Error("{} has no output {:?}, which {} needs", store_.print(path), name,
                    derivation.name);
      }
      inputs[to_text(hash->second, HashFormat::base16)].insert(name);
    }
  }
  return print_aterm_modulo(store_, derivation, inputs, paths);
}

std::map<std::string, StorePath> computed_output_paths(const StoreDir& store,
                                                       const Derivation& derivation,
                                                       DerivationHashes& hashes) {
  if (derivation.is_fixed()) {
    const FixedOutput& fixed = *derivation.outputs.at("out").fixed;
    return {{"out", content_addressed_path(store, {fixed.method, fixed.hash}, derivation.name)}};
  }
  Hash hash = hashes.of_outputs(derivation);
  std::map<std::string, StorePath> paths;
  for (const auto& [name, output] : derivation.outputs) {
    paths.emplace(name, output_path(store, hash, name, derivation.name));
  }
  return paths;
}

Derivation with_output_paths(const StoreDir& store, Derivation derivation,
                             DerivationHashes& hashes) {
  for (const auto& [name, output] : derivation.outputs) derivation.environment[name] = "";
  for (auto& [name, path] : computed_output_paths(store, derivation, hashes)) {
    derivation.outputs.at(name).path = path;
    derivation.environment[name] = store.print(path);
  }
  return derivation;
}

void check_output_paths(const StoreDir& store, const Derivation& derivation,
                        DerivationHashes& hashes) {
  for (const auto& [name, path] : computed_output_paths(store, derivation, hashes)) {
    check_output(store, derivation, name, path);
  }
}

}  // namespace cairn
