// SPDX-License-Identifier: GPL-3.0-or-later
// Armor, whole and broken.
#include "channels/signature/armor.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string pgp(const std::string& body, const std::string& head = "") {
  return "-----BEGIN PGP SIGNATURE-----\n" + head + "\n" + body + "-----END PGP SIGNATURE-----\n";
}
std::string ssh(const std::string& body) {
  return "-----BEGIN SSH SIGNATURE-----\n" + body + "-----END SSH SIGNATURE-----\n";
}
std::string key(const std::string& body) {
  return "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n" + body + "-----END PGP PUBLIC KEY BLOCK-----\n";
}

}  // namespace

TEST_CASE("the checksum of armor is that of RFC 4880", "[channels/signature]") {
  CHECK(crc24("") == 0xB704CE);
  CHECK(crc24("123456789") == 0x21CF02);
}

TEST_CASE("armor is lines of base64", "[channels/signature]") {
  CHECK(read_openpgp_signature_armor(pgp("Zm9v\nYmFy\n")) == "foobar");
  CHECK(read_openpgp_signature_armor(pgp("Zm9v\n", "Version: 1\nComment: a: b\n")) == "foo");
  CHECK(read_openpgp_signature_armor(pgp("MTIz\nNDU2Nzg5\n=Ic8C\n")) == "123456789");
  CHECK(read_openpgp_signature_armor(pgp("Zm9v\n") + "\n\n") == "foo");
  CHECK(read_ssh_signature_armor(ssh("Zm9v\nYg==\n")) == "foob");
  std::string text = ssh("Zm9v\n");
  text.pop_back();
  CHECK(read_ssh_signature_armor(text) == "foo");
}

TEST_CASE("armor is nothing but armor", "[channels/signature]") {
  auto refused = [](const std::string& text, const std::string& reason) {
    CHECK_THROWS_WITH(read_openpgp_signature_armor(text), reason);
  };
  refused("", "the armor has no end");
  refused("x\n" + pgp("Zm9v\n"), "the armor does not begin with -----BEGIN PGP SIGNATURE-----");
  refused(ssh("Zm9v\n"), "the armor does not begin with -----BEGIN PGP SIGNATURE-----");
  refused(pgp("Zm9v\n") + "x", "text stands behind the armor's end");
  refused(pgp("Zm9v\n") + pgp("Zm9v\n"), "text stands behind the armor's end");
  refused(pgp("Zm9v\n").substr(0, 50), "the armor has no end");
  refused(pgp("Zm9v\n", "Version 1\n"), "a line of the armor's head has no \": \"");
  refused(pgp("Zm9v\n\nZm9v\n"), "an empty line stands in the base64");
  refused(pgp(""), "the armor is empty");
  refused(pgp("Zm9v \n"), "base64 of a length that is no multiple of 4");
  refused(pgp("Zg==\nZm9v\n"), "\"=\" is not a digit of base64");
  refused(pgp("Zh==\n"), "base64 with stray bits at its end");
  refused(pgp("MTIzNDU2Nzg5\n=Ic8D\n"), "the armor's checksum does not match");
  refused(pgp("=Ic8C\nMTIzNDU2Nzg5\n"), "base64 stands behind the checksum");
  refused("-----BEGIN PGP SIGNATURE-----\r\n\r\nZm9v\r\n-----END PGP SIGNATURE-----\r\n",
          "the armor does not begin with -----BEGIN PGP SIGNATURE-----");
  CHECK_THROWS_WITH(read_ssh_signature_armor(ssh("Zm9v\n=Ic8C\n")), "SSH's armor has no checksum");
}

TEST_CASE("a file of keys has blocks of armor, and words for people", "[channels/signature]") {
  CHECK(read_openpgp_key_armor(key("Zm9v\n")) == std::vector<std::string>{"foo"});
  CHECK(read_openpgp_key_armor("My key:\r\n" + key("Zm9v \r\n") + "and hers:\n" + key("YmFy\n")) ==
        std::vector<std::string>{"foo", "bar"});
  CHECK_THROWS_WITH(read_openpgp_key_armor("no key\n"),
                    "no line is -----BEGIN PGP PUBLIC KEY BLOCK-----");
  CHECK_THROWS_WITH(read_openpgp_key_armor(key("Zm9v\n") + key("Zm9v")), "the armor has no end");
}

}  // namespace cairn
