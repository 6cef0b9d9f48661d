// SPDX-License-Identifier: GPL-3.0-or-later
// Digests, by OpenSSL.
#include "core/hash/hasher.hh"

#include "core/base/error.hh"
#include "core/hash/openssl.hh"

#include <array>

namespace cairn {

namespace {

// OpenSSL's names, by HashAlgorithm.
constexpr const char* openssl_names[] = {"MD5", "SHA1", "SHA256", "SHA512"};

void check(bool done) {
  if (!done) throw Error("OpenSSL cannot compute a digest");
}

openssl::Digest digest_of(HashAlgorithm algorithm) {
  return openssl::fetch_digest(openssl_names[static_cast<std::size_t>(algorithm)]);
}

}  // namespace

struct Hasher::Context {
  openssl::DigestContext evp{EVP_MD_CTX_new()};
};

Hasher::Hasher(HashAlgorithm algorithm)
    : algorithm_(algorithm), context_(std::make_unique<Context>()) {
  check(context_->evp &&
        EVP_DigestInit_ex2(context_->evp.get(), digest_of(algorithm).get(), nullptr));
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;

void Hasher::write(std::string_view bytes) {
  check(EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size()));
  size_ += bytes.size();
}

Hash Hasher::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  check(EVP_DigestFinal_ex(context_->evp.get(), bytes.data(), &size));
  return Hash(algorithm_, {reinterpret_cast<const char*>(bytes.data()), size});
}

Hash hash_of(HashAlgorithm algorithm, std::string_view bytes) {
  Hasher hasher(algorithm);
  hasher.write(bytes);
  return hasher.finish();
}

}  // namespace cairn
