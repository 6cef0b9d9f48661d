// SPDX-License-Identifier: GPL-3.0-or-later
// Files under another name until they are whole.
#include "cli/output_file.hh"

#include "cli/results.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr const char* standard = "-";

// A name beside PATH that nobody has; empty where PATH itself is to be written to.
std::string name_until_finished(const std::string& path) {
  struct stat status {};
  bool is_there = path == standard || stat(path.c_str(), &status) == 0;
  bool is_special = path == standard || (is_there && !S_ISREG(status.st_mode));
  return is_special ? "" : path + ".XXXXXX";
}

Fd opened(const std::string& path, std::string& unfinished) {
  if (path == standard) {
    refuse_terminal("give the file a name: -o FILE");
    return Fd(checked(dup(STDOUT_FILENO), "cannot use standard output"));
  }
  if (unfinished.empty()) {
    return Fd(checked(open(path.c_str(), O_WRONLY | O_CLOEXEC), "cannot open {}", path));
  }
  Fd file(checked(mkostemp(unfinished.data(), O_CLOEXEC), "cannot make {}", path));
  mode_t mask = umask(0);
  umask(mask);
  checked(fchmod(file.get(), 0666 & ~mask), "cannot set the mode of {}", path);
  return file;
}

}  // namespace

OutputFile::OutputFile(const std::string& path)
    : path_(path),
      unfinished_(name_until_finished(path)),
      file_(opened(path, unfinished_)),
      sink_(file_.get(), path_) {}

OutputFile::~OutputFile() {
  if (!unfinished_.empty()) unlink(unfinished_.c_str());
}

void OutputFile::finish() {
  sink_.flush();
  if (unfinished_.empty()) return;
  checked(rename(unfinished_.c_str(), path_.c_str()), "cannot make {}", path_);
  unfinished_.clear();
}

void make_output(const std::string& path, const std::function<void(Sink& sink)>& fill) {
  OutputFile file(path);
  fill(file);
  file.finish();
  if (path == standard) return;
  Results results;
  results.line(path);
  results.finish();
}

}  // namespace cairn
