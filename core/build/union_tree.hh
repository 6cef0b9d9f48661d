// SPDX-License-Identifier: GPL-3.0-or-later
// Joining folders: one folder of links that shows several as if they were one. Inputs are store
// items, which do not change; links in them are followed, and they are opened one at a time by
// path, because a profile may have more inputs than a process may have descriptors.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace cairn {

struct UnionInput {
  std::string path;  // absolute, of a folder
  long rank = 0;     // what the lower one has is taken
};

enum class Collisions { refused, first, first_with_report };

struct UnionRules {
  // What becomes of entries of one name that cannot be joined, where their ranks are equal.
  Collisions collisions = Collisions::refused;
  // Leave out, with a report, inputs that are no folders and links to nowhere.
  bool passes_over = false;
  // Entries of inputs, by their place in the union, that are left out.
  std::function<bool(const std::string& path)> is_left_out = nullptr;
};

// Make the folder OUT with what is in INPUTS, sorted by rank. Throws for what is no folder, for
// collisions that RULES refuse, and for links that lead back to a folder that they are in.
void make_union(const std::string& out, const std::vector<UnionInput>& inputs,
                const UnionRules& rules);

}  // namespace cairn
