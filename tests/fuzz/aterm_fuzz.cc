// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations as text. What is taken is what would be printed: two texts of one derivation would be
// two items.
#include "core/derivation/aterm.hh"
#include "core/derivation/json.hh"
#include "core/derivation/output_paths.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  const StoreDir store;
  auto find = [](const StorePath&) -> Derivation { throw Error("nobody knows it"); };
  return is_taken([&] {
    Derivation derivation = parse_aterm(store, bytes, "fuzzed");
    expect(print_aterm(store, derivation) == bytes, "a derivation is printed as it was read");
    to_json(store, derivation);
    DerivationHashes hashes(store, find);
    is_taken([&] { check_output_paths(store, derivation, hashes); });
  });
}
