// SPDX-License-Identifier: GPL-3.0-or-later
// Links through /etc/static, so that all of them change in one moment.
#include "core/machine/etc_files.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/below.hh"

#include <set>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::machine {

namespace {

constexpr const char* through = "/etc/static/";
constexpr const char* kept = ".before-cairn";

bool is_folder(int folder, const std::string& name) {
  auto status = status_at(folder, name);
  return status && S_ISDIR(status->st_mode);
}

bool is_ours(int folder, const std::string& name) {
  auto status = status_at(folder, name);
  return status && S_ISLNK(status->st_mode) && read_link_at(folder, name).starts_with(through);
}

void keep_aside(int folder, const std::string& name) {
  if (!status_at(folder, name) || is_ours(folder, name)) return;
  std::string aside = name + kept;
  checked(renameat2(folder, name.c_str(), folder, aside.c_str(), RENAME_NOREPLACE),
          "cannot keep {} as {}", name, aside);
}

// Show what is in ITEM in FOLDER; BELOW is the path of both, empty or with a slash at its end.
void show(int item, int folder, const std::string& below) {
  std::set<std::string> wanted;
  for (const std::string& name : list_directory(item)) {
    wanted.insert(name);
    if (is_mounted(folder, name)) continue;
    if (is_folder(item, name)) {
      if (is_ours(folder, name))
        checked(unlinkat(folder, name.c_str(), 0), "cannot replace {}", name);
      Fd inner = make_directory_at(folder, name);
      show(open_directory_at(item, name).get(), inner.get(), below + name + "/");
    } else {
      keep_aside(folder, name);
      replace_link_at(folder, name, through + below + name);
    }
  }
  for (const std::string& name : list_directory(folder)) {
    if (wanted.contains(name) || !is_ours(folder, name)) continue;
    checked(unlinkat(folder, name.c_str(), 0), "cannot delete the link {}", name);
  }
}

// Delete the links of before in folders that the new item has not.
void forget(int item, int folder) {
  for (const std::string& name : list_directory(folder)) {
    if (!is_folder(folder, name) || (item >= 0 && is_folder(item, name))) continue;
    Fd inner = open_directory_at(folder, name);
    for (const std::string& old : list_directory(inner.get())) {
      if (is_ours(inner.get(), old)) unlinkat(inner.get(), old.c_str(), 0);
    }
    forget(-1, inner.get());
  }
}

void add_files(int folder, const std::string& path, const std::string& below, EtcFiles& files) {
  for (const std::string& name : list_directory(folder)) {
    if (is_folder(folder, name)) {
      Fd inner = open_directory_at(folder, name);
      add_files(inner.get(), path + "/" + name, below + name + "/", files);
      continue;
    }
    auto status = status_at(folder, name);
    bool is_link = status && S_ISLNK(status->st_mode);
    files[below + name] = is_link ? read_link_at(folder, name) : path + "/" + name;
  }
}

}  // namespace

EtcFiles etc_files_of(int root, const std::string& etc) {
  EtcFiles files;
  add_files(open_item_below(root, etc).get(), etc, "", files);
  return files;
}

void show_etc(int root, const std::string& etc) {
  with_context("cannot make /etc", [&] {
    Fd item = open_item_below(root, etc);
    Fd folder = make_folder_below(root, "/etc");
    replace_link_at(folder.get(), "static", etc);
    show(item.get(), folder.get(), "");
    forget(item.get(), folder.get());
  });
}

}  // namespace cairn::machine
