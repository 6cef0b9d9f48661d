// SPDX-License-Identifier: GPL-3.0-or-later
// Opening archives.
#include "cli/archive_file.hh"

#include "core/base/error.hh"

#include <fcntl.h>
#include <unistd.h>

namespace cairn {

namespace {

Fd open_archive(const std::string& path) {
  if (path == "-")
    return Fd(checked(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0), "cannot read standard input"));
  return Fd(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", path));
}

}  // namespace

ArchiveFile::ArchiveFile(const std::string& path)
    : file_(open_archive(path)),
      raw_(file_.get(), path == "-" ? "standard input" : path),
      buffered_(raw_) {}

}  // namespace cairn
