// SPDX-License-Identifier: GPL-3.0-or-later
// Links in a user's folders that keep what was built from the garbage collector.
#pragma once

#include "cli/place.hh"
#include "daemon/client/engine.hh"

#include <string>

namespace cairn {

// What output OUTPUT of the NUMBERth thing that was built (from 0) is linked as: "result",
// "result-lib", "result-2".
std::string link_name(const std::string& link, std::size_t number, const std::string& output);

// Make LINK point to ITEM and a root of it. Replaces another link, nothing else.
void make_result_link(Engine& engine, const Place& place, const std::string& link,
                      const StorePath& item);

}  // namespace cairn
