// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of this folder share of OpenSSL: owners of its objects, and its digests.
#pragma once

#include "core/base/error.hh"

#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace cairn::openssl {

template <auto free_object>
struct Free {
  void operator()(auto* object) const { free_object(object); }
};
template <typename Object, auto free_object>
using Owned = std::unique_ptr<Object, Free<free_object>>;

using Digest = Owned<EVP_MD, EVP_MD_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

// Reading openssl.cnf would cost more than a small file's digest, and lets that file decide what a
// digest is. OpenSSL does this once; later calls return at once.
inline void begin() {
  if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) {
    throw Error("OpenSSL does not start");
  }
}

// The digest that OpenSSL calls NAME.
inline Digest fetch_digest(const char* name) {
  begin();
  Digest digest(EVP_MD_fetch(nullptr, name, nullptr));
  if (!digest) throw Error("OpenSSL has no digest {}", name);
  return digest;
}

}  // namespace cairn::openssl
