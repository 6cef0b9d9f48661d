// SPDX-License-Identifier: GPL-3.0-or-later
// SSH's public keys.
#include "channels/signature/ssh_key.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string field(std::string_view text) {
  auto size = static_cast<unsigned>(text.size());
  std::string bytes = {'\0', '\0', static_cast<char>(size >> 8), static_cast<char>(size & 255)};
  return bytes.append(text);
}

std::string ed25519() {
  return field("ssh-ed25519") + field(std::string(32, 'x'));
}

std::string_view number(const std::string& bytes) {
  ByteReader reader(bytes, "the number");
  return read_ssh_number(reader);
}

}  // namespace

TEST_CASE("a line of SSH's is a key", "[channels/signature]") {
  std::string line = read_file(VECTORS "/signatures/ssh-ed25519-256.pub");
  SshKey key = parse_ssh_key_line(line);
  CHECK(key.kind == "ssh-ed25519");
  CHECK(key.fingerprint.text() == "SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyg");
  CHECK(parse_ssh_key_line("ssh-ed25519 " + to_base64(ed25519())).kind == "ssh-ed25519");
}

TEST_CASE("kinds of keys that are not verified are refused with the reason",
          "[channels/signature]") {
  auto refused = [](const std::string& kind, const std::string& reason) {
    CHECK_THROWS_WITH(parse_ssh_key_line(kind + " AAAA"), reason);
    CHECK_THROWS_WITH(parse_ssh_key(field(kind)), reason);
  };
  refused("sk-ssh-ed25519@openssh.com",
          "a key of kind \"sk-ssh-ed25519@openssh.com\": keys in a security token (sk-*) are not "
          "supported: use a key of kind ssh-ed25519");
  refused("ssh-dss", "a key of kind \"ssh-dss\": DSA is too weak: use a key of kind ssh-ed25519");
  refused("ssh-ed25519-cert-v01@openssh.com",
          "a key of kind \"ssh-ed25519-cert-v01@openssh.com\": certificates are not supported: "
          "name the key itself");
  refused("ssh-ed448", "a key of unknown kind \"ssh-ed448\"");
}

TEST_CASE("a line that is not one key is refused", "[channels/signature]") {
  std::string digits = to_base64(ed25519());
  CHECK_THROWS_WITH(parse_ssh_key_line("ssh-ed25519"), "the key ends too early");
  CHECK_THROWS_WITH(parse_ssh_key_line("ssh-rsa " + digits),
                    "a key of kind \"ssh-ed25519\" is called \"ssh-rsa\"");
  CHECK_THROWS_WITH(parse_ssh_key_line("ssh-ed25519 " + digits + "\nssh-ed25519 " + digits),
                    "a key is one line, not several");
  CHECK_THROWS_WITH(parse_ssh_key_line("no-pty ssh-ed25519 " + digits),
                    "a key of unknown kind \"no-pty\"");
}

TEST_CASE("a key has nothing missing and nothing more", "[channels/signature]") {
  CHECK_NOTHROW(parse_ssh_key(ed25519()));
  CHECK_THROWS_WITH(parse_ssh_key(ed25519() + "x"), "1 bytes too many stand in the key");
  for (std::size_t size = 0; size < ed25519().size(); ++size) {
    CHECK_THROWS_WITH(parse_ssh_key(ed25519().substr(0, size)), "the key ends too early");
  }
  CHECK_THROWS_WITH(parse_ssh_key(field("ssh-ed25519") + field("short")),
                    "an Ed25519 key has 32 bytes, not 5");
  CHECK_THROWS_WITH(parse_ssh_key(field("ecdsa-sha2-nistp256") + field("nistp384") + field("x")),
                    "a key of kind ecdsa-sha2-nistp256 has the curve \"nistp384\"");
  CHECK_THROWS_WITH(parse_ssh_key(std::string(9000, 'x')), "a key of more than 8192 bytes");
}

TEST_CASE("a number of SSH's is positive and written in one way", "[channels/signature]") {
  CHECK(number(field("\x7f")) == "\x7f");
  CHECK(number(field(std::string_view("\0\x80", 2))) == "\x80");
  CHECK_THROWS_WITH(number(field("\x80")), "a number that is not positive");
  CHECK_THROWS_WITH(number(field("")), "a number that is not positive");
  CHECK_THROWS_WITH(number(field(std::string_view("\0", 1))), "a number with a zero in front");
  CHECK_THROWS_WITH(number(field(std::string_view("\0\x7f", 2))), "a number with a zero in front");
}

}  // namespace cairn
