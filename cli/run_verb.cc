// SPDX-License-Identifier: GPL-3.0-or-later
// Calling a verb.
#include "cli/run_verb.hh"

#include "cli/help.hh"
#include "cli/results.hh"
#include "cli/verbs.hh"

namespace cairn {

Exit print_text(std::string_view text) {
  Results results;
  results.write(text);
  results.finish();
  return Exit::done;
}

Exit run_verb(Arguments arguments, const PlaceWishes& place) {
  if (arguments.size() == 2 && is_group(arguments[0]) && is_help(arguments[1])) {
    return print_text(group_help(all_verbs(), arguments[0]));
  }
  const Verb& verb = take_verb(arguments);
  std::string title = fmt::format("cairn {}", verb.name);
  Call call = verb.call();
  bool help = false;
  Options options = call.options;
  options.push_back({"-h,--help", "", "show this help", &help});
  read_arguments(options, arguments, verb.reading, title);
  if (help) return print_text(verb_help(verb, options));
  check_operands(options, title);
  return call.run(place);
}

}  // namespace cairn
