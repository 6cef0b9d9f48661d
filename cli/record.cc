// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the format: the manual of GNU recutils, "The Rec Format".
#include "cli/record.hh"

namespace cairn {

Record& Record::field(std::string_view name, std::string_view value) {
  text_ += name;
  text_ += ": ";
  for (char character : value) {
    text_ += character;
    if (character == '\n') text_ += "+ ";
  }
  text_ += '\n';
  return *this;
}

}  // namespace cairn
