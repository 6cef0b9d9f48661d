// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of this process, made an enclosure.
#include "cli/sandboxed_run.hh"

#include "cli/user_profile.hh"
#include "core/base/error_text.hh"
#include "core/base/files.hh"
#include "core/sandbox/enclosed_run.hh"

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

// Files in /proc by which the user root changes the machine, whatever rights he has given up.
constexpr const char* root_settings[] = {"acpi", "bus", "fs", "irq", "sys", "sysrq-trigger"};

std::vector<std::string> machine_settings() {
  std::vector<std::string> names;
  for (const char* name : root_settings) {
    if (access(fmt::format("/proc/{}", name).c_str(), F_OK) == 0) names.push_back(name);
  }
  return names;
}

// The user's own folder for what is kept: where the store is somebody else's.
std::string own_state() {
  const char* state = std::getenv("XDG_STATE_HOME");
  // Relative ones are to be ignored, says the XDG specification.
  if (state && *state == '/') return std::string(state) + "/cairn";
  const char* home = std::getenv("HOME");
  if (home && *home == '/') return std::string(home) + "/.local/state/cairn";
  throw Error("cannot tell where the sandbox's home folder is: HOME is not set")
      .with_hint("export XDG_STATE_HOME=DIR");
}

std::string homes_for(const Place& place) {
  std::string state = place.physical(place.state);
  return (access(state.c_str(), W_OK) == 0 ? state : own_state()) + "/sandbox-homes";
}

// The home folder of the package NAME in HOMES, made when it is not there.
std::string home_for(const std::string& homes, const std::string& name) {
  if (name.empty() || name.starts_with('.') || name.find('/') != name.npos) {
    throw Error("'{}' is no name for a home folder in {}", name, homes);
  }
  make_directory_at(open_directory(homes).get(), name, 0700);
  return homes + "/" + name;
}

void show_resolver(std::vector<sandbox::Bind>& binds) {
  constexpr const char* file = "/etc/resolv.conf";
  std::error_code absent;
  auto real = std::filesystem::canonical(file, absent);
  if (!absent) binds.insert(binds.begin(), {real.string(), file, false});
}

sandbox::Enclosure enclosure_for(TemporaryProfile& profile, const SandboxWishes& wishes) {
  const Place& place = profile.place();
  std::string homes = homes_for(place);
  sandbox::Enclosure enclosure;
  enclosure.scratch = homes + "/.root";
  make_directories(homes, 0755);
  make_directories(enclosure.scratch);
  enclosure.home = home_for(homes, profile.shown().manifest.entries.at(0).name);
  enclosure.store_source = place.physical(place.store.path());
  enclosure.store_target = place.store.path();
  for (const StorePath& item : profile.closure()) enclosure.items.push_back(item.base_name());
  enclosure.user = user_name();
  enclosure.user_id = geteuid();
  enclosure.group_id = getegid();
  enclosure.shared = shared_binds(wishes, place.store);
  std::error_code gone;
  enclosure.working_directory =
      working_directory_in(enclosure.shared, std::filesystem::current_path(gone).string(),
                           sandbox::home_inside(enclosure));
  enclosure.network = wishes.network;
  if (wishes.network) show_resolver(enclosure.shared);
  if (enclosure.user_id == 0) enclosure.machine_settings = machine_settings();
  return enclosure;
}

Exit status_of(const SandboxEnd& end) {
  constexpr int signalled = 128;  // as shells have it
  if (end.kind == SandboxEnd::Kind::not_started) throw error_of(end.message);
  return static_cast<Exit>(end.kind == SandboxEnd::Kind::exited ? end.code : signalled + end.code);
}

}  // namespace

Exit run_sandboxed(TemporaryProfile& profile, const std::vector<std::string>& command,
                   const SandboxWishes& wishes) {
  sandbox::Enclosure enclosure = enclosure_for(profile, wishes);
  Environment environment = sandboxed(own_environment());
  environment["HOME"] = sandbox::home_inside(enclosure);
  environment["USER"] = enclosure.user;
  enclosure.environment = profile.environment_in(std::move(environment));
  enclosure.command = command;
  return with_context(fmt::format("cannot run {} in a sandbox", command.front()),
                      [&] { return status_of(sandbox::run_enclosed(enclosure)); });
}

}  // namespace cairn
