// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures of files by SSH keys, as git makes them. Source: PROTOCOL.sshsig of OpenSSH.
#pragma once

#include "channels/signature/ssh_key.hh"
#include "core/hash/signature_digest.hh"

#include <string>
#include <string_view>

namespace cairn {

struct SshSignature {
  SshKey key;                       // which the signature carries in it
  SignatureDigest payload_digest;   // of what was signed
  std::string payload_digest_name;  // "sha512"
  SignatureDigest digest;           // of the text that the key signed; for Ed25519 nothing
  std::string raw;                  // see raw_signature_size
};

// From the bytes inside the armor. Throws for what is not exactly one signature in the name space
// "git", by a key and a digest that we accept.
SshSignature parse_ssh_signature(std::string_view bytes);

// The text that the key signed if SIGNATURE is one of PAYLOAD.
std::string ssh_signed_text(const SshSignature& signature, std::string_view payload);

}  // namespace cairn
