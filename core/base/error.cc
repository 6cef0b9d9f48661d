// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the system.
#include "core/base/error.hh"

#include <cstring>

namespace cairn {

std::string errno_text(int number) {
  const char* text = strerrordesc_np(number);
  return text ? text : fmt::format("error number {}", number);
}

}  // namespace cairn
