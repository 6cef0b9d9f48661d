// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and texts in the bytes of an index. Reading never throws: what was read from damaged
// bytes means nothing, and is_sound() says that they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn {

// Least significant byte first.
inline void put_number(std::string& bytes, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift);
}

inline void put_text(std::string& bytes, std::string_view text) {
  put_number(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
}

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number() {
    std::string_view bytes = take(4);
    std::uint32_t result = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
      result = result << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return result;
  }
  std::uint8_t byte() {
    std::string_view bytes = take(1);
    return bytes.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes[0]);
  }
  std::string_view text() { return take(number()); }
  // How many things follow that take SIZE bytes at least.
  std::uint32_t count(std::size_t size) {
    std::uint32_t result = number();
    if (result > rest_.size() / size) refuse();
    return is_sound_ ? result : 0;
  }
  // LENGTH bytes; none at all if there are fewer.
  std::string_view take(std::size_t length) {
    if (length > rest_.size()) refuse();
    if (!is_sound_) return {};
    std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  void refuse() { is_sound_ = false; }
  bool is_sound() const { return is_sound_; }
  bool is_at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_sound_ = true;
};

}  // namespace cairn
