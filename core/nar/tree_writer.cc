// SPDX-License-Identifier: GPL-3.0-or-later
// Files written. Every entry is made from the descriptor of its folder and must be new, so nothing
// that an archive says can reach outside of the tree, not even through its own links.
#include "core/nar/tree_writer.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/nar/parse.hh"

#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

// Second 1 of 1970: time 0 makes some programs believe that a file is missing.
constexpr struct timespec canonical_times[2] = {{0, UTIME_OMIT}, {1, 0}};

void set_canonical_time(int fd, std::string_view name) {
  checked(futimens(fd, canonical_times), "cannot set the time of {}", name);
}

// Whether BYTES are zeros, and enough of them that the file system need not keep them.
bool is_worth_a_hole(std::string_view bytes) {
  constexpr std::size_t block = 4096;
  return bytes.size() >= block && bytes.front() == '\0' &&
         std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

}  // namespace

// The umask and default access lists have their say when a file is made; this has the last word.
// A look costs a tenth of a change, which files seldom need.
bool make_canonical(int fd, mode_t mode, std::string_view name) {
  struct stat status {};
  checked(fstat(fd, &status), "cannot look at {}", name);
  bool has_mode = (status.st_mode & 07777) == mode;
  if (!has_mode) checked(fchmod(fd, mode), "cannot set the mode of {}", name);
  set_canonical_time(fd, name);
  return has_mode;
}

TreeWriter::TreeWriter(int directory, std::string name, Mode mode)
    : directory_(directory), name_(std::move(name)), mode_(mode) {}

int TreeWriter::here() const {
  return open_.empty() ? directory_ : open_.back().fd.get();
}

std::string TreeWriter::entry_name(std::string_view name) const {
  if (open_.empty()) return name_;
  nar::check_name(name);  // not every source of trees is an archive that was checked
  return std::string(name);
}

void TreeWriter::begin_directory(std::string_view name) {
  std::string entry = entry_name(name);
  mode_t folder_mode = mode_ == Mode::canonical ? 0755 : 0777;
  checked(mkdirat(here(), entry.c_str(), folder_mode), "cannot make the folder {}", entry);
  has_root_ = true;
  open_.push_back({open_directory_at(here(), entry)});
}

void TreeWriter::end_directory() {
  if (mode_ == Mode::canonical) make_canonical(here(), 0555, "a folder");
  open_.pop_back();
}

void TreeWriter::begin_file(std::string_view name, bool executable, std::uint64_t) {
  std::string entry = entry_name(name);
  bool canonical = mode_ == Mode::canonical;
  // Canonical files are read-only from the first moment: nobody else can open one for writing.
  mode_t file_mode = canonical ? (executable ? 0555 : 0444) : (executable ? 0777 : 0666);
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  file_ = Fd(checked(openat(here(), entry.c_str(), flags, file_mode), "cannot make {}", entry));
  has_root_ = true;
  executable_ = executable;
  ++files_;
}

void TreeWriter::contents(std::string_view bytes) {
  ends_in_hole_ = is_worth_a_hole(bytes);
  if (!ends_in_hole_) return write_fully(file_.get(), bytes, "a file");
  checked(lseek(file_.get(), static_cast<off_t>(bytes.size()), SEEK_CUR), "cannot write a file");
}

void TreeWriter::end_file() {
  if (std::exchange(ends_in_hole_, false)) {
    off_t size = checked(lseek(file_.get(), 0, SEEK_CUR), "cannot write a file");
    checked(ftruncate(file_.get(), size), "cannot write a file");
  }
  if (mode_ == Mode::canonical) finish_canonical();
  file_.close();
}

void TreeWriter::finish_canonical() {
  if (!open_.empty() && open_.back().gives_mode[executable_]) {
    return set_canonical_time(file_.get(), "a file");
  }
  bool has_mode = make_canonical(file_.get(), executable_ ? 0555 : 0444, "a file");
  if (!open_.empty()) open_.back().gives_mode[executable_] = has_mode;
}

void TreeWriter::symlink(std::string_view name, std::string_view target) {
  std::string entry = entry_name(name);
  nar::check_target(target);
  checked(symlinkat(std::string(target).c_str(), here(), entry.c_str()), "cannot make the link {}",
          entry);
  has_root_ = true;
  if (mode_ != Mode::canonical) return;
  checked(utimensat(here(), entry.c_str(), canonical_times, AT_SYMLINK_NOFOLLOW),
          "cannot set the time of the link {}", entry);
}

namespace nar {

void restore(Source& source, int directory, const std::string& name, TreeWriter::Mode mode) {
  TreeWriter writer(directory, name, mode);
  try {
    parse(source, writer);
  } catch (...) {
    if (writer.has_root()) remove_tree_at(directory, name);
    throw;
  }
}

}  // namespace nar

}  // namespace cairn
