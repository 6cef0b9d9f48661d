// SPDX-License-Identifier: GPL-3.0-or-later
// The reserve: a file, state/db/reserved, that takes up space so that a collector can have it on a
// full disk. To forget items takes some before their deletion frees any.
#pragma once

#include "core/store/layout.hh"

namespace cairn {

// Make the reserve unless it is there, or the disk is too full for it.
void keep_reserve(const Layout& layout);
void release_reserve(const Layout& layout);

}  // namespace cairn
