// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store dump: an item as archive.
#include "cli/item_arguments.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/nar/walk.hh"

#include <unistd.h>

namespace cairn {

namespace {

struct StoreDumpWishes {
  std::string path;
};

Options store_dump_options(StoreDumpWishes& wishes) {
  return {{"PATH", "", "", &wishes.path}};
}

Exit store_dump(const StoreDumpWishes& wishes, const PlaceWishes& place_wishes) {
  refuse_terminal("cairn store dump PATH > FILE");
  OpenEngine opened(place_wishes);
  StorePath item = item_named(opened.place, wishes.path);
  opened.engine.add_temporary_root(item);
  opened.engine.get(item);
  FdSink out(STDOUT_FILENO, "standard output");
  nar::dump(opened.place.physical_item(item), out);
  out.flush();
  return Exit::done;
}

}  // namespace

extern const Verb store_dump_verb;
const Verb store_dump_verb{"store dump", "write an archive of a store item to standard output", "",
                           [] { return call_of(store_dump_options, store_dump); }};

}  // namespace cairn
