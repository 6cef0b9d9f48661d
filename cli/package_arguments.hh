// SPDX-License-Identifier: GPL-3.0-or-later
// How a person names packages on the command line, for every verb that takes them.
#pragma once

#include "cli/evaluation/load_path.hh"
#include "cli/evaluation/package_index.hh"
#include "cli/option.hh"
#include "scheme/border/frames.hh"

#include <string>
#include <vector>

namespace cairn {

struct PackageWishes {
  std::vector<std::string> load_path;
  std::vector<std::string> expressions;
  std::vector<std::string> files;

  bool names_something() const { return !expressions.empty() || !files.empty(); }
};

// -L, -e and -f.
Options package_options(PackageWishes& wishes);

// The folders of -L and of CAIRN_PACKAGE_PATH.
std::vector<std::string> package_folders(const PackageWishes& wishes);

// Let files beside those of -f be read, and below the working folder for -e.
void allow_files(const PackageWishes& wishes, LoadPath& path);

// Whether WORD means a package: it has no slash and is no file of a derivation.
bool is_specification(const std::string& word);

// One thing that an evaluation shall give.
struct PackageTarget {
  std::string label;  // what the user wrote
  Message request;    // as manual/formats/evaluation.md says
};

// What WISHES and the SPECIFICATIONS among a verb's operands name; throws for a package that PATH
// does not have, and a file that cannot be read.
std::vector<PackageTarget> package_targets(const PackageWishes& wishes,
                                           const std::vector<std::string>& specifications,
                                           const LoadPath& path);

// What the specification TEXT names in INDEX; throws when that is nothing.
PackageTarget package_target(const std::string& text, const PackageIndex& index);

// The requests of TARGETS as one list.
Message requests_of(const std::vector<PackageTarget>& targets);

}  // namespace cairn
