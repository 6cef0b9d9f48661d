// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing the store.
#include "cli/place.hh"

#include "core/base/error.hh"

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

// PATH as an absolute one without a slash at its end; "" for the root itself.
std::string absolute(const std::string& path, const std::string& working_directory) {
  if (path.empty()) return "";
  std::filesystem::path whole = std::filesystem::path(working_directory) / path;
  std::string text = whole.lexically_normal().string();
  while (text.ends_with('/')) text.pop_back();
  return text;
}

std::string own_root(const PlaceFacts& facts) {
  // Relative ones are to be ignored, says the XDG specification.
  if (facts.data_home && facts.data_home->starts_with('/')) return *facts.data_home + "/cairn";
  if (facts.home && facts.home->starts_with('/')) return *facts.home + "/.local/share/cairn";
  throw Error("cannot tell where your store is: HOME is not set")
      .with_hint("export CAIRN_ROOT=DIR, or: cairn --root DIR ...");
}

// A script's variable that is not set must not choose the machine's own store.
const std::string& named(const std::string& root, std::string_view by) {
  if (!root.empty()) return root;
  throw Error(fmt::format("{} names no folder: it is empty", by), Exit::misused)
      .with_hint("the machine's own store is meant by '/'");
}

std::string chosen_root(const PlaceWishes& wishes, const PlaceFacts& facts) {
  if (wishes.root) return named(*wishes.root, "--root");
  if (facts.cairn_root) return named(*facts.cairn_root, "CAIRN_ROOT");
  return facts.is_root || facts.has_daemon ? "" : own_root(facts);
}

}  // namespace

Place choose_place(const PlaceWishes& wishes, const PlaceFacts& facts) {
  Place place;
  place.root = absolute(chosen_root(wishes, facts), facts.working_directory);
  if (wishes.store) place.store = StoreDir(absolute(*wishes.store, facts.working_directory));
  if (wishes.state) place.state = absolute(*wishes.state, facts.working_directory);
  return place;
}

Place place_of(const PlaceWishes& wishes) {
  PlaceFacts facts{
      .cairn_root = variable("CAIRN_ROOT"),
      .data_home = variable("XDG_DATA_HOME"),
      .home = variable("HOME"),
      .working_directory = {},
      .is_root = geteuid() == 0,
      .has_daemon = access(Place{}.socket().c_str(), F_OK) == 0,
  };
  // Empty where the working directory is gone: absolute paths need none.
  std::error_code gone;
  facts.working_directory = std::filesystem::current_path(gone).string();
  return choose_place(wishes, facts);
}

}  // namespace cairn
