// SPDX-License-Identifier: GPL-3.0-or-later
// Names of keys.
#include "channels/signature/fingerprint.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a fingerprint of OpenPGP is 40 digits, however it is spaced", "[channels/signature]") {
  std::string text = "BBB02DDF2CEAF6A80D1DE643A2A06DF2A33A54FA";
  Fingerprint fingerprint = Fingerprint::parse(text);
  CHECK(fingerprint.kind() == Fingerprint::Kind::openpgp);
  CHECK(fingerprint.text() == text);
  CHECK(Fingerprint::parse("BBB0 2DDF 2CEA F6A8 0D1D  E643 A2A0 6DF2 A33A 54FA") == fingerprint);
  CHECK(Fingerprint::parse("bbb02ddf2ceaf6a80d1de643a2a06df2a33a54fa") == fingerprint);
}

TEST_CASE("a fingerprint of SSH is written as ssh-keygen writes it", "[channels/signature]") {
  std::string text = "SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyg";
  Fingerprint fingerprint = Fingerprint::parse(text);
  CHECK(fingerprint.kind() == Fingerprint::Kind::ssh);
  CHECK(fingerprint.text() == text);
}

TEST_CASE("what is no fingerprint is refused with the reason", "[channels/signature]") {
  auto refused = [](std::string_view text, std::string_view reason) {
    CHECK_THROWS_WITH(Fingerprint::parse(text),
                      fmt::format("no fingerprint of a key: {:?}: {}", text, reason));
  };
  refused("", "it has 0 bytes, not 20");
  refused("A2A06DF2A33A54FA", "it has 8 bytes, not 20");
  refused("A2A0:6DF20", "\":\" is not a digit of base16");
  refused("SHA256:", "base64 of a length that is no multiple of 4");
  refused("SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyg=",
          "a fingerprint is written without '=' at its end");
  refused("SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyh",
          "base64 with stray bits at its end");
  refused("SHA256:AAA", "it has 2 bytes, not 32");
}

TEST_CASE("kinds of fingerprints do not mix", "[channels/signature]") {
  CHECK(Fingerprint::of_ssh(std::string(32, 'x')) != Fingerprint::of_openpgp(std::string(20, 'x')));
}

}  // namespace cairn
