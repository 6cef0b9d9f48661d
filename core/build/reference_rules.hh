// SPDX-License-Identifier: GPL-3.0-or-later
// What the outputs of a build may refer to. Each of these throws where they do otherwise, and names
// the outputs.
#pragma once

#include "core/build/outputs.hh"

namespace cairn {

// No two outputs of DERIVATION may reach each other: nothing could be copied or deleted before the
// other. An output may name itself.
void check_no_circle(const Derivation& derivation, const OutputCopies& copies);

// allowedReferences, allowedRequisites, disallowedReferences and disallowedRequisites in the
// environment of DERIVATION list store paths and names of outputs.
void check_reference_lists(const StoreDir& store, const Derivation& derivation);

// Each output refers to what these lists allow alone, and reaches no more than that; itself it
// always reaches. The inputs of DERIVATION are valid.
void check_references(Store& store, const Derivation& derivation, const OutputCopies& copies);

}  // namespace cairn
