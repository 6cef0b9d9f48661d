// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation makes, as it is told to the command.
#include "scheme/eval/recorder.hh"

#include "core/derivation/aterm.hh"
#include "core/item/content_address.hh"

#include <catch2/catch.hpp>

namespace cairn::eval {

namespace {

const StoreDir store;

Derivation derivation(const std::string& name) {
  Derivation made;
  made.name = name;
  made.system = "x86_64-linux";
  made.builder = "/bin/sh";
  made.outputs.emplace("out", DerivationOutput{StorePath(std::string(20, '\0'), "unknown")});
  return made;
}

std::string text_in(const Message& item) {
  const auto& bytes = item.at("text").get_binary();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a text is told once, with its path and its references", "[scheme/eval]") {
  Recorder recorder(store);
  StorePath one = recorder.add_text("one", "text", {});
  CHECK(one == text_path(store, "one", "text", {}));
  StorePath two = recorder.add_text("two", "text", {one});
  CHECK(recorder.add_text("one", "text", {}) == one);
  Message items = recorder.take().at("items");
  REQUIRE(items.size() == 2);
  CHECK(items[1].at("kind") == "text");
  CHECK(items[1].at("name") == "two");
  CHECK(items[1].at("path") == store.print(two));
  CHECK(items[1].at("references") == Message::array({store.print(one)}));
  CHECK(text_in(items[1]) == "text");
}

TEST_CASE("what was told is not told again", "[scheme/eval]") {
  Recorder recorder(store);
  recorder.add_text("one", "text", {});
  recorder.add_tree("tree", {{"a/b", "x"}});
  recorder.set_positions("script", Message::array({1}));
  Message first = recorder.take();
  CHECK(first.at("items").size() == 2);
  CHECK(first.at("positions") == Message{{"script", Message::array({1})}});
  recorder.add_text("one", "text", {});
  Message second = recorder.take();
  CHECK(second.at("items").empty());
  CHECK(second.at("positions").empty());
}

TEST_CASE("a derivation gets its output paths, and an item of its text", "[scheme/eval]") {
  Recorder recorder(store);
  auto [path, made] = recorder.add_derivation(derivation("x"), FilePlace{"f.scm", 3, 4});
  CHECK(path.name() == "x.drv");
  StorePath out = made.outputs.at("out").path;
  CHECK(out.name() == "x");
  CHECK(made.environment.at("out") == store.print(out));
  Message told = recorder.take();
  REQUIRE(told.at("items").size() == 1);
  CHECK(text_in(told.at("items")[0]) == print_aterm(store, made));
  CHECK(told.at("locations") ==
        Message{{store.print(path), {{"file", "f.scm"}, {"line", 3}, {"column", 4}}}});
}

TEST_CASE("the inputs of a derivation come from the same evaluation", "[scheme/eval]") {
  Recorder recorder(store);
  auto [input, made] = recorder.add_derivation(derivation("input"), std::nullopt);
  Derivation user = derivation("user");
  user.input_derivations[input] = {"out"};
  CHECK_NOTHROW(recorder.add_derivation(user, std::nullopt));
  Recorder other(store);
  try {
    other.add_derivation(user, std::nullopt);
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(error.message() == store.print(input) + " is no derivation of this evaluation");
  }
  user.input_derivations[input] = {"doc"};
  CHECK_THROWS_AS(recorder.add_derivation(user, std::nullopt), Error);
}

}  // namespace cairn::eval
