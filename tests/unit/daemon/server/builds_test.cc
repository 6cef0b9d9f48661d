// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to build, as far as no sandbox is needed for the answer.
#include "daemon/server/builds.hh"

#include "core/derivation/aterm.hh"
#include "core/derivation/output_paths.hh"
#include "core/hash/hasher.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>
#include <fstream>
#include <sys/stat.h>

namespace cairn::server {

using test::ServedStore;
using namespace protocol;

namespace {

const StorePath elsewhere("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-one");

// A derivation whose output is the fixed CONTENT.
Derivation fixed(const StoreDir& store, std::string_view content) {
  Derivation derivation;
  derivation.name = "one";
  FixedOutput promise{ContentMethod::flat, hash_of(HashAlgorithm::sha256, content)};
  derivation.outputs = {{"out", {elsewhere, promise}}};
  derivation.system = "x86_64-linux";
  derivation.builder = "/bin/none";
  DerivationHashes hashes(store, [](const StorePath&) { return Derivation(); });
  return with_output_paths(store, derivation, hashes);
}

StorePath added(Engine& engine, const Derivation& derivation) {
  return engine.add_text(derivation.name + ".drv", print_aterm(engine.store(), derivation),
                         references_of(derivation));
}

}  // namespace

TEST_CASE("what is there already need not be built", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = added(engine, fixed(engine.store(), "content"));
  StringSource source("content");
  StorePath output = engine.add_flat("one", {ContentMethod::flat, HashAlgorithm::sha256}, source);
  CHECK(engine.missing({{path}}).to_build.empty());
  auto results =
      engine.build({{path, Target::Kind::outputs, {"out"}}, {output, Target::Kind::item}});
  REQUIRE(results.size() == 2);
  CHECK(results[0].second.status == protocol::BuildStatus::already_valid);
  CHECK(results[0].second.outputs.begin()->second.path == output);
  CHECK(results[1].second.status == protocol::BuildStatus::already_valid);
}

TEST_CASE("what would be built, and what nobody knows, is told", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = added(engine, fixed(engine.store(), "content"));
  StorePath unknown("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-two.drv");
  MissingItems missing = engine.missing({{path}, {unknown}, {elsewhere, Target::Kind::item}});
  CHECK(missing.to_build == StorePathSet{path});
  CHECK(missing.not_known == StorePathSet{elsewhere, unknown});
}

TEST_CASE("an item that nobody has is a result, and an error for who wants no results",
          "[daemon/server]") {
  ServedStore served;
  std::vector<Target> targets{{elsewhere, Target::Kind::item}};
  auto results = served.engine().build(targets);
  REQUIRE(results.size() == 1);
  CHECK(results[0].second.status == protocol::BuildStatus::no_substituters);
  std::string message =
      "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-one is not valid, and nothing offers it";
  CHECK(results[0].second.message == message);
  CHECK_THROWS_WITH(
      served.engine().connection().call(BuildPaths{targets, protocol::BuildMode::normal}), message);
}

TEST_CASE("nothing is built with max-jobs 0", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = added(engine, fixed(engine.store(), "content"));
  BuildOptions options;
  options.max_jobs = 0;
  engine.set_options(options);
  CHECK_THROWS_WITH(engine.build({{path}}), "something would have to be built, and max-jobs is 0");
}

TEST_CASE("a command that chooses nothing leaves the machine's settings as they are",
          "[daemon/server]") {
  server::EngineSettings machine;
  machine.builds.max_jobs = 0;
  ServedStore served(ServedStore::As::owner, "", machine);
  Engine& engine = served.engine();
  StorePath path = added(engine, fixed(engine.store(), "content"));
  BuildOptions options;
  options.keep_going = true;
  engine.set_options(options);
  CHECK_THROWS_WITH(engine.build({{path}}), "something would have to be built, and max-jobs is 0");
}

TEST_CASE("a derivation cannot choose where its output goes", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  Derivation forged = fixed(engine.store(), "content");
  forged.outputs.at("out") = {elsewhere};
  StorePath path = added(engine, forged);
  CHECK_THROWS_WITH(engine.build({{path}}),
                    Catch::StartsWith("cannot build " + engine.store().print(path) + ": "));
  CHECK(!engine.is_valid(elsewhere));
}

TEST_CASE("a stranger cannot choose where an output goes either", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  BasicDerivation basic;
  basic.outputs = {{"out", {elsewhere, "", ""}}};
  basic.system = "x86_64-linux";
  basic.builder = "/bin/none";
  BuildDerivation asked{StorePath("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-one.drv"), basic,
                        protocol::BuildMode::normal};
  CHECK_THROWS_WITH(served.engine().connection().call(asked), Catch::StartsWith("cannot build "));
  CHECK(!served.engine().is_valid(elsewhere));
}

TEST_CASE("an item by itself is repaired if that can be, and else said to be damaged",
          "[daemon/server]") {
  ServedStore served;
  StorePath item = served.engine().add_text("text", "right", {});
  auto repaired = [&] {
    Target target{item, Target::Kind::item, {}};
    return served.engine().build({target}, protocol::BuildMode::repair).front().second;
  };
  CHECK(repaired().succeeded());
  std::string path = served.layout().physical_item(item);
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  CHECK(repaired().succeeded());
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0444);
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  std::ofstream(path) << "wrong";
  CHECK(!repaired().succeeded());
}

TEST_CASE("a stranger may not have items repaired", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  CHECK_THROWS_WITH(served.engine().build({}, protocol::BuildMode::repair),
                    "user 65534 may not repair items here: only trusted users may");
}

}  // namespace cairn::server
