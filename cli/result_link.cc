// SPDX-License-Identifier: GPL-3.0-or-later
// Making links that are roots.
#include "cli/result_link.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <filesystem>

namespace cairn {

namespace {

// Whether TARGET is an item of STORE, wherever that lies: results of another root are results.
bool leads_to_item(const StoreDir& store, std::string_view target) {
  std::size_t at = target.rfind(store.path() + "/");
  return at != target.npos && store.item_of(target.substr(at));
}

// Where a link goes that can be made.
struct LinkPlace {
  LinkPlace(const StoreDir& store, const std::string& link)
      : path(std::filesystem::absolute(link).lexically_normal()) {
    if (!path.has_filename()) throw Error("'{}' cannot be the name of a link", link);
    folder = open_directory(path.parent_path().string());
    auto status = status_at(folder.get(), name());
    if (!status) return;
    if (!S_ISLNK(status->st_mode)) {
      throw Error("cannot make the link {}: something else is there", path.string())
          .with_hint(
              "choose another name; a store's place is named before the verb: cairn --root DIR");
    }
    std::string target = read_link_at(folder.get(), name());
    if (leads_to_item(store, target)) return;
    throw Error("cannot make the link {}: it is there, and leads to {}", path.string(), target)
        .with_hint(fmt::format("choose another name, or delete it: rm {}", path.string()));
  }
  std::string name() const { return path.filename().string(); }

  std::filesystem::path path;
  Fd folder{};
};

}  // namespace

std::string link_name(const std::string& link, std::size_t number, const std::string& output) {
  std::string name = link;
  if (number > 0) name += fmt::format("-{}", number + 1);
  if (output != "out") name += "-" + output;
  return name;
}

void make_result_links(Engine& engine, const Place& place, const std::vector<ResultLink>& links) {
  std::vector<LinkPlace> places;
  for (const ResultLink& link : links) places.emplace_back(place.store, link.name);
  for (std::size_t i = 0; i < links.size(); ++i) {
    replace_link_at(places[i].folder.get(), places[i].name(), place.physical_item(links[i].item));
    engine.add_indirect_root(places[i].path.string());
  }
}

}  // namespace cairn
