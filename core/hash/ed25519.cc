// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519 by libsodium, which takes half of OpenSSL's time (manual/decisions/0026). It is not
// initialised: verifying needs neither its random numbers nor the choice of an implementation.
#include "core/hash/ed25519.hh"

#include "core/hash/unsigned_bytes.hh"

#include <sodium/crypto_sign_ed25519.h>

namespace cairn {

bool verify_ed25519(const Ed25519Key& key, std::string_view message, std::string_view raw) {
  return key.point.size() == crypto_sign_ed25519_PUBLICKEYBYTES &&
         raw.size() == crypto_sign_ed25519_BYTES &&
         crypto_sign_ed25519_verify_detached(unsigned_bytes(raw), unsigned_bytes(message),
                                             message.size(), unsigned_bytes(key.point)) == 0;
}

}  // namespace cairn
