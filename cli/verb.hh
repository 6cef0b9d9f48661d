// SPDX-License-Identifier: GPL-3.0-or-later
// Verb: one thing that the command can do. All of them stand in one table, verbs.cc; dispatch, help
// and what is made from it come from there.
#pragma once

#include "cli/option.hh"
#include "cli/place.hh"
#include "core/base/error.hh"

#include <functional>
#include <memory>
#include <string_view>

namespace cairn {

// A verb that is being called: what it takes, and what it does once that was read.
struct Call {
  Options options;
  std::function<Exit(const PlaceWishes& place)> run;
};

// Which arguments of a verb are read as options.
enum class Reading {
  options_anywhere,
  options_first,  // the first operand begins another command
  none,           // all is passed on, but --help at the beginning
};

struct Verb {
  std::string_view name;     // "hash", "store add"
  std::string_view summary;  // one line, without a stop
  std::string_view details;  // lines for its help, after the options; may be empty
  Call (*call)();
  Reading reading = Reading::options_anywhere;
};

// The call of a verb whose options are gathered in a Wishes: LIST says where each goes, RUN does
// it.
template <typename Wishes>
Call call_of(Options (*list)(Wishes&), Exit (*run)(const Wishes&, const PlaceWishes&)) {
  auto wishes = std::make_shared<Wishes>();
  return {list(*wishes), [wishes, run](const PlaceWishes& place) { return run(*wishes, place); }};
}

}  // namespace cairn
