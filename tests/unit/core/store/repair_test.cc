// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged items that are made sound again, and what must not take their places.
#include "core/store/repair.hh"

#include "tests/unit/core/store/damaged_place.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

using Place = DamagedPlace;

TEST_CASE("an item that has its content gets its form back", "[core/store]") {
  Place place;
  place.change(place.tree, "/file", "content of a tree");
  checked(chmod((place.on_disk(place.tree) + "/sub").c_str(), 0777), "cannot change it");
  REQUIRE(place.faults(place.tree).size() > 1);
  ItemInfo before = place.store.get(place.tree);
  NoEvents nobody;
  CHECK(repair_item(place.store, place.tree, nobody).empty());
  CHECK(place.faults(place.tree).empty());
  ItemInfo after = place.store.get(place.tree);
  CHECK((after.registered == before.registered && after.references == before.references));
  CHECK(verified(place.store).problems.empty());
}

TEST_CASE("a damaged item is taken again only while repairing", "[core/store]") {
  Place place;
  place.change(place.tree, "/file", "other");
  place.change(place.text, "", "other");
  CHECK(place.add_folder() == place.tree);
  CHECK(!place.faults(place.tree).empty());
  {
    Store::Repairing repairing(place.store);
    CHECK(place.add_folder() == place.tree);
    CHECK(add_item(place.store, "text") == place.text);
  }
  CHECK(verified(place.store).problems.empty());
  CHECK(place.store.database().references(place.referrer) == StorePathSet{place.text, place.tree});
  CHECK(list_directory(place.store.staging().fd()).empty());
}

TEST_CASE("nothing else takes the place of a damaged item", "[core/store]") {
  Place place;
  place.change(place.text, "", "other");
  StagedItem staged{place.store.staging().fresh_name(), place.store.get(place.text)};
  staged.info.nar_hash = hash_of(HashAlgorithm::sha256, "something else");
  write_file_at(place.store.staging().fd(), staged.name, "something else");
  Store::Repairing repairing(place.store);
  std::string refusal = message_of([&] { place.store.publish({staged}); });
  CHECK(refusal.find("-text was changed, and what was made anew is not the same") !=
        std::string::npos);
  CHECK(read_file_at(place.store.folder(), place.text.base_name()) == "other");
  CHECK(list_directory(place.store.staging().fd()).empty());
}

TEST_CASE("verifying repairs what has its content, and asks for the rest to be made anew",
          "[core/store]") {
  Place place;
  place.change(place.text, "", "other");
  checked(chmod(place.on_disk(place.tree).c_str(), 0700), "cannot change it");
  NoEvents nobody;
  StorePathSet asked;
  auto note = [&](const StorePath& item) { asked.insert(item); };
  CHECK(verify(place.store, true, false, nobody, note).problems.size() == 4);
  CHECK(asked.empty());
  VerifyReport report = verify(place.store, true, true, nobody, note);
  CHECK(asked == StorePathSet{place.text});
  REQUIRE(report.problems.size() == 3);
  CHECK(report.problems.front().find("-text was changed") != std::string::npos);
  auto add_again = [&](const StorePath&) {
    Store::Repairing repairing(place.store);
    add_item(place.store, "text");
  };
  CHECK(verify(place.store, true, true, nobody, add_again).problems.empty());
}

TEST_CASE("verifying asks for what is gone and needed to be made anew", "[core/store]") {
  Place place;
  checked(unlinkat(place.store.folder(), place.text.base_name().c_str(), 0), "cannot delete it");
  NoEvents nobody;
  auto add_again = [&](const StorePath&) { add_item(place.store, "text"); };
  CHECK(verify(place.store, false, true, nobody, add_again).problems.empty());
  CHECK(place.faults(place.text).empty());
}
