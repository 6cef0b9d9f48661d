// SPDX-License-Identifier: GPL-3.0-or-later
// OpenSSL's libcrypto, loaded when an RSA or ECDSA signature is first verified: its tables of
// algorithms cost at each start, and most commands verify nothing (manual/decisions/0025).
#pragma once

#include <memory>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace cairn::libcrypto {

// clang-format off
#define CAIRN_LIBCRYPTO_FUNCTIONS(F)                                                               \
  F(OPENSSL_init_crypto) F(ERR_clear_error)                                                        \
  F(BN_bin2bn) F(BN_free)                                                                          \
  F(ECDSA_SIG_new) F(ECDSA_SIG_set0) F(ECDSA_SIG_free) F(i2d_ECDSA_SIG)                            \
  F(OSSL_PARAM_free) F(OSSL_PARAM_BLD_new) F(OSSL_PARAM_BLD_free) F(OSSL_PARAM_BLD_to_param)       \
  F(OSSL_PARAM_BLD_push_BN) F(OSSL_PARAM_BLD_push_octet_string) F(OSSL_PARAM_BLD_push_utf8_string) \
  F(EVP_MD_fetch) F(EVP_MD_free)                                                                   \
  F(EVP_PKEY_free) F(EVP_PKEY_is_a) F(EVP_PKEY_fromdata_init) F(EVP_PKEY_fromdata)                 \
  F(EVP_PKEY_CTX_new_from_name) F(EVP_PKEY_CTX_new_from_pkey) F(EVP_PKEY_CTX_free)                 \
  F(EVP_PKEY_CTX_set_signature_md) F(EVP_PKEY_CTX_set_rsa_padding)                                 \
  F(EVP_PKEY_verify_init) F(EVP_PKEY_verify)
// clang-format on

// The functions of libcrypto that are used, under their own names.
struct Functions {
#define CAIRN_DECLARE(name) decltype(&::name) name;
  CAIRN_LIBCRYPTO_FUNCTIONS(CAIRN_DECLARE)
#undef CAIRN_DECLARE
};

// The library, ready; it has not read openssl.cnf, which could decide what a digest is. Throws if
// it cannot be loaded.
const Functions& functions();

// Owners of its objects.
template <auto free_object>
struct Free {
  void operator()(auto* object) const { (functions().*free_object)(object); }
};
template <typename Object, auto free_object>
using Owned = std::unique_ptr<Object, Free<free_object>>;

}  // namespace cairn::libcrypto
