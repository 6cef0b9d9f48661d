// SPDX-License-Identifier: GPL-3.0-or-later
// What a person means by NAME@VERSION:OUTPUT, and which version is newer.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// "hello", "hello@2.10", "hello:doc", "hello@2.10:doc".
struct PackageSpecification {
  std::string name;
  std::string version;  // "": any; "2" stands for 2.10 too
  std::string output;   // "": all that build as a rule
};
// Throws, as misuse, for what names no package.
PackageSpecification parse_specification(std::string_view text);

// Whether VERSION is what WANTED, of a specification, stands for.
bool is_meant(std::string_view version, std::string_view wanted);

// Whether version ONE is older than OTHER: numbers in them count as numbers.
bool is_older(std::string_view one, std::string_view other);

}  // namespace cairn
