// SPDX-License-Identifier: GPL-3.0-or-later
// A heap without the pieces that were free before a fork.
#pragma once

namespace cairn::sandbox {

// After a fork: whatever is allocated from now on lies on pages of its own, close together. The
// free pieces of the heap so far lie on every page of it, between what is in use; each process that
// is forked later, and this one after each fork, would copy those pages one by one.
void use_fresh_heap();

}  // namespace cairn::sandbox
