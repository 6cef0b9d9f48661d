// SPDX-License-Identifier: GPL-3.0-or-later
// Raw verification, against vectors of others.
#include "core/hash/verifier.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>
#include <map>

namespace cairn {

namespace {

struct Vector {
  PublicKey key;
  SignatureDigest digest;
  std::string message;
  std::string raw;
};

PublicKey key_of(const std::string& kind, const std::string& text) {
  if (kind == "ed25519") return Ed25519Key{from_base16(text)};
  if (kind == "rsa") {
    std::size_t colon = text.find(':');
    return RsaKey{from_base16(text.substr(0, colon)), from_base16(text.substr(colon + 1))};
  }
  const std::map<std::string, EcdsaCurve> curves = {{"nistp256", EcdsaCurve::nistp256},
                                                    {"nistp384", EcdsaCurve::nistp384},
                                                    {"nistp521", EcdsaCurve::nistp521}};
  return EcdsaKey{curves.at(kind), from_base16(text)};
}

std::vector<Vector> vectors() {
  const std::map<std::string, SignatureDigest> digests = {{"sha224", SignatureDigest::sha224},
                                                          {"sha256", SignatureDigest::sha256},
                                                          {"sha384", SignatureDigest::sha384},
                                                          {"sha512", SignatureDigest::sha512}};
  std::vector<Vector> found;
  for (const auto& row : test::vector_table(VECTORS "/raw-signatures.txt")) {
    found.push_back(
        {key_of(row[0], row[1]), digests.at(row[2]), from_base16(row[3]), from_base16(row[4])});
  }
  return found;
}

}  // namespace

TEST_CASE("signatures that others made are good", "[core/hash]") {
  CHECK(vectors().size() == 8);
  for (const Vector& vector : vectors()) {
    Verifier key(vector.key);
    CHECK(key.key() == vector.key);
    CHECK(key.verify(vector.digest, vector.message, vector.raw));
    CHECK(key.verify(vector.digest, vector.message, vector.raw));  // and stay so
  }
}

TEST_CASE("another bit anywhere makes a signature bad", "[core/hash]") {
  for (const Vector& vector : vectors()) {
    Verifier key(vector.key);
    CHECK_FALSE(key.verify(vector.digest, vector.message + "x", vector.raw));
    for (std::size_t at = 0; at < vector.raw.size(); at += 7) {
      std::string raw = vector.raw;
      raw[at] = static_cast<char>(raw[at] ^ 1);
      CHECK_FALSE(key.verify(vector.digest, vector.message, raw));
    }
  }
}

TEST_CASE("a signature of another size than its key's is bad", "[core/hash]") {
  for (const Vector& vector : vectors()) {
    Verifier key(vector.key);
    CHECK_FALSE(key.verify(vector.digest, vector.message, ""));
    CHECK_FALSE(key.verify(vector.digest, vector.message, vector.raw.substr(1)));
    CHECK_FALSE(key.verify(vector.digest, vector.message, vector.raw + '\0'));
    CHECK_FALSE(key.verify(vector.digest, vector.message, '\0' + vector.raw));
    CHECK_FALSE(key.verify_digest(vector.digest, "short", vector.raw));
  }
}

TEST_CASE("a signature is of one digest", "[core/hash]") {
  for (const Vector& vector : vectors()) {
    if (!std::holds_alternative<RsaKey>(vector.key)) continue;
    Verifier key(vector.key);
    int good = 0;
    for (auto digest : {SignatureDigest::sha224, SignatureDigest::sha256, SignatureDigest::sha384,
                        SignatureDigest::sha512}) {
      good += key.verify(digest, vector.message, vector.raw);
    }
    CHECK(good == 1);
  }
}

TEST_CASE("zeros are no ECDSA signature", "[core/hash]") {
  for (const Vector& vector : vectors()) {
    if (!std::holds_alternative<EcdsaKey>(vector.key)) continue;
    CHECK_FALSE(Verifier(vector.key)
                    .verify(vector.digest, vector.message, std::string(vector.raw.size(), '\0')));
  }
}

TEST_CASE("a point that is not on its curve is no key", "[core/hash]") {
  EcdsaKey key{EcdsaCurve::nistp256, "\x04" + std::string(64, 'x')};
  CHECK_THROWS_WITH(Verifier(key), "no key of EC: its numbers do not belong together");
}

TEST_CASE("a verifier can be moved", "[core/hash]") {
  Vector vector = vectors().front();
  Verifier first(vector.key);
  Verifier second(std::move(first));
  CHECK(second.verify(vector.digest, vector.message, vector.raw));
}

}  // namespace cairn
