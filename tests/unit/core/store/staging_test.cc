// SPDX-License-Identifier: GPL-3.0-or-later
// The folder in which items are made.
#include "core/store/staging.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <signal.h>

namespace cairn {

namespace {

// The folders in STORE/.new, without their locks.
std::vector<std::string> folders(const Layout& layout) {
  Fd parent = open_directory(layout.physical_store() + "/.new");
  std::vector<std::string> names = list_directory(parent.get());
  std::erase_if(names, [](const std::string& name) { return name.ends_with(".lock"); });
  return names;
}

}  // namespace

TEST_CASE("staging is a folder that only its owner can enter", "[core/store]") {
  test::StorePlace place;
  Staging staging(place.layout);
  REQUIRE(folders(place.layout).size() == 1);
  Fd parent = open_directory(place.layout.physical_store() + "/.new");
  CHECK((status_at(parent.get(), folders(place.layout)[0])->st_mode & 07777) == 0700);
  struct stat status {};
  fstat(parent.get(), &status);
  CHECK((status.st_mode & 07777) == 0700);
}

TEST_CASE("fresh names are all different", "[core/store]") {
  test::StorePlace place;
  Staging staging(place.layout);
  std::set<std::string> names;
  for (int i = 0; i < 1000; ++i) names.insert(staging.fresh_name());
  CHECK(names.size() == 1000);
}

TEST_CASE("what is discarded is gone, and absent things can be discarded", "[core/store]") {
  test::StorePlace place;
  Staging staging(place.layout);
  Fd tree = make_directory_at(staging.fd(), "tree");
  write_file_at(tree.get(), "file", "x", 0444);
  fchmod(tree.get(), 0555);
  staging.discard("tree");
  staging.discard("tree");
  CHECK(list_directory(staging.fd()).empty());
}

TEST_CASE("staging goes with its owner", "[core/store]") {
  test::StorePlace place;
  {
    Staging staging(place.layout);
    write_file_at(staging.fd(), "file", "x");
  }
  CHECK(folders(place.layout).empty());
}

TEST_CASE("the staging of a killed owner is deleted by the next, that of a living one is not",
          "[core/store]") {
  test::StorePlace place;
  Pipe ready = make_pipe();
  auto wait_in_staging = [&] {
    Staging staging(place.layout);
    write_file_at(staging.fd(), "file", "x");
    write_fully(ready.write_end.get(), "x", "a pipe");
    pause();
    return true;
  };
  pid_t killed = test::start(wait_in_staging);
  pid_t living = test::start(wait_in_staging);
  std::string bytes(2, ' ');
  FdSource(ready.read_end.get(), "a pipe").read_exactly(bytes);
  CHECK(folders(place.layout).size() == 2);
  kill(killed, SIGKILL);
  test::status_of(killed);
  {
    Staging next(place.layout);
    CHECK(folders(place.layout).size() == 2);
  }
  CHECK(folders(place.layout).size() == 1);
  kill(living, SIGKILL);
  test::status_of(living);
  clean_staging(place.layout);
  CHECK(folders(place.layout).empty());
}

}  // namespace cairn
