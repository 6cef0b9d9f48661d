// SPDX-License-Identifier: GPL-3.0-or-later
// What the primitive `derivation` is given, as a Derivation.
#pragma once

#include "scheme/eval/guile.hh"
#include "scheme/eval/recorder.hh"

namespace cairn::eval {

struct DerivationArguments {
  Derivation derivation;  // without output paths
  std::optional<FilePlace> place;
};

// ARGUMENTS is the list (name system builder arguments environment input-derivations input-sources
// outputs place). Throws, saying which, when one is not as it must be.
DerivationArguments derivation_arguments(const StoreDir& store, SCM arguments);

}  // namespace cairn::eval
