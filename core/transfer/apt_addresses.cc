// SPDX-License-Identifier: GPL-3.0-or-later
// Reading apt's sources (sources.list(5)).
#include "core/transfer/apt_addresses.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <algorithm>
#include <fcntl.h>
#include <sstream>

namespace cairn {

namespace {

bool is_web_address(const std::string& word) {
  return word.starts_with("http://") || word.starts_with("https://");
}

void add_once(std::vector<std::string>& addresses, std::string address) {
  if (!address.ends_with('/')) address += '/';
  if (std::ranges::find(addresses, address) == addresses.end()) {
    addresses.push_back(std::move(address));
  }
}

void add_words(std::vector<std::string>& addresses, const std::string& text) {
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (is_web_address(word)) add_once(addresses, word);
  }
}

// What FILE has, or nothing where we cannot read it: addresses with passwords are often not for
// everybody, and no build fails for what it may not even need.
std::string text_of(const std::string& file) {
  try {
    return read_file(file);
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::vector<std::string> addresses_in_list(std::string_view text) {
  std::vector<std::string> addresses;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    std::istringstream words(line);
    std::string type;
    if (!(words >> type) || (type != "deb" && type != "deb-src")) continue;
    for (std::string word; words >> word;) {
      if (!is_web_address(word)) continue;  // options in brackets
      add_once(addresses, word);
      break;
    }
  }
  return addresses;
}

std::vector<std::string> addresses_in_deb822(std::string_view text) {
  std::vector<std::string> addresses;
  std::istringstream lines{std::string(text)};
  bool in_uris = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (!continues) in_uris = line.starts_with("URIs:");
    if (in_uris) add_words(addresses, line.substr(continues ? 0 : 5));
  }
  return addresses;
}

std::vector<std::string> apt_addresses(const std::string& folder) {
  std::vector<std::string> addresses;
  auto take = [&](const std::vector<std::string>& more) {
    for (const std::string& address : more) add_once(addresses, address);
  };
  Fd apt(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!apt) return addresses;
  take(addresses_in_list(text_of(folder + "/sources.list")));
  Fd parts(openat(apt.get(), "sources.list.d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parts) return addresses;
  for (const std::string& name : list_directory(parts.get())) {
    std::string path = folder + "/sources.list.d/" + name;
    if (name.ends_with(".list")) take(addresses_in_list(text_of(path)));
    if (name.ends_with(".sources")) take(addresses_in_deb822(text_of(path)));
  }
  return addresses;
}

}  // namespace cairn
