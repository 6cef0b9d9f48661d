// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs of derivations made by chance, the same each time for the same seed.
#pragma once

#include "core/schedule/plan.hh"

#include <random>

namespace cairn::test {

using Random = std::mt19937;

// A number from 0 to LIMIT - 1.
std::size_t below(Random& random, std::size_t limit);

// The store path that stands for NUMBER.
StorePath numbered_path(std::size_t number, const std::string& name);

// A plan of SIZE nodes, each of which needs up to WIDTH of those before it.
Plan random_plan(Random& random, std::size_t size, std::size_t width);

}  // namespace cairn::test
