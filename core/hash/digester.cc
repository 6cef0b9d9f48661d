// SPDX-License-Identifier: GPL-3.0-or-later
// The digest functions, in a table by DigestKind.
#include "core/hash/digester.hh"

#include <algorithm>

namespace cairn {

namespace {

struct Functions {
  void (*begin)(Digester::State& state);
  void (*update)(Digester::State& state, std::string_view bytes);
  void (*finish)(Digester::State& state, unsigned char* digest);
  std::size_t size;
};

// Of OpenSSL's INIT, UPDATE and FINAL, which work on the MEMBER of the state; they cannot fail.
template <auto member, auto init, auto update, auto final, std::size_t size>
constexpr Functions functions = {
    [](Digester::State& state) { init(&(state.*member)); },
    [](Digester::State& state, std::string_view bytes) {
      update(&(state.*member), bytes.data(), bytes.size());
    },
    [](Digester::State& state, unsigned char* digest) { final(digest, &(state.*member)); },
    size,
};

using State = Digester::State;

constexpr Functions kinds[] = {
    functions<&State::md5, MD5_Init, MD5_Update, MD5_Final, MD5_DIGEST_LENGTH>,
    functions<&State::sha1, SHA1_Init, SHA1_Update, SHA1_Final, SHA_DIGEST_LENGTH>,
    functions<&State::sha256, SHA224_Init, SHA224_Update, SHA224_Final, SHA224_DIGEST_LENGTH>,
    functions<&State::sha256, SHA256_Init, SHA256_Update, SHA256_Final, SHA256_DIGEST_LENGTH>,
    functions<&State::sha512, SHA384_Init, SHA384_Update, SHA384_Final, SHA384_DIGEST_LENGTH>,
    functions<&State::sha512, SHA512_Init, SHA512_Update, SHA512_Final, SHA512_DIGEST_LENGTH>,
};

const Functions& functions_of(DigestKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

}  // namespace

std::size_t digest_size(DigestKind kind) {
  return functions_of(kind).size;
}

Digester::Digester(DigestKind kind) : kind_(kind) {
  functions_of(kind).begin(state_);
}

void Digester::write(std::string_view bytes) {
  functions_of(kind_).update(state_, bytes);
}

// Take as much of BYTES as the block lacks that others began.
void Digester::fill_block(std::string_view& bytes) {
  if (state_.sha256.num == 0) return;
  std::size_t missing = std::min(sha256_block_size - state_.sha256.num, bytes.size());
  write(bytes.substr(0, missing));
  bytes.remove_prefix(missing);
}

Sha256Lane Digester::lane_of(std::string_view bytes) {
  return {state_.sha256.h, bytes.data()};
}

// BYTES more were digested than the state knows of.
void Digester::count(std::size_t bytes) {
  SHA256_CTX& state = state_.sha256;
  std::uint64_t bits = (std::uint64_t{state.Nh} << 32 | state.Nl) + std::uint64_t{bytes} * 8;
  state.Nl = static_cast<SHA_LONG>(bits);
  state.Nh = static_cast<SHA_LONG>(bits >> 32);
}

void Digester::write_both(Digester& one, std::string_view first, Digester& other,
                          std::string_view second) {
  bool are_sha256 = one.kind_ == DigestKind::sha256 && other.kind_ == DigestKind::sha256;
  if (are_sha256 && can_digest_pairs()) {
    one.fill_block(first);
    other.fill_block(second);
    std::size_t blocks = std::min(first.size(), second.size()) / sha256_block_size;
    std::size_t together = blocks * sha256_block_size;
    digest_pair(one.lane_of(first), other.lane_of(second), blocks);
    one.count(together);
    other.count(together);
    first.remove_prefix(together);
    second.remove_prefix(together);
  }
  one.write(first);
  other.write(second);
}

std::string Digester::finish() {
  std::string digest(digest_size(kind_), '\0');
  functions_of(kind_).finish(state_, reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace cairn
