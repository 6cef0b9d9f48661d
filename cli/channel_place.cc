// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing folders and files for channels.
#include "cli/channel_place.hh"

#include "cli/user_profile.hh"
#include "core/base/error.hh"

#include <cstdlib>
#include <unistd.h>

namespace cairn {

namespace {

// What VARIABLE of the XDG specification names, or BELOW in the user's home.
std::string user_folder(const char* variable, const char* below) {
  const char* folder = std::getenv(variable);
  if (folder && *folder == '/') return folder;
  const char* home = std::getenv("HOME");
  if (home && *home == '/') return std::string(home) + below;
  throw Error("cannot tell where your channels are: HOME is not set")
      .with_hint(fmt::format("export HOME=DIR, or {}=DIR", variable));
}

bool is_there(const std::string& file) {
  return access(file.c_str(), F_OK) == 0;
}

}  // namespace

ChannelFolders channel_folders(const Place& place) {
  std::string user = user_name();
  if (!place.root.empty() || geteuid() == 0) {
    std::string state = place.physical(place.state);
    return {state + "/channels", state + "/profiles/per-user/" + user + "/channels", user, true};
  }
  // Who may not write the state of the store keeps it at home.
  std::string state = user_folder("XDG_STATE_HOME", "/.local/state") + "/cairn";
  return {state + "/channels", state + "/profiles/channels", user, false};
}

std::string usual_channel_file() {
  return user_folder("XDG_CONFIG_HOME", "/.config") + "/cairn/channels.scm";
}

std::optional<std::string> channel_file(const Place& place,
                                        const std::optional<std::string>& wished) {
  if (wished && !is_there(*wished)) throw Error("there is no file '{}'", *wished);
  if (wished) return wished;
  for (const std::string& file :
       {usual_channel_file(), place.physical(place.configuration) + "/channels.scm"}) {
    if (is_there(file)) return file;
  }
  return std::nullopt;
}

}  // namespace cairn
