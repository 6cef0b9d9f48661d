// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store query: what is known of items.
#include "cli/item_arguments.hh"
#include "cli/item_facts.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct StoreQueryWishes {
  bool references = false;
  bool requisites = false;
  bool referrers = false;
  bool deriver = false;
  bool derivers = false;
  bool outputs = false;
  bool hash = false;
  bool size = false;
  bool info = false;
  bool roots = false;
  bool valid = false;
  bool json = false;
  std::vector<std::string> paths;
};

Options store_query_options(StoreQueryWishes& wishes) {
  return {
      {"--info", "", "print all that is known (this is the default)", &wishes.info},
      {"--references", "", "print what the items refer to", &wishes.references},
      {"-R,--requisites", "", "print the items and all that they need", &wishes.requisites},
      {"--referrers", "", "print what refers to the items", &wishes.referrers},
      {"--deriver", "", "print which derivation made each item", &wishes.deriver},
      {"--derivers", "", "print the derivations that have the items among their outputs",
       &wishes.derivers},
      {"--outputs", "", "print the outputs of derivations", &wishes.outputs},
      {"--hash", "", "print the hash of each item as archive", &wishes.hash},
      {"--size", "", "print the size of each item as archive, in bytes", &wishes.size},
      {"--roots", "", "print what keeps the items from the collector", &wishes.roots},
      {"--valid", "", "print which of the items are there; fails when one is not", &wishes.valid},
      {"--json", "", "print JSON", &wishes.json},
      {"PATH...", "", "", &wishes.paths},
  };
}

// A list: texts, numbers, roots, and null for what is not known.
using Answer = nlohmann::json;

Answer printed(const StoreDir& store, const std::vector<StorePath>& items) {
  Answer list = Answer::array();
  for (const StorePath& item : items) list.push_back(store.print(item));
  return list;
}

// An entry of an answer, for people.
std::string line_of(const nlohmann::json& entry) {
  if (entry.is_null()) return "unknown";
  if (entry.is_object()) {
    return root_line(entry.at("origin").get<std::string>(), entry.at("item").get<std::string>());
  }
  return entry.is_string() ? entry.get<std::string>() : entry.dump();
}

template <typename Items>
std::vector<StorePath> listed(const Items& items) {
  return {items.begin(), items.end()};
}

// What FIND gives for each item, together.
template <typename Find>
std::vector<StorePath> gathered(const std::vector<StorePath>& items, Find&& find) {
  StorePathSet all;
  for (const StorePath& item : items) all.merge(find(item));
  return listed(all);
}

Answer known_derivers(Engine& engine, const std::vector<StorePath>& items) {
  Answer list = Answer::array();
  for (const StorePath& item : items) {
    auto deriver = engine.get(item).deriver;
    list.push_back(deriver ? Answer(engine.store().print(*deriver)) : Answer());
  }
  return list;
}

Answer keeping_roots(Engine& engine, const std::vector<StorePath>& items) {
  Answer list = Answer::array();
  for (const auto& [origin, item] : engine.roots_keeping({items.begin(), items.end()})) {
    list.push_back(json_of_root(origin, engine.store().print(item)));
  }
  return list;
}

using Items = std::vector<StorePath>;

struct Question {
  bool StoreQueryWishes::*wish;
  Answer (*answer)(Engine& engine, const Items& items);
};

constexpr Question questions[] = {
    {&StoreQueryWishes::references,
     [](Engine& engine, const Items& items) {
       return printed(engine.store(), gathered(items, [&](const StorePath& item) {
                        return engine.get(item).references;
                      }));
     }},
    {&StoreQueryWishes::requisites,
     [](Engine& engine, const Items& items) {
       return printed(engine.store(), engine.closure({items.begin(), items.end()}));
     }},
    {&StoreQueryWishes::referrers,
     [](Engine& engine, const Items& items) {
       return printed(engine.store(), gathered(items, [&](const StorePath& item) {
                        return engine.referrers(item);
                      }));
     }},
    {&StoreQueryWishes::deriver, known_derivers},
    {&StoreQueryWishes::derivers,
     [](Engine& engine, const Items& items) {
       return printed(engine.store(), gathered(items, [&](const StorePath& item) {
                        return engine.derivers(item);
                      }));
     }},
    {&StoreQueryWishes::outputs,
     [](Engine& engine, const Items& items) {
       return printed(engine.store(), gathered(items, [&](const StorePath& item) {
                        StorePathSet outputs;
                        for (const auto& [name, path] : engine.outputs(item)) outputs.insert(path);
                        return outputs;
                      }));
     }},
    {&StoreQueryWishes::hash,
     [](Engine& engine, const Items& items) {
       Answer list = Answer::array();
       for (const StorePath& item : items) {
         list.push_back(to_tagged_text(engine.get(item).nar_hash, HashFormat::nix32));
       }
       return list;
     }},
    {&StoreQueryWishes::size,
     [](Engine& engine, const Items& items) {
       Answer list = Answer::array();
       for (const StorePath& item : items) list.push_back(engine.get(item).nar_size);
       return list;
     }},
    {&StoreQueryWishes::roots, keeping_roots},
    {&StoreQueryWishes::valid,
     [](Engine& engine, const Items& items) {
       return printed(engine.store(), listed(engine.valid({items.begin(), items.end()})));
     }},
};

const Question* question_of(const StoreQueryWishes& wishes) {
  const Question* asked = nullptr;
  int count = wishes.info ? 1 : 0;
  for (const Question& question : questions) {
    if (!(wishes.*question.wish)) continue;
    asked = &question;
    ++count;
  }
  if (count > 1) {
    throw Error("cairn store query answers one question at a time", Exit::misused)
        .with_hint("cairn store query --info PATH");
  }
  return asked;
}

void tell_info(Engine& engine, const Items& items, bool json, Results& results) {
  auto all = nlohmann::json::array();
  std::string separator;
  for (const StorePath& item : items) {
    ItemInfo info = engine.get(item);
    if (json) {
      all.push_back(json_of(engine.store(), info));
    } else {
      results.write(separator + record_of(engine.store(), info));
      separator = "\n";
    }
  }
  if (json) results.json(all);
}

void tell_answer(const Answer& answer, bool json, Results& results) {
  if (json) return results.json(answer);
  for (const auto& entry : answer) results.line(line_of(entry));
}

Exit store_query(const StoreQueryWishes& wishes, const PlaceWishes& place_wishes) {
  const Question* question = question_of(wishes);
  OpenEngine opened(place_wishes);
  Items items;
  for (const std::string& text : wishes.paths) items.push_back(item_named(opened.place, text));
  Results results;
  if (!question) {
    tell_info(opened.engine, items, wishes.json, results);
    results.finish();
    return Exit::done;
  }
  Answer answer = question->answer(opened.engine, items);
  tell_answer(answer, wishes.json, results);
  results.finish();
  bool lacks_some = wishes.valid && answer.size() < StorePathSet(items.begin(), items.end()).size();
  return lacks_some ? Exit::failed : Exit::done;
}

}  // namespace

extern const Verb store_query_verb;
const Verb store_query_verb{"store query", "tell what is known of store items",
                            "A PATH may also be below an item, or a link to one.",
                            [] { return call_of(store_query_options, store_query); }};

}  // namespace cairn
