// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses and what they stand for.
#include "core/transfer/mirrors.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <sstream>

namespace cairn {

namespace {

constexpr std::string_view mirror_scheme = "mirror://";
constexpr std::size_t longest_address = 4096;

bool can_stand_in_address(unsigned char c) {
  constexpr std::string_view punctuation = "-._~:/?#[]@!$&'()*+,;=%";
  return std::isalnum(c) || punctuation.find(static_cast<char>(c)) != std::string_view::npos;
}

std::string_view host_of(std::string_view url, std::string_view scheme) {
  std::string_view rest = url.substr(scheme.size());
  return rest.substr(0, rest.find('/'));
}

std::string with_slash(std::string address) {
  if (!address.ends_with('/')) address += '/';
  return address;
}

}  // namespace

void check_address(std::string_view url) {
  if (url.size() > longest_address) throw Error("an address is too long");
  if (!std::ranges::all_of(url, can_stand_in_address)) {
    throw Error("{:?} is no address: it holds what cannot stand in one", url);
  }
  for (std::string_view scheme :
       {std::string_view("http://"), std::string_view("https://"), mirror_scheme}) {
    if (url.starts_with(scheme) && !host_of(url, scheme).empty()) return;
  }
  throw Error("{:?} is no address that can be fetched: it must be http, https or mirror", url);
}

void check_web_address(std::string_view url) {
  check_address(url);
  if (url.starts_with(mirror_scheme)) throw Error("{:?} must be http or https here", url);
}

std::map<std::string, std::vector<std::string>> built_in_mirrors() {
  return {
      {"gnu", {"https://ftpmirror.gnu.org/gnu/", "https://ftp.gnu.org/gnu/"}},
      {"savannah", {"https://download.savannah.gnu.org/releases/"}},
      {"sourceforge", {"https://downloads.sourceforge.net/project/"}},
      {"kernel.org", {"https://cdn.kernel.org/pub/"}},
  };
}

std::map<std::string, std::vector<std::string>> parse_mirrors(std::string_view text,
                                                              const std::string& file) {
  std::map<std::string, std::vector<std::string>> mirrors;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name;
    if (!(words >> name)) continue;
    std::vector<std::string>& addresses = mirrors[name];
    for (std::string address; words >> address;) {
      with_context(fmt::format("{}:{}", file, number), [&] { check_web_address(address); });
      addresses.push_back(with_slash(std::move(address)));
    }
    if (addresses.empty()) throw Error("{}:{}: '{}' has no address", file, number, name);
  }
  return mirrors;
}

std::vector<std::string> known_addresses(const std::string& url, const Mirrors& mirrors) {
  check_address(url);
  if (!url.starts_with(mirror_scheme)) return {url};
  std::string name(host_of(url, mirror_scheme));
  auto found = mirrors.named.find(name);
  if (found == mirrors.named.end()) return {};
  std::string path = url.substr(std::min(mirror_scheme.size() + name.size() + 1, url.size()));
  std::vector<std::string> addresses;
  for (const std::string& address : found->second) addresses.push_back(address + path);
  return addresses;
}

std::vector<std::string> resolved(const std::string& url, const Mirrors& mirrors) {
  std::vector<std::string> addresses = known_addresses(url, mirrors);
  if (!addresses.empty()) return addresses;
  std::string name(host_of(url, mirror_scheme));
  throw Error("there is no mirror called '{}'", name)
      .with_hint("name its addresses in /etc/cairn/mirrors: " + name + " https://...");
}

}  // namespace cairn
