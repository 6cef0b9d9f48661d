// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing, and deleting what was replaced.
#include "core/store/replaced.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/processes.hh"
#include "core/base/random_name.hh"
#include "core/store/move_item.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr const char* folder_name = ".replaced";

constexpr std::size_t name_limit = 255;  // bytes, of any file system

// Takes the names of .replaced that TEXT, a part of a list of mounts, holds out of NAMES.
void drop_mounted(std::string_view text, const std::string& mark, std::set<std::string>& names) {
  for (std::size_t at = 0; (at = text.find(mark, at)) != text.npos;) {
    at += mark.size();
    names.erase(std::string(text.substr(at, text.find_first_of("/ \n", at) - at)));
  }
}

// Those of NAMES that no process has mounted, by the lists of mounts (proc(5), mountinfo): where a
// tree is shown in a sandbox, they hold where it lies now. Anybody may mount what he likes, as deep
// as he likes, in a namespace of his own: nothing of a list is kept.
std::set<std::string> unmounted(std::set<std::string> names) {
  const std::string mark = fmt::format("/{}/", folder_name);
  Chunk piece;
  each_process([&](const std::string&, int folder) {
    Fd file = open_of_process(folder, "mountinfo");
    if (!file) return;
    FdSource source(file.get(), "the mounts of a process");
    std::string seen;
    while (std::size_t count = source.read(piece.all())) {
      seen.append(piece.data(), count);
      drop_mounted(seen, mark, names);
      // What was cut is found whole with the next piece.
      std::size_t kept = std::min(seen.size(), mark.size() + name_limit);
      seen.erase(0, seen.size() - kept);
    }
  });
  return names;
}

}  // namespace

bool replace_item(const Layout& layout, int from, const std::string& name,
                  const std::string& base_name) {
  Fd store = open_directory(layout.physical_store());
  Fd folder = make_directory_at(store.get(), folder_name, 0700);
  std::string kept = random_name();
  bool was_opened = move_item(from, name, folder.get(), kept);
  return exchange_items(folder.get(), kept, store.get(), base_name) || was_opened;
}

ReplacedTrees replaced_trees(const Layout& layout) {
  Fd store = open_directory(layout.physical_store());
  if (!status_at(store.get(), folder_name)) return {};
  ReplacedTrees trees{open_directory_at(store.get(), folder_name), {}};
  for (std::string& name : list_directory(trees.folder.get())) trees.names.insert(std::move(name));
  return trees;
}

std::uint64_t prune_replaced(const ReplacedTrees& trees) {
  if (trees.names.empty()) return 0;
  std::uint64_t bytes = 0;
  for (const std::string& name : unmounted(trees.names)) {
    try {
      bytes += remove_tree_at(trees.folder.get(), name).bytes;
    } catch (const Error&) {
      // A file that is protected, or of another user.
    }
  }
  return bytes;
}

}  // namespace cairn
