// SPDX-License-Identifier: GPL-3.0-or-later
// RaisedFileLimit: while it lives this process may have as many files open as it can allow itself.
// Children that are started meanwhile have that limit, too.
#pragma once

#include <cstddef>
#include <sys/resource.h>

namespace cairn {

class RaisedFileLimit {
 public:
  RaisedFileLimit();
  ~RaisedFileLimit();
  RaisedFileLimit(RaisedFileLimit&&) = delete;

  // How many that are.
  std::size_t files() const { return files_; }

 private:
  rlimit before_{};
  std::size_t files_;
};

}  // namespace cairn
