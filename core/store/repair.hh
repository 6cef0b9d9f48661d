// SPDX-License-Identifier: GPL-3.0-or-later
// Repair: a damaged item is made sound again, from the cheapest way to the dearest.
#pragma once

#include "core/event/event.hh"
#include "core/store/store.hh"

#include <functional>
#include <string>
#include <vector>

namespace cairn {

// Tries to make a damaged or missing item anew, from what it was made of. Whoever asks looks for
// himself whether it is sound then.
using MakeAnew = std::function<void(const StorePath& item)>;

// What is wrong with ITEM, which gets a temporary root, when this is done: nothing when it is
// sound. If it is not, but has its content, a sound copy takes its place; else MAKE_ANEW is asked,
// if there. Warns of what failed.
std::vector<std::string> repair_item(Store& store, const StorePath& item, EventSink& events,
                                     const MakeAnew& make_anew = nullptr);

}  // namespace cairn
