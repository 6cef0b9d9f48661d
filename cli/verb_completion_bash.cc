// SPDX-License-Identifier: GPL-3.0-or-later
// cairn completion bash: the script that completes what is typed.
#include "cli/bash_completion.hh"
#include "cli/general_options.hh"
#include "cli/results.hh"
#include "cli/verbs.hh"

namespace cairn {

namespace {

struct NoWishes {};

Options no_options(NoWishes&) {
  return {};
}

Exit print_script(const NoWishes&, const PlaceWishes&) {
  GeneralWishes wishes;
  Results results;
  results.write(bash_completion(all_verbs(), general_options(wishes)));
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb completion_bash_verb;
const Verb completion_bash_verb{"completion bash", "print what makes bash complete commands",
                                "To try it: source <(cairn completion bash)",
                                [] { return call_of(no_options, print_script); }};

}  // namespace cairn
