// SPDX-License-Identifier: GPL-3.0-or-later
// cairn daemon: become cairn-daemon, the program beside this one.
#include "cli/beside.hh"
#include "cli/verb.hh"

#include <unistd.h>

namespace cairn {

namespace {

struct DaemonWishes {
  std::vector<std::string> arguments;
};

Options daemon_options(DaemonWishes& wishes) {
  return {{"[ARGUMENT...]", "", "", &wishes.arguments}};
}

Exit daemon(const DaemonWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  std::vector<std::string> arguments{program_beside("cairn-daemon"), "--store", place.store.path(),
                                     "--state", place.state};
  if (!place.root.empty()) arguments.insert(arguments.end(), {"--root", place.root});
  arguments.insert(arguments.end(), wishes.arguments.begin(), wishes.arguments.end());
  become_program(arguments);
}

}  // namespace

extern const Verb daemon_verb;
const Verb daemon_verb{"daemon", "serve the store to many users (runs cairn-daemon)",
                       "All ARGUMENTs are passed on: cairn daemon -- --help",
                       [] { return call_of(daemon_options, daemon); }, Reading::none};

}  // namespace cairn
