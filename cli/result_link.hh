// SPDX-License-Identifier: GPL-3.0-or-later
// Links in a user's folders that keep what was built from the garbage collector.
#pragma once

#include "cli/place.hh"
#include "daemon/client/engine.hh"

#include <string>
#include <vector>

namespace cairn {

// What output OUTPUT of the NUMBERth thing that was built (from 0) is linked as: "result",
// "result-lib", "result-2".
std::string link_name(const std::string& link, std::size_t number, const std::string& output);

struct ResultLink {
  std::string name;
  StorePath item;
};

// Make LINKS and roots of them. They replace links to items, nothing else: where something else has
// a name of theirs none is made.
void make_result_links(Engine& engine, const Place& place, const std::vector<ResultLink>& links);

}  // namespace cairn
