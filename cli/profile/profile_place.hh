// SPDX-License-Identifier: GPL-3.0-or-later
// Where a user's profile is, and what must be done to keep it there. Pure.
#pragma once

#include <optional>
#include <string>

namespace cairn {

// What the machine, the environment and the options say.
struct ProfileFacts {
  std::optional<std::string> wished;  // -p
  std::string working_directory;
  std::string root;   // of the store's place; "" for the machine's own
  std::string state;  // the store's state folder, as seen in its place: /var/cairn
  std::string user;   // the name of who runs this, or the number of one without a name
  std::string home;   // "" where there is none
  std::optional<std::string> state_home;  // XDG_STATE_HOME
  bool is_kept_in_state = false;          // it is in root + state already, or can be made there
  bool chose_root = false;                // --root or CAIRN_ROOT chose the store
};

struct ProfilePlace {
  std::string path;          // of the link, on this machine
  std::string seen;          // the same path for those who see the store in its place
  bool is_in_state = false;  // its links are roots as they are; others must be made indirect ones
  std::optional<std::string> home_link;  // is made to lead to the profile
  bool operator==(const ProfilePlace&) const = default;

  // The folder of its launchers.
  std::string launchers() const { return path + "-bin"; }
};

// Throws where no folder can be chosen. NAME is that of the user's profile.
ProfilePlace choose_profile_place(const ProfileFacts& facts, const std::string& name = "profile");

}  // namespace cairn
