// SPDX-License-Identifier: GPL-3.0-or-later
// Files under another name until they are whole.
#include "cli/output_file.hh"

#include "cli/results.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

namespace cairn {

namespace {

Fd made(const std::string& path) {
  return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
}

}  // namespace

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)),
      file_(is_standard() ? Fd() : made(unfinished())),
      sink_(is_standard() ? STDOUT_FILENO : file_.get(), path_) {
  if (is_standard()) refuse_terminal("cairn pack -o hello.tar.gz hello");
}

OutputFile::~OutputFile() {
  if (file_) unlink(unfinished().c_str());
}

void OutputFile::finish() {
  sink_.flush();
  if (is_standard()) return;
  checked(rename(unfinished().c_str(), path_.c_str()), "cannot make {}", path_);
  file_.close();
}

}  // namespace cairn
