// SPDX-License-Identifier: GPL-3.0-or-later
// Gathering the mirrors of a machine.
#include "core/transfer/fetch_settings.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/transfer/apt_addresses.hh"

#include <fcntl.h>
#include <sstream>

namespace cairn {

namespace {

void check_by_hash(const std::string& place) {
  if (!place.starts_with('/')) check_web_address(place);
}

void add_by_hash(Mirrors& mirrors, const std::string& text, const std::string& from) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string place; words >> place;) {
      with_context(from, [&] { check_by_hash(place); });
      mirrors.by_hash.push_back(std::move(place));
    }
  }
}

}  // namespace

Mirrors mirrors_of_machine(const std::string& configuration, const std::string& more) {
  Mirrors mirrors{built_in_mirrors(), {}};
  Fd folder(open(configuration.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) {
    std::string file = configuration + "/mirrors";
    if (auto text = read_file_at(folder.get(), "mirrors")) {
      for (auto& [name, addresses] : parse_mirrors(*text, file)) {
        mirrors.named[name] = std::move(addresses);
      }
    }
    file = configuration + "/content-mirrors";
    if (auto text = read_file_at(folder.get(), "content-mirrors"))
      add_by_hash(mirrors, *text, file);
  }
  add_by_hash(mirrors, more, "CAIRN_CONTENT_MIRRORS");
  if (!mirrors.named.contains("debian")) mirrors.named["debian"] = apt_addresses("/etc/apt");
  return mirrors;
}

}  // namespace cairn
