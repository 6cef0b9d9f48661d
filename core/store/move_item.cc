// SPDX-License-Identifier: GPL-3.0-or-later
// Renaming and flushing.
#include "core/store/move_item.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// Up to here one fsync a file is cheaper than to wait for all that others write.
constexpr std::uint64_t few_files = 16;

// To move a folder is to write its "..": an ordinary user needs the right to, and has it while this
// lives.
class MovableFolder {
 public:
  MovableFolder(int directory, const std::string& name) {
    auto status = status_at(directory, name);
    if (!status || !S_ISDIR(status->st_mode) || (status->st_mode & S_IWUSR)) return;
    folder_ = open_directory_at(directory, name);
    mode_ = status->st_mode & 07777;
    checked(fchmod(folder_.get(), mode_ | S_IWUSR), "cannot set the mode of {}", name);
  }
  MovableFolder(MovableFolder&&) = delete;
  ~MovableFolder() {
    if (folder_) static_cast<void>(fchmod(folder_.get(), mode_));
  }

  // Returns whether the mode was changed.
  bool close() {
    if (!folder_) return false;
    checked(fchmod(folder_.get(), mode_), "cannot set the mode of a folder that was moved");
    folder_.close();
    return true;
  }

 private:
  Fd folder_{};
  mode_t mode_ = 0;
};

void flush_tree(int directory, const std::string& name) {
  auto status = status_at(directory, name);
  if (!status || S_ISLNK(status->st_mode)) return;
  bool is_folder = S_ISDIR(status->st_mode);
  Fd fd = is_folder ? open_directory_at(directory, name) : open_at(directory, name, O_RDONLY);
  if (is_folder) {
    for (const std::string& entry : list_directory(fd.get())) flush_tree(fd.get(), entry);
  }
  checked(fsync(fd.get()), "cannot flush {}", name);
}

}  // namespace

bool try_to_rename(int from, const std::string& name, int to, const std::string& new_name) {
  return renameat2(from, name.c_str(), to, new_name.c_str(), RENAME_NOREPLACE) == 0;
}

bool move_item(int from, const std::string& name, int to, const std::string& new_name) {
  if (try_to_rename(from, name, to, new_name)) return false;
  int number = errno;
  auto status = status_at(from, name);
  bool is_read_only_folder =
      number == EACCES && status && S_ISDIR(status->st_mode) && !(status->st_mode & S_IWUSR);
  errno = number;
  if (!is_read_only_folder) throw errno_error("cannot move {} to {}", name, new_name);
  MovableFolder movable(from, name);
  if (!try_to_rename(from, name, to, new_name)) {
    throw errno_error("cannot move {} to {}", name, new_name);
  }
  return movable.close();
}

bool exchange_items(int from, const std::string& name, int to, const std::string& new_name) {
  MovableFolder one(from, name);
  auto other = status_at(to, new_name);
  if (other && S_ISDIR(other->st_mode) && (other->st_mode & S_IRWXU) != S_IRWXU) {
    checked(fchmodat(to, new_name.c_str(), (other->st_mode & 07777) | S_IRWXU, 0),
            "cannot set the mode of {}", new_name);
  }
  checked(renameat2(from, name.c_str(), to, new_name.c_str(), RENAME_EXCHANGE),
          "cannot put {} in the place of {}", name, new_name);
  return one.close();
}

void flush_items(int directory, const std::vector<std::string>& names, std::uint64_t files) {
  if (files > few_files) {
    checked(syncfs(directory), "cannot flush the store's file system");
  } else {
    for (const std::string& name : names) flush_tree(directory, name);
  }
}

}  // namespace cairn
