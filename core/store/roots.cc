// SPDX-License-Identifier: GPL-3.0-or-later
// Permanent roots: links, read as text. What links say counts, so a store that is gone is read the
// same; only where they name another root than ours is it looked at whether that is the same one.
#include "core/store/roots.hh"

#include "core/base/files.hh"
#include "core/base/hand_over.hh"
#include "core/base/one_line.hh"
#include "core/hash/encoding.hh"
#include "core/hash/hasher.hh"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::size_t depth_limit = 64;  // folders in one another, each open
constexpr int hop_limit = 16;            // links that point to links: profile -> generation -> item

// Of links to links of users.
std::string automatic_folder(const Layout& layout) {
  return layout.physical_state() + "/gcroots/auto";
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

// Where the target of a link lies: it may name the state folder as sandboxes see it.
std::string on_this_machine(const Layout& layout, const std::string& target) {
  return is_below(target, layout.state) ? layout.physical(target) : target;
}

// Whether a path that fails so can have nothing at its end, whoever looks. Any user chooses paths.
bool leads_nowhere(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
}

// Like fstatat: nothing when PATH, where ROOT points, leads nowhere.
std::optional<struct stat> status_of(const std::string& path, const std::string& root) {
  struct stat status {};
  if (lstat(path.c_str(), &status) == 0) return status;
  if (leads_nowhere(errno)) return std::nullopt;
  throw errno_error("cannot look at {}, which the root {} points to", path, root)
      .with_hint("make it readable, or delete that root");
}

// Whether what ERROR tells may keep us from reading what can be read: no user makes it so of theirs
// alone.
bool is_machines_fault(const Error& error) {
  constexpr int numbers[] = {EMFILE, ENFILE, ENOMEM};
  return std::ranges::find(numbers, error.error_number()) != std::end(numbers);
}

class RootWalk {
 public:
  explicit RootWalk(const Layout& layout) : layout_(layout) {
    struct stat status {};
    if (stat(layout.physical_store().c_str(), &status) == 0) ours_ = status;
  }

  // FOLDER is physical; SHOWN is how its origin is called.
  void walk(const std::string& folder, const std::string& shown, std::size_t depth = 0) {
    if (depth > depth_limit) throw Error("{} is in more than {} folders", shown, depth_limit);
    Fd directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    bool is_gone = errno == ENOENT || errno == ENOTDIR || errno == ELOOP;  // or replaced meanwhile
    if (!directory && is_gone) return;
    if (!directory) throw errno_error("cannot open the folder of roots {}", folder);
    // A user's are the profiles that the daemon made a folder for, and that folder itself, on which
    // they may have mounted something.
    bool is_anybodys = is_foreign_to_root(directory.get()) || holds_what_is_users(folder);
    for (const std::string& name : list_directory(directory.get())) {
      attempt(is_anybodys, [&] {
        std::string path = folder + "/" + name;
        auto status = with_context([&] { return fmt::format("cannot read roots in {}", folder); },
                                   [&] { return status_at(directory.get(), name); });
        if (!status) return;
        if (S_ISDIR(status->st_mode)) walk(path, shown + "/" + name, depth + 1);
        if (S_ISLNK(status->st_mode)) link(path, shown + "/" + name);
        if (S_ISREG(status->st_mode)) file(name, shown + "/" + name);
      });
    }
  }

  std::vector<Root> roots() && {
    std::sort(roots_.begin(), roots_.end());
    return std::move(roots_);
  }
  std::vector<std::string> unreadable() && { return std::move(unreadable_); }

 private:
  void file(const std::string& name, const std::string& shown) {
    if (auto item = layout_.store.item_of(layout_.store.path() + "/" + name)) {
      roots_.push_back({shown, *item});
    }
  }

  // A user's link can be where nobody else may look, and a user's folder deeper than anybody can:
  // that cannot stop the collections of all others.
  void attempt(bool is_anybodys, const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      if (!is_anybodys || is_machines_fault(error)) throw;
      unreadable_.push_back(one_line(error.message()));
    }
  }

  bool holds_what_is_users(const std::string& folder) const {
    return folder == automatic_folder(layout_) ||
           folder == layout_.physical_state() + "/profiles/per-user";
  }

  void link(const std::string& path, std::string shown) {
    std::optional<std::string> place = path;
    for (int hop = 0; hop < hop_limit && place; ++hop) {
      auto found = target_of(*place);
      if (!found) return;
      const std::string& target = *found;
      if (auto item = item_at(target)) {
        roots_.push_back({shown, *item});
        return;
      }
      auto status = status_of(on_this_machine(layout_, target), path);
      bool is_indirect = hop == 0 && is_below(path, automatic_folder(layout_));
      if (is_indirect) shown = target;
      place.reset();
      if (status && S_ISLNK(status->st_mode)) place = on_this_machine(layout_, target);
    }
  }

  // Where the link PATH points, absolute; nothing when it has gone meanwhile.
  static std::optional<std::string> target_of(const std::string& path) {
    char text[4096];
    ssize_t size = readlink(path.c_str(), text, sizeof text);
    if (size < 0 && (leads_nowhere(errno) || errno == EINVAL)) return std::nullopt;
    checked(size, "cannot read the root {}", path);
    std::filesystem::path target(std::string_view(text, static_cast<std::size_t>(size)));
    if (target.is_absolute()) return target.string();
    return (std::filesystem::path(path).parent_path() / target).lexically_normal().string();
  }

  // TARGET may name the store's folder as sandboxes see it, or by any way that leads to it here:
  // its root may have been named by another link when TARGET was written.
  std::optional<StorePath> item_at(std::string_view target) const {
    if (is_below(target, layout_.root)) {
      if (auto item = layout_.store.item_of(target.substr(layout_.root.size()))) return item;
    }
    // Any user chooses targets, so of each no more than one folder is looked at.
    std::size_t at = target.find(layout_.store.path() + "/");
    if (at == target.npos) return std::nullopt;
    auto item = layout_.store.item_of(target.substr(at));
    return at == 0 || (item && is_root(target.substr(0, at))) ? item : std::nullopt;
  }

  bool is_root(std::string_view folder) const {
    struct stat other {};
    std::string path = std::string(folder) + layout_.store.path();
    return ours_ && stat(path.c_str(), &other) == 0 && other.st_dev == ours_->st_dev &&
           other.st_ino == ours_->st_ino;
  }

  const Layout& layout_;
  std::optional<struct stat> ours_{};  // the store's folder
  std::vector<Root> roots_{};
  std::vector<std::string> unreadable_{};
};

void check_root_name(const std::string& name) {
  for (const auto& part : std::filesystem::path(name)) {
    bool is_bad = part.empty() || part == "." || part == ".." || part == "/";
    if (is_bad) throw Error("{:?} cannot be the name of a root", name);
  }
  if (name.empty() || name.find('\0') != std::string::npos) {
    throw Error("{:?} cannot be the name of a root", name);
  }
}

}  // namespace

std::vector<Root> permanent_roots(const Layout& layout) {
  RootWalk walk(layout);
  walk.walk(layout.physical_state() + "/gcroots", layout.state + "/gcroots");
  walk.walk(layout.physical_state() + "/profiles", layout.state + "/profiles");
  return std::move(walk).roots();
}

std::vector<std::string> unreadable_roots(const Layout& layout) {
  RootWalk walk(layout);
  walk.walk(automatic_folder(layout), layout.state + "/gcroots/auto");
  walk.walk(layout.physical_state() + "/profiles", layout.state + "/profiles");
  return std::move(walk).unreadable();
}

void add_indirect_root(const Layout& layout, const std::string& link) {
  bool is_good = link.starts_with('/') && link.find('\0') == std::string::npos;
  if (!is_good) throw Error("the link {:?} is not an absolute path", link);
  std::string folder = automatic_folder(layout);
  make_directories(folder);
  AdditionLock lock(layout);
  Hash hash = hash_of(HashAlgorithm::sha256, link);
  replace_link_at(open_directory(folder).get(), to_nix32(compress_digest(hash, 20)), link);
}

void prune_indirect_roots(const Layout& layout, const CollectorLock&) {
  Fd folder(open(automatic_folder(layout).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return;
  for (const std::string& name : list_directory(folder.get())) {
    auto status = status_at(folder.get(), name);
    if (!status || !S_ISLNK(status->st_mode)) continue;
    struct stat link {};
    std::string target = on_this_machine(layout, read_link_at(folder.get(), name));
    if (lstat(target.c_str(), &link) == 0 || !leads_nowhere(errno)) continue;
    unlinkat(folder.get(), name.c_str(), 0);
  }
}

void add_permanent_root(const Layout& layout, const std::string& name, const StorePath& item) {
  check_root_name(name);
  std::filesystem::path path = layout.physical_state() + "/gcroots/" + name;
  make_directories(path.parent_path().string());
  Fd folder = open_directory(path.parent_path().string());
  replace_link_at(folder.get(), path.filename().string(), layout.store.print(item));
}

}  // namespace cairn
