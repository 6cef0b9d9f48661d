// SPDX-License-Identifier: GPL-3.0-or-later
// Items, links and launchers of packs.
#include "cli/pack_contents.hh"

#include <filesystem>
#include <map>
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

// Whether one of these paths is the other, or a folder on the way to it.
bool lie_in_each_other(const std::string& one, const std::string& other) {
  return (one + "/").starts_with(other + "/") || (other + "/").starts_with(one + "/");
}

// An item, and how many steps of references there are at most to one that needs nothing.
struct Ranked {
  std::size_t rank;
  pack::Item item;
};

// Programs of packages are in bin and sbin of a profile, and seldom below these.
constexpr unsigned deepest_programs = 1;

class Launching {
 public:
  Launching(pack::Contents& contents, std::string profile, const StoreView& view)
      : contents_(contents), profile_(std::move(profile)), view_(view) {}

  // LEVELS of folders are looked into below a folder for which LINK stands.
  void add(const PackLink& link, unsigned levels) {
    std::string target = target_of(link, profile_);
    if (is_program_at(target)) {
      contents_.launchers.push_back({link.path, target});
    } else if (has_programs(target, levels)) {
      std::string below = link.target.empty() ? "" : link.target + "/";
      for (const std::string& name : view_.names_in(target)) {
        add({link.path + "/" + name, below + name}, levels == 0 ? 0 : levels - 1);
      }
    } else {
      contents_.links.push_back({link.path, relative_target(link.path, target)});
    }
  }

 private:
  bool is_program_at(const std::string& target) const {
    auto found = view_.find(target);
    return found && is_program(*found);
  }

  bool has_programs(const std::string& target, unsigned levels) const {
    return std::ranges::any_of(view_.names_in(target), [&](const std::string& name) {
      std::string path = target + "/" + name;
      return is_program_at(path) || (levels > 0 && has_programs(path, levels - 1));
    });
  }

  pack::Contents& contents_;
  std::string profile_;
  const StoreView& view_;
};

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

std::vector<pack::Item> pack_items(Engine& engine, const Place& place, const StorePath& item) {
  std::vector<Ranked> ranked;
  std::map<StorePath, std::size_t> ranks;
  for (const StorePath& one : engine.closure({item})) {
    ItemInfo info = engine.get(one);
    std::size_t rank = 0;
    for (const StorePath& reference : info.references) {
      if (reference != one) rank = std::max(rank, ranks[reference] + 1);
    }
    ranks[one] = rank;
    std::string path = place.store.print(one);
    ranked.push_back({rank, {place.physical(path), pack::in_pack(path), info.nar_size}});
  }
  std::ranges::sort(ranked, {}, [](const Ranked& one) {
    return std::pair<std::size_t, std::string_view>(one.rank, one.item.path);
  });
  std::vector<pack::Item> items;
  for (Ranked& one : ranked) items.push_back(std::move(one.item));
  return items;
}

void check_pack_links(const std::vector<PackLink>& links, const std::string& profile,
                      const StoreView& view) {
  std::vector<std::string> taken{pack::in_pack(view.store().path()), ".cairn-pack", "tmp"};
  for (const PackLink& link : links) {
    for (const std::string& other : taken) {
      if (!lie_in_each_other(link.path, other)) continue;
      throw Error("in the pack, '{}' and '{}' would stand at one place", link.path, other)
          .with_hint("choose another path for one of them: -S PATH=TARGET")
          .with_status(Exit::misused);
    }
    taken.push_back(link.path);
    if (view.find(target_of(link, profile))) continue;
    throw Error("the profile has no '{}', which '{}' shall be a link to", link.target, link.path);
  }
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
  Launching launching(contents, profile, view);
  for (const PackLink& link : links) launching.add(link, deepest_programs);
}

}  // namespace cairn
