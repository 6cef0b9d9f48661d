// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that sign a channel's commits: found or made with the programs that people already have.
#pragma once

#include <optional>
#include <string>

namespace cairn {

struct SigningKey {
  enum class Kind { ssh, openpgp };
  Kind kind = Kind::ssh;
  std::string name;         // for git's user.signingkey: a file, or a fingerprint
  std::string fingerprint;  // "SHA256:...", or forty digits
  std::string owner;        // what authorizations call it
};

// The SSH key in FILE (the private one, or its .pub); throws, naming it, if it cannot be used.
SigningKey ssh_key_in(const std::string& file);

// The same, made first where there is none: Ed25519, without a passphrase, for its user alone.
SigningKey made_ssh_key(const std::string& file);

// The OpenPGP key that gpg calls WHICH: a fingerprint, an id or an address.
SigningKey openpgp_key(const std::string& which);

}  // namespace cairn
