// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs that can stand together.
#include "core/derivation/output_rules.hh"

#include "core/hash/hasher.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a derivation has an output, and a fixed one stands alone", "[core/derivation]") {
  DerivationOutput plain{StorePath(std::string(20, 'x'), "o"), std::nullopt};
  DerivationOutput fixed = plain;
  fixed.fixed = FixedOutput{ContentMethod::flat, hash_of(HashAlgorithm::sha256, "")};
  auto fault = [](std::map<std::string, DerivationOutput> outputs) {
    Derivation derivation;
    derivation.outputs = std::move(outputs);
    return fault_of_outputs(derivation);
  };
  CHECK(fault({}) == "it has no output");
  CHECK(fault({{"out", plain}, {"dev", plain}}).empty());
  CHECK(fault({{"out", fixed}}).empty());
  CHECK(fault({{"dev", fixed}}).starts_with("a fixed output that is not the only one"));
  CHECK(fault({{"out", fixed}, {"dev", plain}}).starts_with("a fixed output that is not"));
}

}  // namespace cairn
