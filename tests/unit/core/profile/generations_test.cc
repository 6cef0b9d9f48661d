// SPDX-License-Identifier: GPL-3.0-or-later
// The links of a profile, and that nothing ever sees one half changed.
#include "core/profile/generations.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn {

namespace {

const StorePath one("00000000000000000000000000000000-one");
const StorePath other("11111111111111111111111111111111-other");

struct Place {
  TemporaryDirectory folder{};
  Profile profile{StoreDir(), folder.path() + "/deep/p"};
};

std::vector<std::uint64_t> numbers(const Profile& profile) {
  std::vector<std::uint64_t> found;
  for (const Generation& generation : profile.list()) found.push_back(generation.number);
  return found;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a profile that is not there has no generation", "[core/profile]") {
  Place place;
  CHECK(place.profile.list().empty());
  CHECK(!place.profile.current());
  CHECK(!place.profile.current_generation());
}

TEST_CASE("generations are numbered, and one of them is shown", "[core/profile]") {
  Place place;
  {
    ProfileChange change = ProfileChange::begin(place.profile);
    CHECK(change.add(one) == 1);
    CHECK(!place.profile.current());
    change.switch_to(1);
    CHECK(change.add(other) == 2);
    change.switch_to(2);
  }
  CHECK(numbers(place.profile) == Numbers{1, 2});
  CHECK(place.profile.current_generation()->item == other);
  Fd folder = open_directory(place.folder.path() + "/deep");
  CHECK(read_link_at(folder.get(), "p") == "p-2-link");
  CHECK(read_link_at(folder.get(), "p-1-link") == "/cairn/store/" + one.base_name());
}

TEST_CASE("a number is never used for another state", "[core/profile]") {
  Place place;
  ProfileChange change = ProfileChange::begin(place.profile);
  for (int i = 0; i < 3; ++i) change.add(one);
  change.switch_to(1);
  CHECK(change.add(other) == 4);
  change.switch_to(4);
  change.remove(2);
  CHECK(numbers(place.profile) == Numbers{1, 3, 4});
  CHECK(change.add(other) == 5);
  CHECK_THROWS_WITH(change.remove(4), Catch::EndsWith("is the current one"));
  CHECK_THROWS_WITH(change.switch_to(2), Catch::StartsWith("there is no generation 2"));
}

TEST_CASE("other files beside a profile are none of its generations", "[core/profile]") {
  Place place;
  ProfileChange change = ProfileChange::begin(place.profile);
  change.add(one);
  Fd folder = open_directory(place.folder.path() + "/deep");
  for (const char* name : {"p-02-link", "p-x-link", "p-3", "q-3-link", "p-3-link-", "pp-3-link"}) {
    replace_link_at(folder.get(), name, "/cairn/store/" + one.base_name());
  }
  replace_link_at(folder.get(), "p-9-link", "/etc");
  CHECK(numbers(place.profile) == Numbers{1});
}

TEST_CASE("what is no link of a profile is not replaced", "[core/profile]") {
  Place place;
  ProfileChange change = ProfileChange::begin(place.profile);
  change.add(one);
  Fd folder = open_directory(place.folder.path() + "/deep");
  write_file_at(folder.get(), "p", "precious");
  CHECK_THROWS_WITH(change.switch_to(1), Catch::Contains("something else is there"));
  CHECK(read_file(place.profile.path()) == "precious");
  unlinkat(folder.get(), "p", 0);
  replace_link_at(folder.get(), "p", "/etc");
  CHECK_THROWS_WITH(change.switch_to(1), Catch::Contains("it leads to /etc"));
}

TEST_CASE("a profile is changed by one process at a time", "[core/profile]") {
  Place place;
  auto change = ProfileChange::try_begin(place.profile);
  REQUIRE(change);
  CHECK(!ProfileChange::try_begin(place.profile));
  change.reset();
  CHECK(ProfileChange::try_begin(place.profile));
}

TEST_CASE("what a killed process left is cleaned up, and nothing else", "[core/profile]") {
  Place place;
  ProfileChange::begin(place.profile);
  Fd folder = open_directory(place.folder.path() + "/deep");
  for (const char* name : {".p.77.0", ".p-12-link.77.1", ".pp.77.0", ".profile", ".q-1-link.7.0"}) {
    replace_link_at(folder.get(), name, "/cairn/store/" + one.base_name());
  }
  ProfileChange::begin(place.profile);
  CHECK(list_directory(folder.get()) ==
        std::vector<std::string>{".pp.77.0", ".profile", ".q-1-link.7.0", "p.lock"});
}

TEST_CASE("killed at any moment, a profile shows the old or the new state", "[core/profile]") {
  Place place;
  {
    ProfileChange change = ProfileChange::begin(place.profile);
    change.switch_to(change.add(one));
  }
  for (int round = 0; round < 40; ++round) {
    pid_t child = fork();
    if (child == 0) {
      for (;;) {
        ProfileChange change = ProfileChange::begin(place.profile);
        std::uint64_t last = *place.profile.current();
        change.switch_to(change.add(last % 2 == 0 ? one : other));
        change.remove(last);
      }
    }
    usleep(static_cast<useconds_t>(200 + round * 97));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    auto now = place.profile.current_generation();
    REQUIRE(now);
    CHECK((now->item == one || now->item == other));
  }
  ProfileChange::begin(place.profile);
  CHECK(place.profile.list().size() <= 42);
}

TEST_CASE("the next older generation is the newest below", "[core/profile]") {
  std::vector<Generation> generations = {{2, one, 0}, {5, one, 0}, {9, one, 0}};
  CHECK(older_than(generations, 9) == 5);
  CHECK(older_than(generations, 4) == 2);
  CHECK(older_than(generations, 2) == 0);
}

}  // namespace cairn
