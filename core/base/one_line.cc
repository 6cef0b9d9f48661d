// SPDX-License-Identifier: GPL-3.0-or-later
// Control characters spelled.
#include "core/base/one_line.hh"

#include <fmt/format.h>

namespace cairn {

std::string one_line(std::string_view text) {
  std::string line;
  for (char letter : text) {
    auto byte = static_cast<unsigned char>(letter);
    bool is_control = byte < 0x20 || byte == 0x7f;
    if (letter == '\n') {
      line += "\\n";
    } else if (is_control) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += letter;
    }
  }
  return line;
}

}  // namespace cairn
