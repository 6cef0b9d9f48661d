// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing ids.
#include "channels/git/object_id.hh"

#include <algorithm>
#include <cstring>

namespace cairn {

namespace {

// -1 for what is no digit.
int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

ObjectId::ObjectId(std::string_view bytes) {
  std::copy_n(bytes.begin(), size, bytes_.begin());
}

std::optional<ObjectId> ObjectId::parse(std::string_view text) {
  if (text.size() != 2 * size) return std::nullopt;
  ObjectId id;
  for (std::size_t i = 0; i < size; ++i) {
    int high = digit(text[2 * i]);
    int low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes_[i] = static_cast<char>(high * 16 + low);
  }
  return id;
}

std::string ObjectId::text() const {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * size);
  for (char byte : bytes_) {
    text += digits[static_cast<unsigned char>(byte) >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::size_t ObjectIdHash::operator()(const ObjectId& id) const noexcept {
  std::size_t value;  // a digest is as good as its first bytes
  std::memcpy(&value, id.bytes().data(), sizeof value);
  return value;
}

}  // namespace cairn
