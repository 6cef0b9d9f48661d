// SPDX-License-Identifier: GPL-3.0-or-later
// The digest functions.
#include "core/hash/digester.hh"

#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("each digest of abc is the one that its standard gives", "[core/hash]") {
  // RFC 1321, and the examples that NIST gives for FIPS 180-4.
  struct Row {
    DigestKind kind;
    const char* digest;
  };
  const Row rows[] = {
      {DigestKind::md5, "900150983cd24fb0d6963f7d28e17f72"},
      {DigestKind::sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {DigestKind::sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"},
      {DigestKind::sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {DigestKind::sha384,
       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
       "8086072ba1e7cc2358baeca134c825a7"},
      {DigestKind::sha512,
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
  };
  for (const Row& row : rows) {
    Digester digester(row.kind);
    digester.write("ab");
    digester.write("");
    digester.write("c");
    std::string digest = digester.finish();
    CHECK(digest.size() == digest_size(row.kind));
    CHECK(to_base16(digest) == row.digest);
  }
}

}  // namespace cairn
