// SPDX-License-Identifier: GPL-3.0-or-later
// What a derivation says of itself.
#include "core/derivation/derivation.hh"

#include "tests/support/derivations.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a derivation is fixed when its one output out has a known content",
          "[core/derivation]") {
  CHECK(test::fixed_source().is_fixed());
  CHECK(!test::two_outputs().is_fixed());
  Derivation renamed = test::fixed_source();
  auto output = renamed.outputs.extract("out");
  output.key() = "lib";
  renamed.outputs.insert(std::move(output));
  CHECK(!renamed.is_fixed());
}

TEST_CASE("a derivation whose builder is a builtin is not run", "[core/derivation]") {
  CHECK(test::fixed_source().is_builtin());
  CHECK(!test::two_outputs().is_builtin());
}

TEST_CASE("a derivation refers to its input sources and input derivations", "[core/derivation]") {
  CHECK(references_of(test::dependent()) ==
        StorePathSet{test::plain_text, test::two_outputs_path, test::fixed_tree_path});
  CHECK(references_of(test::fixed_source()).empty());
}

}  // namespace cairn
