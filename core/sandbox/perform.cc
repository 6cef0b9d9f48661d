// SPDX-License-Identifier: GPL-3.0-or-later
// Doing the steps: one function a kind, one or two system calls each.
#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/base/files.hh"
#include "core/sandbox/step.hh"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

mount_attr read_only() {
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  return attributes;
}

void set_read_only(const std::string& path) {
  mount_attr attributes = read_only();
  checked(mount_setattr(AT_FDCWD, path.c_str(), 0, &attributes, sizeof attributes),
          "cannot make {} read-only", path);
}

// A copy of what is mounted at and below PATH, mounted nowhere.
Fd mounts_at(const std::string& path, ShowPath::Access access) {
  constexpr unsigned flags =
      OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_SYMLINK_NOFOLLOW;
  Fd mounts(checked(open_tree(AT_FDCWD, path.c_str(), flags), "cannot show {}", path));
  if (access == ShowPath::Access::read_only) {
    mount_attr attributes = read_only();
    checked(mount_setattr(mounts.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes,
                          sizeof attributes),
            "cannot make {} read-only", path);
  }
  return mounts;
}

// NAME in FOLDER as a place to mount something of TYPE on.
Fd mount_point_at(int folder, const std::string& name, mode_t type) {
  if (S_ISDIR(type)) return make_directory_at(folder, name);
  if (!status_at(folder, name)) open_at(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
  return open_at(folder, name, O_PATH);
}

void make_mount_point(const std::string& path, mode_t type) {
  if (S_ISDIR(type)) {
    if (mkdir(path.c_str(), 0755) < 0 && errno != EEXIST) {
      throw errno_error("cannot make the folder {}", path);
    }
  } else {
    Fd file(checked(open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644),
                    "cannot make the file {}", path));
  }
}

Fd mount_point_below(Fd folder, const std::string& path, mode_t type) {
  std::size_t begin = 1;
  for (std::size_t slash; (slash = path.find('/', begin)) != std::string::npos; begin = slash + 1) {
    folder = make_directory_at(folder.get(), path.substr(begin, slash - begin));
  }
  return mount_point_at(folder.get(), path.substr(begin), type);
}

struct Performer {
  void operator()(const MakeFolder& step) const {
    if (mkdir(step.path.c_str(), step.mode) < 0 && errno != EEXIST) {
      throw errno_error("cannot make the folder {}", step.path);
    }
    if (step.mode != 0755)
      checked(chmod(step.path.c_str(), step.mode), "cannot open {}", step.path);
  }

  void operator()(const MakeFile& step) const {
    Fd file(checked(open(step.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644),
                    "cannot make the file {}", step.path));
    write_fully(file.get(), step.content, step.path);
  }

  void operator()(const MakeLink& step) const {
    checked(symlink(step.target.c_str(), step.path.c_str()), "cannot make the link {}", step.path);
  }

  void operator()(const MountFileSystem& step) const {
    unsigned long flags = MS_NODEV;
    if (step.set_id == SetId::ignored) flags |= MS_NOSUID;
    checked(mount(step.type.c_str(), step.target.c_str(), step.type.c_str(), flags,
                  step.options.c_str()),
            "cannot mount a {} on {}", step.type, step.target);
  }

  void operator()(const ShowPath& step) const {
    struct stat status {};
    checked(lstat(step.source.c_str(), &status), "cannot look at {}", step.source);
    if (S_ISLNK(status.st_mode)) {
      std::string target = read_link_at(AT_FDCWD, step.source);
      checked(symlink(target.c_str(), step.target.c_str()), "cannot copy the link {}", step.source);
      return;
    }
    make_mount_point(step.target, status.st_mode);
    checked(mount(step.source.c_str(), step.target.c_str(), nullptr, MS_BIND | MS_REC, nullptr),
            "cannot show {} at {}", step.source, step.target);
    if (step.access == ShowPath::Access::read_only) set_read_only(step.target);
  }

  void operator()(const ShowBelow& step) const {
    Fd source = mounts_at(step.source, step.access);
    struct stat status {};
    checked(fstat(source.get(), &status), "cannot look at {}", step.source);
    Fd target = with_context(fmt::format("cannot show {} at {}", step.source, step.path), [&] {
      return mount_point_below(open_directory(step.root), step.path, status.st_mode);
    });
    checked(move_mount(source.get(), "", target.get(), "",
                       MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH),
            "cannot show {} at {}", step.source, step.path);
  }

  void operator()(const MoveMount& step) const {
    checked(mount(step.source.c_str(), step.target.c_str(), nullptr, MS_MOVE, nullptr),
            "cannot show {} at {}", step.source, step.target);
  }

  void operator()(const EnterFolder& step) const {
    checked(chdir(step.path.c_str()), "cannot enter {}", step.path);
  }

  void operator()(const SealFolder& step) const { set_read_only(step.path); }

  void operator()(const EnterRoot& step) const {
    checked(chdir(step.path.c_str()), "cannot enter {}", step.path);
    // Both names the same: the old root then lies over the new one, and is taken off again.
    checked(syscall(SYS_pivot_root, ".", "."), "cannot make {} the root", step.path);
    checked(umount2(".", MNT_DETACH), "cannot let go of the old root");
    checked(chdir("/"), "cannot enter the new root");
  }

  void operator()(const SetHostName& step) const {
    checked(sethostname(step.name.data(), step.name.size()), "cannot set the host name");
    checked(setdomainname("(none)", 6), "cannot set the domain name");
  }
};

}  // namespace

void perform(const Step& step) {
  std::visit(Performer{}, step);
}

}  // namespace cairn::sandbox
