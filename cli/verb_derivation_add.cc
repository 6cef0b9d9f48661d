// SPDX-License-Identifier: GPL-3.0-or-later
// cairn derivation add: derivations written by hand or by a program, as store items.
#include "cli/derivation_graph.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct DerivationAddWishes {
  bool repair = false;
  bool json = false;
  std::vector<std::string> files;
};

Options derivation_add_options(DerivationAddWishes& wishes) {
  return {{"--repair", "", "put them in the places of damaged ones", &wishes.repair},
          {"--json", "", "print JSON", &wishes.json},
          {"FILE...", "", "", &wishes.files}};
}

Exit derivation_add(const DerivationAddWishes& wishes, const PlaceWishes& place_wishes) {
  DerivationGraph graph(place_of(place_wishes));
  for (const std::string& file : wishes.files) graph.take_sources(file);
  OpenEngine opened(place_wishes);
  if (wishes.repair) opened.engine.repair_on_add();
  graph.add_to(opened.engine);
  Results results;
  nlohmann::json list = nlohmann::json::array();
  for (const StorePath& path : graph.paths()) {
    std::string text = opened.place.store.print(path);
    wishes.json ? list.push_back(text) : results.line(text);
  }
  if (wishes.json) results.json(list);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb derivation_add_verb;
const Verb derivation_add_verb{
    "derivation add", "add derivations to the store",
    "A FILE is a derivation as the store has it (\"Derive(...)\"), or JSON in the shape of\n"
    "`derivation show --json`, or one of the objects in that with a \"name\". Paths of outputs "
    "are\n"
    "computed; those in the file do not count. Prints the derivations' paths.",
    [] { return call_of(derivation_add_options, derivation_add); }};

}  // namespace cairn
