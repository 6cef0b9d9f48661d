// SPDX-License-Identifier: GPL-3.0-or-later
// Digests, by OpenSSL.
#include "core/hash/hasher.hh"

#include "core/base/error.hh"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace cairn {

namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// OpenSSL's names, by HashAlgorithm.
constexpr const char* openssl_names[] = {"MD5", "SHA1", "SHA256", "SHA512"};

void check(bool done) {
  if (!done) throw Error("OpenSSL cannot compute a digest");
}

std::unique_ptr<EVP_MD, FreeDigest> digest_of(HashAlgorithm algorithm) {
  // Reading openssl.cnf would cost more than a small file's digest, and lets that file decide
  // what a digest is. OpenSSL does this once; later calls return at once.
  check(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1);
  const char* name = openssl_names[static_cast<std::size_t>(algorithm)];
  std::unique_ptr<EVP_MD, FreeDigest> digest(EVP_MD_fetch(nullptr, name, nullptr));
  check(digest != nullptr);
  return digest;
}

}  // namespace

struct Hasher::Context {
  std::unique_ptr<EVP_MD_CTX, FreeContext> evp{EVP_MD_CTX_new()};
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
