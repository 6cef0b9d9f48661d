// SPDX-License-Identifier: GPL-3.0-or-later
// A git repository that a test makes with git itself.
#pragma once

#include "core/base/files.hh"

#include <string>

namespace cairn {

class GitFolder {
 public:
  GitFolder();
  const std::string& path() const { return folder_.path(); }
  // Make FILE, with the folders around it.
  void write(const std::string& file, const std::string& content) const;
  // What git with these ARGUMENTS, as a shell reads them, prints in the folder, without the last
  // line end. Throws when it fails.
  std::string run(const std::string& arguments) const;
  // The id of the tree of a new commit of all there is.
  std::string commit() const;

 private:
  TemporaryDirectory folder_;
};

}  // namespace cairn
