// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store and reading from it.
#include "core/store/store.hh"

#include "core/derivation/aterm.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/resource.h>

namespace cairn {

using test::message_of;

namespace {

Derivation small_derivation() {
  Derivation derivation;
  derivation.name = "small";
  derivation.outputs.emplace("out", DerivationOutput{test::path_named("small")});
  derivation.system = "x86_64-linux";
  derivation.builder = "/bin/sh";
  derivation.environment = {{"name", "small"}};
  return derivation;
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  checked(lstat(path.c_str(), &status), "cannot look at {}", path);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("a store is made with all its folders where there is none", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  CHECK(mode_of(place.layout.physical_store()) == 0755);
  for (const char* folder : {"temproots", "gcroots", "gcroots/auto", "profiles", "log/drvs"}) {
    CHECK(mode_of(place.layout.physical_state() + "/" + folder) == 0755);
  }
  CHECK(mode_of(place.layout.physical_state() + "/db") == 0700);
  CHECK(!status_at(store.folder(), ".new"));  // made when it is needed
  store.staging();
  CHECK(mode_of(place.layout.physical_store() + "/.new") == 0700);
  CHECK(test::verified(store).problems.empty());
}

TEST_CASE("a store is opened again with what is in it", "[core/store]") {
  test::StorePlace place;
  StorePath item = test::add_item(*std::make_unique<Store>(place.layout), "a");
  Store again(place.layout);
  CHECK(again.is_valid(item));
  CHECK(again.get(item).references.empty());
}

TEST_CASE("asking for an item that is not valid says what to do", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  StorePath item = test::path_named("absent");
  std::string path = store.dir().print(item);
  try {
    store.get(item);
    FAIL("it must throw");
  } catch (const Error& error) {
    CHECK(error.message() == path + " is not valid");
    CHECK(error.hint() ==
          "it was never made here or has been collected; make it: cairn build " + path);
  }
  CountingSink nowhere;
  CHECK(message_of([&] { store.dump(item, nowhere); }) == path + " is not valid");
}

TEST_CASE("an item is dumped as the archive that its hash is of", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  StorePath item = test::add_item(store, "a");
  Hasher hasher(HashAlgorithm::sha256);
  store.dump(item, hasher);
  CHECK(store.get(item).nar_hash == hasher.finish());
  CHECK(store.get(item).nar_size == hasher.size());
}

TEST_CASE("a derivation is read back from its item", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Derivation derivation = small_derivation();
  StorePath path = store.add_text("small.drv", print_aterm(store.dir(), derivation), {});
  CHECK(path == derivation_path(store.dir(), derivation));
  CHECK(store.read_derivation(path) == derivation);
  StorePath text = test::add_item(store, "text");
  CHECK(message_of([&] { store.read_derivation(text); }) ==
        store.dir().print(text) + " is not a derivation");
}

TEST_CASE("a store that cannot be made says where and offers another place", "[core/store]") {
  test::StorePlace place;
  chmod(place.folder.path().c_str(), 0755);
  CHECK(test::holds_in_child([&] {
    if (!test::drop_rights()) chmod(place.folder.path().c_str(), 0555);
    try {
      Store store(place.layout);
    } catch (const Error& error) {
      return error.message() == fmt::format(
                                    "cannot open the store {0}/cairn/store: cannot make "
                                    "the folder {0}/cairn: Permission denied",
                                    place.folder.path()) &&
             error.hint() == "a store of your own needs no rights: cairn --root FOLDER ...";
    }
    return false;
  }));
  chmod(place.folder.path().c_str(), 0755);
}

TEST_CASE("the database of somebody else cannot be opened", "[core/store]") {
  if (geteuid() != 0) {
    std::cerr << "skip: only root can make a store that is somebody else's\n";
    return;
  }
  test::StorePlace place;
  chmod(place.folder.path().c_str(), 0755);
  test::add_item(*std::make_unique<Store>(place.layout), "a");
  CHECK(test::holds_in_child([&] {
    test::drop_rights();
    std::string message = message_of([&] { Store store(place.layout); });
    return message.ends_with("/db: Permission denied");
  }));
  Store store(place.layout);
  VerifyReport report = test::verified(store);
  CHECK(report.problems.empty());
  CHECK(report.items == 1);
}

TEST_CASE("without free descriptors each operation fails with a reason, and nothing is lost",
          "[core/store]") {
  test::StorePlace place;
  CHECK(test::holds_in_child([&] {
    Store store(place.layout);
    test::add_item(store, "before");
    // The sanitizer looks at a type's first object through a pipe, and none can be made later.
    static_cast<void>(message_of([] { throw Error("of this type"); }));
    std::vector<Fd> all;
    for (;;) {
      Fd fd(open("/dev/null", O_RDONLY | O_CLOEXEC));
      if (!fd) break;
      all.push_back(std::move(fd));
    }
    for (int free = 0; free < 12; ++free) {
      std::string message = message_of([&] { test::add_item(store, "new"); });
      bool is_clear = message.empty() || message.ends_with("Too many open files");
      if (!is_clear) throw Error("unclear: {}", message);
      all.pop_back();
    }
    return store.is_valid(test::add_item(store, "new")) && test::verified(store).problems.empty();
  }));
  Store store(place.layout);
  VerifyReport report = test::verified(store);
  CHECK(report.problems.empty());
  CHECK(report.items == 2);
  CHECK(report.leftovers == 0);
}

}  // namespace cairn
