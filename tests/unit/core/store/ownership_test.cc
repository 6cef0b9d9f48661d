// SPDX-License-Identifier: GPL-3.0-or-later
// Stores of others.
#include "core/store/ownership.hh"

#include "core/store/optimise.hh"
#include "core/store/rebuild.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <filesystem>

namespace cairn {

using test::message_of;

TEST_CASE("a folder of ours may be filled", "[core/store]") {
  TemporaryDirectory folder;
  CHECK(owner_of(folder.fd()) == geteuid());
  CHECK_NOTHROW(check_owner(folder.fd(), "cannot add"));
}

TEST_CASE("root leaves nothing in the store of an ordinary user", "[core/store]") {
  if (geteuid() != 0) return;
  test::StorePlace place;
  chmod(place.folder.path().c_str(), 0777);
  CHECK(test::holds_in_child([&] {
    test::drop_rights();
    Store store(place.layout);
    test::add_item(store, "theirs");
    return true;
  }));
  NoEvents nobody;
  std::string reason = ": the store belongs to user 1000, who alone can do that";
  {
    Store store(place.layout);
    CHECK(message_of([&] { test::add_item(store, "ours"); }) == "cannot add to the store" + reason);
    CHECK(message_of([&] { optimise(store, nobody); }) == "cannot merge files" + reason);
    CHECK(test::verified(store).problems.empty());
    // Before anything was staged there is no folder for it.
    std::filesystem::remove_all(place.layout.physical_store() + "/.new");
    GcRequest all{.action = GcRequest::Action::delete_dead};
    CHECK(collect_garbage(store, all, nobody).items.size() == 1);
  }
  CHECK(message_of([&] { rebuild_database(place.layout, nobody); }) ==
        "cannot make the database anew" + reason);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place.folder.path())) {
    struct stat status {};
    REQUIRE(lstat(entry.path().c_str(), &status) == 0);
    INFO(entry.path().string());
    CHECK(status.st_uid == 1000);
  }
}

}  // namespace cairn
