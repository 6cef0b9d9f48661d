// SPDX-License-Identifier: GPL-3.0-or-later
// Entries from an evaluation.
#include "cli/profile/evaluated_entries.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const StoreDir store;

std::string path(char letter, const std::string& name) {
  return "/cairn/store/" + std::string(32, letter) + "-" + name;
}

Message entry(std::size_t target, const std::string& output, char letter) {
  return {
      {"target", target},
      {"name", "a"},
      {"version", "1"},
      {"output", output},
      {"item", path(letter, "a")},
      {"derivation", path('9', "a.drv")},
      {"propagated", {path('5', "lib")}},
      {"search-paths",
       {{{"variable", "V"}, {"files", {"f"}}, {"separator", nullptr}, {"file-type", "regular"}}}}};
}

Message answer() {
  Message lib = entry(0, "out", '5');
  lib.erase("target");
  lib["derivation"] = nullptr;
  lib["propagated"] = Message::array();
  return {{"entries", {entry(0, "out", '1'), entry(1, "doc", '2')}}, {"propagated", {lib}}};
}

}  // namespace

TEST_CASE("entries are read with what makes them", "[cli/profile]") {
  EvaluatedEntries entries = evaluated_entries(store, answer());
  REQUIRE(entries.entries.size() == 2);
  CHECK(entries.entries[1].entry.output == "doc");
  CHECK(entries.entries[1].derivation->name() == "a.drv");
  CHECK(entries.entries[0].entry.search_paths ==
        std::vector<SearchPath>{{"V", {"f"}, std::nullopt, "regular"}});
  CHECK(!entries.propagated.at(0).derivation);
}

TEST_CASE("a derivation is built once for all its outputs", "[cli/profile]") {
  auto targets = targets_of(evaluated_entries(store, answer()));
  REQUIRE(targets.size() == 1);
  CHECK(targets[0].outputs == std::set<std::string>{"doc", "out"});
}

TEST_CASE("the entries of some targets can be had alone", "[cli/profile]") {
  NewEntries some = entries_between(evaluated_entries(store, answer()), 1, 2);
  REQUIRE(some.entries.size() == 1);
  CHECK(some.entries[0].output == "doc");
  CHECK(some.propagated.size() == 1);
}

TEST_CASE("an answer that is not as it must be is refused", "[cli/profile]") {
  for (const char* key : {"name", "version", "output", "item", "derivation", "propagated"}) {
    Message bad = answer();
    bad["entries"][0].erase(key);
    CHECK_THROWS_WITH(evaluated_entries(store, bad), Catch::Contains("is not as it must be"));
    bad["entries"][0][key] = 5;
    CHECK_THROWS(evaluated_entries(store, bad));
  }
}

}  // namespace cairn
