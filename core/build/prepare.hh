// SPDX-License-Identifier: GPL-3.0-or-later
// From a derivation to what its sandbox needs: pure.
#pragma once

#include "core/build/settings.hh"
#include "core/derivation/derivation.hh"
#include "core/sandbox/spec.hh"
#include "core/store/layout.hh"

#include <map>
#include <string>

namespace cairn {

// Throws, saying which, when DERIVATION asks for what we cannot give: another system, an unknown
// builtin, structured attributes, a builder outside the store.
void check_buildable(const Layout& layout, const Derivation& derivation,
                     const BuildSettings& settings);

// What the builder sees as its environment, and the small files that it finds in /build because the
// derivation names variables in "passAsFile".
struct BuilderEnvironment {
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> files;  // by name in /build
};
BuilderEnvironment builder_environment(const Layout& layout, const Derivation& derivation,
                                       const BuildSettings& settings);

// The sandbox of DERIVATION, whose inputs' closure is INPUTS, in the folder SCRATCH.
sandbox::Spec builder_spec(const Layout& layout, const Derivation& derivation,
                           const StorePathSet& inputs, BuilderEnvironment environment,
                           const std::string& scratch);

}  // namespace cairn
