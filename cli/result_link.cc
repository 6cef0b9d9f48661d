// SPDX-License-Identifier: GPL-3.0-or-later
// Making links that are roots.
#include "cli/result_link.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <filesystem>

namespace cairn {

std::string link_name(const std::string& link, std::size_t number, const std::string& output) {
  std::string name = link;
  if (number > 0) name += fmt::format("-{}", number + 1);
  if (output != "out") name += "-" + output;
  return name;
}

void make_result_link(Engine& engine, const Place& place, const std::string& link,
                      const StorePath& item) {
  std::filesystem::path path = std::filesystem::absolute(link).lexically_normal();
  if (!path.has_filename()) throw Error("'{}' cannot be the name of a link", link);
  Fd folder = open_directory(path.parent_path().string());
  std::string name = path.filename().string();
  auto status = status_at(folder.get(), name);
  if (status && !S_ISLNK(status->st_mode)) {
    throw Error("cannot make the link {}: something else is there", path.string())
        .with_hint(
            "choose another name; a store's place is named before the verb: cairn --root DIR");
  }
  replace_link_at(folder.get(), name, place.physical_item(item));
  engine.add_indirect_root(path.string());
}

}  // namespace cairn
