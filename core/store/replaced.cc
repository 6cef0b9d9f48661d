// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing, and deleting what was replaced.
#include "core/store/replaced.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/random_name.hh"
#include "core/store/move_item.hh"

#include <algorithm>
#include <cctype>
#include <fcntl.h>

namespace cairn {

namespace {

constexpr const char* folder_name = ".replaced";
constexpr std::size_t mounts_limit = 64 << 20;  // bytes of one process's list

// The lists of mounts of all processes that we may look at (proc(5), mountinfo): where a tree is
// shown in a sandbox, they hold where it lies now.
std::string all_mounts() {
  std::string mounts;
  Fd proc = open_directory("/proc");
  for (const std::string& id : list_directory(proc.get())) {
    if (!std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isdigit(c); })) {
      continue;
    }
    Fd process(openat(proc.get(), id.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!process) continue;
    try {
      mounts += read_file_at(process.get(), "mountinfo", mounts_limit).value_or("");
    } catch (const Error&) {
      // It has ended meanwhile, or is nobody whose sandbox could show this store.
    }
  }
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
