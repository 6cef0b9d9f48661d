// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of who merges equal files, and what is mended by it.
#include "core/store/optimise_journal.hh"

#include "core/store/canonical.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>

namespace cairn {

namespace {

// An item with a folder in it.
struct Place : test::StorePlace {
  Store store{layout};
  StorePath item = add();
  std::string folder = layout.physical_item(item) + "/d";

  StorePath add() {
    TemporaryDirectory made;
    Fd tree = make_directory_at(made.fd(), "tree");
    write_file_at(make_directory_at(tree.get(), "d").get(), "x", "content");
    return store.add_tree("a", ContentMethod::recursive, HashAlgorithm::sha256, made.fd(), "tree");
  }

  // What a process does that is killed between two system calls.
  void disturb() const {
    REQUIRE(chmod(folder.c_str(), 0755) == 0);
    const timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    REQUIRE(utimensat(AT_FDCWD, folder.c_str(), now, 0) == 0);
  }
};

}  // namespace

TEST_CASE("the folders of items in the journal are mended by who comes next", "[core/store]") {
  Place place;
  {
    OptimiseJournal journal(place.layout);
    CHECK(!OptimiseJournal::is_left(place.layout));
    journal.note(place.item);
    place.disturb();
  }
  CHECK(OptimiseJournal::is_left(place.layout));
  OptimiseJournal next(place.layout);
  CHECK(!OptimiseJournal::is_left(place.layout));
  CHECK(canonical_problems(place.store.folder(), place.item.base_name(), geteuid()).empty());
}

TEST_CASE("who could not bring a folder in order mends it at the end", "[core/store]") {
  Place place;
  OptimiseJournal journal(place.layout);
  journal.note(place.item);
  place.disturb();
  journal.mend(place.layout);
  CHECK(!OptimiseJournal::is_left(place.layout));
  CHECK(canonical_problems(place.store.folder(), place.item.base_name(), geteuid()).empty());
}

TEST_CASE("a folder of an item that nobody noted is left as it is, and found", "[core/store]") {
  Place place;
  place.disturb();
  OptimiseJournal next(place.layout);
  CHECK(test::verified(place.store).problems.size() == 2);
}

TEST_CASE("verification mends what the journal has", "[core/store]") {
  Place place;
  {
    OptimiseJournal journal(place.layout);
    journal.note(place.item);
    place.disturb();
  }
  CHECK(test::verified(place.store).problems.empty());
}

TEST_CASE("lines that name no item are passed over", "[core/store]") {
  Place place;
  write_file_at(open_directory(place.layout.physical_state()).get(), "optimise.journal",
                "../../etc\n\nnonsense\n" + test::path_named("gone").base_name() + "\n" +
                    place.item.base_name() + "\n" + place.item.base_name().substr(0, 20));
  place.disturb();
  OptimiseJournal next(place.layout);
  CHECK(test::verified(place.store).problems.empty());
}

}  // namespace cairn
