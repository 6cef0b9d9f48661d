// SPDX-License-Identifier: GPL-3.0-or-later
// cairn gc: delete what nothing needs, or tell what that is.
#include "cli/item_arguments.hh"
#include "cli/item_facts.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/run_verb.hh"
#include "cli/verb.hh"
#include "core/base/size_text.hh"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <sys/statvfs.h>

namespace cairn {

namespace {

using protocol::GcAction;

struct GcWishes {
  bool dry_run = false;
  bool list_roots = false;
  bool list_live = false;
  bool list_dead = false;
  bool delete_items = false;
  bool optimize = false;
  bool references = false;
  bool requisites = false;
  bool referrers = false;
  bool derivers = false;
  bool json = false;
  MaybeValue collect;
  MaybeValue verify;
  MaybeValue delete_generations;
  std::optional<std::string> free_space;
  std::vector<std::string> items;
};

Options gc_options(GcWishes& wishes) {
  return {
      {"-C,--collect-garbage", "[MIN]", "end when MIN is freed: 500M (default: when all is)",
       &wishes.collect},
      {"-F,--free-space", "FREE", "end when so much of the disk is free: 10G", &wishes.free_space},
      {"-d,--delete-generations", "[PATTERN]",
       "first delete generations of your profile: all others, or those meant",
       &wishes.delete_generations},
      {"-n,--dry-run", "", "print how much would be freed, and delete nothing", &wishes.dry_run},
      {"-D,--delete", "", "delete ITEMS only, which nothing may need", &wishes.delete_items},
      {"--optimize", "", "make equal files one, with several names", &wishes.optimize},
      {"--verify", "[OPTIONS]", "check the store: contents, repair or both", &wishes.verify},
      {"--list-roots", "", "print what keeps items, and which", &wishes.list_roots},
      {"--list-live", "", "print the items that are kept", &wishes.list_live},
      {"--list-dead", "", "print the items that would be deleted", &wishes.list_dead},
      {"--references", "", "print what ITEMS refer to", &wishes.references},
      {"-R,--requisites", "", "print ITEMS and all that they need", &wishes.requisites},
      {"--referrers", "", "print what refers to ITEMS", &wishes.referrers},
      {"--derivers", "", "print the derivations that make ITEMS", &wishes.derivers},
      {"--json", "", "print JSON", &wishes.json},
      {"[ITEM...]", "", "", &wishes.items},
  };
}

// What Guix's users ask the collector, and `cairn store query` answers.
struct Question {
  bool GcWishes::*wish;
  const char* option;
};

constexpr Question questions[] = {
    {&GcWishes::references, "--references"},
    {&GcWishes::requisites, "--requisites"},
    {&GcWishes::referrers, "--referrers"},
    {&GcWishes::derivers, "--derivers"},
};

const Question* asked(const GcWishes& wishes) {
  auto found =
      std::ranges::find_if(questions, [&](const Question& one) { return wishes.*one.wish; });
  return found == std::end(questions) ? nullptr : found;
}

// Who collects or verifies names no items, so that a word by itself is a value that was not
// attached: -C 500M.
GcWishes with_values_apart(GcWishes wishes) {
  if (wishes.items.size() != 1 || wishes.delete_items || asked(wishes)) return wishes;
  MaybeValue* open = nullptr;
  for (MaybeValue* option : {&wishes.collect, &wishes.delete_generations, &wishes.verify}) {
    if (!option->given || !option->value.empty()) continue;
    if (open) return wishes;
    open = option;
  }
  if (!open) return wishes;
  if (wishes.items.front().empty()) {
    throw Error("the value of -C, -d or --verify cannot be empty", Exit::misused)
        .with_hint("leave it out to mean all");
  }
  open->value = std::move(wishes.items.front());
  wishes.items.clear();
  return wishes;
}

void check(const GcWishes& wishes) {
  int others = wishes.list_roots + wishes.list_live + wishes.list_dead + wishes.delete_items +
               wishes.optimize + wishes.verify.given;
  for (const Question& one : questions) others += wishes.*one.wish;
  bool collects = wishes.dry_run || wishes.collect.given;
  if (others + collects > 1) throw Error("cairn gc can do one thing at a time", Exit::misused);
  bool deletes = wishes.delete_generations.given || wishes.free_space;
  if (deletes && others > 0) throw Error("-d and -F are for collecting alone", Exit::misused);
  if (wishes.delete_generations.given && wishes.dry_run) {
    throw Error("how much -d would free is known when the generations are deleted", Exit::misused)
        .with_hint("cairn package --delete-generations, then cairn gc -n");
  }
  if (wishes.json && (wishes.verify.given || wishes.optimize)) {
    throw Error("--json is for what is printed, and this prints nothing", Exit::misused);
  }
  bool takes_items = wishes.delete_items || asked(wishes);
  if (takes_items && wishes.items.empty()) {
    const Question* question = asked(wishes);
    throw Error(question ? "which items are meant?" : "which items shall be deleted?",
                Exit::misused)
        .with_hint(fmt::format("cairn gc {} ITEM...", question ? question->option : "--delete"));
  }
  if (!takes_items && !wishes.items.empty()) {
    bool has_values = wishes.collect.given || wishes.delete_generations.given;
    throw Error("items are named for --delete and for questions only", Exit::misused)
        .with_hint(has_values ? "several values are attached: cairn gc -d30d -C500M"
                              : "cairn gc --delete ITEM...");
  }
}

Exit answer(const GcWishes& wishes, const Question& question, const PlaceWishes& place) {
  std::vector<std::string> words = {"store", "query", question.option};
  if (wishes.json) words.push_back("--json");
  words.insert(words.end(), wishes.items.begin(), wishes.items.end());
  return run_verb(Arguments(words), place);
}

Exit verify(const std::string& wanted, const PlaceWishes& place) {
  std::vector<std::string> words = {"store", "verify"};
  std::istringstream parts(wanted);
  for (std::string part; std::getline(parts, part, ',');) {
    if (part != "contents" && part != "repair") {
      throw Error("'{}' is no way to verify", part)
          .with_status(Exit::misused)
          .with_hint("--verify=contents,repair");
    }
    words.push_back(part == "contents" ? "--check-contents" : "--repair");
  }
  return run_verb(Arguments(words), place);
}

Exit tell_roots(OpenEngine& opened, bool json) {
  Results results;
  auto list = nlohmann::json::array();
  for (const auto& [origin, item] : opened.engine.roots()) {
    std::string path = opened.place.store.print(item);
    if (json) {
      list.push_back(json_of_root(origin, path));
    } else {
      results.line(root_line(origin, path));
    }
  }
  if (json) results.json(list);
  results.finish();
  return Exit::done;
}

// How many bytes must go until FREE are free. Throws for what is not a size.
std::uint64_t bytes_to_free(const Place& place, const std::string& free) {
  std::uint64_t wished = parse_size(free);
  std::string folder = place.physical(place.store.path());
  struct statvfs status {};
  checked(statvfs(folder.c_str(), &status), "cannot ask how much is free in {}", folder);
  std::uint64_t available = status.f_bavail * status.f_frsize;
  return wished > available ? wished - available : 0;
}

// Throws for what is neither registered nor left over: nothing could be done about it.
StorePathSet items_to_delete(OpenEngine& opened, const std::vector<std::string>& words) {
  StorePathSet items;
  for (const std::string& word : words) items.insert(item_named(opened.place, word));
  for (const StorePath& item : items) {
    std::error_code absent;
    auto status = std::filesystem::symlink_status(opened.place.physical_item(item), absent);
    if (opened.engine.is_valid(item) || std::filesystem::exists(status)) continue;
    throw Error("{} is not in the store, and nothing was deleted", opened.place.store.print(item));
  }
  return items;
}

Engine::Collected collect(OpenEngine& opened, const GcWishes& wishes) {
  if (wishes.delete_items) {
    return opened.engine.collect_garbage(GcAction::delete_these,
                                         items_to_delete(opened, wishes.items));
  }
  if (wishes.list_live) return opened.engine.collect_garbage(GcAction::list_live);
  bool is_told = wishes.list_dead || wishes.dry_run;
  GcAction action = is_told ? GcAction::list_dead : GcAction::delete_dead;
  if (!wishes.free_space && wishes.collect.value.empty()) {
    return opened.engine.collect_garbage(action);
  }
  std::uint64_t enough = wishes.free_space ? bytes_to_free(opened.place, *wishes.free_space)
                                           : parse_size(wishes.collect.value);
  if (enough == 0) return {{}, 0};
  return opened.engine.collect_garbage(action, {}, enough);
}

// What items of merged files share with others stays when they go: the sum of their sizes is then
// more than what is freed.
bool has_merged_files(const Place& place) {
  std::error_code absent;
  std::filesystem::directory_iterator links(place.physical(place.store.path() + "/.links"), absent);
  return !absent && links != std::filesystem::directory_iterator();
}

void tell(const Engine::Collected& collected, const GcWishes& wishes, const Place& place) {
  Results results;
  std::size_t count = collected.items.size();
  bool is_list = wishes.list_live || wishes.list_dead;
  if (wishes.json) {
    auto items = nlohmann::json::array();
    for (const StorePath& item : collected.items) items.push_back(place.store.print(item));
    nlohmann::json told{{"items", items}};
    if (!wishes.list_live) told["bytes"] = collected.bytes;
    results.json(told);
  } else if (is_list) {
    for (const StorePath& item : collected.items) results.line(place.store.print(item));
  } else {
    bool is_less = wishes.dry_run && has_merged_files(place);
    results.line(fmt::format("{} {}{}, {} item{}", wishes.dry_run ? "would free about" : "freed",
                             size_text(collected.bytes),
                             is_less ? " (less where equal files are one)" : "", count,
                             count == 1 ? "" : "s"));
  }
  results.finish();
}

Exit gc(const GcWishes& told, const PlaceWishes& place_wishes) {
  GcWishes wishes = with_values_apart(told);
  check(wishes);
  if (const Question* question = asked(wishes)) return answer(wishes, *question, place_wishes);
  if (wishes.verify.given) return verify(wishes.verify.value, place_wishes);
  for (const auto& size : {wishes.free_space, std::optional(wishes.collect.value)}) {
    if (size && !size->empty()) parse_size(*size);
  }
  if (wishes.delete_generations.given) {
    std::string option = "--delete-generations";
    const std::string& pattern = wishes.delete_generations.value;
    if (!pattern.empty()) option += "=" + pattern;
    Exit exit = run_verb(Arguments({"package", option}), place_wishes);
    if (exit != Exit::done) return exit;
  }
  OpenEngine opened(place_wishes);
  if (wishes.list_roots) return tell_roots(opened, wishes.json);
  if (wishes.optimize) {
    opened.engine.optimise();
    return Exit::done;
  }
  tell(collect(opened, wishes), wishes, opened.place);
  return Exit::done;
}

}  // namespace

extern const Verb gc_verb;
const Verb gc_verb{"gc", "delete items that nothing needs", "",
                   [] { return call_of(gc_options, gc); }};

}  // namespace cairn
