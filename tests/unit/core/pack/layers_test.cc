// SPDX-License-Identifier: GPL-3.0-or-later
// Which items share a layer.
#include "core/pack/layers.hh"

#include <catch2/catch.hpp>

using namespace cairn::pack;

namespace {

std::vector<Item> items_of(const std::vector<std::uint64_t>& sizes) {
  std::vector<Item> items;
  for (std::uint64_t size : sizes) {
    items.push_back({"", "item" + std::to_string(items.size()), size});
  }
  return items;
}

// The numbers of items in each layer.
std::vector<std::string> layers_of(const std::vector<std::uint64_t>& sizes, std::size_t limit) {
  std::vector<std::string> layers;
  for (const auto& layer : in_layers(items_of(sizes), limit)) {
    std::string text;
    for (const Item& item : layer) text += item.path.substr(4) + " ";
    layers.push_back(text);
  }
  return layers;
}

using Layers = std::vector<std::string>;

}  // namespace

TEST_CASE("each item has a layer of its own, in their order", "[core/pack]") {
  CHECK(layers_of({5, 1, 9}, 3) == Layers{"0 ", "1 ", "2 "});
  CHECK(layers_of({}, 3) == Layers{});
}

TEST_CASE("where items are too many, the smallest share the last layer", "[core/pack]") {
  CHECK(layers_of({5, 1, 9, 2}, 3) == Layers{"0 ", "2 ", "1 3 "});
  CHECK(layers_of({5, 1, 9, 2}, 2) == Layers{"2 ", "0 1 3 "});
  CHECK(layers_of({5, 1, 9, 2}, 1) == Layers{"0 1 2 3 "});
}

TEST_CASE("of items of one size the earlier ones are alone", "[core/pack]") {
  CHECK(layers_of({4, 4, 4}, 2) == Layers{"0 ", "1 2 "});
}
