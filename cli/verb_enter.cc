// SPDX-License-Identifier: GPL-3.0-or-later
// cairn enter: a shell, or another command, that sees the store in its place.
#include "cli/beside.hh"
#include "cli/enter_store.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct EnterWishes {
  std::vector<std::string> command;
};

Options enter_options(EnterWishes& wishes) {
  return {{"[COMMAND...]", "", "", &wishes.command}};
}

Exit enter(const EnterWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  enter_store(place);
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
