// SPDX-License-Identifier: GPL-3.0-or-later
// Reading all modules there are.
#include "cli/evaluation/module_search.hh"

#include "core/base/files.hh"

#include <set>
#include <sstream>

namespace cairn {

namespace {

constexpr std::string_view suffix = ".scm";
constexpr std::string_view definition = "(define-module";
constexpr std::size_t longest = 16 << 20;      // bytes of a module
constexpr std::size_t most_modules = 100'000;  // no channel has more; a tree may be made to have
constexpr unsigned deepest = 32;               // folders in each other

// The name in TEXT's definition of a module, which need not be where the file is; empty for none.
ModuleName name_in(const std::string& text) {
  std::size_t begin = text.find(definition);
  if (begin == text.npos) return {};
  begin = text.find_first_not_of(" \t\n", begin + definition.size());
  if (begin == text.npos || text[begin] != '(') return {};
  std::size_t end = text.find_first_of("()", begin + 1);
  if (end == text.npos || text[end] != ')') return {};
  std::istringstream words(text.substr(begin + 1, end - begin - 1));
  ModuleName name;
  for (std::string word; words >> word;) name.push_back(word);
  return name;
}

// Where a load path looks for the module NAME.
std::string file_of(const ModuleName& name) {
  std::string file;
  for (const std::string& word : name) file += (file.empty() ? "" : "/") + word;
  return file + std::string(suffix);
}

// Modules, each as the first folder or tree has it.
class Search {
 public:
  explicit Search(std::string_view word) : word_(word) {}

  void look_at(const std::string& path, const std::string& text) {
    ModuleName name = name_in(text);
    bool is_in_place =
        !name.empty() && (path == file_of(name) || path.ends_with("/" + file_of(name)));
    if (!is_in_place || !seen_.insert(name).second) return;
    if (text.find(word_) != text.npos) found_.insert(name);
  }

  void look_through(const ModuleTree& tree, const std::string& folder, unsigned depth) {
    for (const FolderEntry& entry : tree.list(folder)) {
      if (entry.name.starts_with('.') || seen_.size() > most_modules) continue;
      std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      if (entry.kind == "directory" && depth < deepest) {
        look_through(tree, path, depth + 1);
      } else if (entry.kind == "regular" && entry.name.ends_with(suffix)) {
        look_at(path, tree.text(path, longest).value_or(""));
      }
    }
  }

  std::vector<ModuleName> found() const { return {found_.begin(), found_.end()}; }

 private:
  std::string word_;
  std::set<ModuleName> seen_;
  std::set<ModuleName> found_;
};

}  // namespace

std::vector<ModuleName> modules_with(const LoadPath& path, std::string_view word) {
  Search search(word);
  for (const ModuleFile& file : path.module_files()) {
    search.look_at(file.name(), read_file(file.name(), longest));
  }
  for (const ModuleTree& tree : path.trees()) search.look_through(tree, "", 0);
  return search.found();
}

}  // namespace cairn
