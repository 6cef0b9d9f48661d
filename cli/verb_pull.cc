// SPDX-License-Identifier: GPL-3.0-or-later
// cairn pull: bring the channels up to date, or go back to how they were.
#include "cli/channel_display.hh"
#include "cli/channel_place.hh"
#include "cli/channels/channel_text.hh"
#include "cli/channels/channel_update.hh"
#include "cli/channels/declared_channels.hh"
#include "cli/collection.hh"
#include "cli/forget_generations.hh"
#include "cli/generation_title.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/update_display.hh"
#include "cli/verb.hh"
#include "cli/visible.hh"
#include "core/base/files.hh"
#include "core/base/foreign_folder.hh"
#include "core/profile/generation_pattern.hh"

#include <ctime>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct PullWishes {
  std::optional<std::string> file;
  std::optional<std::string> switch_to;
  MaybeValue remove;
  MaybeValue list;
  bool roll_back = false;
  bool news = false;
  bool dry_run = false;
  bool allow_downgrades = false;
  bool disable_authentication = false;
  bool json = false;
};

Options pull_options(PullWishes& wishes) {
  return {
      {"-C,--channels", "FILE", "the file that declares the channels", &wishes.file},
      {"-n,--dry-run", "", "tell what would change", &wishes.dry_run},
      {"--allow-downgrades", "", "let channels go back to older commits", &wishes.allow_downgrades},
      {"--disable-authentication", "", "believe commits that nobody signed",
       &wishes.disable_authentication},
      {"-l,--list-generations", "[PATTERN]", "list all states of the channels, or those meant",
       &wishes.list},
      {"-N,--news", "", "what the authors of channels tell of the last pull", &wishes.news},
      {"--roll-back", "", "go back to the state before", &wishes.roll_back},
      {"-S,--switch-generation", "N", "go to state N; +N and -N are steps", &wishes.switch_to},
      {"-d,--delete-generations", "[PATTERN]", "forget all others, or those meant", &wishes.remove},
      {"--json", "", "print JSON", &wishes.json},
  };
}

constexpr std::string_view list_command = "cairn pull --list-generations";  // for hints

// Those that PATTERN means; all where it is empty.
std::vector<Generation> meant(const ChannelGenerations& generations, const std::string& pattern,
                              AgeMeaning meaning) {
  std::vector<Generation> all = generations.profile().list();
  if (pattern.empty()) return all;
  return matching(all, parse_generation_pattern(pattern), std::time(nullptr), meaning,
                  list_command);
}

Exit list_generations(const ChannelGenerations& generations, const std::string& pattern,
                      bool json) {
  auto current = generations.profile().current();
  Results results;
  auto list = nlohmann::json::array();
  for (const Generation& generation : meant(generations, pattern, AgeMeaning::since)) {
    bool is_current = generation.number == current;
    PulledChannels states = generations.states(generation);
    auto channels = nlohmann::json::array();
    for (const Channel& channel : channels_of(states)) channels.emplace_back(channel_json(channel));
    list.push_back({{"number", generation.number},
                    {"time", generation.time},
                    {"current", is_current},
                    {"channels", channels}});
    if (json) continue;
    results.line(generation_title(generation, is_current));
    results.write(channels_text(states));
  }
  if (json) results.json(list);
  results.finish();
  return Exit::done;
}

// Of the current generation, beside the one before it.
Exit print_news(const ChannelGenerations& generations) {
  std::vector<Generation> all = generations.profile().list();
  auto current = generations.profile().current();
  PulledChannels before;
  for (const Generation& generation : all) {
    if (generation.number < current) before = generations.states(generation);
  }
  Results results;
  results.write(visible(news_text(generations.folders(), before, generations.current())));
  results.finish();
  return Exit::done;
}

Exit switch_generation(ChannelGenerations& generations, const std::string& wished) {
  std::vector<Generation> all = generations.profile().list();
  std::uint64_t now = generations.profile().current().value_or(0);
  std::uint64_t target = switch_target(all, now, wished, list_command);
  generations.switch_to(target);
  note(fmt::format("the channels are those of generation {} now (they were those of {})", target,
                   now));
  return Exit::done;
}

Exit roll_back(ChannelGenerations& generations) {
  auto now = generations.profile().current();
  if (!now) throw Error("no channel was pulled yet").with_hint("cairn pull");
  if (older_than(generations.profile().list(), *now) == 0) {
    throw Error("there is no generation of the channels before the current one, {}", *now)
        .with_hint(std::string(list_command));
  }
  return switch_generation(generations, "-1");
}

Exit remove_generations(ChannelGenerations& generations, const std::string& pattern) {
  forget_generations(meant(generations, pattern, AgeMeaning::before),
                     generations.profile().current(), !pattern.empty(), [&](std::uint64_t number) {
                       generations.remove(number);
                       note(fmt::format("forgot generation {} of the channels", number));
                     });
  return Exit::done;
}

std::vector<Channel> wanted_channels(const PullWishes& wishes, const Place& place,
                                     const ChannelFolders& folders) {
  auto file = channel_file(place, wishes.file);
  if (!file) {
    throw Error("no channels are declared")
        .with_hint("write " + usual_channel_file() + ", or: cairn pull -C FILE");
  }
  std::vector<Channel> channels = declared_channels(*file, place.store, folders, note);
  if (channels.empty()) throw Error("{} declares no channel", *file);
  return channels;
}

// Only one may bring the channels in FOLDER up to date.
FileLock lock_of(const std::string& folder) {
  return told_of_owner(folder, "pull as its owner, or with another --root", [&] {
    make_directories(folder);
    return FileLock::wait(open_directory(folder).get(), "lock", LockKind::exclusive);
  });
}

Exit update(const PullWishes& wishes, const PlaceWishes& place_wishes,
            ChannelGenerations& generations) {
  Place place = place_of(place_wishes);
  std::vector<Channel> declared = wanted_channels(wishes, place, generations.folders());
  FileLock lock = lock_of(generations.folders().base);
  PulledChannels before = generations.current();
  ChannelUpdate update(generations.folders(), before,
                       {wishes.allow_downgrades, !wishes.disable_authentication}, update_display());
  PulledChannels now = update.states(declared);
  if (now == before) {
    note("nothing new: the channels are as they were");
    return Exit::done;
  }
  note(changes_text(generations.folders(), before, now));
  if (wishes.dry_run) return Exit::done;
  OpenEngine opened(place_wishes);
  std::uint64_t number = generations.add(opened.engine, now);
  note(fmt::format("this is generation {} of the channels; back: cairn pull --roll-back", number));
  return Exit::done;
}

Exit pull(const PullWishes& wishes, const PlaceWishes& place_wishes) {
  ChannelGenerations generations = channel_generations(place_of(place_wishes));
  if (wishes.list.given) return list_generations(generations, wishes.list.value, wishes.json);
  if (wishes.news) return print_news(generations);
  if (wishes.roll_back) return roll_back(generations);
  if (wishes.switch_to) return switch_generation(generations, *wishes.switch_to);
  if (wishes.remove.given) return remove_generations(generations, wishes.remove.value);
  return update(wishes, place_wishes, generations);
}

}  // namespace

extern const Verb pull_verb;
const Verb pull_verb{
    "pull", "bring the channels up to date",
    "Channels are declared in ~/.config/cairn/channels.scm, as in Guix. Each pull that changes\n"
    "something makes a generation. Nothing is compiled or built.\n\n"
    "Every commit from a channel's introduction on must be signed by one who was authorized to.",
    [] { return call_of(pull_options, pull); }};

}  // namespace cairn
