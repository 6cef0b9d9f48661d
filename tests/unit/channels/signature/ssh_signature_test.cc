// SPDX-License-Identifier: GPL-3.0-or-later
// SSH's signatures.
#include "channels/signature/ssh_signature.hh"

#include "channels/signature/armor.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string field(std::string_view text) {
  auto size = static_cast<unsigned>(text.size());
  std::string bytes = {'\0', '\0', static_cast<char>(size >> 8), static_cast<char>(size & 255)};
  return bytes.append(text);
}

// The parts of a signature; each test changes one.
struct Parts {
  std::string magic = "SSHSIG";
  char version = 1;
  std::string key = field("ssh-ed25519") + field(std::string(32, 'x'));
  std::string space = "git";
  std::string reserved = "";
  std::string digest = "sha512";
  std::string signature = field("ssh-ed25519") + field(std::string(64, 'x'));

  std::string bytes() const {
    return magic + std::string(3, '\0') + version + field(key) + field(space) + field(reserved) +
           field(digest) + field(signature);
  }
};

std::string vector_bytes(const std::string& name) {
  return read_ssh_signature_armor(read_file(VECTORS "/signatures/" + name));
}

void refused(const Parts& parts, const std::string& reason) {
  CHECK_THROWS_WITH(parse_ssh_signature(parts.bytes()), reason);
}

}  // namespace

TEST_CASE("a signature of SSH's has its key in it", "[channels/signature]") {
  SshSignature signature = parse_ssh_signature(vector_bytes("ssh-ed25519-256.sig"));
  CHECK(signature.key.fingerprint.text() == "SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyg");
  CHECK(signature.payload_digest == SignatureDigest::sha512);
  CHECK(signature.raw.size() == 64);
}

TEST_CASE("what the key signs holds the use and the payload's digest", "[channels/signature]") {
  SshSignature signature = parse_ssh_signature(Parts().bytes());
  CHECK(ssh_signed_text(signature, "a") == "SSHSIG" + field("git") + field("") + field("sha512") +
                                               field(digest_of(SignatureDigest::sha512, {"a"})));
}

TEST_CASE("each part of a signature is what it must be", "[channels/signature]") {
  refused({.magic = "SSHSIH"}, "the signature does not begin with SSHSIG");
  refused({.version = 2}, "the signature has version 2, not 1");
  refused({.space = "file"}, "the signature is for \"file\", not for \"git\"");
  refused({.space = ""}, "the signature is for \"\", not for \"git\"");
  refused({.reserved = "x"}, "the signature's reserved field is not empty");
  refused({.digest = "sha1"}, "the signed digest is \"sha1\", not sha256 or sha512");
  refused({.signature = field("ssh-rsa") + field("x")},
          "a signature of kind ssh-rsa uses SHA-1, which is broken");
  refused({.signature = field("rsa-sha2-512") + field("x")},
          "a signature of kind \"rsa-sha2-512\" by a key of kind \"ssh-ed25519\"");
  refused({.signature = field("ssh-ed25519") + field("x")}, "the signature has 1 bytes, not 64");
  refused({.signature = Parts().signature + "x"}, "1 bytes too many stand in the signature");
  refused({.key = field("sk-ssh-ed25519@openssh.com")},
          "a key of kind \"sk-ssh-ed25519@openssh.com\": keys in a security token (sk-*) are not "
          "supported: use a key of kind ssh-ed25519");
}

TEST_CASE("a signature has nothing missing and nothing more", "[channels/signature]") {
  for (const char* name : {"ssh-ed25519-256.sig", "ssh-ecdsa-521.sig", "ssh-rsa-2048.sig"}) {
    std::string bytes = vector_bytes(name);
    CHECK_NOTHROW(parse_ssh_signature(bytes));
    CHECK_THROWS_WITH(parse_ssh_signature(bytes + '\0'), "1 bytes too many stand in the signature");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CHECK_THROWS_AS(parse_ssh_signature(bytes.substr(0, size)), Error);
    }
  }
}

}  // namespace cairn
