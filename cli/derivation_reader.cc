// SPDX-License-Identifier: GPL-3.0-or-later
// Reading derivations.
#include "cli/derivation_reader.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"

namespace cairn {

Derivation read_stored_derivation(const Place& place, const StorePath& path) {
  std::string name = derivation_name(path);
  std::string shown = place.store.print(path);
  Fd store = open_directory(place.physical(place.store.path()));
  auto text = read_file_at(store.get(), path.base_name());
  if (!text) throw Error("the derivation {} is not in the store", shown);
  return with_context("cannot read " + shown,
                      [&] { return parse_aterm(place.store, *text, name); });
}

}  // namespace cairn
