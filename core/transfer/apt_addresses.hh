// SPDX-License-Identifier: GPL-3.0-or-later
// Where this machine gets Debian's packages: what mirror://debian stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// The addresses in TEXT, that of one file of apt's: in the format of sources.list(5), one line a
// source, or in that of deb822, paragraphs with "URIs:". Only those of http and https.
std::vector<std::string> addresses_in_list(std::string_view text);
std::vector<std::string> addresses_in_deb822(std::string_view text);

// Those in FOLDER (/etc/apt): sources.list and what is in sources.list.d; each once, in that order.
// Nothing where there is no apt.
std::vector<std::string> apt_addresses(const std::string& folder);

}  // namespace cairn
