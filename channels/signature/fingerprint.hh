// SPDX-License-Identifier: GPL-3.0-or-later
// Fingerprint: the name of a public key, as a channel's authorizations write it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cairn {

class Fingerprint {
 public:
  enum class Kind : std::uint8_t { ssh, openpgp };

  // Reads "SHA256:" with 43 characters of base64 (SSH), or 40 hexadecimal digits in either case,
  // with spaces anywhere between them (OpenPGP). Throws naming what is wrong.
  static Fingerprint parse(std::string_view text);
  // Of the 32 bytes of a SHA-256, and of the 20 bytes of an OpenPGP fingerprint (version 4).
  static Fingerprint of_ssh(std::string_view digest);
  static Fingerprint of_openpgp(std::string_view digest);

  Kind kind() const { return kind_; }
  // The one way to write it: "SHA256:...", or 40 digits, A to F in upper case.
  const std::string& text() const { return text_; }

  std::strong_ordering operator<=>(const Fingerprint&) const = default;
  bool operator==(const Fingerprint&) const = default;

 private:
  Fingerprint(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  Kind kind_;
  std::string text_;
};

}  // namespace cairn
