// SPDX-License-Identifier: GPL-3.0-or-later
// EngineSettings: what the machine's owner decides about the engine, from CONFIGURATION/cairn.conf.
// (manual/settings.md)
#pragma once

#include "core/build/settings.hh"
#include "core/store/free_space.hh"
#include "core/store/layout.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn::server {

struct EngineSettings {
  // Names of users, "@" and names of groups, or "*" for all. Root and the engine's own user are
  // trusted whatever stands here.
  std::vector<std::string> trusted_users = {};
  std::vector<std::string> allowed_users = {"*"};
  bool keep_derivations = true;
  bool keep_outputs = false;
  bool merges_on_add = false;  // "auto-optimise-store", as Nix has it
  bool flushes_on_add = true;  // "fsync-store-paths"
  FreeSpace free_space = {};
  BuildSettings builds = {};  // where the client says nothing else
};

// Read lines "NAME = VALUE"; "#" begins a comment. Throws, naming FILE and the line, for a name
// that is unknown or doubled and a value that cannot be meant.
EngineSettings parse_engine_settings(std::string_view text, const std::string& file);

// What the machine says; the defaults where it has no such file.
EngineSettings read_engine_settings(const Layout& layout);

}  // namespace cairn::server
