// SPDX-License-Identifier: GPL-3.0-or-later
// Names of keys.
#include "channels/signature/fingerprint.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::string_view ssh_prefix = "SHA256:";
constexpr std::size_t ssh_size = 32;
constexpr std::size_t openpgp_size = 20;

char lower(char letter) {
  return letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
char upper(char letter) {
  return letter >= 'a' && letter <= 'f' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

Fingerprint parse_ssh(std::string_view text) {
  std::string digits(text.substr(ssh_prefix.size()));
  if (digits.ends_with('=')) throw Error("a fingerprint is written without '=' at its end");
  return Fingerprint::of_ssh(from_base64(digits + "="));
}

Fingerprint parse_openpgp(std::string_view text) {
  std::string digits;
  for (char letter : text) {
    if (letter != ' ') digits += lower(letter);
  }
  return Fingerprint::of_openpgp(from_base16(digits));
}

void check_size(std::string_view digest, std::size_t size) {
  if (digest.size() != size) throw Error("it has {} bytes, not {}", digest.size(), size);
}

}  // namespace

Fingerprint Fingerprint::parse(std::string_view text) {
  return with_context(fmt::format("no fingerprint of a key: {:?}", text), [text] {
    return text.starts_with(ssh_prefix) ? parse_ssh(text) : parse_openpgp(text);
  });
}

Fingerprint Fingerprint::of_ssh(std::string_view digest) {
  check_size(digest, ssh_size);
  std::string digits = to_base64(digest);
  digits.pop_back();  // its padding, which ssh-keygen does not write
  return Fingerprint(Kind::ssh, std::string(ssh_prefix) + digits);
}

Fingerprint Fingerprint::of_openpgp(std::string_view digest) {
  check_size(digest, openpgp_size);
  std::string digits = to_base16(digest);
  std::ranges::transform(digits, digits.begin(), upper);
  return Fingerprint(Kind::openpgp, std::move(digits));
}

}  // namespace cairn
