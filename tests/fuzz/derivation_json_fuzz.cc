// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations as JSON. They are no more than people write: the engine reads their text again.
#include "core/derivation/aterm.hh"
#include "core/derivation/json.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  const StoreDir store;
  return is_taken([&] {
    for (const auto& [key, derivation] : parse_derivation_json(store, bytes)) {
      std::string text = print_aterm(store, derivation);
      is_taken([&, &written = derivation] {
        expect(parse_aterm(store, text, written.name) == written,
               "a derivation is read as it was printed");
      });
    }
  });
}
