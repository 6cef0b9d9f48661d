// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing, and deleting what was replaced.
#include "core/store/replaced.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/processes.hh"
#include "core/base/random_name.hh"
#include "core/store/move_item.hh"

namespace cairn {

namespace {

constexpr const char* folder_name = ".replaced";
constexpr std::size_t mounts_limit = 64 << 20;  // bytes of one process's list

// The lists of mounts of all processes that we may look at (proc(5), mountinfo): where a tree is
// shown in a sandbox, they hold where it lies now.
std::string all_mounts() {
  std::string mounts;
  each_process([&](const std::string&, int folder) {
    Fd file = open_of_process(folder, "mountinfo");
    if (!file) return;
    FdSource source(file.get(), "the mounts of a process");
    mounts += read_all(source, mounts_limit, "the list of mounts of a process");
  });
  return mounts;
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

std::uint64_t prune_replaced(const Layout& layout) {
  Fd store = open_directory(layout.physical_store());
  if (!status_at(store.get(), folder_name)) return 0;
  Fd folder = open_directory_at(store.get(), folder_name);
  std::vector<std::string> names = list_directory(folder.get());
  if (names.empty()) return 0;
  std::string mounts = all_mounts();
  std::uint64_t bytes = 0;
  for (const std::string& name : names) {
    if (mounts.find(fmt::format("/{}/{}", folder_name, name)) != std::string::npos) continue;
    try {
      bytes += remove_tree_at(folder.get(), name).bytes;
    } catch (const Error&) {
      // A file that is protected, or of another user.
    }
  }
  return bytes;
}

}  // namespace cairn
