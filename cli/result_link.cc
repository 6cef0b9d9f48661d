// SPDX-License-Identifier: GPL-3.0-or-later
// Making links that are roots.
#include "cli/result_link.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <filesystem>

namespace cairn {

namespace {

// Where a link goes that can be made.
struct LinkPlace {
  explicit LinkPlace(const std::string& link)
      : path(std::filesystem::absolute(link).lexically_normal()) {
    if (!path.has_filename()) throw Error("'{}' cannot be the name of a link", link);
    folder = open_directory(path.parent_path().string());
    auto status = status_at(folder.get(), name());
    if (!status || S_ISLNK(status->st_mode)) return;
    throw Error("cannot make the link {}: something else is there", path.string())
        .with_hint(
            "choose another name; a store's place is named before the verb: cairn --root DIR");
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
  for (const ResultLink& link : links) places.emplace_back(link.name);
  for (std::size_t i = 0; i < links.size(); ++i) {
    replace_link_at(places[i].folder.get(), places[i].name(), place.physical_item(links[i].item));
    engine.add_indirect_root(places[i].path.string());
  }
}

}  // namespace cairn
