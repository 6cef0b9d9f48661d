// SPDX-License-Identifier: GPL-3.0-or-later
// ByteReader: takes the bytes of one thing from its front, and never more than there are.
#pragma once

#include <cstdint>
#include <string_view>

namespace cairn {

class ByteReader {
 public:
  // WHAT names the thing in errors: "the signature". Both must outlive the reader.
  ByteReader(std::string_view bytes, std::string_view what) : rest_(bytes), what_(what) {}

  // Each throws "WHAT ends too early" if there are not so many bytes.
  std::string_view take(std::size_t count);
  // A number of COUNT bytes, at most 4, big-endian.
  std::uint32_t number(std::size_t count);
  std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }

  std::string_view rest() const { return rest_; }
  bool is_at_end() const { return rest_.empty(); }
  // Throws if there are bytes left.
  void expect_end() const;

 private:
  std::string_view rest_;
  std::string_view what_;
};

}  // namespace cairn
