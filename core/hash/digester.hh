// SPDX-License-Identifier: GPL-3.0-or-later
// Digests of bytes that come piece by piece, by OpenSSL's functions for each algorithm. Its way
// over EVP would bring all of its algorithms into every program, whose tables the loader relocates
// at each start (manual/decisions/0025).
#pragma once

#define OPENSSL_SUPPRESS_DEPRECATED  // they are deprecated in favour of EVP
#include "core/hash/sha256_pair.hh"

#include <cstddef>
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <string>
#include <string_view>

namespace cairn {

enum class DigestKind { md5, sha1, sha224, sha256, sha384, sha512 };

// In bytes.
std::size_t digest_size(DigestKind kind);

class Digester {
 public:
  explicit Digester(DigestKind kind);
  void write(std::string_view bytes);
  // The same as ONE.write(FIRST) and OTHER.write(SECOND), in less time where both are of SHA-256,
  // the texts are long and about as long, and the processor is able to.
  static void write_both(Digester& one, std::string_view first, Digester& other,
                         std::string_view second);
  // The digest of all that was written, as raw bytes; nothing may be written after.
  std::string finish();

  union State {  // OpenSSL's
    MD5_CTX md5;
    SHA_CTX sha1;
    SHA256_CTX sha256;
    SHA512_CTX sha512;
  };

 private:
  void fill_block(std::string_view& bytes);
  Sha256Lane lane_of(std::string_view bytes);
  void count(std::size_t bytes);

  DigestKind kind_;
  State state_;
};

}  // namespace cairn
