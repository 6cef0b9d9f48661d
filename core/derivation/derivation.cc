// SPDX-License-Identifier: GPL-3.0-or-later
// What a derivation says of itself.
#include "core/derivation/derivation.hh"

namespace cairn {

bool Derivation::is_fixed() const {
  return outputs.size() == 1 && outputs.begin()->first == "out" && outputs.begin()->second.fixed;
}

bool Derivation::is_builtin() const {
  return builder.starts_with("builtin:");
}

std::string derivation_name(const StorePath& path) {
  constexpr std::string_view ending = ".drv";
  if (!path.is_derivation()) throw Error("'{}' does not name a derivation", path.base_name());
  return std::string(path.name().substr(0, path.name().size() - ending.size()));
}

StorePathSet references_of(const Derivation& derivation) {
  StorePathSet references = derivation.input_sources;
  for (const auto& [path, outputs] : derivation.input_derivations) references.insert(path);
  return references;
}

}  // namespace cairn
