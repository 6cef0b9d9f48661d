// SPDX-License-Identifier: GPL-3.0-or-later
// How a pack becomes the layers of an image. Pure.
#pragma once

#include "core/pack/contents.hh"

namespace cairn::pack {

// What docker can stack; some are left to who builds on top.
inline constexpr std::size_t most_layers = 125;
inline constexpr std::size_t usual_layer_limit = 100;

// ITEMS in at most LIMIT layers, 1 or more: one for each, in their order, so that images that need
// the same items have the same layers; where they are too many the smallest share the last one.
std::vector<std::vector<Item>> in_layers(const std::vector<Item>& items, std::size_t limit);

}  // namespace cairn::pack
