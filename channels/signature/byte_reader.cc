// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded reading.
#include "channels/signature/byte_reader.hh"

#include "core/base/error.hh"

namespace cairn {

std::string_view ByteReader::take(std::size_t count) {
  if (count > rest_.size()) throw Error("{} ends too early", what_);
  std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::uint32_t ByteReader::number(std::size_t count) {
  std::uint32_t value = 0;
  for (char byte : take(count)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

void ByteReader::expect_end() const {
  if (!rest_.empty()) throw Error("{} bytes too many stand in {}", rest_.size(), what_);
}

}  // namespace cairn
