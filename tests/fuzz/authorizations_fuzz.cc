// SPDX-License-Identifier: GPL-3.0-or-later
// Authorizations, ours and Guix's.
#include "channels/declaration/authorizations.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  Authorizations found;
  Authorizations found_by_guix;
  bool taken = is_taken([&] { found = read_authorizations(bytes, "file"); });
  bool taken_by_guix = is_taken([&] { found_by_guix = read_guix_authorizations(bytes, "file"); });
  if (taken) {
    expect(taken_by_guix && found == found_by_guix,
           "who reads what we refuse as well sees the same keys");
  }
  return taken || taken_by_guix;
}
