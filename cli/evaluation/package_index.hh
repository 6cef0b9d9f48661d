// SPDX-License-Identifier: GPL-3.0-or-later
// PackageIndex: which packages a load path has, and what a person means by NAME@VERSION:OUTPUT.
#pragma once

#include "channels/index/packages.hh"
#include "cli/evaluation/load_path.hh"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// "hello", "hello@2.10", "hello:doc", "hello@2.10:doc".
struct PackageSpecification {
  std::string name;
  std::string version;  // "": any; "2" stands for 2.10 too
  std::string output;   // "": all that build as a rule
};
PackageSpecification parse_specification(std::string_view text);

struct FoundPackage {
  std::vector<std::string> module;
  std::string variable;
  std::string name;
  std::string version;  // empty where it is not known without evaluating
  std::string file;
};

class PackageIndex {
 public:
  // Skims every module of PATH. Files that cannot be skimmed are left out, and named in problems().
  explicit PackageIndex(const LoadPath& path);

  // The newest package that WANTED means. Throws, naming those nearby, when there is none.
  const FoundPackage& find(const PackageSpecification& wanted) const;

  const std::vector<FoundPackage>& all() const { return packages_; }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  [[noreturn]] void refuse(const PackageSpecification& wanted) const;

  std::vector<FoundPackage> packages_;
  std::vector<std::string> problems_;
};

// Whether version ONE is older than OTHER: numbers in them count as numbers.
bool is_older(std::string_view one, std::string_view other);

}  // namespace cairn
