// SPDX-License-Identifier: GPL-3.0-or-later
// Which roots keep an item.
#include "core/store/keepers.hh"

#include "core/store/liveness.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <random>

namespace cairn {

using test::info_named;
using test::path_named;

namespace {

struct Place : test::StorePlace {
  Store store{layout};

  Place() {
    // "top" was built by "top.drv", which needs "source"; "low" is no derivation's.
    ItemInfo top = info_named("top", {path_named("low")});
    top.deriver = path_named("top.drv");
    insert({info_named("low"), info_named("source"), info_named("top.drv", {path_named("source")}),
            top, info_named("alone")});
    add_permanent_root(layout, "kept", path_named("top"));
  }

  void insert(const std::vector<ItemInfo>& infos) { test::insert(store.database(), infos); }

  std::vector<std::string> keepers_of(const std::string& name, const GcRequest& rules = {}) {
    std::vector<std::string> origins;
    for (const Root& root : roots_keeping(store, rules, {path_named(name)})) {
      origins.push_back(root.origin.substr(root.origin.rfind('/') + 1));
    }
    return origins;
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a root keeps what it is and what it reaches", "[core/store]") {
  Place place;
  CHECK(place.keepers_of("top") == Names{"kept"});
  CHECK(place.keepers_of("low") == Names{"kept"});
  CHECK(place.keepers_of("alone").empty());
  CHECK(place.keepers_of("absent").empty());
  place.store.temporary_roots().add(path_named("low"));
  CHECK(place.keepers_of("low") == Names{"kept", "{temporary}"});
  CHECK(place.keepers_of("top") == Names{"kept"});
}

TEST_CASE("an output keeps its derivation where that is the rule", "[core/store]") {
  Place place;
  CHECK(place.keepers_of("top.drv") == Names{"kept"});
  CHECK(place.keepers_of("source") == Names{"kept"});
  CHECK(place.keepers_of("top.drv", {.keep_derivations = false}).empty());
  CHECK(place.keepers_of("source", {.keep_derivations = false}).empty());
}

TEST_CASE("a derivation keeps its outputs where that is the rule", "[core/store]") {
  Place place;
  place.insert({info_named("doc")});
  place.store.database().write_transaction([&] {
    Database& database = place.store.database();
    database.insert_derivation(database.row_of(path_named("top.drv")).value(),
                               {{{"out", path_named("top")}, {"doc", path_named("doc")}}});
  });
  CHECK(place.keepers_of("doc").empty());
  CHECK(place.keepers_of("doc", {.keep_outputs = true}) == Names{"kept"});
  CHECK(place.keepers_of("doc", {.keep_derivations = false, .keep_outputs = true}).empty());
}

TEST_CASE("what some root keeps is what the collector takes for live", "[core/store]") {
  constexpr std::size_t count = 40;
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    test::StorePlace place;
    Store store(place.layout);
    std::vector<ItemInfo> infos;
    for (std::size_t i = 0; i < count; ++i) {
      ItemInfo info = info_named(fmt::format("item-{}.drv", i));
      for (std::size_t other = 0; other < i; ++other) {
        if (random() % count < 2) info.references.insert(infos[other].path);
      }
      if (i > 0 && random() % 4 == 0) info.deriver = infos[random() % i].path;
      infos.push_back(std::move(info));
    }
    test::insert(store.database(), infos);
    for (int i = 0; i < 3; ++i) {
      add_permanent_root(place.layout, fmt::format("{}", i), infos[random() % count].path);
    }
    GcRequest rules{.keep_derivations = round % 2 == 0};
    Liveness live(store, rules);
    for (const ItemInfo& info : infos) {
      INFO(round << " " << info.path.base_name());
      bool is_kept = !roots_keeping(store, rules, {info.path}).empty();
      CHECK(is_kept == live.is_live(live.graph().number_of(info.path)));
    }
  }
}

}  // namespace cairn
