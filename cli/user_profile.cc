// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of this process, and what is done with links and launchers.
#include "cli/user_profile.hh"

#include "cli/profile/launchers.hh"
#include "cli/profile/profile_item.hh"
#include "cli/profile/search_paths.hh"
#include "cli/terminal.hh"
#include "core/base/files.hh"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Whether FOLDER, which need not be there, can be made and written to.
bool may_write(std::filesystem::path folder) {
  while (access(folder.c_str(), F_OK) < 0 && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  return access(folder.c_str(), W_OK) == 0;
}

// One that is there is the user's also where the disk lets nobody write any more.
bool has_profile(const std::string& folder, const std::string& name) {
  struct stat status {};
  return lstat((folder + "/" + name).c_str(), &status) == 0;
}

std::vector<std::string> options_for(const Place& place) {
  std::vector<std::string> options = {"--root", place.root};
  Place usual;
  if (place.store != usual.store) {
    options.insert(options.end(), {"--store", place.store.path()});
  }
  if (place.state != usual.state) options.insert(options.end(), {"--state", place.state});
  return options;
}

}  // namespace

std::string user_name() {
  const passwd* user = getpwuid(getuid());
  return user ? user->pw_name : std::to_string(getuid());
}

ProfilePlace profile_place_of(const PlaceWishes& wishes, const std::optional<std::string>& path,
                              const std::string& name) {
  Place place = place_of(wishes);
  std::error_code gone;
  ProfileFacts facts{
      .wished = path,
      .working_directory = std::filesystem::current_path(gone).string(),
      .root = place.root,
      .state = place.state,
      .user = user_name(),
      .home = variable("HOME"),
      .state_home = variable("XDG_STATE_HOME"),
      .is_kept_in_state = false,
      .chose_root = wishes.root || std::getenv("CAIRN_ROOT"),
  };
  std::string folder = place.physical(place.state) + "/profiles/per-user/" + facts.user;
  facts.is_kept_in_state = has_profile(folder, name) || may_write(folder);
  return choose_profile_place(facts, name);
}

UserProfile::UserProfile(const PlaceWishes& wishes, const std::optional<std::string>& path)
    : place_(place_of(wishes)),
      where_(profile_place_of(wishes, path)),
      links_(place_.store, where_.path),
      view_(place_.root, place_.store) {}

Manifest UserProfile::manifest() const {
  auto generation = links_.current_generation();
  return generation ? manifest(*generation) : Manifest{};
}

Manifest UserProfile::manifest(const Generation& generation) const {
  return manifest_of_item(view_, generation.item);
}

ProfileChange UserProfile::begin() const {
  if (auto change = ProfileChange::try_begin(links_)) return std::move(*change);
  note(fmt::format("waiting for another cairn that changes {}", where_.path));
  return ProfileChange::begin(links_);
}

std::uint64_t UserProfile::add(ProfileChange& change, Engine& engine, const StorePath& item,
                               std::optional<std::uint64_t> number) const {
  if (number) change.add(*number, item);
  std::uint64_t added = number ? *number : change.add(item);
  if (!where_.is_in_state) engine.add_indirect_root(links_.link_of(added));
  return added;
}

void UserProfile::show(ProfileChange& change, std::uint64_t number) const {
  Launchers launchers;
  auto generation = links_.find(number);
  bool has_launchers = !place_.root.empty() && generation;
  if (has_launchers) {
    std::string command = read_link_at(AT_FDCWD, "/proc/self/exe");
    launchers = launchers_for({command, options_for(place_), where_.seen}, view_, generation->item);
    add_launchers(where_.launchers(), launchers);
  }
  change.switch_to(number);
  // A program that has no launcher any more is not in the profile; until now it was.
  if (has_launchers) remove_other_launchers(where_.launchers(), launchers);
  link_from_home();
}

void UserProfile::link_from_home() const {
  if (!where_.home_link) return;
  std::filesystem::path link = *where_.home_link;
  struct stat status {};
  // Whatever is there already is the user's.
  if (lstat(link.c_str(), &status) == 0) return;
  replace_link_at(open_directory(link.parent_path().string()).get(), link.filename().string(),
                  where_.path);
}

std::optional<std::string> UserProfile::path_hint() const {
  std::string folder = place_.root.empty() ? where_.seen + "/bin" : where_.launchers();
  std::string link = where_.home_link.value_or("");
  std::string all = ":" + variable("PATH") + ":";
  for (const std::string& known : {folder, link.empty() ? folder : link + "/bin"}) {
    if (all.find(":" + known + ":") != std::string::npos) return std::nullopt;
  }
  bool has_programs = place_.root.empty() || access(folder.c_str(), F_OK) == 0;
  if (!has_programs) return std::nullopt;
  if (place_.root.empty()) {
    return fmt::format("to use the profile: . {}/etc/profile",
                       shell_word(link.empty() ? where_.path : link));
  }
  return fmt::format("to find its programs: export PATH={}:\"$PATH\"", shell_word(folder));
}

}  // namespace cairn
