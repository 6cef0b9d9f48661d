// SPDX-License-Identifier: GPL-3.0-or-later
// The packages that a file defines, found by skimming: nothing is evaluated. What is not written as
// a literal is not known here.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// What a package says in one of its fields.
struct PackageField {
  enum class Kind : std::uint8_t {
    absent,    // not written: it has that of the package that it inherits, or the default
    literal,   // known
    computed,  // written, and only evaluation tells what it is
  };
  Kind kind = Kind::absent;
  std::string_view text;
  bool is_known() const { return kind == Kind::literal; }
  bool operator==(const PackageField&) const = default;
};

struct PackageEntry {
  std::string_view variable;  // what the module calls it
  PackageField name;
  PackageField version;
  PackageField synopsis;
  PackageField description;
  PackageField home_page;  // a literal that is empty stands for none
  PackageField license;    // names of variables, parted by spaces
  PackageField outputs;    // names, parted by spaces
  PackageField inputs;     // variables, parted by spaces, as the next two
  PackageField native_inputs;
  PackageField propagated_inputs;
  PackageField hidden;  // "#t": searches and names pass it over
  // Known: the variable of another package. Computed: by an expression, or a
  // variable that is not of the module.
  PackageField inherits;
  bool is_public = false;    // others only hand on their fields
  bool is_wrapped = false;   // a procedure gets the package: all fields may be others
  std::uint32_t line = 0;    // of (package ...), from 1
  std::uint32_t column = 0;  // of it, in characters, from 1
  std::uint32_t offset = 0;  // of the definition, in bytes
  std::uint32_t length = 0;
  bool operator==(const PackageEntry&) const = default;
};

// Views are into the text or the bytes that it was read from, and into `made', which moves along.
struct ModulePackages {
  ModulePackages() = default;
  ModulePackages(ModulePackages&&) = default;
  ModulePackages& operator=(ModulePackages&&) = default;

  std::vector<std::string_view> module;  // ("distro" "base"); empty for a file that defines none
  std::vector<PackageEntry> packages;
  std::string_view problem;      // why the file could not be skimmed; else empty
  std::deque<std::string> made;  // texts whose escapes were undone
};

// What TEXT defines by (define-public VARIABLE (package ...)), or by `define' with the variable
// exported or not; also where the package stands inside `let' or is handed to a procedure, one or
// two levels deep. Throws for what the scanner refuses.
ModulePackages packages_in(std::string_view text);

}  // namespace cairn
