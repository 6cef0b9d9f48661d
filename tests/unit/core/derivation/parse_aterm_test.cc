// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, read.
#include "core/derivation/aterm.hh"
#include "tests/support/derivations.hh"
#include "tests/support/guix_derivations.hh"

#include <catch2/catch.hpp>
#include <random>

namespace cairn {

namespace {

const std::string good = print_aterm(StoreDir(), test::dependent());

void refusal(const std::string& text, std::string_view reason) {
  CHECK_THROWS_WITH(parse_aterm(StoreDir(), text, "x"), Catch::Contains(std::string(reason)));
}

// A good derivation, where FROM, once, is replaced by TO.
std::string altered(std::string_view from, std::string_view to) {
  std::string text = good;
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a derivation that was printed is read again", "[core/derivation]") {
  StoreDir store;
  for (const Derivation& derivation :
       {test::fixed_source(), test::fixed_tree(), test::two_outputs(), test::dependent()}) {
    CHECK(parse_aterm(store, print_aterm(store, derivation), derivation.name) == derivation);
  }
}

TEST_CASE("outputs and inputs are read without the rest", "[core/derivation]") {
  Derivation whole = test::dependent();
  Derivation links = parse_aterm_links(StoreDir(), good, whole.name);
  CHECK(links.outputs == whole.outputs);
  CHECK(links.input_derivations == whole.input_derivations);
  CHECK(links.input_sources == whole.input_sources);
  CHECK((links.builder.empty() && links.environment.empty()));
  CHECK_THROWS_WITH(parse_aterm_links(StoreDir(), "Derive([],[],[]", "x"),
                    Catch::Contains("it has no output"));
}

TEST_CASE("the 207 derivations of Guix's hello are read and printed byte for byte",
          "[core/derivation]") {
  test::GuixDerivations guix(VECTORS);
  CHECK(guix.paths().size() == 207);
  for (const StorePath& path : guix.paths()) {
    CHECK(print_aterm(guix.store(), guix.find(path)) == guix.text(path));
    CHECK(derivation_path(guix.store(), guix.find(path)) == path);
  }
}

TEST_CASE("every byte may stand in a string but NUL", "[core/derivation]") {
  Derivation derivation = test::fixed_source();
  for (int c = 1; c < 256; ++c) derivation.environment["bytes"] += static_cast<char>(c);
  StoreDir store;
  CHECK(parse_aterm(store, print_aterm(store, derivation), derivation.name) == derivation);
  derivation.environment["bytes"] = std::string(1, '\0');
  refusal(print_aterm(store, derivation), "a byte that must be escaped");
}

TEST_CASE("a derivation that ends early is refused wherever it ends", "[core/derivation]") {
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_THROWS_AS(parse_aterm(StoreDir(), good.substr(0, size), "x"), Error);
  }
}

TEST_CASE("a derivation is refused with its reason and place", "[core/derivation]") {
  CHECK_THROWS_WITH(parse_aterm(StoreDir(), "", "x"),
                    "bad derivation 'x' at byte 0: \"Derive(\" is missing");
  refusal(good + "\n", fmt::format("at byte {}: bytes behind its end", good.size()));
  refusal(altered("Derive([(", "Derive([ ("), "at byte 8: \"(\" is missing");
  refusal(altered("\"f\"", "\"\\f\""), "an unknown escape");
  refusal(altered("\"f\"", "\"\n\""), "a byte that must be escaped");
  refusal(altered("\"f\"", "\"b\""), "an entry out of order");
  refusal(altered("\"f\"", "\"a\""), "an entry out of order");
  refusal(altered("\"lib\",\"out\"", "\"out\",\"lib\""), "an entry out of order");
  refusal(altered("\"lib\",\"out\"", "\"lib\",\"lib\""), "an entry out of order");
  refusal(altered("\"lib\",\"out\"", "\"a/b\",\"out\""), "the item name \"a/b\" holds \"/\"");
  refusal(altered("/cairn/store", "/nix/store"), "is not in the store /cairn/store");
  refusal(altered("[\"/cairn", "[\"../cairn"), "is not in the store /cairn/store");
  refusal(altered("-one.drv", "-one"), "an input derivation that does not end in .drv");
  refusal(altered("-one.drv", "-zne.dr"), "an input derivation that does not end in .drv");
  refusal(altered("],\"x86_64-linux\"", "\"x86_64-linux\""), "\"]\" is missing");
}

TEST_CASE("input derivations and sources are sorted", "[core/derivation]") {
  std::string one =
      "(\"/cairn/store/" + test::two_outputs_path.base_name() + "\",[\"lib\",\"out\"])";
  std::string tree = "(\"/cairn/store/" + test::fixed_tree_path.base_name() + "\",[\"out\"])";
  refusal(altered(one + "," + tree, tree + "," + one), "an entry out of order");
  refusal(altered(one + "," + tree, tree + "," + tree), "an entry out of order");
  std::string text = "\"/cairn/store/" + test::plain_text.base_name() + "\"";
  refusal(altered("[" + text + "]", "[" + text + "," + text + "]"), "an entry out of order");
}

TEST_CASE("a derivation has an output", "[core/derivation]") {
  refusal(R"(Derive([],[],[],"s","b",[],[]))", "it has no output");
}

TEST_CASE("a fixed output is the only one and is named out", "[core/derivation]") {
  std::string digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  std::string path = "/cairn/store/6jfb8hj3zfzmn1xasqg22sqagxhanb01-tree";
  auto text = [&](std::string_view outputs) {
    return fmt::format("Derive([{}],[],[],\"s\",\"b\",[],[])", outputs);
  };
  auto output = [&](std::string_view name, std::string_view algorithm, std::string_view hash) {
    return fmt::format("(\"{}\",\"{}\",\"{}\",\"{}\")", name, path, algorithm, hash);
  };
  StoreDir store;
  CHECK_NOTHROW(parse_aterm(store, text(output("out", "sha256", digest)), "x"));
  CHECK_NOTHROW(parse_aterm(store, text(output("out", "r:sha256", digest)), "x"));
  CHECK_NOTHROW(parse_aterm(store, text(output("out", "r:sha1", digest.substr(0, 40))), "x"));
  std::string not_alone = "a fixed output that is not the only one or is not named \"out\"";
  refusal(text(output("lib", "sha256", digest)), not_alone);
  refusal(text(output("lib", "", "") + "," + output("out", "sha256", digest)), not_alone);
  refusal(text(output("out", "sha256", "")), "0 characters are too many or too few");
  refusal(text(output("out", "", digest)), "\"\" is not a hash algorithm");
  refusal(text(output("out", "r:", digest)), "\"\" is not a hash algorithm");
  refusal(text(output("out", "r:r:sha256", digest)), "\"r:sha256\" is not a hash algorithm");
  refusal(text(output("out", "text:sha256", digest)), "is not a hash algorithm");
  refusal(text(output("out", "sha256", "sha256:" + digest)), "a hash not in base16");
  refusal(text(output("out", "sha256", "1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s")),
          "a hash not in base16");
}

TEST_CASE("whatever is accepted is printed byte for byte", "[core/derivation]") {
  std::mt19937 random(1);
  auto below = [&](std::size_t limit) { return random() % limit; };
  StoreDir store;
  std::size_t accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = good;
    switch (below(4)) {
      case 0: text[below(text.size())] = static_cast<char>(below(256)); break;
      case 1: text.erase(below(text.size()), 1 + below(3)); break;
      case 2: text.insert(below(text.size()), 1, R"(",[]()\nrt)"[below(10)]); break;
      default: std::swap(text[below(text.size())], text[below(text.size())]);
    }
    try {
      Derivation derivation = parse_aterm(store, text, "x");
      ++accepted;
      CHECK(print_aterm(store, derivation) == text);
    } catch (const Error&) {
      // Refused: most are.
    }
  }
  CHECK(accepted > 1000);
}

}  // namespace cairn
