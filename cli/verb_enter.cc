// SPDX-License-Identifier: GPL-3.0-or-later
// cairn enter: a shell, or another command, that sees the store in its place.
#include "cli/beside.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/view.hh"

#include <cstdlib>
#include <filesystem>

namespace cairn {

namespace {

struct EnterWishes {
  std::vector<std::string> command;
};

Options enter_options(EnterWishes& wishes) {
  return {{"[COMMAND...]", "", "", &wishes.command}};
}

// Where the folders of PLACE are on this machine and where they shall be seen.
std::vector<sandbox::Bind> binds_for(const Place& place) {
  std::string store = place.store.path();
  std::string parent = std::filesystem::path(store).parent_path().string();
  std::vector<sandbox::Bind> binds;
  for (const std::string& folder :
       {parent == "/" ? store : parent, place.state, place.configuration}) {
    binds.push_back({place.physical(folder), folder, true});
  }
  return binds;
}

void see_store_in_place(const Place& place) {
  sandbox::View view{place.physical(place.state) + "/enter", binds_for(place)};
  for (const sandbox::Bind& bind : view.binds) make_directories(bind.source);
  make_directories(view.scratch);
  std::error_code gone;
  std::filesystem::path here = std::filesystem::current_path(gone);
  with_context(fmt::format("cannot enter the store below {}", place.root), [&] {
    sandbox::enter_own_mount_namespace();
    sandbox::enter_view(view);
  });
  // The root will do where the folder is not to be seen inside.
  std::filesystem::current_path(here, gone);
}

void set_variables(const Place& place) {
  const std::pair<const char*, std::string> variables[] = {
      {"CAIRN_ROOT", ""},
      {"NIX_REMOTE", "unix://" + place.state + "/daemon-socket/socket"},
      {"NIX_STORE_DIR", place.store.path()},
      {"NIX_STATE_DIR", place.state},
      {"NIX_LOG_DIR", place.state + "/log"},
      {"NIX_CONF_DIR", place.configuration},
  };
  for (const auto& [name, value] : variables) setenv(name, value.c_str(), 1);
}

std::string own_shell() {
  const char* chosen = std::getenv("SHELL");
  return chosen && *chosen ? chosen : "/bin/sh";
}

Exit enter(const EnterWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  if (!place.root.empty()) see_store_in_place(place);
  set_variables(place);
  become_program(wishes.command.empty() ? std::vector{own_shell()} : wishes.command);
}

}  // namespace

extern const Verb enter_verb;
const Verb enter_verb{
    "enter", "run a shell, or a command, that sees the store in its place",
    "With a root folder DIR, DIR/cairn is seen at /cairn, DIR/var/cairn at /var/cairn and\n"
    "DIR/etc/cairn at /etc/cairn; all else is as outside, but that\n"
    "nothing can be made in a folder that had to be put together anew: /, and mostly /var and "
    "/etc.",
    [] { return call_of(enter_options, enter); }, Reading::options_first};

}  // namespace cairn
