// SPDX-License-Identifier: GPL-3.0-or-later
// Files reached from an open directory.
#include "core/base/files.hh"

#include "core/base/error.hh"
#include "core/base/hand_over.hh"
#include "core/base/random_name.hh"

#include <algorithm>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <unistd.h>

namespace cairn {

namespace {

// A name beside NAME that nobody else uses, nor left when it was killed: replaced files are written
// there first.
std::string fresh_name(const std::string& name) {
  return "." + name + "." + random_name();
}

}  // namespace

Fd open_directory(const std::string& path) {
  return Fd(checked(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                    "cannot open the folder {}", path));
}

Fd open_at(int directory, const std::string& name, int flags, mode_t mode) {
  return Fd(checked(openat(directory, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, mode),
                    "cannot open {}", name));
}

Fd open_or_make_at(int directory, const std::string& name, int access) {
  int flags = access | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
  // Only what we made is given away: what was there could be another name of any file.
  bool is_foreign = is_foreign_to_root(directory);
  Fd made(is_foreign ? openat(directory, name.c_str(), flags | O_EXCL, 0600) : -1);
  if (made) hand_over(directory, made.get());
  return made ? std::move(made) : Fd(openat(directory, name.c_str(), flags, 0600));
}

Fd open_directory_at(int directory, const std::string& name) {
  return open_at(directory, name, O_RDONLY | O_DIRECTORY);
}

void make_directories(const std::string& path, mode_t mode) {
  for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    std::string part = path.substr(0, slash);
    if (mkdir(part.c_str(), mode) < 0 && errno != EEXIST) {
      throw errno_error("cannot make the folder {}", part);
    }
    if (slash == std::string::npos) return;
  }
}

Fd make_directory_at(int directory, const std::string& name, mode_t mode) {
  if (mkdirat(directory, name.c_str(), mode) < 0 && errno != EEXIST) {
    throw errno_error("cannot make the folder {}", name);
  }
  return open_directory_at(directory, name);
}

std::optional<struct stat> status_at(int directory, const std::string& name) {
  struct stat status {};
  if (fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return status;
  if (errno == ENOENT) return std::nullopt;
  throw errno_error("cannot look at {}", name);
}

std::vector<std::string> list_directory(int fd) {
  // The system call itself: the C library's way opens the folder again and allocates for each.
  checked(lseek(fd, 0, SEEK_SET), "cannot read a folder");
  std::vector<std::string> names;
  alignas(dirent64) char buffer[32 * 1024];
  while (ssize_t size = checked(getdents64(fd, buffer, sizeof buffer), "cannot read a folder")) {
    for (ssize_t offset = 0; offset < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer + offset);
      std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
      offset += entry->d_reclen;
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read_link_at(int directory, const std::string& name) {
  char target[4096];
  ssize_t size = checked(readlinkat(directory, name.c_str(), target, sizeof target),
                         "cannot read the link {}", name);
  if (size == sizeof target) throw Error("the link {} is longer than 4095 bytes", name);
  return {target, static_cast<std::size_t>(size)};
}

std::optional<std::string> read_file_at(int directory, const std::string& name, std::size_t limit) {
  // O_NONBLOCK: opening a fifo must not wait for somebody to write to it.
  Fd fd(openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd && errno == ENOENT) return std::nullopt;
  if (!fd) throw errno_error("cannot open {}", name);
  struct stat status {};
  checked(fstat(fd.get(), &status), "cannot look at {}", name);
  if (!S_ISREG(status.st_mode)) throw Error("{} is no file", name);
  FdSource source(fd.get(), name);
  return read_all(source, limit, name);
}

std::string read_file(const std::string& path, std::size_t limit) {
  Fd fd(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", path));
  FdSource source(fd.get(), path);
  struct stat status {};
  checked(fstat(fd.get(), &status), "cannot look at {}", path);
  return read_all(source, limit, path, static_cast<std::size_t>(status.st_size));
}

void write_file_at(int directory, const std::string& name, std::string_view content, mode_t mode) {
  write_pieces_at(directory, name, {content}, mode);
}

void write_pieces_at(int directory, const std::string& name,
                     const std::vector<std::string_view>& pieces, mode_t mode) {
  std::string fresh = fresh_name(name);
  Fd fd = open_at(directory, fresh, O_WRONLY | O_CREAT | O_EXCL, mode);
  try {
    for (std::string_view piece : pieces) write_fully(fd.get(), piece, name);
    checked(fsync(fd.get()), "cannot flush {}", name);
    checked(renameat(directory, fresh.c_str(), directory, name.c_str()), "cannot replace {}", name);
  } catch (...) {
    unlinkat(directory, fresh.c_str(), 0);
    throw;
  }
}

void replace_link_at(int directory, const std::string& name, const std::string& target) {
  std::string fresh = fresh_name(name);
  checked(symlinkat(target.c_str(), directory, fresh.c_str()), "cannot make the link {}", name);
  if (renameat(directory, fresh.c_str(), directory, name.c_str()) < 0) {
    Error error = errno_error("cannot replace the link {}", name);
    unlinkat(directory, fresh.c_str(), 0);
    throw error;
  }
}

std::string temporary_folder() {
  std::error_code absent;
  std::filesystem::path found = std::filesystem::temp_directory_path(absent);
  if (!absent) return found.string();
  const char* named = nullptr;
  for (const char* variable : {"TMPDIR", "TMP", "TEMP", "TEMPDIR"}) {
    if (!named) named = std::getenv(variable);
  }
  throw Error("there is no folder {} for temporary files", named ? named : "/tmp")
      .with_hint("TMPDIR names another one");
}

TemporaryDirectory::TemporaryDirectory() {
  path_ = temporary_folder() + "/cairn-XXXXXX";
  if (!mkdtemp(path_.data())) throw errno_error("cannot make a folder like {}", path_);
  fd_ = open_directory(path_);
}

TemporaryDirectory::~TemporaryDirectory() {
  try {
    Fd parent = open_directory(std::filesystem::path(path_).parent_path().string());
    remove_tree_at(parent.get(), std::filesystem::path(path_).filename().string());
  } catch (const Error&) {
    // A folder for temporary files that cannot be emptied is the system's to clean.
  }
}

}  // namespace cairn
