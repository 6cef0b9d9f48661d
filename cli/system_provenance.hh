// SPDX-License-Identifier: GPL-3.0-or-later
// Where a system comes from, as files in its own item: its declaration, the channels at their
// commits, and both in a form for programs.
#pragma once

#include "channels/declaration/channel.hh"
#include "scheme/border/frames.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct SystemProvenance {
  std::vector<std::string> load_path;  // the folders of -L, absolute
  std::vector<Channel> channels;
  bool operator==(const SystemProvenance&) const = default;
};

inline constexpr const char* configuration_file = "configuration.scm";
inline constexpr const char* provenance_file = "provenance.json";

// The names and texts of the files for a system that DECLARATION, the user's text, declares.
// Passwords in addresses of channels are left out.
Message provenance_files(SystemProvenance provenance, const std::string& declaration);

// What provenance.json says. Throws for what provenance_files() would not have written.
SystemProvenance parse_provenance(std::string_view text);

}  // namespace cairn
