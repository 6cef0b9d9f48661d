// SPDX-License-Identifier: GPL-3.0-or-later
// From a builder's files to staged items.
#include "core/build/outputs.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "tests/support/build_place.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace cairn {

using test::BuildPlace;

namespace {
// A derivation's outputs as a builder would leave them, in the folder "built".
struct Made {
  BuildPlace place;
  StorePath path = place.add(place.script("made", "true"));
  Derivation derivation = place.store.read_derivation(path);
  StorePath out = derivation.outputs.at("out").path;
  TemporaryDirectory built;
  OutputCopies copies{place.store};
  StorePathSet inputs{place.busybox};

  std::string file() const { return built.path() + "/" + out.base_name(); }
  void copy(const std::function<void()>& go_on = [] {}) {
    copy_outputs(copies, place.store, {path, derivation, built.fd(), inputs}, go_on);
  }
};
}  // namespace

TEST_CASE("copying ends where nobody waits for it", "[core/build]") {
  Made made;
  std::ofstream(made.file()) << "text";
  CHECK_THROWS_WITH(made.copy([] { throw Error("enough"); }), Catch::Contains("enough"));
  CHECK(list_directory(made.place.store.staging().fd()).empty());
}

TEST_CASE("an output's copy is another inode, with its references found", "[core/build]") {
  Made made;
  std::ofstream(made.file()) << "see " << made.place.busybox.base_name();
  made.copy();
  REQUIRE(made.copies.items().size() == 1);
  const StagedItem& item = made.copies.items()[0];
  CHECK(item.info.references == StorePathSet{made.place.busybox});
  CHECK(item.info.deriver == made.path);
  CHECK(status_at(made.place.store.staging().fd(), item.name)->st_ino !=
        status_at(made.built.fd(), made.out.base_name())->st_ino);
}

TEST_CASE("a set-id bit in an output is refused", "[core/build]") {
  Made made;
  std::ofstream(made.file()) << "x";
  REQUIRE(chmod(made.file().c_str(), 04755) == 0);
  CHECK_THROWS_WITH(made.copy(), Catch::Contains("cannot keep the output 'out'") &&
                                     Catch::Contains("has a set-id bit"));
  CHECK(list_directory(made.place.store.staging().fd()).empty());
}

TEST_CASE("copies that nobody takes are deleted", "[core/build]") {
  BuildPlace place;
  {
    OutputCopies copies(place.store);
    write_file_at(place.store.staging().fd(), "left", "x");
    copies.add({"left", ItemInfo{place.busybox, hash_of(HashAlgorithm::sha256, "x")}});
  }
  CHECK(!status_at(place.store.staging().fd(), "left"));
}

}  // namespace cairn
