// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system list-generations, roll-back, switch-generation and delete-generations: the states of
// the machine. Nothing is evaluated.
#include "cli/forget_generations.hh"
#include "cli/generation_title.hh"
#include "cli/machine_change.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/profile/generation_pattern.hh"

#include <ctime>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

constexpr std::string_view list_command = "cairn system list-generations";  // for hints

struct PatternWishes {
  std::optional<std::string> pattern;
  bool json = false;
};

Options list_options(PatternWishes& wishes) {
  return {{"--json", "", "print JSON", &wishes.json}, {"[PATTERN]", "", "", &wishes.pattern}};
}

Options pattern_options(PatternWishes& wishes) {
  return {{"[PATTERN]", "", "", &wishes.pattern}};
}

std::vector<Generation> meant(const MachinePlace& where, const PatternWishes& wishes,
                              AgeMeaning meaning) {
  std::vector<Generation> all = where.generations().list();
  if (!wishes.pattern) return all;
  return matching(all, parse_generation_pattern(*wishes.pattern), std::time(nullptr), meaning,
                  list_command);
}

Exit list_generations(const PatternWishes& wishes, const PlaceWishes& place) {
  MachinePlace where(place_of(place));
  auto current = where.generations().current();
  Results results;
  auto list = nlohmann::json::array();
  for (const Generation& one : meant(where, wishes, AgeMeaning::since)) {
    bool is_current = one.number == current;
    list.push_back({{"number", one.number},
                    {"time", one.time},
                    {"current", is_current},
                    {"item", where.seen(one.item)}});
    if (wishes.json) continue;
    results.line(generation_title(one, is_current));
    results.line("  " + where.seen(one.item));
  }
  if (wishes.json) results.json(list);
  results.finish();
  return Exit::done;
}

// Go to generation NUMBER, on the machine first: what does not come up there is not shown.
Exit go_to_generation(const MachinePlace& where, std::uint64_t number) {
  auto generation = where.generations().find(number);
  if (!generation) throw Error("there is no generation {}", number);
  Exit exit = go_to_system(where, generation->item);
  if (exit != Exit::done) return exit;
  ProfileChange::begin(where.generations()).switch_to(number);
  note(fmt::format("the system is of generation {} now", number));
  return Exit::done;
}

struct NoWishes {};

Options no_options(NoWishes&) {
  return {};
}

Exit roll_back(const NoWishes&, const PlaceWishes& place) {
  MachinePlace where(place_of(place));
  FileLock alone = where.change();
  std::uint64_t target = older_than(where.generations().list(), where.current().number);
  if (target == 0) throw Error("there is no generation before the current one");
  return go_to_generation(where, target);
}

struct SwitchWishes {
  std::string target;
};

Options switch_options(SwitchWishes& wishes) {
  return {{"N", "", "", &wishes.target}};
}

Exit switch_generation(const SwitchWishes& wishes, const PlaceWishes& place) {
  MachinePlace where(place_of(place));
  FileLock alone = where.change();
  return go_to_generation(where, switch_target(where.generations().list(), where.current().number,
                                               wishes.target, list_command));
}

Exit delete_generations(const PatternWishes& wishes, const PlaceWishes& place) {
  MachinePlace where(place_of(place));
  FileLock alone = where.change();
  ProfileChange change = ProfileChange::begin(where.generations());
  forget_generations(meant(where, wishes, AgeMeaning::before), where.generations().current(),
                     wishes.pattern.has_value(), [&](std::uint64_t number) {
                       change.remove(number);
                       note(fmt::format("deleted generation {}", number));
                     });
  return Exit::done;
}

}  // namespace

extern const Verb system_list_verb, system_roll_back_verb, system_switch_verb, system_delete_verb;
const Verb system_list_verb{"system list-generations", "list the states of the machine", "",
                            [] { return call_of(list_options, list_generations); }};
const Verb system_roll_back_verb{"system roll-back", "go back to the state before", "",
                                 [] { return call_of(no_options, roll_back); }};
const Verb system_switch_verb{"system switch-generation",
                              "go to state N of the machine; +N and -N are steps", "",
                              [] { return call_of(switch_options, switch_generation); }};
const Verb system_delete_verb{"system delete-generations",
                              "forget all other states of the machine, or those meant", "",
                              [] { return call_of(pattern_options, delete_generations); }};

}  // namespace cairn
