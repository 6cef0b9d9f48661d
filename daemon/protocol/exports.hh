// SPDX-License-Identifier: GPL-3.0-or-later
// Exports: items as `nix-store --export` writes them, the older way to move them: the archive, then
// what is known of the item.
#pragma once

#include "core/item/item_info.hh"
#include "daemon/protocol/codec.hh"
#include "daemon/protocol/values.hh"

#include <optional>

namespace cairn::protocol {

// What stands behind an archive.
struct Provenance {
  StorePath path;
  StorePathSet references;
  std::optional<StorePath> deriver;
  bool operator==(const Provenance&) const = default;
  static constexpr auto fields =
      std::tuple(&Provenance::path, &Provenance::references, &Provenance::deriver);
};

// Write what stands before the archive of an item, and what stands behind the last item.
void begin_item(Writer& out);
void end_items(Writer& out);
// Write what stands behind the archive of an item.
void write_provenance(Writer& out, const Provenance& provenance);

// Reads the items of a stream: each behind a 1, and a 0 behind the last.
class ExportReader {
 public:
  // SOURCE and STORE are borrowed.
  ExportReader(Source& source, const StoreDir& store) : in_(source, store) {}

  // The next item; nothing at the end. ARCHIVE gets its archive, before anybody knows what it is.
  // Throws for what is no export; ARCHIVE may have seen a part by then.
  std::optional<Provenance> next(Sink& archive);

 private:
  Reader in_;
};

// The next item that EXPORTS has, as its archive and what stands behind it tell; nothing at the
// end. The archive comes before its name: it is written to FILE, open and empty, which stands at
// its beginning then.
std::optional<ItemInfo> next_item(ExportReader& exports, int file);

}  // namespace cairn::protocol
