// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing where a profile is.
#include "cli/profile/profile_place.hh"

#include "core/base/error.hh"

#include <filesystem>

namespace cairn {

namespace {

std::string absolute(const std::string& path, const std::string& working_directory) {
  std::string whole = (std::filesystem::path(working_directory) / path).lexically_normal().string();
  while (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
  return whole;
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

// A PATH that a person wrote may name a place in the state folder as it lies here or as it is seen.
ProfilePlace place_at(const std::string& path, const ProfileFacts& facts) {
  std::string physical_state = facts.root + facts.state;
  ProfilePlace place{.path = path, .seen = path, .home_link = {}};
  if (is_below(path, facts.state)) place.path = facts.root + path;
  if (is_below(place.path, physical_state)) place.seen = place.path.substr(facts.root.size());
  place.is_in_state = is_below(place.path, physical_state + "/profiles");
  return place;
}

std::string own_folder(const ProfileFacts& facts) {
  // Relative ones are to be ignored, says the XDG specification.
  if (facts.state_home && facts.state_home->starts_with('/')) return *facts.state_home;
  if (facts.home.starts_with('/')) return facts.home + "/.local/state";
  throw Error("cannot tell where your profile is: HOME is not set")
      .with_hint("name it: cairn package -p PROFILE ...");
}

}  // namespace

ProfilePlace choose_profile_place(const ProfileFacts& facts, const std::string& name) {
  if (facts.wished) return place_at(absolute(*facts.wished, facts.working_directory), facts);
  std::string path =
      facts.is_kept_in_state
          ? fmt::format("{}{}/profiles/per-user/{}/{}", facts.root, facts.state, facts.user, name)
          : fmt::format("{}/cairn/profiles/{}", own_folder(facts), name);
  ProfilePlace place = place_at(path, facts);
  bool is_usual = !facts.chose_root && name == "profile" && facts.home.starts_with('/');
  if (is_usual) place.home_link = facts.home + "/.cairn-profile";
  return place;
}

}  // namespace cairn
