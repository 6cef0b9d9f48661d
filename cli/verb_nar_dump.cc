// SPDX-License-Identifier: GPL-3.0-or-later
// cairn nar dump: an archive of any tree.
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/nar/walk.hh"

#include <unistd.h>

namespace cairn {

namespace {

struct NarDumpWishes {
  std::string path;
};

Options nar_dump_options(NarDumpWishes& wishes) {
  return {{"PATH", "", "", &wishes.path}};
}

Exit nar_dump(const NarDumpWishes& wishes, const PlaceWishes&) {
  refuse_terminal("cairn nar dump PATH > FILE");
  FdSink out(STDOUT_FILENO, "standard output");
  nar::dump(wishes.path, out);
  out.flush();
  return Exit::done;
}

}  // namespace

extern const Verb nar_dump_verb;
const Verb nar_dump_verb{"nar dump", "write an archive of a file or folder to standard output", "",
                         [] { return call_of(nar_dump_options, nar_dump); }};

}  // namespace cairn
