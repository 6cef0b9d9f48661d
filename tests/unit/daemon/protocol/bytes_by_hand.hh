// SPDX-License-Identifier: GPL-3.0-or-later
// The wire written by hand: an implementation apart from the one under test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::test {

// Bytes put together piece by piece: Bytes().number(1).text("x").
class Bytes {
 public:
  Bytes& number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) all_ += static_cast<char>(value >> shift & 0xff);
    return *this;
  }
  Bytes& raw(std::string_view bytes) {
    all_ += bytes;
    return *this;
  }
  Bytes& text(std::string_view bytes) {
    number(bytes.size()).raw(bytes);
    while (all_.size() % 8 != 0) all_ += '\0';
    return *this;
  }
  const std::string& all() const { return all_; }

 private:
  std::string all_;
};

}  // namespace cairn::test
