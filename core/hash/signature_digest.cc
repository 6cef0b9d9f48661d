// SPDX-License-Identifier: GPL-3.0-or-later
// Digests of what was signed, by OpenSSL.
#include "core/hash/signature_digest.hh"

#include "core/hash/openssl.hh"

namespace cairn {

const char* openssl_name(SignatureDigest algorithm) {
  constexpr const char* names[] = {"SHA224", "SHA256", "SHA384", "SHA512"};  // by SignatureDigest
  return names[static_cast<std::size_t>(algorithm)];
}

std::size_t digest_size(SignatureDigest algorithm) {
  constexpr std::size_t sizes[] = {28, 32, 48, 64};  // by SignatureDigest
  return sizes[static_cast<std::size_t>(algorithm)];
}

std::string digest_of(SignatureDigest algorithm, std::initializer_list<std::string_view> pieces) {
  openssl::Digest digest = openssl::fetch_digest(openssl_name(algorithm));
  openssl::DigestContext context(EVP_MD_CTX_new());
  bool done = context && EVP_DigestInit_ex2(context.get(), digest.get(), nullptr);
  for (std::string_view piece : pieces) {
    done = done && EVP_DigestUpdate(context.get(), piece.data(), piece.size());
  }
  std::string bytes(digest_size(algorithm), '\0');
  done = done &&
         EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), nullptr);
  if (!done) throw Error("OpenSSL cannot compute a digest");
  return bytes;
}

}  // namespace cairn
