// SPDX-License-Identifier: GPL-3.0-or-later
// Hashes, written down and read.
#include "core/hash/hash.hh"

#include "core/base/error.hh"
#include "core/base/words.hh"
#include "core/hash/encoding.hh"

namespace cairn {

namespace {

struct AlgorithmFacts {
  std::string_view name;
  std::size_t size;  // of the digest in bytes
  bool weak;
};

// By HashAlgorithm.
constexpr AlgorithmFacts algorithms[] = {
    {"md5", 16, true}, {"sha1", 20, true}, {"sha256", 32, false}, {"sha512", 64, false}};

const AlgorithmFacts& facts_of(HashAlgorithm algorithm) {
  return algorithms[static_cast<std::size_t>(algorithm)];
}

struct FormatName {
  std::string_view name;
  HashFormat format;
};

constexpr FormatName formats[] = {{"base16", HashFormat::base16},
                                  {"nix32", HashFormat::nix32},
                                  {"base32", HashFormat::nix32},  // as Nix and Guix call it
                                  {"base64", HashFormat::base64},
                                  {"sri", HashFormat::sri}};

// The bytes that DIGEST writes down in the base that its length tells.
std::string digest_bytes(std::string_view digest, std::size_t size) {
  if (digest.size() == size * 2) return from_base16(digest);
  if (digest.size() == (size * 8 + 4) / 5) return from_nix32(digest, size);
  if (digest.size() == (size + 2) / 3 * 4) return from_base64(digest);
  throw Error("{} characters are too many or too few", digest.size());
}

Hash parse_digest(HashAlgorithm algorithm, std::string_view digest) {
  return Hash(algorithm, digest_bytes(digest, digest_size(algorithm)));
}

Hash parse_sri(HashAlgorithm algorithm, std::string_view digest) {
  return Hash(algorithm, from_base64(digest));
}

Hash parse_any(std::string_view text, std::optional<HashAlgorithm> expected) {
  std::size_t end = text.find_first_of(":-");
  if (end == std::string_view::npos) {
    if (!expected) throw Error("it does not say its algorithm, as in \"sha256:...\"");
    return parse_digest(*expected, text);
  }
  HashAlgorithm algorithm = parse_hash_algorithm(text.substr(0, end));
  if (expected && algorithm != *expected) throw Error("it is not {}", name_of(*expected));
  std::string_view digest = text.substr(end + 1);
  return text[end] == '-' ? parse_sri(algorithm, digest) : parse_digest(algorithm, digest);
}

}  // namespace

std::string_view name_of(HashAlgorithm algorithm) {
  return facts_of(algorithm).name;
}

HashAlgorithm parse_hash_algorithm(std::string_view name) {
  for (std::size_t i = 0; i < std::size(algorithms); ++i) {
    if (algorithms[i].name == name) return static_cast<HashAlgorithm>(i);
  }
  throw Error("{:?} is not a hash algorithm: md5, sha1, sha256 or sha512", name);
}

std::size_t digest_size(HashAlgorithm algorithm) {
  return facts_of(algorithm).size;
}

bool is_weak(HashAlgorithm algorithm) {
  return facts_of(algorithm).weak;
}

HashFormat parse_hash_format(std::string_view name) {
  for (const auto& [known, format] : formats) {
    if (known == name) return format;
  }
  throw Error("{:?} is not a hash format: base16, nix32, base64 or sri", name);
}

Hash::Hash(HashAlgorithm algorithm, std::string_view digest) : algorithm_(algorithm) {
  if (digest.size() != digest_size(algorithm)) {
    throw Error("a digest of {} has {} bytes, not {}", name_of(algorithm), digest_size(algorithm),
                digest.size());
  }
  digest.copy(bytes_.data(), bytes_.size());
}

std::string to_text(const Hash& hash, HashFormat format) {
  switch (format) {
    case HashFormat::base16: return to_base16(hash.digest());
    case HashFormat::nix32: return to_nix32(hash.digest());
    case HashFormat::base64: return to_base64(hash.digest());
    case HashFormat::sri: break;
  }
  return fmt::format("{}-{}", name_of(hash.algorithm()), to_base64(hash.digest()));
}

std::string to_tagged_text(const Hash& hash, HashFormat format) {
  if (format == HashFormat::sri) return to_text(hash, format);
  return concatenated({name_of(hash.algorithm()), ":", to_text(hash, format)});
}

Hash parse_hash(std::string_view text, std::optional<HashAlgorithm> algorithm) {
  return with_context([&] { return fmt::format("bad hash {:?}", text); },
                      [&] { return parse_any(text, algorithm); });
}

std::string compress_digest(const Hash& hash, std::size_t size) {
  std::string_view digest = hash.digest();
  std::string folded(size, '\0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    folded[i % size] = static_cast<char>(folded[i % size] ^ digest[i]);
  }
  return folded;
}

}  // namespace cairn
