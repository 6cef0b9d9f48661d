// SPDX-License-Identifier: GPL-3.0-or-later
// LicenseNames: what the language calls the licenses that packages name by variables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

class LicenseNames {
 public:
  // Of the text of the module (cairn licenses).
  explicit LicenseNames(std::string text);
  LicenseNames(LicenseNames&&) = delete;  // rows are views

  // The name of the license that is the value of VARIABLE; VARIABLE itself for those of channels.
  std::string_view name(std::string_view variable) const;

 private:
  std::string text_;
  std::vector<std::vector<std::string_view>> rows_;  // variable, name, address; views into text_
};

// Those of the language that is used.
LicenseNames license_names();

}  // namespace cairn
