// SPDX-License-Identifier: GPL-3.0-or-later
// cairn: the command. Reads which verb is meant, what it shall do, and lets it do it.
#include "cli/arguments.hh"
#include "cli/general_options.hh"
#include "cli/help.hh"
#include "cli/open_engine.hh"
#include "cli/placed_hint.hh"
#include "cli/run_verb.hh"
#include "cli/terminal.hh"
#include "cli/verbs.hh"
#include "core/base/standard_streams.hh"

#include <exception>
#include <unistd.h>

namespace cairn {

namespace {

// "cairn help store add" is "cairn store add --help".
void turn_help_around(Arguments& arguments) {
  if (arguments.empty() || arguments.front() != "help") return;
  arguments.erase(arguments.begin());
  arguments.push_back("--help");
}

Exit run(Arguments arguments) {
  GeneralWishes wishes;
  Options options = general_options(wishes);
  turn_help_around(arguments);
  take_leading_options(options, arguments, "cairn");
  if (wishes.version) return print_text("cairn " CAIRN_VERSION "\n");
  if (wishes.help) return print_text(general_help(all_verbs(), options));
  if (arguments.empty()) {
    throw Error("cairn needs a verb", Exit::misused).with_hint("cairn --help");
  }
  try {
    return run_verb(std::move(arguments), wishes.place);
  } catch (Error& error) {
    error.with_hint(placed_hint(error.hint(), command_for(wishes.place)));
    throw;
  }
}

}  // namespace

}  // namespace cairn

int main(int count, char** arguments) {
  cairn::keep_standard_streams();
  try {
    return static_cast<int>(cairn::run({arguments + 1, arguments + count}));
  } catch (const cairn::Error& error) {
    cairn::report(error);
    return static_cast<int>(error.status());
  } catch (const std::exception& error) {  // of the standard library: memory, file names
    cairn::report(cairn::Error(std::string(error.what())));
    return static_cast<int>(cairn::Exit::failed);
  }
}
