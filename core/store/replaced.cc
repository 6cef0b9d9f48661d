// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing, and deleting what was replaced.
#include "core/store/replaced.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/processes.hh"
#include "core/base/random_name.hh"
#include "core/store/move_item.hh"

#include <set>

namespace cairn {

namespace {

constexpr const char* folder_name = ".replaced";

// Puts the names of .replaced that TEXT, whole lines of a list of mounts, holds into FOUND.
void find_names(std::string_view text, std::set<std::string>& found) {
  const std::string mark = fmt::format("/{}/", folder_name);
  for (std::size_t at = 0; (at = text.find(mark, at)) != text.npos;) {
    at += mark.size();
    found.emplace(text.substr(at, text.find_first_of("/ \n", at) - at));
  }
}

// The names of .replaced that processes have mounted, by their lists of mounts (proc(5),
// mountinfo): where a tree is shown in a sandbox, they hold where it lies now. Anybody may fill the
// list of a namespace of his own, so none is held whole.
std::set<std::string> mounted_names() {
  std::set<std::string> found;
  each_process([&](const std::string&, int folder) {
    Fd file = open_of_process(folder, "mountinfo");
    if (!file) return;
    FdSource source(file.get(), "the mounts of a process");
    std::string rest;
    Chunk piece;
    while (std::size_t count = source.read(piece.all())) {
      rest.append(piece.data(), count);
      std::size_t whole = rest.rfind('\n') + 1;
      find_names(std::string_view(rest).substr(0, whole), found);
      rest.erase(0, whole);
    }
  });
  return found;
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

std::vector<std::string> replaced_trees(const Layout& layout) {
  Fd store = open_directory(layout.physical_store());
  if (!status_at(store.get(), folder_name)) return {};
  return list_directory(open_directory_at(store.get(), folder_name).get());
}

std::uint64_t prune_replaced(const Layout& layout, const std::vector<std::string>& names) {
  if (names.empty()) return 0;
  std::set<std::string> mounted = mounted_names();
  Fd folder = open_directory(layout.physical_store() + "/" + folder_name);
  std::uint64_t bytes = 0;
  for (const std::string& name : names) {
    if (mounted.contains(name)) continue;
    try {
      bytes += remove_tree_at(folder.get(), name).bytes;
    } catch (const Error&) {
      // A file that is protected, or of another user.
    }
  }
  return bytes;
}

}  // namespace cairn
