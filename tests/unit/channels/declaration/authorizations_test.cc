// SPDX-License-Identifier: GPL-3.0-or-later
// Whose keys may sign.
#include "channels/declaration/authorizations.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const std::string openpgp = "3CE464558A84FDC69DB40CFB090B11993D9AEBB5";
const std::string spaced = "3CE4 6455 8A84 FDC6 9DB4  0CFB 090B 1199 3d9a ebb5";
const std::string ssh = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

template <typename Read>
std::string refusal_of(Read read, const std::string& text) {
  try {
    read(text, "f");
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

std::string with(const std::string& entries) {
  return "(authorizations (version 0)\n(" + entries + "))";
}

}  // namespace

TEST_CASE("authorizations name keys of both kinds, spaced or not", "[channels/declaration]") {
  Authorizations found =
      read_authorizations(with("(\"" + spaced + "\" (name \"alice\"))\n; a comment\n(\"" + ssh +
                               "\" (name \"bob\") (key \"ssh-ed25519 AAAA\"))"),
                          "f");
  Authorizations expected{
      {{Fingerprint::parse(openpgp), "alice"}, {Fingerprint::parse(ssh), "bob"}}};
  CHECK(found == expected);
  CHECK(read_authorizations(with(""), "f").keys.empty());
}

TEST_CASE("Guix's authorizations are read as Guix reads them", "[channels/declaration]") {
  std::string text = "(authorizations (version 0) ((;; primary: \"" + spaced + "\"\n\"" + spaced +
                     "\" (name \"a\") (whatever 1) 2)) (more)) (and more)";
  CHECK(read_guix_authorizations(text, "f").keys.contains(Fingerprint::parse(openpgp)));
  CHECK(refusal_of(read_authorizations, text) == "f:2:82: nothing may follow the list");
}

TEST_CASE("malformed authorizations are refused where they are wrong", "[channels/declaration]") {
  auto [text, refusal] = GENERATE(table<std::string, std::string>({
      {"", "f:1:1: it is empty"},
      {"(authorisations (version 0) ())", "f:1:1: these are no authorizations"},
      {"(authorizations ())", "f:1:1: these are no authorizations"},
      {"(authorizations (version 0))", "f:1:1: the list of keys is missing"},
      {"(authorizations (version 1) ())",
       "f:1:26: version 1 needs a newer cairn: this one reads version 0"},
      {"(authorizations (version x) ())", "f:1:26: a version is a number"},
      {with("alice"), "f:2:2: a key is expected here: (\"FINGERPRINT\")"},
      {with("(alice)"), "f:2:2: a key is expected here: (\"FINGERPRINT\")"},
      {with("(\"" + ssh + "\" (nmae \"bob\"))"), "f:2:56: there is no field 'nmae'"},
      {with("(\"" + ssh + "\" (name 1))"), "f:2:62: 'name' takes a string"},
      {with("") + " x", "f:2:5: nothing may follow the authorizations"},
      {"(authorizations (version 0) () ())", "f:1:32: nothing may follow the list"},
  }));
  CHECK(refusal_of(read_authorizations, text) == refusal);
}

TEST_CASE("a fingerprint that is none names its place", "[channels/declaration]") {
  auto read = GENERATE(&read_authorizations, &read_guix_authorizations);
  CHECK(refusal_of(read, with("(\"ABCD\")")).starts_with("f:2:3: "));
}

}  // namespace cairn
