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

TEST_CASE("two digesters that are written together end as each alone does", "[core/hash]") {
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += static_cast<char>(i * i >> 3);
  std::string_view all = text;
  for (DigestKind kind : {DigestKind::sha256, DigestKind::sha224, DigestKind::sha512}) {
    // From where in a block each goes on, and how far.
    for (std::size_t begin = 0; begin <= 2 * sha256_block_size; ++begin) {
      for (std::size_t size : {0, 1, 62, 128, 1'000, 2'000}) {
        Digester together[] = {Digester(kind), Digester(DigestKind::sha256)};
        Digester alone[] = {Digester(kind), Digester(DigestKind::sha256)};
        std::string_view first = all.substr(begin, size);
        std::string_view second = all.substr(7, 900);
        together[0].write(all.substr(0, begin));
        together[1].write("xyz");
        Digester::write_both(together[0], first, together[1], second);
        together[0].write("end");
        alone[0].write(all.substr(0, begin + size));
        alone[0].write("end");
        alone[1].write("xyz");
        alone[1].write(second);
        INFO(begin << " " << size);
        CHECK(together[0].finish() == alone[0].finish());
        CHECK(together[1].finish() == alone[1].finish());
      }
    }
  }
}

TEST_CASE("the length of what is digested together may be more than 32 bits tell", "[core/hash]") {
  std::string text(std::size_t{1} << 20, 't');
  Digester pair[] = {Digester(DigestKind::sha256), Digester(DigestKind::sha256)};
  Digester alone(DigestKind::sha256);
  for (int i = 0; i < 520; ++i) {  // 2 to the 32nd bits are 512 of them
    Digester::write_both(pair[0], text, pair[1], text);
    alone.write(text);
  }
  std::string digest = alone.finish();
  CHECK(pair[0].finish() == digest);
  CHECK(pair[1].finish() == digest);
}

}  // namespace cairn
