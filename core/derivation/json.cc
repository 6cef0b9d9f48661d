// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations as JSON.
#include "core/derivation/json.hh"

#include "core/derivation/aterm.hh"

namespace cairn {

namespace {

nlohmann::json output_json(const StoreDir& store, const DerivationOutput& output) {
  nlohmann::json json{{"path", store.print(output.path)}};
  if (output.fixed) {
    json["hashAlgo"] = method_and_algorithm(*output.fixed);
    json["hash"] = to_text(output.fixed->hash, HashFormat::base16);
  }
  return json;
}

}  // namespace

nlohmann::json to_json(const StoreDir& store, const Derivation& derivation) {
  auto outputs = nlohmann::json::object();
  for (const auto& [name, output] : derivation.outputs) outputs[name] = output_json(store, output);
  auto sources = nlohmann::json::array();
  for (const StorePath& path : derivation.input_sources) sources.push_back(store.print(path));
  auto inputs = nlohmann::json::object();
  for (const auto& [path, names] : derivation.input_derivations) inputs[store.print(path)] = names;
  return {{"outputs", std::move(outputs)},  {"inputSrcs", std::move(sources)},
          {"inputDrvs", std::move(inputs)}, {"system", derivation.system},
          {"builder", derivation.builder},  {"args", derivation.arguments},
          {"env", derivation.environment}};
}

}  // namespace cairn
