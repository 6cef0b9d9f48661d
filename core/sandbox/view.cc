// SPDX-License-Identifier: GPL-3.0-or-later
// Seeing folders at other places.
#include "core/sandbox/view.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/sandbox/new_root.hh"

#include <algorithm>
#include <fcntl.h>

namespace cairn::sandbox {

namespace {

std::string entry_of(const std::string& folder, const std::string& name) {
  return folder == "/" ? "/" + name : folder + "/" + name;
}

std::string parent_of(const std::string& path) {
  std::size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

class Planner {
 public:
  Planner(const View& view, const std::map<std::string, FolderContent>& machine)
      : root_(view.scratch), machine_(machine) {
    for (const Bind& bind : view.binds) targets_.insert(bind.target);
    for (const std::string& target : targets_) find_remade(target);
  }

  // Fill FOLDER, which the new root has as an empty folder of its own.
  void remake(const std::string& folder) {
    auto content = machine_.find(folder);
    if (content != machine_.end()) {
      for (const std::string& name : content->second.folders) show(entry_of(folder, name));
      for (const std::string& name : content->second.others) show(entry_of(folder, name));
    }
    for (const std::string& child : remade_) {
      if (child == "/" || parent_of(child) != folder) continue;
      steps_.push_back(MakeFolder{root_ + child});
      remake(child);
    }
  }

  void show_binds(const std::vector<Bind>& binds) {
    for (const Bind& bind : binds) {
      steps_.push_back(
          ShowPath{bind.source, root_ + bind.target,
                   bind.writable ? ShowPath::Access::as_source : ShowPath::Access::read_only});
    }
  }

  std::vector<Step> take() { return std::move(steps_); }

 private:
  void show(const std::string& path) {
    if (remade_.contains(path) || targets_.contains(path)) return;
    steps_.push_back(ShowPath{path, root_ + path});
  }

  // A folder is made anew when the machine's own lacks what must be in it.
  void find_remade(const std::string& target) {
    bool missing = false;
    for (std::string path = target; path != "/"; path = parent_of(path)) {
      auto parent = machine_.find(parent_of(path));
      bool is_there = parent != machine_.end() && parent->second.folders.contains(name_of(path));
      missing = missing || !is_there;
      if (missing) remade_.insert(parent_of(path));
    }
  }

  std::string root_;
  const std::map<std::string, FolderContent>& machine_;
  std::set<std::string> targets_;
  std::set<std::string> remade_;
  std::vector<Step> steps_;
};

// Entries that cannot be looked at cannot be shown either, and are left out.
FolderContent content_of(int folder) {
  FolderContent content;
  for (const std::string& name : list_directory(folder)) {
    struct stat status {};
    if (fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) continue;
    (S_ISDIR(status.st_mode) ? content.folders : content.others).insert(name);
  }
  return content;
}

std::map<std::string, FolderContent> machine_for(const View& view) {
  std::map<std::string, FolderContent> machine;
  for (const std::string& folder : folders_above_targets(view)) {
    Fd fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd) machine.emplace(folder, content_of(fd.get()));
  }
  return machine;
}

}  // namespace

std::vector<std::string> folders_above_targets(const View& view) {
  std::set<std::string> folders{"/"};
  for (const Bind& bind : view.binds) {
    for (std::string path = parent_of(bind.target); path != "/"; path = parent_of(path)) {
      folders.insert(path);
    }
  }
  return {folders.begin(), folders.end()};
}

std::vector<Step> steps_for_view(const View& view,
                                 const std::map<std::string, FolderContent>& machine) {
  Planner planner(view, machine);
  planner.remake("/");
  planner.show_binds(view.binds);
  std::vector<Step> steps = planner.take();
  steps.push_back(SealFolder{view.scratch});
  steps.push_back(EnterRoot{view.scratch});
  return steps;
}

void enter_view(const View& view) {
  enter_new_root(view.scratch, steps_for_view(view, machine_for(view)));
}

}  // namespace cairn::sandbox
