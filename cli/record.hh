// SPDX-License-Identifier: GPL-3.0-or-later
// Records for people and for recutils: "field: value" a line, further lines of a value behind "+ ".
#pragma once

#include <string>
#include <string_view>

namespace cairn {

class Record {
 public:
  Record& field(std::string_view name, std::string_view value);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace cairn
