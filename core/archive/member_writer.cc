// SPDX-License-Identifier: GPL-3.0-or-later
// Members as files, by descriptors.
#include "core/archive/member_writer.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/nar/tree_sink.hh"

#include <algorithm>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr timespec canonical_times[2] = {{1, 0}, {1, 0}};

const char* word_for(unsigned type) {
  switch (type) {
    case S_IFREG: return "a file";
    case S_IFDIR: return "a folder";
    case S_IFLNK: return "a link";
    default: return "something else";
  }
}

// Open the folder NAME in DIRECTORY, made if it is missing.
Fd folder_at(int directory, const std::string& name) {
  bool is_new = mkdirat(directory, name.c_str(), 0755) == 0;
  if (!is_new && errno != EEXIST) throw errno_error("cannot make the folder {:?}", name);
  Fd fd(openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd && (errno == ENOTDIR || errno == ELOOP)) {
    throw Error("it needs a folder {:?}, where the archive has put a file or a link", name);
  }
  if (!fd) throw errno_error("cannot open the folder {:?}", name);
  if (is_new) checked(fchmod(fd.get(), 0755), "cannot set the mode of {:?}", name);
  return fd;
}

unsigned type_at(int directory, const std::string& name) {
  auto status = status_at(directory, name);
  return status ? status->st_mode & S_IFMT : 0;
}

// Whether the two names are of one inode already.
bool is_same(int first, const std::string& first_name, int second, const std::string& second_name) {
  auto one = status_at(first, first_name);
  auto other = status_at(second, second_name);
  return one && other && one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

// The depth of folders is bounded by member_names, and so is this recursion.
void finish_folder(Fd folder) {
  std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(folder.get()), closedir);
  if (!stream) throw errno_error("cannot read a folder");
  int fd = folder.release();
  while (dirent* entry = readdir(stream.get())) {
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    bool is_folder =
        entry->d_type == DT_DIR || (entry->d_type == DT_UNKNOWN && type_at(fd, name) == S_IFDIR);
    if (is_folder) finish_folder(open_directory_at(fd, name));
  }
  checked(futimens(fd, canonical_times), "cannot set the time of a folder");
}

}  // namespace

std::vector<std::string> member_names(std::string_view path) {
  if (path.starts_with('/')) throw Error("its name is absolute");
  if (path.find('\0') != std::string_view::npos) throw Error("its name holds a NUL");
  std::vector<std::string> names;
  for (std::string_view rest = path; !rest.empty();) {
    std::string_view name = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    if (name.empty() || name == ".") continue;
    if (name == "..") throw Error("its name climbs out of a folder by '..'");
    if (name.size() > nar::name_limit) {
      throw Error("a part of its name is longer than {} bytes", nar::name_limit);
    }
    if (names.size() == nar::depth_limit) {
      throw Error("it is in more than {} folders", nar::depth_limit);
    }
    names.emplace_back(name);
  }
  return names;
}

MemberWriter::MemberWriter(Fd root) {
  open_.push_back(std::move(root));
}

void MemberWriter::leave_to(std::size_t depth) {
  names_.resize(depth);
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(depth) + 1, open_.end());
}

int MemberWriter::enter_parent(const std::vector<std::string>& names) {
  if (names.empty()) throw Error("its name is empty");
  std::size_t parents = names.size() - 1;
  std::size_t shared = 0;
  while (shared < std::min(parents, names_.size()) && names[shared] == names_[shared]) ++shared;
  leave_to(shared);
  for (; shared < parents; ++shared) {
    open_.push_back(folder_at(open_.back().get(), names[shared]));
    names_.push_back(names[shared]);
  }
  return open_.back().get();
}

// Take away what NAME was before, if it was of the same KIND.
void MemberWriter::make_room(int parent, const std::string& name, unsigned kind) {
  unsigned before = type_at(parent, name);
  if (before != kind) {
    throw Error("the archive has it twice: as {} and as {}", word_for(before), word_for(kind));
  }
  checked(unlinkat(parent, name.c_str(), 0), "cannot replace it");
}

void MemberWriter::make_folder(const std::string& path) {
  std::vector<std::string> names = member_names(path);
  if (names.empty()) return;  // "./" is the root itself
  names.emplace_back();       // enter it as the parent of what follows
  enter_parent(names);
}

Fd MemberWriter::make_file(const std::string& path, bool is_executable) {
  std::vector<std::string> names = member_names(path);
  int parent = enter_parent(names);
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Fd file(openat(parent, names.back().c_str(), flags, 0600));
  if (!file && errno == EEXIST) {
    make_room(parent, names.back(), S_IFREG);
    file = Fd(openat(parent, names.back().c_str(), flags, 0600));
  }
  if (!file) throw errno_error("cannot make it");
  checked(fchmod(file.get(), is_executable ? 0755 : 0644), "cannot set its mode");
  return file;
}

void MemberWriter::finish_file(int file) {
  checked(futimens(file, canonical_times), "cannot set its time");
}

void MemberWriter::make_link(const std::string& path, const std::string& target) {
  if (target.empty()) throw Error("it is a link to nowhere");
  if (target.size() > nar::target_limit) {
    throw Error("it is a link whose target is longer than {} bytes", nar::target_limit);
  }
  std::vector<std::string> names = member_names(path);
  int parent = enter_parent(names);
  const char* name = names.back().c_str();
  if (symlinkat(target.c_str(), parent, name) < 0) {
    if (errno != EEXIST) throw errno_error("cannot make the link");
    make_room(parent, names.back(), S_IFLNK);
    checked(symlinkat(target.c_str(), parent, name), "cannot make the link");
  }
  checked(utimensat(parent, name, canonical_times, AT_SYMLINK_NOFOLLOW), "cannot set its time");
}

void MemberWriter::make_hard_link(const std::string& path, const std::string& existing) {
  std::vector<std::string> from = with_context("it is a hard link to another name, of which",
                                               [&] { return member_names(existing); });
  std::vector<std::string> names = member_names(path);
  // Entering the second folder lets go of the first: keep a descriptor of our own.
  Fd source = open_directory_at(enter_parent(from), ".");
  int parent = enter_parent(names);
  unsigned kind = type_at(source.get(), from.back());
  if (kind != S_IFREG && kind != S_IFLNK) {
    throw Error("it is a hard link to {:?}, which is no file that stands before it", existing);
  }
  const char* name = names.back().c_str();
  if (linkat(source.get(), from.back().c_str(), parent, name, 0) == 0) return;
  if (errno != EEXIST) throw errno_error("cannot link it to {:?}", existing);
  if (is_same(source.get(), from.back(), parent, names.back())) return;
  make_room(parent, names.back(), kind);
  checked(linkat(source.get(), from.back().c_str(), parent, name, 0), "cannot link it to {:?}",
          existing);
}

void MemberWriter::strip_single() {
  leave_to(0);
  std::vector<std::string> top = list_directory(root());
  if (top.size() != 1 || type_at(root(), top[0]) != S_IFDIR) return;
  std::vector<std::string> names = list_directory(open_directory_at(root(), top[0]).get());
  // The folder makes way for a child of its own name.
  std::string aside = ".0";
  while (std::binary_search(names.begin(), names.end(), aside)) aside += '0';
  checked(renameat(root(), top[0].c_str(), root(), aside.c_str()), "cannot rename {:?}", top[0]);
  Fd folder = open_directory_at(root(), aside);
  for (const std::string& name : names) {
    checked(renameat(folder.get(), name.c_str(), root(), name.c_str()), "cannot move {:?}", name);
  }
  checked(unlinkat(root(), aside.c_str(), AT_REMOVEDIR), "cannot remove {:?}", top[0]);
}

void MemberWriter::finish_folders() {
  leave_to(0);
  finish_folder(open_directory_at(root(), "."));
}

}  // namespace cairn
