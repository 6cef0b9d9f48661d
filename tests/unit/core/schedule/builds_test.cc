// SPDX-License-Identifier: GPL-3.0-or-later
// Many derivations, built for real.
#include "core/schedule/builds.hh"

#include "core/derivation/aterm.hh"
#include "core/hash/hasher.hh"
#include "core/schedule/missing.hh"
#include "tests/support/build_place.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <sys/stat.h>

namespace cairn {

using test::BuildPlace;

namespace {

// Always has something to send, to somebody who takes it; counts how often it was asked to, until
// the build ended.
class LateEvents : public EventSink {
 public:
  void send(const Event& event) override {
    if (std::holds_alternative<BuildEnded>(event)) has_ended_ = true;
  }
  int unsent_fd() const override { return has_ended_ || sent > 0 ? -1 : way_.write_end.get(); }
  void send_rest() override { ++sent; }

  int sent = 0;

 private:
  Pipe way_ = make_pipe();
  bool has_ended_ = false;
};

bool is_start(const Event& event) {
  return std::holds_alternative<BuildStarted>(event);
}

bool is_end(const Event& event) {
  return std::holds_alternative<BuildEnded>(event);
}

std::size_t started(const BuildPlace& place) {
  return static_cast<std::size_t>(std::ranges::count_if(place.events.events, is_start));
}

}  // namespace

TEST_CASE("what a derivation needs is built before it", "[core/schedule]") {
  BuildPlace place;
  StorePath before = place.add(place.script("first", "echo 0 > $out"));
  for (int i = 1; i < 20; ++i) {
    std::string input =
        place.store.dir().print(place.store.database().derivation_outputs(before).at("out"));
    before = place.add(place.script(
        "next", "cat " + input + " > $out; echo " + std::to_string(i) + " >> $out", {before}));
  }
  CHECK(missing_builds(place.store, {{before, {}}}).derivations.size() == 20);
  auto result = place.build(before);
  REQUIRE(result.message == "");
  CHECK(place.read(result).ends_with("17\n18\n19\n"));
  CHECK(started(place) == 20);
  CHECK(missing_builds(place.store, {{before, {}}}).derivations.empty());
}

TEST_CASE("a failure is told to all that needed it, with its reason", "[core/schedule]") {
  BuildPlace place;
  StorePath bad = place.add(place.script("bad", "exit 9"));
  StorePath middle = place.add(place.script("middle", "true", {bad}));
  StorePath top = place.add(place.script("top", "true", {middle}));
  auto result = place.build(top);
  CHECK(result.status == BuildStatus::dependency_failed);
  CHECK(result.message == "it needs " + place.store.dir().print(bad) +
                              ", which failed: the builder failed with exit status 9");
}

TEST_CASE("a lock that cannot be made fails one build, not the others", "[core/schedule]") {
  BuildPlace place;
  StorePath barred = place.add(place.script("barred", "echo x > $out"));
  StorePath good = place.add(place.script("good", "echo x > $out"));
  StorePath output = place.store.database().derivation_outputs(barred).at("out");
  std::string lock = place.layout().physical_state() + "/locks/" + output.base_name() + ".lock";
  make_directories(lock);
  auto results = build(place.store, place.spawner, {.keep_going = true}, {{barred, {}}, {good, {}}},
                       place.events, -1);
  CHECK(results[0].status == BuildStatus::misc_failure);
  CHECK(results[0].message == "cannot open the lock " + lock + ": Is a directory");
  CHECK(results[1].succeeded());
}

TEST_CASE("with keep-going the others are built, without it they are not", "[core/schedule]") {
  for (bool keep_going : {true, false}) {
    BuildPlace place;
    StorePath bad = place.add(place.script("bad", "exit 9"));
    StorePath good = place.add(place.script("good", "echo x > $out"));
    auto results = build(place.store, place.spawner, {.keep_going = keep_going},
                         {{bad, {}}, {good, {}}}, place.events, -1);
    bool bad_came_first = std::get<BuildStarted>(place.events.events.at(0)).derivation == bad;
    CHECK(results[0].succeeded() == false);
    CHECK(results[1].succeeded() == (keep_going || !bad_came_first));
  }
}

TEST_CASE("what was to start with a build that could not start is not started", "[core/schedule]") {
  BuildPlace place;
  std::vector<WantedOutputs> wanted;
  for (const char* name : {"one", "two", "three"}) {
    Derivation foreign = place.script(name, "echo > $out");
    foreign.system = "vax-vms";
    wanted.push_back({place.add(foreign), {}});
  }
  auto results = build(place.store, place.spawner, {.max_jobs = 3}, wanted, place.events, -1);
  auto count = [&](std::string_view message) {
    return std::ranges::count(results, message, &BuildResult::message);
  };
  CHECK(started(place) == 1);
  CHECK(count("it was not started, because another build failed") == 2);
}

TEST_CASE("a derivation cannot have its output built where something else belongs",
          "[core/schedule]") {
  BuildPlace place;
  Derivation honest = place.script("honest", "echo x > $out");
  place.build(honest);
  Derivation forged = place.store.read_derivation(place.add(honest));
  forged.environment["more"] = "than the honest one";
  StorePath path = place.store.add_text("honest.drv", print_aterm(place.store.dir(), forged),
                                        references_of(forged));
  BuildSettings check{.mode = BuildMode::check};
  CHECK_THROWS_WITH(place.build(path, check), Catch::StartsWith("cannot build "));
  check.places = OutputPlaces::believed;
  CHECK(place.build(path, check).succeeded());
}

TEST_CASE("what listeners did not take at once is sent while a build is quiet", "[core/schedule]") {
  BuildPlace place;
  StorePath quiet = place.add(place.script("quiet", "sleep 1; echo > $out"));
  LateEvents events;
  auto begin = std::chrono::steady_clock::now();
  CHECK(build(place.store, place.spawner, {}, {{quiet, {}}}, events, -1).at(0).succeeded());
  CHECK(std::chrono::steady_clock::now() - begin > std::chrono::milliseconds(900));
  CHECK(events.sent == 1);
}

TEST_CASE("jobs run side by side", "[core/schedule]") {
  BuildPlace place;
  std::vector<WantedOutputs> wanted;
  for (int i = 0; i < 4; ++i) {
    wanted.push_back({place.add(place.script("s" + std::to_string(i), "echo > $out")), {}});
  }
  build(place.store, place.spawner, {.max_jobs = 4}, wanted, place.events, -1);
  auto first_end = std::ranges::find_if(place.events.events, is_end);
  CHECK(std::count_if(place.events.events.begin(), first_end, is_start) == 4);
  CHECK(std::ranges::count_if(place.events.events, is_end) == 4);
}

TEST_CASE("two derivations of one fixed output are built once", "[core/schedule]") {
  BuildPlace place;
  Hash hash = hash_of(HashAlgorithm::sha256, "x");
  StorePath one =
      place.add(place.fixed("same", "sleep 1; printf x > $out", ContentMethod::flat, hash));
  StorePath other = place.add(place.fixed("same", "printf x > $out", ContentMethod::flat, hash));
  REQUIRE(one != other);
  auto results = build(place.store, place.spawner, {.max_jobs = 2}, {{one, {}}, {other, {}}},
                       place.events, -1);
  CHECK((results[0].succeeded() && results[1].succeeded()));
  CHECK(started(place) == 1);
}

TEST_CASE("who ended in time while another output was copied is not late", "[core/schedule]") {
  BuildPlace place;
  StorePath endless = place.add(place.script("endless", "truncate -s 8000G $out"));
  StorePath fine = place.add(place.script("fine", "sleep 1; echo > $out"));
  BuildSettings settings{.max_jobs = 2, .keep_going = true, .timeout = std::chrono::seconds(3)};
  auto results =
      build(place.store, place.spawner, settings, {{endless, {}}, {fine, {}}}, place.events, -1);
  CHECK(results[0].status == BuildStatus::timed_out);
  CHECK(results[1].succeeded());
}

TEST_CASE("a hang-up ends the builds at once", "[core/schedule]") {
  BuildPlace place;
  StorePath slow = place.add(place.script("slow", "sleep 1000"));
  Pipe client = make_pipe();
  client.write_end.close();
  auto begin = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(
      build(place.store, place.spawner, {}, {{slow, {}}}, place.events, client.read_end.get()),
      Cancelled);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(100));
}

TEST_CASE("a derivation that is not valid cannot be built", "[core/schedule]") {
  BuildPlace place;
  StorePath unknown(std::string(32, '0') + "-x.drv");
  CHECK_THROWS_WITH(place.build(unknown),
                    "cannot build: the derivation /cairn/store/"
                    "00000000000000000000000000000000-x.drv is not valid");
}

TEST_CASE("what was damaged is built again, what is sound is not", "[core/schedule]") {
  BuildPlace place;
  BuildSettings repair{.mode = BuildMode::repair};
  StorePath input = place.add(place.script("input", "echo input > $out"));
  StorePath path = place.add(place.script("mended", "mkdir $out; echo right > $out/file", {input}));
  auto result = place.build(path);
  CHECK(place.build(path, repair).status == BuildStatus::already_valid);
  std::string file = place.layout().physical_item(result.outputs.at("out")) + "/file";
  REQUIRE(chmod(file.c_str(), 0644) == 0);
  std::ofstream(file) << "wrong";
  CHECK(place.build(path).status == BuildStatus::already_valid);
  std::size_t before = started(place);
  CHECK(place.build(path, repair).status == BuildStatus::built);
  CHECK(started(place) == before + 1);
  CHECK(place.read(result, "/file") == "right\n");
}

TEST_CASE("what was damaged is repaired before what needs it", "[core/schedule]") {
  BuildPlace place;
  StorePath low = place.add(place.script("low", "echo right > $out"));
  auto result = place.build(low);
  std::string item = place.store.dir().print(result.outputs.at("out"));
  StorePath top = place.add(place.script("top", "cat " + item + " > $out", {low}));
  std::string file = place.layout().physical_item(result.outputs.at("out"));
  REQUIRE(chmod(file.c_str(), 0644) == 0);
  std::ofstream(file) << "wrong";
  auto results = build(place.store, place.spawner, {.mode = BuildMode::repair, .max_jobs = 2},
                       {{top, {}}, {low, {}}}, place.events, -1);
  REQUIRE(results[0].message == "");
  CHECK(place.read(results[0]) == "right\n");
  REQUIRE(chmod(file.c_str(), 0644) == 0);
  std::ofstream(file) << "wrong";
  StorePath other = place.add(place.script("other", "cat " + item + " > $out", {low}));
  auto refused = place.build(other, {.mode = BuildMode::repair});
  CHECK(refused.message.starts_with("it needs what is damaged itself: " + item + " was changed"));
}

TEST_CASE("what comes out differently does not take the place of what was damaged",
          "[core/schedule]") {
  BuildPlace place;
  StorePath path = place.add(place.script("chance", "cat /proc/sys/kernel/random/uuid > $out"));
  auto result = place.build(path);
  std::string file = place.layout().physical_item(result.outputs.at("out"));
  REQUIRE(chmod(file.c_str(), 0644) == 0);
  std::ofstream(file) << "wrong";
  auto again = place.build(path, {.mode = BuildMode::repair});
  CHECK(again.is_non_deterministic);
  CHECK(place.read(result) == "wrong");
}

}  // namespace cairn
