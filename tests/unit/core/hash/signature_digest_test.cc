// SPDX-License-Identifier: GPL-3.0-or-later
// Digests of what was signed.
#include "core/hash/signature_digest.hh"

#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a signature's digest is that of all pieces together", "[core/hash]") {
  // FIPS 180-4's examples: "abc".
  CHECK(to_base16(digest_of(SignatureDigest::sha224, {"a", "", "bc"})) ==
        "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
  CHECK(to_base16(digest_of(SignatureDigest::sha256, {"abc"})) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_base16(digest_of(SignatureDigest::sha384, {"ab", "c"})) ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        "8086072ba1e7cc2358baeca134c825a7");
  CHECK(digest_of(SignatureDigest::sha512, {"abc"}).size() == digest_size(SignatureDigest::sha512));
}

}  // namespace cairn
