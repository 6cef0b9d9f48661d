// SPDX-License-Identifier: GPL-3.0-or-later
// The digests that a signature may be made of. MD5, SHA-1 and RIPEMD-160 are not among them: who
// can make two texts with one digest has a signature of both.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cairn {

enum class SignatureDigest : std::uint8_t { sha224, sha256, sha384, sha512 };

// What OpenSSL calls it.
const char* openssl_name(SignatureDigest algorithm);

// In bytes.
std::size_t digest_size(SignatureDigest algorithm);

// The digest of all PIECES, one after the other, as raw bytes.
std::string digest_of(SignatureDigest algorithm, std::initializer_list<std::string_view> pieces);

}  // namespace cairn
