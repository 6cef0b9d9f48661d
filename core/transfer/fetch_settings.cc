// SPDX-License-Identifier: GPL-3.0-or-later
// Gathering the mirrors of a machine.
#include "core/transfer/fetch_settings.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/transfer/apt_addresses.hh"

#include <fcntl.h>
#include <optional>
#include <sstream>

namespace cairn {

namespace {

void check_by_hash(const std::string& place) {
  if (!place.starts_with('/')) check_web_address(place);
}

void add_words(Mirrors& mirrors, const std::string& line, const std::string& from) {
  std::istringstream words(line.substr(0, line.find('#')));
  for (std::string place; words >> place;) {
    with_context(from, [&] { check_by_hash(place); });
    mirrors.by_hash.push_back(std::move(place));
  }
}

void add_lines(Mirrors& mirrors, const std::string& text, const std::string& file) {
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    add_words(mirrors, line, fmt::format("{}:{}", file, number));
  }
}

// The text of the file NAME in CONFIGURATION; nothing without either.
std::optional<std::string> setting(const std::string& configuration, const std::string& name) {
  Fd folder(open(configuration.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder ? read_file_at(folder.get(), name) : std::nullopt;
}

}  // namespace

Mirrors mirrors_of_machine(const std::string& configuration, const std::string& more) {
  Mirrors mirrors{built_in_mirrors(), {}};
  if (auto text = setting(configuration, "mirrors")) {
    for (auto& [name, addresses] : parse_mirrors(*text, configuration + "/mirrors")) {
      mirrors.named[name] = std::move(addresses);
    }
  }
  if (auto text = setting(configuration, "content-mirrors")) {
    add_lines(mirrors, *text, configuration + "/content-mirrors");
  }
  add_words(mirrors, more, "CAIRN_CONTENT_MIRRORS");
  if (!mirrors.named.contains("debian")) mirrors.named["debian"] = apt_addresses("/etc/apt");
  return mirrors;
}

DownloadLimits limits_of_machine(const std::string& configuration) {
  auto text = setting(configuration, "fetch-limits");
  return parse_download_limits(text.value_or(""), configuration + "/fetch-limits");
}

}  // namespace cairn
