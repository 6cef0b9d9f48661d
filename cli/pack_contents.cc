// SPDX-License-Identifier: GPL-3.0-or-later
// Items, links and launchers of packs.
#include "cli/pack_contents.hh"

#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

namespace fs = std::filesystem;

bool is_program(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         access(path.c_str(), X_OK) == 0;
}

bool climbs(const fs::path& path) {
  return std::ranges::find(path, fs::path("..")) != path.end();
}

// PATH without slashes around it, and without detours.
std::string plain(const std::string& path) {
  std::string text = fs::path("/" + path).lexically_normal().string();
  while (text.ends_with('/')) text.pop_back();
  return text.empty() ? text : text.substr(1);
}

std::string target_of(const PackLink& link, const std::string& profile) {
  return link.target.empty() ? profile : profile + "/" + link.target;
}

// TARGET, absolute, as a link at PATH of a pack that may lie anywhere says it.
std::string relative_target(const std::string& path, const std::string& target) {
  fs::path folder = fs::path("/" + path).parent_path();
  return fs::path(target).lexically_relative(folder).string();
}

}  // namespace

PackLink parse_pack_link(const std::string& text) {
  std::size_t equals = text.find('=');
  std::string path = text.substr(0, equals);
  std::string target = equals == text.npos ? "" : text.substr(equals + 1);
  if (equals == text.npos || plain(path).empty() || climbs(path) || climbs(target)) {
    throw Error("'{}' is no link of a pack", text)
        .with_hint("PATH=TARGET, the second in the profile: -S /opt/bin=bin")
        .with_status(Exit::misused);
  }
  return {plain(path), plain(target)};
}

std::vector<pack::Item> pack_items(Engine& engine, const Place& place,
                                   const std::vector<StorePath>& items) {
  std::vector<pack::Item> packed;
  for (const StorePath& item : items) {
    std::string path = place.store.print(item);
    packed.push_back({place.physical(path), pack::in_pack(path), engine.get(item).nar_size});
  }
  return packed;
}

std::vector<pack::Link> pack_links(const std::vector<PackLink>& links, const std::string& profile,
                                   LinkKind kind) {
  std::vector<pack::Link> made;
  for (const PackLink& link : links) {
    std::string target = target_of(link, profile);
    if (kind == LinkKind::relative) target = relative_target(link.path, target);
    made.push_back({link.path, target});
  }
  return made;
}

void add_launchers(pack::Contents& contents, const std::vector<PackLink>& links,
                   const std::string& profile, const StoreView& view) {
  auto add = [&](const PackLink& link) {
    std::string target = target_of(link, profile);
    auto found = view.find(target);
    if (found && is_program(*found)) {
      contents.launchers.push_back({link.path, target});
    } else {
      contents.links.push_back({link.path, relative_target(link.path, target)});
    }
  };
  for (const PackLink& link : links) {
    std::vector<std::string> names = view.names_in(target_of(link, profile));
    bool has_programs = std::ranges::any_of(names, [&](const std::string& name) {
      auto found = view.find(target_of(link, profile) + "/" + name);
      return found && is_program(*found);
    });
    if (!has_programs) {
      add(link);
      continue;
    }
    std::string target = link.target.empty() ? "" : link.target + "/";
    for (const std::string& name : names) add({link.path + "/" + name, target + name});
  }
}

}  // namespace cairn
