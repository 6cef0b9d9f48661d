// SPDX-License-Identifier: GPL-3.0-or-later
// Place: which store a command is about, as names say and on this machine.
#pragma once

#include "cli/channels/pulled_channel.hh"
#include "core/item/store_path.hh"

#include <optional>
#include <string>

namespace cairn {

// What the options before the verb say, and time-machine.
struct PlaceWishes {
  std::optional<std::string> root;
  std::optional<std::string> store;
  std::optional<std::string> state;
  std::optional<PulledChannels> channels = {};  // of another time than the current ones
};

struct Place {
  std::string root;  // "" or an absolute path without a slash at its end
  StoreDir store{};
  std::string state = "/var/cairn";
  std::string configuration = "/etc/cairn";
  bool operator==(const Place&) const = default;

  std::string physical(const std::string& logical) const { return root + logical; }
  std::string physical_item(const StorePath& item) const { return physical(store.print(item)); }
  std::string socket() const { return physical(state) + "/daemon-socket/socket"; }
};

// What the machine and the user's environment say.
struct PlaceFacts {
  std::optional<std::string> cairn_root;  // of the environment
  std::optional<std::string> data_home;
  std::optional<std::string> home;
  std::string working_directory;
  bool is_root = false;
  bool has_daemon = false;  // on the machine's own store
};

// Pure; throws where no folder can be chosen.
Place choose_place(const PlaceWishes& wishes, const PlaceFacts& facts);

// The same, with the facts of this process.
Place place_of(const PlaceWishes& wishes);

}  // namespace cairn
