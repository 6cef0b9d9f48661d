// SPDX-License-Identifier: GPL-3.0-or-later
// The packages that a file defines, found by skimming: nothing is evaluated. What is not written as
// a literal is not known here.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// Of name, version and synopsis: nothing where the package does not write it, and so has that of
// the one it inherits; empty where it is no literal.
struct PackageEntry {
  std::string variable;  // what the module calls it
  std::optional<std::string> name;
  std::optional<std::string> version;
  std::optional<std::string> synopsis;
  std::string inherits;  // the variable of another package; empty for none
  std::size_t line = 0;  // of its definition, from 1
  auto operator<=>(const PackageEntry&) const = default;
};

struct ModulePackages {
  std::vector<std::string> module;  // ("distro" "base"); empty for a file that defines none
  std::vector<PackageEntry> packages;
};

// What TEXT defines by (define-public VARIABLE (package ...)), also where the package stands inside
// `let' or `hidden-package'-like forms one level deep.
ModulePackages packages_in(std::string_view text);

}  // namespace cairn
