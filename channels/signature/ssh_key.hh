// SPDX-License-Identifier: GPL-3.0-or-later
// Public keys as SSH writes them: RFC 4253 (section 6.6), RFC 5656, RFC 8709.
#pragma once

#include "channels/signature/byte_reader.hh"
#include "channels/signature/fingerprint.hh"
#include "core/hash/public_key.hh"

#include <string>
#include <string_view>

namespace cairn {

struct SshKey {
  std::string kind;  // "ssh-ed25519"
  PublicKey key;
  Fingerprint fingerprint;
};

// From its bytes. Throws for what is not exactly one key of a kind that we verify.
SshKey parse_ssh_key(std::string_view bytes);

// From a line "ssh-ed25519 AAAA... COMMENT", as stands in id_ed25519.pub.
SshKey parse_ssh_key_line(std::string_view line);

// SSH's string: its length in four bytes, then it (RFC 4251, section 5).
std::string_view read_ssh_string(ByteReader& reader);
// SSH's number, without the zero that marks it as positive. Throws if it is negative, zero, or not
// written in the one right way.
std::string_view read_ssh_number(ByteReader& reader);

}  // namespace cairn
