// SPDX-License-Identifier: GPL-3.0-or-later
// Following links by hand.
#include "cli/profile/store_view.hh"

#include "core/base/files.hh"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace cairn {

namespace {

constexpr int hop_limit = 40;  // links on the way

bool is_of_kind(const std::optional<std::string>& path, mode_t kind) {
  struct stat status {};
  return path && lstat(path->c_str(), &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

}  // namespace

std::string StoreView::on_this_machine(const std::string& path) const {
  return store_.item_of(path) ? root_ + path : path;
}

std::optional<std::string> StoreView::find(const std::string& path) const {
  std::string whole = std::filesystem::path(path).lexically_normal().string();
  // Each round looks at one more component of WHOLE; links put their target in the front.
  std::size_t end = 0;
  for (int hops = 0; end < whole.size();) {
    end = std::min(whole.find('/', end + 1), whole.size());
    std::string here = on_this_machine(whole.substr(0, end));
    // The folders above the items are taken as they are: they need not be here.
    if (store_.path().starts_with(here)) continue;
    struct stat status {};
    if (lstat(here.c_str(), &status) < 0) return std::nullopt;
    if (!S_ISLNK(status.st_mode)) continue;
    if (++hops > hop_limit) return std::nullopt;
    std::filesystem::path target = read_link_at(AT_FDCWD, here);
    target = std::filesystem::path(whole.substr(0, end)).parent_path() / target;
    whole = target.lexically_normal().string() + whole.substr(end);
    end = 0;
  }
  return on_this_machine(whole);
}

bool StoreView::has_folder(const std::string& path) const {
  return is_of_kind(find(path), S_IFDIR);
}

bool StoreView::has_file(const std::string& path) const {
  return is_of_kind(find(path), S_IFREG);
}

std::vector<std::string> StoreView::names_in(const std::string& path) const {
  auto folder = find(path);
  if (!is_of_kind(folder, S_IFDIR)) return {};
  return list_directory(open_directory(*folder).get());
}

}  // namespace cairn
