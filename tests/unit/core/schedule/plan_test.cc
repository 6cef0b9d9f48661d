// SPDX-License-Identifier: GPL-3.0-or-later
// Plans, made from a world in memory that counts what it is asked.
#include "core/schedule/plan.hh"

#include "core/base/error.hh"
#include "tests/support/random_plan.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

using namespace cairn;
using namespace cairn::test;

namespace {

using Names = std::vector<std::string>;

StorePath path_of(const std::string& name) {
  return numbered_path(std::hash<std::string>()(name), name);
}

// Derivations by short names: "a" is the item a.drv with the outputs a-out and a-doc.
class World {
 public:
  void add(const std::string& name, const std::map<std::string, std::set<std::string>>& needs = {},
           const Names& sources = {}) {
    Derivation derivation;
    derivation.name = name;
    for (const char* output : {"out", "doc"}) {
      derivation.outputs.emplace(output, DerivationOutput{path_of(name + "-" + output)});
    }
    for (const auto& [need, outputs] : needs) {
      derivation.input_derivations.emplace(path_of(need + ".drv"), outputs);
    }
    for (const std::string& source : sources) derivation.input_sources.insert(path_of(source));
    derivations_.insert_or_assign(path_of(name + ".drv"), derivation);
  }
  void make_valid(const std::string& name) { valid_.insert(path_of(name)); }
  void make_valid(const StorePath& path) { valid_.insert(path); }

  Plan plan_outputs(const std::vector<WantedOutputs>& wanted, bool always = false) {
    reads_.clear();
    questions_.clear();
    PlanReader reader{[this](const StorePath& path) -> std::optional<Derivation> {
                        ++reads_[path];
                        auto found = derivations_.find(path);
                        if (found == derivations_.end()) return std::nullopt;
                        return found->second;
                      },
                      [this](const StorePath& path) {
                        ++questions_[path];
                        return valid_.contains(path);
                      }};
    return make_plan(wanted, reader, always);
  }
  Plan plan(const Names& wanted, bool always = false) {
    std::vector<WantedOutputs> list;
    for (const std::string& name : wanted) list.push_back({path_of(name + ".drv"), {"out"}});
    return plan_outputs(list, always);
  }

  // "b after a; c after a b", in the plan's order.
  static std::string text_of(const Plan& plan) {
    std::string text;
    for (const PlanNode& node : plan.nodes) {
      text += (text.empty() ? "" : "; ") + node.derivation.name;
      for (std::size_t need : node.needs) {
        text += (need == node.needs.front() ? " after " : " ") + plan.nodes[need].derivation.name;
      }
    }
    return text;
  }
  std::string planned(const Names& wanted) { return text_of(plan(wanted)); }

  std::string refusal(const Names& wanted) {
    try {
      plan(wanted);
      return "planned";
    } catch (const Error& error) {
      return error.message();
    }
  }

  const std::map<StorePath, int>& reads() const { return reads_; }
  const std::map<StorePath, int>& questions() const { return questions_; }

 private:
  std::map<StorePath, Derivation> derivations_;
  StorePathSet valid_;
  std::map<StorePath, int> reads_;
  std::map<StorePath, int> questions_;
};

std::string name_of_drv(const std::string& name) {
  return path_of(name + ".drv").base_name();
}

}  // namespace

TEST_CASE("nothing is planned for outputs that are valid", "[core/schedule]") {
  World world;
  world.add("a", {{"gone", {"out"}}}, {"missing"});
  world.make_valid("a-out");
  CHECK(world.planned({"a"}) == "");
  CHECK(world.planned({}) == "");
}

TEST_CASE("a plan has what is missing, each node behind what it needs", "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"out"}}});
  world.add("c", {{"a", {"out"}}, {"b", {"out"}}});
  CHECK(world.planned({"c"}) == "a; b after a; c after a b");
  world.make_valid("a-out");
  CHECK(world.planned({"c"}) == "b; c after b");
  world.make_valid("b-out");
  CHECK(world.planned({"c"}) == "c");
}

TEST_CASE("only the outputs that are asked for must be valid", "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"out"}}});
  world.make_valid("a-out");
  CHECK(world.planned({"b"}) == "b");
  CHECK(World::text_of(world.plan_outputs({{path_of("a.drv"), {"doc"}}})) == "a");
  CHECK(World::text_of(world.plan_outputs({{path_of("a.drv"), {}}})) == "a");
}

TEST_CASE("a node does not wait for an input that is built for its other output",
          "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"out"}}});
  world.add("c", {{"a", {"doc"}}});
  world.make_valid("a-out");
  CHECK(world.planned({"b", "c"}) == "b; a; c after a");
  CHECK(world.planned({"c", "b"}) == "a; c after a; b");
}

TEST_CASE("a plan can hold the wanted ones although they are valid, and not their inputs",
          "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"out"}}});
  world.make_valid("a-out");
  world.make_valid("b-out");
  CHECK(World::text_of(world.plan({"b"}, true)) == "b");
  CHECK(World::text_of(world.plan({"a", "b"}, true)) == "a; b");
}

TEST_CASE("the wanted nodes are marked, and no others", "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"out"}}});
  Plan plan = world.plan({"b"});
  REQUIRE(plan.nodes.size() == 2);
  CHECK(!plan.nodes[0].is_wanted);
  CHECK(plan.nodes[1].is_wanted);
  CHECK(world.plan({"b", "a"}).nodes[0].is_wanted);
}

TEST_CASE("wanting something twice changes nothing", "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"out"}}});
  world.add("c", {{"a", {"out"}}});
  CHECK(world.planned({"b", "c", "b", "c", "a"}) == world.planned({"b", "c"}));
}

TEST_CASE("derivations that are not valid are told, not thrown", "[core/schedule]") {
  World world;
  world.add("a", {{"gone", {"out"}}});
  CHECK(world.plan({"a"}).not_known == StorePathSet{path_of("gone.drv")});
  CHECK(world.plan({"lost"}).not_known == StorePathSet{path_of("lost.drv")});
}

TEST_CASE("a source that is not valid cannot be built, and is named", "[core/schedule]") {
  World world;
  world.add("a", {}, {"source"});
  world.add("b", {{"a", {"out"}}});
  CHECK(world.refusal({"b"}) == fmt::format("{} needs {}, which is not there and cannot be built",
                                            name_of_drv("a"), path_of("source").base_name()));
  world.make_valid("source");
  CHECK(world.refusal({"b"}) == "planned");
}

TEST_CASE("an output that a derivation has not is named", "[core/schedule]") {
  World world;
  world.add("a");
  world.add("b", {{"a", {"lib"}}});
  CHECK(world.refusal({"b"}) ==
        fmt::format("the derivation {} has no output 'lib'", name_of_drv("a")));
}

TEST_CASE("a cycle is refused, named in its order", "[core/schedule]") {
  World world;
  world.add("a", {{"b", {"out"}}});
  world.add("b", {{"c", {"out"}}});
  world.add("c", {{"b", {"doc"}}});
  CHECK(world.refusal({"a"}) ==
        fmt::format("these derivations need each other: {} needs {} needs {}", name_of_drv("b"),
                    name_of_drv("c"), name_of_drv("b")));
  world.add("d", {{"d", {"out"}}});
  CHECK(world.refusal({"d"}) == fmt::format("these derivations need each other: {} needs {}",
                                            name_of_drv("d"), name_of_drv("d")));
}

TEST_CASE("a chain of many thousands is planned", "[core/schedule]") {
  World world;
  world.add("0");
  std::size_t length = 30000;
  for (std::size_t i = 1; i < length; ++i) {
    world.add(std::to_string(i), {{std::to_string(i - 1), {"out"}}});
  }
  Plan plan = world.plan({std::to_string(length - 1)});
  CHECK(plan.nodes.size() == length);
  CHECK(plan.nodes.back().needs == std::vector<std::size_t>{length - 2});
}

TEST_CASE("of a large graph each derivation is read once and each item looked up once",
          "[core/schedule]") {
  World world;
  Random random(7);
  std::size_t size = 5000;
  for (std::size_t i = 0; i < size; ++i) {
    std::map<std::string, std::set<std::string>> needs;
    for (int k = 0; i > 0 && k < 20; ++k) needs[std::to_string(below(random, i))] = {"out"};
    world.add(std::to_string(i), needs, {"source", std::to_string(i) + "-source"});
    world.make_valid(std::to_string(i) + "-source");
  }
  world.make_valid("source");
  Names wanted;
  for (std::size_t i = 0; i < size; ++i) wanted.push_back(std::to_string(i));
  CHECK(world.plan(wanted).nodes.size() == size);
  auto is_once = [](const auto& asked) { return asked.second == 1; };
  CHECK(world.reads().size() == size);
  CHECK(std::all_of(world.reads().begin(), world.reads().end(), is_once));
  CHECK(std::all_of(world.questions().begin(), world.questions().end(), is_once));
}

TEST_CASE("a derivation that is not valid is asked for once", "[core/schedule]") {
  World world;
  world.add("a", {{"gone", {"out"}}});
  world.add("b", {{"gone", {"out"}}});
  world.plan({"a", "b"});
  CHECK(world.reads().at(path_of("gone.drv")) == 1);
}

namespace {

// What a plan must hold, by the definition and without any thrift.
class Expected {
 public:
  Expected(World& world, const std::map<std::string, std::set<std::string>>& graph,
           const std::set<std::string>& valid)
      : graph_(graph), valid_(valid) {
    for (const auto& [name, needs] : graph) {
      std::map<std::string, std::set<std::string>> inputs;
      for (const std::string& need : needs) inputs[need] = {"out"};
      world.add(name, inputs);
    }
    for (const std::string& name : valid) world.make_valid(name + "-out");
  }

  void want(const std::string& name) {
    if (valid_.contains(name) || !nodes.insert(name).second) return;
    for (const std::string& need : graph_.at(name)) want(need);
  }

  std::set<std::string> missing_needs(const std::string& name) const {
    std::set<std::string> needs;
    for (const std::string& need : graph_.at(name)) {
      if (!valid_.contains(need)) needs.insert(need);
    }
    return needs;
  }

  std::set<std::string> nodes;

 private:
  const std::map<std::string, std::set<std::string>>& graph_;
  const std::set<std::string>& valid_;
};

}  // namespace

TEST_CASE("random plans are what their definition says", "[core/schedule]") {
  Random random(3);
  for (int round = 0; round < 1500; ++round) {
    std::map<std::string, std::set<std::string>> graph;
    std::set<std::string> valid;
    std::size_t size = 1 + below(random, 30);
    for (std::size_t i = 0; i < size; ++i) {
      auto& needs = graph[std::to_string(i)];
      for (std::size_t k = below(random, 4); i > 0 && k > 0; --k) {
        needs.insert(std::to_string(below(random, i)));
      }
      if (below(random, 4) == 0) valid.insert(std::to_string(i));
    }
    World world;
    Expected expected(world, graph, valid);
    Names wanted;
    for (std::size_t k = 1 + below(random, 3); k > 0; --k) {
      wanted.push_back(std::to_string(below(random, size)));
      expected.want(wanted.back());
    }
    Plan plan = world.plan(wanted);
    std::set<std::string> nodes;
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
      const PlanNode& node = plan.nodes[i];
      REQUIRE(nodes.insert(node.derivation.name).second);
      std::set<std::string> needs;
      for (std::size_t need : node.needs) {
        REQUIRE(need < i);
        REQUIRE(std::ranges::count(plan.nodes[need].needed_by, i) == 1);
        needs.insert(plan.nodes[need].derivation.name);
      }
      REQUIRE(std::ranges::is_sorted(node.needs));
      REQUIRE(needs == expected.missing_needs(node.derivation.name));
    }
    REQUIRE(nodes == expected.nodes);
  }
}
