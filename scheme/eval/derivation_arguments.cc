// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the arguments of a derivation.
#include "scheme/eval/derivation_arguments.hh"

namespace cairn::eval {

namespace {

std::vector<std::string> strings(SCM list, const char* what) {
  std::vector<std::string> result;
  for (SCM element : to_list(list, what)) result.push_back(to_string(element, what));
  return result;
}

std::map<std::string, std::string> environment_of(SCM alist) {
  std::map<std::string, std::string> environment;
  for (SCM pair : to_list(alist, "the environment")) {
    if (!scm_is_pair(pair)) throw Error("the environment must be an alist");
    std::string name = to_string(SCM_CAR(pair), "the name of a variable");
    if (!environment.emplace(name, to_bytes(SCM_CDR(pair), "the value of a variable")).second) {
      throw Error("the environment has '{}' twice", name);
    }
  }
  return environment;
}

// ((DRV OUTPUT ...) ...)
std::map<StorePath, std::set<std::string>> inputs_of(const StoreDir& store, SCM list) {
  std::map<StorePath, std::set<std::string>> inputs;
  for (SCM input : to_list(list, "the input derivations")) {
    std::vector<std::string> words = strings(input, "an input derivation");
    if (words.size() < 2) throw Error("an input derivation needs an output");
    inputs[store.parse(words[0])].insert(words.begin() + 1, words.end());
  }
  return inputs;
}

FixedOutput fixed_output(SCM method, SCM hash) {
  std::string name = to_string(method, "the method of an output");
  if (name != "flat" && name != "recursive") {
    throw Error("the method of an output must be flat or recursive, not '{}'", name);
  }
  Hash content = parse_hash(to_string(hash, "the hash of an output"), HashAlgorithm::sha256);
  return {name == "flat" ? ContentMethod::flat : ContentMethod::recursive, content};
}

// Paths are filled in later: any will do until then.
StorePath no_path() {
  return StorePath(std::string(20, '\0'), "unknown");
}

// A name, or (NAME METHOD HASH).
std::map<std::string, DerivationOutput> outputs_of(SCM list) {
  std::map<std::string, DerivationOutput> outputs;
  for (SCM output : to_list(list, "the outputs")) {
    if (scm_is_string(output)) {
      outputs.emplace(to_string(output, "an output"), DerivationOutput{no_path()});
      continue;
    }
    std::vector<SCM> parts = to_list(output, "an output");
    if (parts.size() != 3) throw Error("a fixed output is a name, a method and a hash");
    outputs.emplace(to_string(parts[0], "the name of an output"),
                    DerivationOutput{no_path(), fixed_output(parts[1], parts[2])});
  }
  if (outputs.empty()) throw Error("a derivation needs an output");
  return outputs;
}

std::optional<FilePlace> place_of(SCM place) {
  if (scm_is_false(place)) return std::nullopt;
  std::vector<SCM> parts = to_list(place, "the place");
  if (parts.size() != 3 || !scm_is_signed_integer(parts[1], 0, INT32_MAX) ||
      !scm_is_signed_integer(parts[2], 0, INT32_MAX)) {
    throw Error("the place must be a file, a line and a column");
  }
  return FilePlace{to_string(parts[0], "the file"), scm_to_int64(parts[1]), scm_to_int64(parts[2])};
}

}  // namespace

DerivationArguments derivation_arguments(const StoreDir& store, SCM arguments) {
  std::vector<SCM> given = to_list(arguments, "the arguments");
  if (given.size() != 9) throw Error("a derivation takes nine arguments");
  Derivation derivation;
  derivation.name = to_string(given[0], "the name");
  check_item_name(derivation.name);
  derivation.system = to_string(given[1], "the system");
  derivation.builder = to_string(given[2], "the builder");
  derivation.arguments = strings(given[3], "the builder's arguments");
  derivation.environment = environment_of(given[4]);
  derivation.input_derivations = inputs_of(store, given[5]);
  for (const std::string& source : strings(given[6], "the input sources")) {
    derivation.input_sources.insert(store.parse(source));
  }
  derivation.outputs = outputs_of(given[7]);
  for (const auto& [name, output] : derivation.outputs) check_item_name(name);
  return {std::move(derivation), place_of(given[8])};
}

}  // namespace cairn::eval
