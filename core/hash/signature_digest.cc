// SPDX-License-Identifier: GPL-3.0-or-later
// Digests of what was signed.
#include "core/hash/signature_digest.hh"

#include "core/hash/digester.hh"

namespace cairn {

namespace {

struct Properties {
  const char* openssl_name;
  DigestKind kind;
};

constexpr Properties algorithms[] = {{"SHA224", DigestKind::sha224},
                                     {"SHA256", DigestKind::sha256},
                                     {"SHA384", DigestKind::sha384},
                                     {"SHA512", DigestKind::sha512}};

const Properties& properties_of(SignatureDigest algorithm) {
  return algorithms[static_cast<std::size_t>(algorithm)];
}

}  // namespace

const char* openssl_name(SignatureDigest algorithm) {
  return properties_of(algorithm).openssl_name;
}

std::size_t digest_size(SignatureDigest algorithm) {
  return digest_size(properties_of(algorithm).kind);
}

std::string digest_of(SignatureDigest algorithm, std::initializer_list<std::string_view> pieces) {
  Digester digester(properties_of(algorithm).kind);
  for (std::string_view piece : pieces) digester.write(piece);
  return digester.finish();
}

}  // namespace cairn
