// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of items that were damaged.
#include "core/store/soundness.hh"

#include "tests/unit/core/store/damaged_place.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

TEST_CASE("of a sound item nothing is told, of others what is wrong", "[core/store]") {
  DamagedPlace place;
  CHECK(state_of_item(place.store, place.tree).has_its_content);
  CHECK(place.faults(place.tree).empty());
  CHECK(place.faults(path_named("x")).front().ends_with("-x is not valid"));
  checked(chmod(place.on_disk(place.tree).c_str(), 0700), "cannot change it");
  ItemState open = state_of_item(place.store, place.tree);
  CHECK(open.has_its_content);
  CHECK(open.faults.front().ends_with("-tree has mode 700"));
  place.change(place.text, "", "other");
  CHECK(!state_of_item(place.store, place.text).has_its_content);
  CHECK(place.faults(place.text).front().find("was changed: its hash is") != std::string::npos);
  checked(unlinkat(place.store.folder(), place.text.base_name().c_str(), 0), "cannot delete it");
  CHECK(place.faults(place.text).front().find("cannot be read") != std::string::npos);
}
