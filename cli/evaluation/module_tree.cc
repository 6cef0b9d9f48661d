// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a channel's files out of git.
#include "cli/evaluation/module_tree.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::size_t depth_limit = 64;  // folders in each other

const char* kind_of(const TreeEntry& entry) {
  if (entry.is_file()) return "regular";
  if (entry.kind == TreeEntry::Kind::folder) return "directory";
  return entry.kind == TreeEntry::Kind::link ? "symlink" : "unknown";
}

// Nobody needs it after a power cut.
void write_copy(int folder, const std::string& name, const std::string& content, mode_t mode) {
  Fd file = open_at(folder, name, O_WRONLY | O_CREAT | O_EXCL, mode);
  write_fully(file.get(), content, name);
}

void make_link_at(int folder, const std::string& name, const std::string& target) {
  checked(symlinkat(target.c_str(), folder, name.c_str()), "cannot make the link {}", name);
}

}  // namespace

ModuleTree::ModuleTree(std::string folder, const ObjectId& tree, std::string prefix)
    : folder_(std::move(folder)), tree_(tree), prefix_(std::move(prefix)) {}

const Repository& ModuleTree::repository() const {
  if (!repository_) {
    with_context(fmt::format("cannot read the channel {}", prefix_),
                 [&] { repository_ = Repository::open(folder_); });
  }
  return *repository_;
}

const std::vector<TreeEntry>& ModuleTree::entries(const ObjectId& tree) const {
  auto found = entries_.find(tree);
  if (found == entries_.end()) found = entries_.emplace(tree, repository().tree(tree)).first;
  return found->second;
}

std::optional<TreeEntry> ModuleTree::entry(const std::string& path) const {
  TreeEntry found{"", tree_, TreeEntry::Kind::folder};
  for (const std::filesystem::path& part : std::filesystem::path(path)) {
    if (found.kind != TreeEntry::Kind::folder) return std::nullopt;
    const std::vector<TreeEntry>& list = entries(found.id);
    auto next = std::ranges::find(list, part.string(), &TreeEntry::name);
    if (next == list.end()) return std::nullopt;
    found = *next;
  }
  return found;
}

std::optional<std::string> ModuleTree::text(const std::string& path, std::size_t limit) const {
  auto found = entry(path);
  if (!found) return std::nullopt;
  if (!found->is_file()) throw Error("{}/{} is no file", prefix_, path);
  return repository().blob(found->id, limit);
}

std::optional<std::string> ModuleTree::path_of(const std::string& file) const {
  std::string normal = std::filesystem::path(file).lexically_normal().string();
  while (normal.ends_with('/')) normal.pop_back();
  if (normal == prefix_) return "";
  if (!normal.starts_with(prefix_ + "/")) return std::nullopt;
  return normal.substr(prefix_.size() + 1);
}

std::vector<FolderEntry> ModuleTree::list(const std::string& path) const {
  auto found = entry(path);
  if (!found || found->kind != TreeEntry::Kind::folder) {
    throw Error("there is no folder '{}/{}'", prefix_, path);
  }
  std::vector<FolderEntry> list;
  for (const TreeEntry& inside : entries(found->id)) {
    std::uint64_t size = inside.is_file() ? repository().blob(inside.id).size() : 0;
    list.push_back({inside.name, kind_of(inside), size, inside.kind == TreeEntry::Kind::program});
  }
  std::ranges::sort(list, {}, &FolderEntry::name);
  return list;
}

std::string ModuleTree::copy_out(const std::string& path) {
  auto found = entry(path);
  if (!found) throw Error("there is no file '{}/{}'", prefix_, path);
  if (path.empty()) found->name = "tree";
  auto& copy = copies_[path];
  if (!copy) {
    copy = std::make_unique<TemporaryDirectory>();
    write_out(*found, copy->fd(), 0);
  }
  return copy->path() + "/" + found->name;
}

void ModuleTree::write_out(const TreeEntry& entry, int folder, std::size_t depth) const {
  using Kind = TreeEntry::Kind;
  if (depth > depth_limit) throw Error("the folders of {} are too deep in each other", prefix_);
  switch (entry.kind) {
    case Kind::file:
    case Kind::program:
      write_copy(folder, entry.name, repository().blob(entry.id),
                 entry.kind == Kind::program ? 0755 : 0644);
      break;
    case Kind::link: make_link_at(folder, entry.name, repository().blob(entry.id, 4096)); break;
    case Kind::folder: {
      Fd made = make_directory_at(folder, entry.name);
      for (const TreeEntry& inside : entries(entry.id)) write_out(inside, made.get(), depth + 1);
      break;
    }
    case Kind::submodule:
      throw Error("'{}' of {} is another repository, which is not fetched", entry.name, prefix_);
  }
}

}  // namespace cairn
