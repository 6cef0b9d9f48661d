// SPDX-License-Identifier: GPL-3.0-or-later
// The largest items are alone.
#include "core/pack/layers.hh"

#include <algorithm>

namespace cairn::pack {

namespace {

// For each item whether it is among the COUNT largest; of equal ones the earlier are.
std::vector<bool> are_among_largest(const std::vector<Item>& items, std::size_t count) {
  std::vector<std::size_t> order(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return items[i].size; });
  std::vector<bool> chosen(items.size());
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) chosen[order[i]] = true;
  return chosen;
}

}  // namespace

std::vector<std::vector<Item>> in_layers(const std::vector<Item>& items, std::size_t limit) {
  bool is_enough = items.size() <= limit;
  std::vector<bool> is_alone = are_among_largest(items, is_enough ? limit : limit - 1);
  std::vector<std::vector<Item>> layers;
  std::vector<Item> shared;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (is_alone[i]) {
      layers.push_back({items[i]});
    } else {
      shared.push_back(items[i]);
    }
  }
  if (!shared.empty()) layers.push_back(std::move(shared));
  return layers;
}

}  // namespace cairn::pack
