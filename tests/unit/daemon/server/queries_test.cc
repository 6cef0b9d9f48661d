// SPDX-License-Identifier: GPL-3.0-or-later
// Questions and their answers.
#include "core/derivation/aterm.hh"
#include "core/derivation/output_paths.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::server {

using test::ServedStore;
using namespace protocol;

namespace {

const StorePath absent("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo");

Derivation two_outputs(const StoreDir& store) {
  Derivation derivation;
  derivation.name = "two";
  derivation.outputs = {{"lib", {absent}}, {"out", {absent}}};
  derivation.system = "x86_64-linux";
  derivation.builder = "/bin/none";
  DerivationHashes hashes(store, [](const StorePath&) { return Derivation(); });
  return with_output_paths(store, derivation, hashes);
}

}  // namespace

TEST_CASE("what is valid is told from what is not", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  CHECK(engine.valid({path, absent}) == StorePathSet{path});
  CHECK(engine.all_items() == StorePathSet{path});
  CHECK(!engine.find(absent));
  CHECK_THROWS_WITH(engine.get(absent), "/cairn/store/" + absent.base_name() + " is not valid");
}

TEST_CASE("a client finds an item by its hash part alone", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  CHECK(engine.find_by_hash_part(path.hash_part()) == path);
  CHECK(!engine.find_by_hash_part(absent.hash_part()));
  for (const char* part : {"", "x", "../../../../../../../etc/passwd", "%"}) {
    CHECK_THROWS_AS(engine.find_by_hash_part(part), Error);
  }
}

TEST_CASE("references are told both ways", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath below = engine.add_text("below", "text", {});
  StorePath above = engine.add_text("above", "text", {below});
  CHECK(engine.get(above).references == StorePathSet{below});
  CHECK(engine.referrers(below) == StorePathSet{above});
}

TEST_CASE("a closure of many is one question", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  constexpr std::size_t count = 3 * Connection::pipeline_limit;
  std::vector<Text> texts;
  StorePathSet leaves;
  for (std::size_t i = 0; i < count; ++i) {
    texts.push_back({fmt::format("leaf-{}", i), "text", {}});
    leaves.insert(text_path(engine.store(), texts.back().name, "text", {}));
  }
  texts.push_back({"top", "text", leaves});
  StorePath top = engine.add_texts(texts).back();
  std::vector<StorePath> closure = engine.closure({top});
  CHECK(closure.size() == count + 1);
  CHECK(closure.back() == top);
  CHECK_THROWS_WITH(engine.closure({absent}),
                    "/cairn/store/" + absent.base_name() + " is not valid");
}

TEST_CASE("the outputs of a derivation are known before they are made", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  Derivation derivation = two_outputs(engine.store());
  StorePath path = engine.add_text("two.drv", print_aterm(engine.store(), derivation), {});
  CHECK(engine.outputs(path) ==
        std::map<std::string, StorePath>{{"lib", derivation.outputs.at("lib").path},
                                         {"out", derivation.outputs.at("out").path}});
  CHECK(engine.connection().call(QueryDerivationOutputNames{path}) ==
        std::set<std::string>{"lib", "out"});
  CHECK(engine.derivers(derivation.outputs.at("out").path) == StorePathSet{path});
  CHECK_THROWS_AS(engine.outputs(absent), Error);
  StorePath text = engine.add_text("text", "text", {});
  CHECK_THROWS_WITH(engine.outputs(text), engine.store().print(text) + " is not a derivation");
}

TEST_CASE("nothing is offered from elsewhere", "[daemon/server]") {
  ServedStore served;
  Connection& connection = served.engine().connection();
  CHECK(!connection.call(QuerySubstitutablePathInfo{absent}));
  CHECK(connection.call(QuerySubstitutablePathInfos{{{absent, std::nullopt}}}).empty());
  CHECK(connection.call(QuerySubstitutablePaths{{absent}}).empty());
  CHECK_THROWS_AS(connection.call(EnsurePath{absent}), Error);
  StorePath path = served.engine().add_text("name", "text", {});
  CHECK_NOTHROW(connection.call(EnsurePath{path}));
}

}  // namespace cairn::server
