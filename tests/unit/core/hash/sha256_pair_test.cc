// SPDX-License-Identifier: GPL-3.0-or-later
// Two digests at once.
#include "core/hash/sha256_pair.hh"

#include "core/hash/digester.hh"
#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>
#include <cstring>

namespace cairn {

TEST_CASE("each of a pair of texts gets the digest that its standard gives", "[core/hash]") {
  if (!can_digest_pairs()) {
    WARN("this processor has no SHA instructions");
    return;
  }
  // "abc" and nothing, each padded to a block as FIPS 180-4, section 5.1.1 has it.
  char abc[sha256_block_size] = {'a', 'b', 'c', '\x80'};
  abc[sha256_block_size - 1] = 24;
  char nothing[sha256_block_size] = {'\x80'};
  SHA256_CTX first;
  SHA256_CTX second;
  SHA256_Init(&first);
  SHA256_Init(&second);
  digest_pair({first.h, abc}, {second.h, nothing}, 1);
  CHECK(first.h[0] == 0xba7816bf);
  CHECK(first.h[7] == 0xf20015ad);
  CHECK(second.h[0] == 0xe3b0c442);
  CHECK(second.h[7] == 0x7852b855);
}

TEST_CASE("a pair of many blocks ends as each alone does", "[core/hash]") {
  if (!can_digest_pairs()) {
    WARN("this processor has no SHA instructions");
    return;
  }
  std::string texts[2];
  for (std::size_t i = 0; i < 50 * sha256_block_size; ++i) {
    texts[0] += static_cast<char>(i * i);
    texts[1] += static_cast<char>(i * 7 + i / 256);
  }
  SHA256_CTX alone[2];
  SHA256_CTX paired[2];
  for (int i = 0; i < 2; ++i) {
    SHA256_Init(&alone[i]);
    SHA256_Init(&paired[i]);
    SHA256_Update(&alone[i], texts[i].data(), texts[i].size());
  }
  digest_pair({paired[0].h, texts[0].data()}, {paired[1].h, texts[1].data()}, 50);
  for (int i = 0; i < 2; ++i) CHECK(std::memcmp(paired[i].h, alone[i].h, sizeof alone[i].h) == 0);
}

}  // namespace cairn
