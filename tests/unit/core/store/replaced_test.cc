// SPDX-License-Identifier: GPL-3.0-or-later
// What lay in the place of an item before it was repaired.
#include "core/store/replaced.hh"

#include "core/store/repair.hh"
#include "tests/unit/core/store/damaged_place.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

namespace {

std::size_t kept(const DamagedPlace& place) {
  Fd folder = open_directory(place.layout.physical_store() + "/.replaced");
  return list_directory(folder.get()).size();
}

std::uint64_t prune(const DamagedPlace& place) {
  return prune_replaced(replaced_trees(place.layout));
}

void repair(DamagedPlace& place) {
  NoEvents nobody;
  checked(chmod(place.on_disk(place.tree).c_str(), 0755), "cannot change it");
  REQUIRE(repair_item(place.store, place.tree, nobody).empty());
}

void show(const std::string& from, const std::string& at) {
  checked(mount(from.c_str(), at.c_str(), nullptr, MS_BIND, nullptr), "cannot show it");
}

// Where the tree of PLACE is shown in FOLDER, as it is before a repair.
std::string shown_in(const std::string& folder, const DamagedPlace& place) {
  std::string shown = folder + "/shown";
  checked(mkdir(shown.c_str(), 0755), "cannot make a folder");
  show(place.on_disk(place.tree), shown);
  return shown;
}

}  // namespace

TEST_CASE("what was replaced is deleted when nobody has it mounted", "[core/store]") {
  DamagedPlace place;
  CHECK(prune(place) == 0);
  repair(place);
  CHECK(kept(place) == 1);
  CHECK(prune(place) > 0);
  CHECK(kept(place) == 0);
  CHECK(verified(place.store).problems.empty());
}

TEST_CASE("what somebody has mounted stays whole", "[core/store]") {
  StorePlace outside;
  CHECK(holds_in_child([&] {
    if (!mount_small_disk(outside.folder.path(), 1 << 20)) return true;
    DamagedPlace place;
    std::string shown = shown_in(outside.folder.path(), place);
    repair(place);
    bool stays =
        prune(place) == 0 && kept(place) == 1 && read_file(shown + "/file") == "content of a tree";
    checked(umount(shown.c_str()), "cannot hide it");
    return stays && prune(place) > 0 && kept(place) == 0;
  }));
}

TEST_CASE("what is deleted lies in the folder that was looked at", "[core/store]") {
  DamagedPlace place;
  repair(place);
  ReplacedTrees trees = replaced_trees(place.layout);
  TemporaryDirectory others;
  for (const std::string& name : trees.names) write_file_at(others.fd(), name, "of others");
  std::string folder = place.layout.physical_store() + "/.replaced";
  checked(rename(folder.c_str(), (folder + "-before").c_str()), "cannot rename it");
  checked(symlink(others.path().c_str(), folder.c_str()), "cannot make a link");
  CHECK(prune_replaced(trees) > 0);
  CHECK(list_directory(others.fd()).size() == trees.names.size());
}

TEST_CASE("a tree is found at the end of a long list of mounts", "[core/store]") {
  StorePlace outside;
  CHECK(holds_in_child([&] {
    if (!mount_small_disk(outside.folder.path(), 1 << 20)) return true;
    DamagedPlace place;
    const std::string& crowded = outside.folder.path();
    for (int i = 0; i < 3000; ++i) show(crowded, crowded);
    shown_in(crowded, place);
    repair(place);
    return prune(place) == 0 && kept(place) == 1;
  }));
}

TEST_CASE("a look without enough descriptors deletes nothing that is shown", "[core/store]") {
  StorePlace outside;
  CHECK(holds_in_child([&] {
    if (!mount_small_disk(outside.folder.path(), 1 << 20)) return true;
    DamagedPlace place;
    std::string shown = shown_in(outside.folder.path(), place);
    repair(place);
    static_cast<void>(message_of([] { throw Error("of this type"); }));
    std::vector<Fd> all;
    while (all.empty() || all.back()) all.emplace_back(open("/dev/null", O_RDONLY));
    int failed = 0;
    for (int free = 0; free < 6; ++free, all.pop_back()) {
      failed += !message_of([&] { prune(place); }).empty();
    }
    all.clear();
    return failed > 3 && read_file(shown + "/file") == "content of a tree";
  }));
}
