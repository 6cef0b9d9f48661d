// SPDX-License-Identifier: GPL-3.0-or-later
// Manifests of profiles: only what cairn writes is read.
#include "cli/profile/manifest.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  const StoreDir store;
  return is_taken([&] {
    Manifest manifest = parse_manifest(store, bytes);
    expect(manifest_text(store, manifest) == bytes, "a manifest is as cairn writes it");
  });
}
