// SPDX-License-Identifier: GPL-3.0-or-later
// Read an archive, in constant memory, refusing all that a NarWriter would not have written.
#pragma once

#include "core/nar/tree_sink.hh"

namespace cairn::nar {

// Read exactly one archive from SOURCE, which may go on behind it, and replay it into TREE.
// Throws "bad archive: ..." for depth, names, order, padding, tokens or an early end. TREE may
// have seen a part by then: whoever keeps what it made must throw that part away.
void parse(Source& source, TreeSink& tree);

}  // namespace cairn::nar
