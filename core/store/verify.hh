// SPDX-License-Identifier: GPL-3.0-or-later
// Verification: does what lies on disk agree with what is registered.
#pragma once

#include "core/event/event.hh"
#include "core/store/repair.hh"
#include "core/store/store.hh"

#include <string>
#include <vector>

namespace cairn {

struct VerifyReport {
  std::vector<std::string> problems;  // a sentence each; empty when the store is sound
  std::uint64_t items = 0;            // looked at
  std::uint64_t leftovers = 0;  // unregistered entries, which the collector will take: no problem
};

// Check the database, that every valid item is there with its references valid and, with CONTENTS,
// that each has its hash and is canonical. With REPAIR items that are gone from the disk and that
// nothing valid refers to are forgotten; an item that has its content gets a sound copy, and what
// is damaged or gone otherwise is made anew by MAKE_ANEW, if there.
VerifyReport verify(Store& store, bool contents, bool repair, EventSink& events,
                    const MakeAnew& make_anew = nullptr);

}  // namespace cairn
