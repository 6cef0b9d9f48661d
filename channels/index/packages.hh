// SPDX-License-Identifier: GPL-3.0-or-later
// The packages that a file defines, found by skimming: nothing is evaluated. What is not written as
// a literal is not known here.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct PackageEntry {
  std::string variable;  // what the module calls it
  std::string name;
  std::string version;   // empty where it is no literal
  std::string synopsis;  // the same
  std::size_t line = 0;  // of its definition, from 1
  auto operator<=>(const PackageEntry&) const = default;
};

struct ModulePackages {
  std::vector<std::string> module;  // ("distro" "base"); empty for a file that defines none
  std::vector<PackageEntry> packages;
};

// What TEXT defines by (define-public VARIABLE (package ...)), also where the package stands inside
// `let' or `hidden-package'-like forms one level deep. A package that inherits and gives no name
// goes by its variable's.
ModulePackages packages_in(std::string_view text);

}  // namespace cairn
