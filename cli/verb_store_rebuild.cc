// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store rebuild: make the database anew from what lies on disk. The engine does it, in a
// process that nobody else is served by.
#include "cli/beside.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct StoreRebuildWishes {};

Options store_rebuild_options(StoreRebuildWishes&) {
  return {};
}

Exit store_rebuild(const StoreRebuildWishes&, const PlaceWishes& wishes) {
  Place place = place_of(wishes);
  std::vector<std::string> arguments{program_beside("cairn-daemon"),
                                     "--rebuild",
                                     "--store",
                                     place.store.path(),
                                     "--state",
                                     place.state};
  if (!place.root.empty()) arguments.insert(arguments.end(), {"--root", place.root});
  become_program(arguments);
}

}  // namespace

extern const Verb store_rebuild_verb;
const Verb store_rebuild_verb{
    "store rebuild", "make the database anew from what lies on disk",
    "For a database that is damaged or gone. The daemon must have been ended. What can still\n"
    "be read of the old one counts where the disk agrees; the old one is kept beside.",
    [] { return call_of(store_rebuild_options, store_rebuild); }};

}  // namespace cairn
