// SPDX-License-Identifier: GPL-3.0-or-later
// All parts of a pack, one behind the other.
#include "core/pack/tarball.hh"

#include "core/pack/pack_tar.hh"

namespace cairn::pack {

void write_tarball(const Contents& contents, Compression compression, Sink& sink) {
  CompressedSink compressed(sink, compression);
  PackTar tar(compressed);
  for (const Item& item : contents.items) tar.add(item);
  for (const Folder& folder : contents.folders) tar.add(folder);
  for (const Link& link : contents.links) tar.add(link);
  for (const File& file : contents.files) tar.add(file);
  tar.add_launchers(contents);
  tar.finish();
  compressed.finish();
}

}  // namespace cairn::pack
