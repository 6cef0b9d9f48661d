// SPDX-License-Identifier: GPL-3.0-or-later
// A pack as one tar archive, to be unpacked anywhere.
#pragma once

#include "core/archive/compressed_sink.hh"
#include "core/pack/contents.hh"

namespace cairn::pack {

// Write CONTENTS to SINK: the same bytes for the same contents.
void write_tarball(const Contents& contents, Compression compression, Sink& sink);

}  // namespace cairn::pack
