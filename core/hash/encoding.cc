// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as text, and back.
#include "core/hash/encoding.hh"

#include "core/base/error.hh"
#include "core/hash/digits.hh"

namespace cairn {

namespace {

constexpr std::string_view base16_alphabet = "0123456789abcdef";
constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr Digits base16_digits(base16_alphabet);
constexpr Digits nix32_digits(nix32_alphabet);
constexpr Digits base64_digits(base64_alphabet);

unsigned value_of(const Digits& digits, char digit, std::string_view base) {
  int value = digits.value_of(digit);
  if (value < 0) throw Error("{:?} is not a digit of {}", std::string_view(&digit, 1), base);
  return static_cast<unsigned>(value);
}

unsigned byte_at(std::string_view bytes, std::size_t index) {
  return index < bytes.size() ? static_cast<unsigned char>(bytes[index]) : 0;
}

std::size_t nix32_length(std::size_t size) {
  return (size * 8 + 4) / 5;
}

}  // namespace

std::string to_base16(std::string_view bytes) {
  std::string text(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = base16_alphabet[byte_at(bytes, i) >> 4];
    text[2 * i + 1] = base16_alphabet[byte_at(bytes, i) & 15];
  }
  return text;
}

std::string from_base16(std::string_view text) {
  if (text.size() % 2 != 0) throw Error("base16 of odd length");
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    unsigned high = value_of(base16_digits, text[2 * i], "base16");
    unsigned low = value_of(base16_digits, text[2 * i + 1], "base16");
    bytes[i] = static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string to_nix32(std::string_view bytes) {
  std::string text(nix32_length(bytes.size()), '\0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t bit = (text.size() - 1 - i) * 5;
    unsigned two_bytes = byte_at(bytes, bit / 8) | byte_at(bytes, bit / 8 + 1) << 8;
    text[i] = nix32_alphabet[two_bytes >> bit % 8 & 31];
  }
  return text;
}

std::string from_nix32(std::string_view text, std::size_t size) {
  if (text.size() != nix32_length(size)) {
    throw Error("{} bytes are {} characters of nix32, not {}", size, nix32_length(size),
                text.size());
  }
  std::string bytes(size + 1, '\0');  // one more for the bits that must be zero
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t bit = (text.size() - 1 - i) * 5;
    unsigned two_bytes = value_of(nix32_digits, text[i], "nix32") << bit % 8;
    bytes[bit / 8] = static_cast<char>(byte_at(bytes, bit / 8) | (two_bytes & 255));
    if (two_bytes > 255) {
      bytes[bit / 8 + 1] = static_cast<char>(byte_at(bytes, bit / 8 + 1) | two_bytes >> 8);
    }
  }
  if (bytes[size] != 0) throw Error("nix32 with stray bits at its front");
  bytes.pop_back();
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned three = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    text += base64_alphabet[three >> 18];
    text += base64_alphabet[three >> 12 & 63];
    text += i + 1 < bytes.size() ? base64_alphabet[three >> 6 & 63] : '=';
    text += i + 2 < bytes.size() ? base64_alphabet[three & 63] : '=';
  }
  return text;
}

std::string from_base64(std::string_view text) {
  if (text.size() % 4 != 0) throw Error("base64 of a length that is no multiple of 4");
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  text.remove_suffix(padding);
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  unsigned bits = 0;
  unsigned count = 0;  // of bits not yet passed on
  for (char digit : text) {
    bits = bits << 6 | value_of(base64_digits, digit, "base64");
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 255);
    bits &= (1U << count) - 1;
  }
  if (bits != 0) throw Error("base64 with stray bits at its end");
  return bytes;
}

}  // namespace cairn
