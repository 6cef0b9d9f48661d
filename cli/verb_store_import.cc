// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store import: items that `store export`, or Nix's, wrote.
#include "cli/archive_file.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/item/content_address.hh"
#include "daemon/protocol/exports.hh"

#include <fcntl.h>

namespace cairn {

namespace {

struct StoreImportWishes {};

Options store_import_options(StoreImportWishes&) {
  return {};
}

// What is named by its content anybody may add; all else only who is trusted.
std::optional<ContentAddress> address_of(const StoreDir& store, const ItemInfo& info) {
  ContentAddress address{ContentMethod::recursive, info.nar_hash};
  References references{info.references, false};
  references.self = references.others.erase(info.path) > 0;
  bool is_right = content_addressed_path(store, address, info.path.name(), references) == info.path;
  return is_right ? std::optional(address) : std::nullopt;
}

std::optional<StorePath> import_next(Engine& engine, protocol::ExportReader& exports) {
  TemporaryDirectory folder;
  Fd file = open_at(folder.fd(), "archive", O_RDWR | O_CREAT | O_EXCL, 0600);
  std::optional<ItemInfo> info = protocol::next_item(exports, file.get());
  if (!info) return std::nullopt;
  info->content_address = address_of(engine.store(), *info);
  FdSource source(file.get(), "an archive");
  engine.import(*info, source);
  return info->path;
}

Exit store_import(const StoreImportWishes&, const PlaceWishes& place_wishes) {
  ArchiveFile stream("-");
  OpenEngine opened(place_wishes);
  protocol::ExportReader exports(stream, opened.place.store);
  Results results;
  while (auto item = import_next(opened.engine, exports)) {
    results.line(opened.place.store.print(*item));
  }
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb store_import_verb;
const Verb store_import_verb{"store import", "add the items on standard input, and print them",
                             "The stream is one of cairn store export, or of nix-store --export: "
                             "cairn store import < FILE",
                             [] { return call_of(store_import_options, store_import); }};

}  // namespace cairn
