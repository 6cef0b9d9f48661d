// SPDX-License-Identifier: GPL-3.0-or-later
// Entering the store's view.
#include "cli/enter_store.hh"

#include "core/base/files.hh"
#include "core/base/foreign_folder.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/view.hh"

#include <cstdlib>
#include <filesystem>

namespace cairn {

namespace {

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
  std::vector<std::string> folders = {view.scratch};
  for (const sandbox::Bind& bind : view.binds) folders.push_back(bind.source);
  std::string hint = fmt::format("enter it once as its owner: cairn --root {} enter", place.root);
  for (const std::string& folder : folders) {
    told_of_owner(folder, hint, [&] { make_directories(folder); });
  }
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
      {"CAIRN_ROOT", "/"},
      {"NIX_REMOTE", "unix://" + place.state + "/daemon-socket/socket"},
      {"NIX_STORE_DIR", place.store.path()},
      {"NIX_STATE_DIR", place.state},
      {"NIX_LOG_DIR", place.state + "/log"},
      {"NIX_CONF_DIR", place.configuration},
  };
  for (const auto& [name, value] : variables) setenv(name, value.c_str(), 1);
}

}  // namespace

std::string own_shell() {
  const char* chosen = std::getenv("SHELL");
  return chosen && *chosen ? chosen : "/bin/sh";
}

void enter_store(const Place& place) {
  if (!place.root.empty()) see_store_in_place(place);
  set_variables(place);
}

}  // namespace cairn
