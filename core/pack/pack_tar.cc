// SPDX-License-Identifier: GPL-3.0-or-later
// From the parts of a pack to members.
#include "core/pack/pack_tar.hh"

#include "core/base/files.hh"
#include "core/launch/pack_folder.hh"
#include "core/nar/walk.hh"

#include <filesystem>

namespace cairn::pack {

void PackTar::make_folders_above(const std::string& path) {
  for (std::size_t end = path.find('/'); end != path.npos; end = path.find('/', end + 1)) {
    std::string folder = path.substr(0, end);
    if (folders_.insert(folder).second) tar_.folder(folder);
  }
}

void PackTar::add(const Item& item) {
  make_folders_above(item.path);
  TarTree tree(tar_, item.path);
  std::filesystem::path source(item.source);
  nar::walk(open_directory(source.parent_path()).get(), source.filename(), tree);
}

void PackTar::add(const Folder& folder) {
  make_folders_above(folder.path);
  if (folders_.insert(folder.path).second) tar_.folder(folder.path, folder.mode);
}

void PackTar::add(const Link& link) {
  make_folders_above(link.path);
  tar_.link(link.path, link.target);
}

void PackTar::add(const File& file) {
  make_folders_above(file.path);
  tar_.file(file.path, file.content, file.mode);
}

void PackTar::add_launchers(const Contents& contents) {
  if (contents.launchers.empty()) return;
  add(Link{launch::store_link, contents.store});
  std::string first;
  for (const Launcher& launcher : contents.launchers) {
    add(Link{fmt::format("{}/{}", launch::programs_folder, launcher.path), launcher.target});
    if (first.empty()) {
      first = launcher.path;
      add(File{first, read_file(contents.launcher), 0555});
    } else {
      make_folders_above(launcher.path);
      tar_.hard_link(launcher.path, first);
    }
  }
}

}  // namespace cairn::pack
