// SPDX-License-Identifier: GPL-3.0-or-later
// Who signed a commit: the one question that authentication asks of this folder.
#pragma once

#include "channels/signature/fingerprint.hh"
#include "channels/signature/keyring.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct SignatureVerdict {
  bool good = false;
  std::vector<Fingerprint> by;  // if good: the key, then the primary keys whose subkey it is
  std::string reason;           // if not: "the key SHA256:... is not in the keyring"
  bool key_is_missing = false;  // not good for that reason alone
};

// Judges the armored SIGNATURE (OpenPGP or SSH) of PAYLOAD. Nothing that stands in either throws. A
// signature by SSH has its key in it: KEYRING need not hold it, and no key is ever missing.
//
// Good means: the key that BY names signed PAYLOAD. Whether it may is the authorizations' matter;
// expiry and revocation are not looked at, since what was signed before them stays signed.
SignatureVerdict verify_signature(std::string_view payload, std::string_view signature,
                                  const Keyring& keyring);

}  // namespace cairn
