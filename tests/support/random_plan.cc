// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs of derivations made by chance.
#include "tests/support/random_plan.hh"

namespace cairn::test {

std::size_t below(Random& random, std::size_t limit) {
  // Not std::uniform_int_distribution, whose results differ from library to library.
  return random() % limit;
}

StorePath numbered_path(std::size_t number, const std::string& name) {
  std::string hash(20, '\0');
  for (std::size_t i = 0; i < sizeof number; ++i) hash[i] = static_cast<char>(number >> 8 * i);
  return StorePath(hash, name);
}

Plan random_plan(Random& random, std::size_t size, std::size_t width) {
  Plan plan;
  for (std::size_t i = 0; i < size; ++i) {
    std::set<std::size_t> needs;
    std::size_t count = i == 0 ? 0 : below(random, width + 1);
    while (count-- > 0) needs.insert(below(random, i));
    plan.nodes.push_back({numbered_path(i, "node.drv"), {}, false, {}, {}});
    for (std::size_t need : needs) {
      plan.nodes[i].needs.push_back(need);
      plan.nodes[need].needed_by.push_back(i);
    }
  }
  return plan;
}

}  // namespace cairn::test
