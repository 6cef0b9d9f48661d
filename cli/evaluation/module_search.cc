// SPDX-License-Identifier: GPL-3.0-or-later
// Reading all modules there are.
#include "cli/evaluation/module_search.hh"

#include "core/base/files.hh"

#include <set>

namespace cairn {

namespace {

constexpr std::string_view suffix = ".scm";
constexpr std::size_t longest = 16 << 20;

// The module in the file PATH below a folder of modules: "distro/base.scm" is (distro base).
ModuleName name_of(std::string_view path) {
  ModuleName name;
  path.remove_suffix(suffix.size());
  for (std::size_t slash; (slash = path.find('/')) != path.npos; path.remove_prefix(slash + 1)) {
    name.emplace_back(path.substr(0, slash));
  }
  name.emplace_back(path);
  return name;
}

// Modules, each as the first folder or tree has it.
class Search {
 public:
  explicit Search(std::string_view word) : word_(word) {}

  void look_at(const std::string& path, const std::string& text) {
    bool is_first = seen_.insert(path).second;
    bool is_module = text.find("(define-module") != text.npos;
    if (is_first && is_module && text.find(word_) != text.npos) found_.insert(name_of(path));
  }

  void look_through(const ModuleTree& tree, const std::string& folder) {
    for (const FolderEntry& entry : tree.list(folder)) {
      if (entry.name.starts_with('.')) continue;
      std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      if (entry.kind == "directory") {
        look_through(tree, path);
      } else if (entry.kind == "regular" && entry.name.ends_with(suffix)) {
        look_at(path, tree.text(path, longest).value_or(""));
      }
    }
  }

  std::vector<ModuleName> found() const { return {found_.begin(), found_.end()}; }

 private:
  std::string word_;
  std::set<std::string> seen_;
  std::set<ModuleName> found_;
};

}  // namespace

std::vector<ModuleName> modules_with(const LoadPath& path, std::string_view word) {
  Search search(word);
  std::vector<std::string> folders = path.folders();
  for (const std::string& file : path.module_files()) {
    for (const std::string& folder : folders) {
      if (!file.starts_with(folder + "/")) continue;
      search.look_at(file.substr(folder.size() + 1), read_file(file, longest));
      break;
    }
  }
  for (const ModuleTree& tree : path.trees()) search.look_through(tree, "");
  return search.found();
}

}  // namespace cairn
