// SPDX-License-Identifier: GPL-3.0-or-later
// An archive named on the command line.
#pragma once

#include "core/base/fd.hh"

#include <string>

namespace cairn {

// Reads the file PATH, or standard input when PATH is "-".
class ArchiveFile : public Source {
 public:
  explicit ArchiveFile(const std::string& path);
  std::size_t read(std::span<char> buffer) override { return buffered_.read(buffer); }

 private:
  Fd file_;
  FdSource raw_;
  BufferedSource buffered_;
};

}  // namespace cairn
