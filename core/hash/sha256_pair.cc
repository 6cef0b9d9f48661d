// SPDX-License-Identifier: GPL-3.0-or-later
// The rounds of two digests, in turn. Source: FIPS 180-4, section 6.2.2, and of the instructions
// the Intel 64 Architectures Software Developer's Manual, volume 2 (SHA256RNDS2, SHA256MSG1/2).
#include "core/hash/sha256_pair.hh"

#include "core/base/error.hh"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define CAIRN_SHA __attribute__((target("sha,sse4.1")))

namespace cairn {

namespace {

constexpr int lanes = 2;
constexpr int words_of_vector = 4;
constexpr int steps = 16;  // of four rounds each

alignas(16) constexpr std::uint32_t constants[] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The words a to h of one digest, as the instructions want them: the first named is the highest.
struct State {
  __m128i abef;
  __m128i cdgh;
};

CAIRN_SHA State load(const std::uint32_t* words) {
  auto four = [&](int w, int x, int y, int z) CAIRN_SHA {
    return _mm_set_epi32(static_cast<int>(words[w]), static_cast<int>(words[x]),
                         static_cast<int>(words[y]), static_cast<int>(words[z]));
  };
  return {four(0, 1, 4, 5), four(2, 3, 6, 7)};
}

CAIRN_SHA void store(const State& state, std::uint32_t* words) {
  alignas(16) std::uint32_t feba[words_of_vector];
  alignas(16) std::uint32_t hgdc[words_of_vector];
  _mm_store_si128(reinterpret_cast<__m128i*>(feba), state.abef);
  _mm_store_si128(reinterpret_cast<__m128i*>(hgdc), state.cdgh);
  const std::uint32_t in_order[] = {feba[3], feba[2], hgdc[3], hgdc[2],
                                    feba[1], feba[0], hgdc[1], hgdc[0]};
  for (int word = 0; word < 2 * words_of_vector; ++word) words[word] = in_order[word];
}

// The words of the text that STEP takes, from BLOCK or made of the last sixteen, which are in LAST.
CAIRN_SHA inline __m128i schedule(const char* block, __m128i (&last)[words_of_vector], int step) {
  __m128i& oldest = last[step % 4];
  if (step < 4) {
    const __m128i reversed = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    auto* text = reinterpret_cast<const __m128i*>(block) + step;
    return oldest = _mm_shuffle_epi8(_mm_loadu_si128(text), reversed);
  }
  __m128i newest = last[(step + 3) % 4];
  __m128i sum = _mm_sha256msg1_epu32(oldest, last[(step + 1) % 4]);
  sum = _mm_add_epi32(sum, _mm_alignr_epi8(newest, last[(step + 2) % 4], 4));
  return oldest = _mm_sha256msg2_epu32(sum, newest);
}

CAIRN_SHA inline void four_rounds(State& state, __m128i text, int step) {
  const __m128i* added = reinterpret_cast<const __m128i*>(constants) + step;
  __m128i words = _mm_add_epi32(text, _mm_load_si128(added));
  state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, words);
  state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(words, 0x0e));
}

bool has_sha_instructions() {
  constexpr unsigned sse41 = 1U << 19;
  constexpr unsigned sha = 1U << 29;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & sse41)) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & sha);
}

}  // namespace

bool can_digest_pairs() {
  static const bool can = has_sha_instructions();
  return can;
}

CAIRN_SHA void digest_pair(Sha256Lane one, Sha256Lane other, std::size_t count) {
  State states[lanes] = {load(one.words), load(other.words)};
  const char* blocks[lanes] = {one.blocks, other.blocks};
  for (; count > 0; --count) {
    State before[lanes] = {states[0], states[1]};
    __m128i last[lanes][words_of_vector];
#pragma GCC unroll 16
    for (int step = 0; step < steps; ++step) {
#pragma GCC unroll 2
      for (int lane = 0; lane < lanes; ++lane) {
        four_rounds(states[lane], schedule(blocks[lane], last[lane], step), step);
      }
    }
#pragma GCC unroll 2
    for (int lane = 0; lane < lanes; ++lane) {
      states[lane].abef = _mm_add_epi32(states[lane].abef, before[lane].abef);
      states[lane].cdgh = _mm_add_epi32(states[lane].cdgh, before[lane].cdgh);
      blocks[lane] += sha256_block_size;
    }
  }
  store(states[0], one.words);
  store(states[1], other.words);
}

}  // namespace cairn

#else

namespace cairn {

bool can_digest_pairs() {
  return false;
}

void digest_pair(Sha256Lane, Sha256Lane, std::size_t) {
  throw Error("this processor cannot digest two texts at once");
}

}  // namespace cairn

#endif
