// SPDX-License-Identifier: GPL-3.0-or-later
// Repository: a git repository that is read, and whose refs are set. Nothing in it is ever run: no
// hook, no filter, no program that its configuration names.
#pragma once

#include "channels/git/commit.hh"
#include "channels/git/object_id.hh"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct git_odb;
struct git_repository;

namespace cairn {

class Repository {
 public:
  // The repository that is FOLDER, with a work tree or without; folders around it are not looked
  // at. Throws if it is none.
  static Repository open(const std::string& folder);
  // The same, made first with its parents, without a work tree, where there is none. Whatever else
  // lies in FOLDER then is deleted.
  static Repository open_or_make(const std::string& folder);

  const std::string& folder() const { return folder_; }

  // The commit that REVISION means: an id, its first digits (seven at least), a branch, a tag or
  // the full name of a ref; nothing when there is none.
  std::optional<ObjectId> find(const std::string& revision) const;
  bool has(const ObjectId& object) const;
  // Each throws when there is no such object, or one of another kind.
  Commit commit(const ObjectId& id) const;
  std::vector<TreeEntry> tree(const ObjectId& id) const;
  std::string blob(const ObjectId& id, std::size_t limit = 64 << 20) const;
  // What PATH is below TREE; nothing when it is absent. No link is followed.
  std::optional<TreeEntry> entry(const ObjectId& tree, std::string_view path) const;

  // NAME is full: "refs/cairn/...". Changing refs is for repositories that are ours.
  std::optional<ObjectId> ref(const std::string& name) const;
  void set_ref(const std::string& name, const ObjectId& commit);
  void remove_ref(const std::string& name);
  // The names that match GLOB: "refs/heads/*".
  std::vector<std::string> refs(const std::string& glob) const;

  git_repository* handle() const { return repository_.get(); }

 private:
  struct Close {
    void operator()(git_repository* repository) const;
    void operator()(git_odb* objects) const;
  };
  explicit Repository(std::string folder, git_repository* repository);
  std::string object(const ObjectId& id, int kind, const char* kind_name, std::size_t limit) const;

  std::string folder_;
  std::unique_ptr<git_repository, Close> repository_;
  std::unique_ptr<git_odb, Close> objects_;
};

}  // namespace cairn
