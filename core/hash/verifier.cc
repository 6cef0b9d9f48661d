// SPDX-License-Identifier: GPL-3.0-or-later
// Raw verification of signatures: Ed25519 by libsodium, the others by OpenSSL.
#include "core/hash/verifier.hh"

#include "core/base/error.hh"
#include "core/hash/ed25519.hh"
#include "core/hash/libcrypto.hh"
#include "core/hash/unsigned_bytes.hh"

#include <openssl/core_names.h>

namespace cairn {

namespace {

using libcrypto::Functions;
using libcrypto::functions;

using Key = libcrypto::Owned<EVP_PKEY, &Functions::EVP_PKEY_free>;
using KeyContext = libcrypto::Owned<EVP_PKEY_CTX, &Functions::EVP_PKEY_CTX_free>;
using Number = libcrypto::Owned<BIGNUM, &Functions::BN_free>;
using EcdsaPair = libcrypto::Owned<ECDSA_SIG, &Functions::ECDSA_SIG_free>;
using Parameters = libcrypto::Owned<OSSL_PARAM, &Functions::OSSL_PARAM_free>;
using Digest = libcrypto::Owned<EVP_MD, &Functions::EVP_MD_free>;
using ParameterBuilder = libcrypto::Owned<OSSL_PARAM_BLD, &Functions::OSSL_PARAM_BLD_free>;

Number number_of(std::string_view big_endian) {
  Number number(functions().BN_bin2bn(unsigned_bytes(big_endian),
                                      static_cast<int>(big_endian.size()), nullptr));
  if (!number) throw Error("OpenSSL cannot read a number");
  return number;
}

// A public key out of what ADD pushes into the parameters.
template <typename Add>
Key key_from(const char* algorithm, Add add) {
  ParameterBuilder builder(functions().OSSL_PARAM_BLD_new());
  if (!builder || !add(builder.get())) throw Error("OpenSSL cannot read a key");
  Parameters parameters(functions().OSSL_PARAM_BLD_to_param(builder.get()));
  KeyContext context(functions().EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  EVP_PKEY* key = nullptr;
  bool done = parameters && context && functions().EVP_PKEY_fromdata_init(context.get()) == 1 &&
              functions().EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                                            parameters.get()) == 1;
  functions().ERR_clear_error();
  if (!done) throw Error("no key of {}: its numbers do not belong together", algorithm);
  return Key(key);
}

// Ed25519 takes the key as it is.
Key prepare(const Ed25519Key&) {
  return nullptr;
}

Key prepare(const EcdsaKey& key) {
  constexpr const char* groups[] = {"P-256", "P-384", "P-521"};  // by EcdsaCurve
  const char* group = groups[static_cast<std::size_t>(key.curve)];
  return key_from("EC", [&key, group](OSSL_PARAM_BLD* to) {
    return functions().OSSL_PARAM_BLD_push_utf8_string(to, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) &&
           functions().OSSL_PARAM_BLD_push_octet_string(to, OSSL_PKEY_PARAM_PUB_KEY,
                                                        key.point.data(), key.point.size());
  });
}

Key prepare(const RsaKey& key) {
  Number modulus = number_of(key.modulus);
  Number exponent = number_of(key.exponent);
  return key_from("RSA", [&modulus, &exponent](OSSL_PARAM_BLD* to) {
    return functions().OSSL_PARAM_BLD_push_BN(to, OSSL_PKEY_PARAM_RSA_N, modulus.get()) &&
           functions().OSSL_PARAM_BLD_push_BN(to, OSSL_PKEY_PARAM_RSA_E, exponent.get());
  });
}

// What OpenSSL wants for an ECDSA signature: the two numbers in DER.
std::string der_of(std::string_view raw) {
  EcdsaPair pair(functions().ECDSA_SIG_new());
  Number r = number_of(raw.substr(0, raw.size() / 2));
  Number s = number_of(raw.substr(raw.size() / 2));
  bool done = pair && functions().ECDSA_SIG_set0(pair.get(), r.get(), s.get());
  if (!done) throw Error("OpenSSL cannot take an ECDSA signature");
  static_cast<void>(r.release());  // the pair owns them now
  static_cast<void>(s.release());
  std::string der(static_cast<std::size_t>(functions().i2d_ECDSA_SIG(pair.get(), nullptr)), '\0');
  auto* end = reinterpret_cast<unsigned char*>(der.data());
  functions().i2d_ECDSA_SIG(pair.get(), &end);
  return der;
}

std::string signature_for(const PublicKey& key, std::string_view raw) {
  return std::holds_alternative<EcdsaKey>(key) ? der_of(raw) : std::string(raw);
}

// With RSA (PKCS #1 version 1.5) or ECDSA.
bool verify_digest_with(EVP_PKEY* key, const char* digest_name, std::string_view digest,
                        std::string_view signature) {
  Digest kind(functions().EVP_MD_fetch(nullptr, digest_name, nullptr));
  if (!kind) throw Error("OpenSSL has no digest {}", digest_name);
  KeyContext context(functions().EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  bool ready = context && functions().EVP_PKEY_verify_init(context.get()) == 1 &&
               functions().EVP_PKEY_CTX_set_signature_md(context.get(), kind.get()) == 1;
  if (ready && functions().EVP_PKEY_is_a(key, "RSA")) {
    ready = functions().EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1;
  }
  return ready &&
         functions().EVP_PKEY_verify(context.get(), unsigned_bytes(signature), signature.size(),
                                     unsigned_bytes(digest), digest.size()) == 1;
}

}  // namespace

struct Verifier::Prepared {
  Key key;
};

Verifier::Verifier(PublicKey key) : key_(std::move(key)) {
  check_sizes(key_);
  prepared_ = std::make_unique<Prepared>(
      Prepared{std::visit([](const auto& some) { return prepare(some); }, key_)});
}

Verifier::~Verifier() = default;
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;

bool Verifier::verify_digest(SignatureDigest algorithm, std::string_view digest,
                             std::string_view raw) const {
  if (digest.size() != digest_size(algorithm) || raw.size() != raw_signature_size(key_)) {
    return false;
  }
  if (const auto* key = std::get_if<Ed25519Key>(&key_)) return verify_ed25519(*key, digest, raw);
  bool good = verify_digest_with(prepared_->key.get(), openssl_name(algorithm), digest,
                                 signature_for(key_, raw));
  functions().ERR_clear_error();  // a bad signature is an answer, not OpenSSL's error
  return good;
}

bool Verifier::verify(SignatureDigest algorithm, std::string_view message,
                      std::string_view raw) const {
  if (const auto* key = std::get_if<Ed25519Key>(&key_)) return verify_ed25519(*key, message, raw);
  return verify_digest(algorithm, digest_of(algorithm, {message}), raw);
}

}  // namespace cairn
