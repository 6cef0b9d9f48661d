// SPDX-License-Identifier: GPL-3.0-or-later
// Mirrors: which addresses "mirror://NAME/path" stands for, and where contents can be had by their
// hash alone.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct Mirrors {
  // Addresses by name, in the order in which they are tried; each ends with a slash.
  std::map<std::string, std::vector<std::string>> named;
  // Folders and addresses that hold files as sha256/HEX.
  std::vector<std::string> by_hash;
};

// The table that Cairn comes with: upstream homes. "debian" is not in it: see apt_addresses().
std::map<std::string, std::vector<std::string>> built_in_mirrors();

// Read TEXT, that of FILE: lines of "NAME ADDRESS...", '#' begins a comment. Throws with the line.
std::map<std::string, std::vector<std::string>> parse_mirrors(std::string_view text,
                                                              const std::string& file);

// One word of "urls", as addresses to try; none for a mirror that nobody knows. Throws for what is
// no address of http, https or mirror.
std::vector<std::string> known_addresses(const std::string& url, const Mirrors& mirrors);

// The same, and throws for a mirror that nobody knows.
std::vector<std::string> resolved(const std::string& url, const Mirrors& mirrors);

// Throws unless URL is an address that a server answers at: the same without "mirror://".
void check_web_address(std::string_view url);

// Throws unless URL is "http://", "https://" or "mirror://" and a host, without control characters,
// spaces, quotes and what else cannot stand in one (RFC 3986).
void check_address(std::string_view url);

}  // namespace cairn
