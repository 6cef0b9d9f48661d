// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system search: types of services by what is said about them.
#include "cli/collection.hh"
#include "cli/pattern.hh"
#include "cli/results.hh"
#include "cli/service_types.hh"
#include "cli/verb.hh"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct SearchWishes {
  std::vector<std::string> load_path;
  bool json = false;
  std::vector<std::string> patterns;
};

Options search_options(SearchWishes& wishes) {
  return {
      {"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
      {"--json", "", "print JSON", &wishes.json},
      {"[REGEX...]", "", "", &wishes.patterns},
  };
}

bool matches(const ServiceTypeFacts& facts, const std::vector<Pattern>& patterns) {
  return std::ranges::all_of(patterns, [&](const Pattern& pattern) {
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{facts.name, facts.description},
        [&](std::string_view text) { return pattern.count_in(text, 1) > 0; });
  });
}

Exit search(const SearchWishes& wishes, const PlaceWishes& place) {
  std::vector<Pattern> patterns;
  for (const std::string& text : wishes.patterns) patterns.emplace_back(text);
  LoadPath path = collection_for({wishes.load_path, {}, {}}, place).path;
  Results results;
  auto all = nlohmann::json::array();
  for (const ServiceTypeFacts& facts : service_types(place_of(place).store, path)) {
    if (!matches(facts, patterns)) continue;
    if (wishes.json) {
      all.push_back(json_of(facts));
    } else {
      results.write(record_of(facts) + "\n");
    }
  }
  if (wishes.json) results.json(all);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb system_search_verb;
const Verb system_search_verb{
    "system search", "search types of services by regular expressions",
    "A type is found if each REGEX is in its name or description; without one all are. Records\n"
    "for recutils tell what it extends, and the fields of its configuration.",
    [] { return call_of(search_options, search); }};

}  // namespace cairn
