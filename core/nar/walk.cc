// SPDX-License-Identifier: GPL-3.0-or-later
// A tree on disk, walked. Each directory is opened from its parent's descriptor, one component at a
// time and never through a link: that stays beneath the root by construction, whatever is swapped
// meanwhile, and needs no openat2.
#include "core/nar/walk.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/quiet_opening.hh"
#include "core/base/uninterrupted.hh"
#include "core/nar/write.hh"

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <memory>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace cairn::nar {

namespace {

// Regular files that have several names, to see whether all of them are in the tree.
class HardLinks {
 public:
  void note(const struct stat& status, const std::string& path) {
    if (status.st_nlink == 1) return;
    auto [found, is_new] =
        files_.try_emplace({status.st_dev, status.st_ino}, File{path, status.st_nlink, 0});
    ++found->second.seen;
  }

  void check() const {
    for (const auto& [inode, file] : files_) {
      if (file.seen != file.links) {
        throw Error("{} is a hard link to a file outside of its tree", file.path);
      }
    }
  }

 private:
  struct File {
    std::string path;
    nlink_t links;
    nlink_t seen;
  };
  std::map<std::pair<dev_t, ino_t>, File> files_;
};

void check_no_set_id(const struct stat& status, const std::string& path) {
  if (status.st_mode & (S_ISUID | S_ISGID)) throw Error("{} has a set-id bit", path);
}

// Access lists and capabilities are extended attributes too. A link can carry none that an
// ordinary builder may set. security.selinux is the host's label, which every file there has.
void check_no_attributes(int fd, const std::string& path) {
  char names[XATTR_LIST_MAX];
  ssize_t size = flistxattr(fd, names, sizeof names);
  if (size < 0 && errno == ENOTSUP) return;
  checked(size, "cannot read the extended attributes of {}", path);
  std::string_view rest(names, static_cast<std::size_t>(size));
  while (!rest.empty()) {
    std::string_view name = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(name.size() + 1);
    if (name == "security.selinux") continue;
    throw Error("{} has the extended attribute {}", path, name);
  }
}

// Open what its owner may not read: without rights first, so that no link is followed, then with
// the right to read it. No descriptor where that fails, and errno says why.
Fd open_closed(int directory, const char* name, int flags) {
  Fd handle(openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!handle || fstat(handle.get(), &status) < 0) return {};
  std::string self = fmt::format("/proc/self/fd/{}", handle.get());
  if (chmod(self.c_str(), (status.st_mode & 07777) | S_IRUSR) < 0) return {};
  return Fd(open(self.c_str(), (flags & ~O_NOFOLLOW) | O_CLOEXEC));
}

// Contents of this size may be worth a way of their own.
constexpr std::uint64_t large = 1 << 20;

class Walker {
 public:
  Walker(TreeSink& tree, WalkRules rules, std::string path)
      : tree_(tree), rules_(std::move(rules)), path_(std::move(path)), top_(path_.size()) {}

  // Replay DISK_NAME in DIRECTORY as the entry NAME, with DEPTH directories around it.
  void node(int directory, const char* disk_name, std::string_view name, std::size_t depth) {
    // O_NONBLOCK: opening a fifo must not wait for somebody to write to it.
    int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    Fd fd = opening_.open(directory, disk_name, flags);
    if (!fd && errno == EACCES && rules_.opens_closed) {
      fd = open_closed(directory, disk_name, flags);
    }
    if (!fd && errno == ELOOP) return link(directory, disk_name, name);
    if (!fd && errno == ENXIO) return special("is a socket or a device");
    if (!fd) throw errno_error("cannot open {}", path_);
    struct stat status {};
    checked(fstat(fd.get(), &status), "cannot look at {}", path_);
    if (S_ISREG(status.st_mode)) {
      file(fd.get(), status, name);
    } else if (S_ISDIR(status.st_mode)) {
      this->directory(fd.get(), status, name, depth);
    } else {
      special("is neither a file nor a folder nor a link");
    }
  }

  void finish() const { links_.check(); }

 private:
  void special(const char* what) const {
    if (!rules_.skip_special) throw Error("{} {}", path_, what);
  }

  void file(int fd, const struct stat& status, std::string_view name) {
    if (rules_.strict) {
      check_strictly(fd, status);
      links_.note(status, path_);
    }
    auto size = static_cast<std::uint64_t>(status.st_size);
    tree_.begin_file(name, (status.st_mode & S_IXUSR) != 0, size);
    contents(fd, size);
    tree_.end_file();
  }

  void contents(int fd, std::uint64_t size) {
    bool is_taken = size >= large && tree_.take_contents(fd, size);
    std::uint64_t missing = is_taken ? 0 : size;
    for (;;) {
      // One byte more than should come: most files then take one read, and growth is seen.
      std::size_t part = std::min<std::uint64_t>(missing + 1, chunk_size);
      ssize_t count = uninterrupted([&] { return read(fd, buffer_.data(), part); });
      auto got = static_cast<std::size_t>(checked(count, "cannot read {}", path_));
      if (got > missing || (got == 0 && missing > 0)) {
        throw Error("{} changed its size while it was read", path_);
      }
      if (got > 0) tree_.contents({buffer_.data(), got});
      missing -= got;
      if (missing == 0 && got < part) return;
    }
  }

  void directory(int fd, const struct stat& status, std::string_view name, std::size_t depth) {
    if (rules_.strict) check_strictly(fd, status);
    bool is_closed = (status.st_mode & S_IXUSR) == 0;
    if (is_closed && rules_.opens_closed) fchmod(fd, (status.st_mode & 07777) | S_IXUSR);
    tree_.begin_directory(name);
    std::size_t length = path_.size();
    for (const std::string& entry : list_directory(fd)) {
      path_ += '/';
      path_ += entry;
      if (depth == depth_limit) throw Error("{} is in more than {} folders", path_, depth_limit);
      check_name(entry);
      if (is_wanted()) node(fd, entry.c_str(), entry, depth + 1);
      path_.resize(length);
    }
    tree_.end_directory();
  }

  bool is_wanted() const {
    return !rules_.wanted || rules_.wanted(std::string_view(path_).substr(top_ + 1));
  }

  void link(int directory, const char* disk_name, std::string_view name) {
    tree_.symlink(name, read_link_at(directory, disk_name));
  }

  void check_strictly(int fd, const struct stat& status) {
    check_no_set_id(status, path_);
    check_no_attributes(fd, path_);
  }

  TreeSink& tree_;
  WalkRules rules_;
  std::string path_;  // of the node at hand, for messages
  std::size_t top_;   // how long that of the tree is
  HardLinks links_;
  QuietOpening opening_;
  Chunk buffer_;
};

}  // namespace

void walk(int directory, const std::string& name, TreeSink& tree, WalkRules rules) {
  Walker walker(tree, std::move(rules), name);
  walker.node(directory, name.c_str(), "", 0);
  walker.finish();
}

void dump(const std::string& path, Sink& sink) {
  NarWriter writer(sink);
  walk(AT_FDCWD, path, writer);
}

}  // namespace cairn::nar
