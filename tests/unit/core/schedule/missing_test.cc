// SPDX-License-Identifier: GPL-3.0-or-later
// What is missing, told by rows and by texts, beside the plan of the same.
#include "core/schedule/missing.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/store/statement.hh"
#include "tests/support/random_plan.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

namespace {

using Needs = std::map<StorePath, std::set<std::string>>;

// Derivations with the outputs "out" and "doc", of which nothing is built.
class Graph {
 public:
  StorePath add(const std::string& name, const Needs& needs = {},
                const StorePathSet& sources = {}) {
    Derivation derivation;
    derivation.name = name;
    derivation.input_derivations = needs;
    derivation.input_sources = sources;
    derivation.system = "x86_64-linux";
    derivation.builder = "/bin/sh";
    for (const char* output : {"doc", "out"}) {
      derivation.outputs.emplace(output, DerivationOutput{path_named(name + "-" + output)});
    }
    return store.add_text(name + ".drv", print_aterm(store.dir(), derivation),
                          references_of(derivation));
  }

  void make(const StorePath& derivation, const std::string& output) {
    StorePath path = store.database().derivation_outputs(derivation).at(output);
    if (store.is_valid(path)) return;
    write_file_at(store.folder(), path.base_name(), "made");
    ItemInfo info{.path = path, .nar_hash = hash_of(HashAlgorithm::sha256, "made"), .nar_size = 1};
    store.database().write_transaction([&] { store.database().insert(info); });
  }

  // From now on only the text of ITEM tells what it needs, as where another program registered it.
  void forget(const StorePath& item) {
    DatabaseFile file(place.layout.physical_state() + "/db/db.sqlite");
    Statement(file, "DELETE FROM CairnDerivations WHERE item = ?1")
        .run(store.database().row_of(item).value());
  }

  StorePathSet missing(const std::vector<WantedOutputs>& wanted) {
    return missing_builds(store, wanted).derivations;
  }

  StorePathSet planned(const std::vector<WantedOutputs>& wanted) {
    PlanReader reader{[&](const StorePath& path) { return store.find_derivation(path); },
                      [&](const StorePath& path) { return store.is_there(path); }};
    StorePathSet planned;
    for (const PlanNode& node : make_plan(wanted, reader).nodes) planned.insert(node.path);
    return planned;
  }

  StorePlace place{};
  Store store{place.layout};
};

std::set<std::string> some_outputs(Random& random) {
  std::size_t choice = below(random, 3);
  if (choice == 0) return {"out"};
  if (choice == 1) return {"doc"};
  return {"doc", "out"};
}

}  // namespace

TEST_CASE("what is missing is what a plan has, however much the rows tell", "[core/schedule]") {
  Random random(11);
  for (int round = 0; round < 30; ++round) {
    Graph graph;
    std::vector<StorePath> all;
    for (std::size_t i = 0; i < 12; ++i) {
      Needs needs;
      for (std::size_t count = all.empty() ? 0 : below(random, 4); count > 0; --count) {
        needs[all[below(random, all.size())]] = some_outputs(random);
      }
      all.push_back(graph.add(fmt::format("d{}", i), needs));
      for (const char* output : {"out", "doc"}) {
        if (below(random, 3) == 0) graph.make(all.back(), output);
      }
      if (below(random, 3) == 0) graph.forget(all.back());
    }
    std::vector<WantedOutputs> wanted{{all.back(), some_outputs(random)}, {all[8], {}}};
    INFO("round " << round);
    CHECK(graph.missing(wanted) == graph.planned(wanted));
  }
}

TEST_CASE("the rows of a derivation that refers to its inputs alone are enough",
          "[core/schedule]") {
  Graph graph;
  StorePath a = graph.add("a"), b = graph.add("b", {{a, {"out"}}}),
            c = graph.add("c", {{b, {"out"}}});
  checked(unlinkat(graph.store.folder(), b.base_name().c_str(), 0), "cannot delete b");
  CHECK(graph.missing({{c, {"out"}}}) == StorePathSet{a, b, c});
  graph.forget(b);
  CHECK(message_of([&] { graph.missing({{c, {"out"}}}); }).ends_with("has gone from the disk"));
}

TEST_CASE("a derivation that is a source, or of which nothing is wanted, is not built",
          "[core/schedule]") {
  Graph graph;
  StorePath a = graph.add("a"), b = graph.add("b");
  StorePath c = graph.add("c", {{b, {}}}, {a});
  CHECK(graph.missing({{c, {"out"}}}) == StorePathSet{c});
}

TEST_CASE("a valid output that has gone from the disk is missing", "[core/schedule]") {
  Graph graph;
  StorePath a = graph.add("a"), b = graph.add("b", {{a, {"out"}}});
  for (const char* output : {"out", "doc"}) graph.make(a, output);
  CHECK(graph.missing({{b, {"out"}}}) == StorePathSet{b});
  checked(unlinkat(graph.store.folder(), path_named("a-out").base_name().c_str(), 0),
          "cannot delete a-out");
  CHECK(graph.missing({{b, {"out"}}}) == StorePathSet{a, b});
}

TEST_CASE("what cannot come to be is told before anything is built", "[core/schedule]") {
  Graph graph;
  StorePath source = add_item(graph.store, "source");
  StorePath a = graph.add("a", {}, {source}), b = graph.add("b", {{a, {"out"}}});
  CHECK(missing_builds(graph.store, {{path_named("x.drv"), {}}}).not_known ==
        StorePathSet{path_named("x.drv")});
  CHECK(message_of([&] {
          graph.missing({{a, {"man"}}});
        }) == fmt::format("the derivation {} has no output 'man'", a.base_name()));
  checked(unlinkat(graph.store.folder(), source.base_name().c_str(), 0), "cannot delete it");
  std::string refusal = fmt::format("{} needs {}, which is not there and cannot be built",
                                    a.base_name(), source.base_name());
  CHECK(message_of([&] { graph.missing({{b, {"out"}}}); }) == refusal);
  graph.forget(a);
  CHECK(message_of([&] { graph.missing({{b, {"out"}}}); }) == refusal);
}

TEST_CASE("a text that is no derivation is told with its fault", "[core/schedule]") {
  Graph graph;
  StorePath bad = graph.store.add_text("bad.drv", "no derivation", {});
  StorePath top = graph.add("top", {{bad, {"out"}}});
  for (const StorePath& wanted : {bad, top}) {
    CHECK(message_of([&] { graph.missing({{wanted, {}}}); }).starts_with("bad derivation 'bad'"));
  }
}
