// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store export: items with what is known of them, for another store.
#include "cli/item_arguments.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/hash/hasher.hh"
#include "daemon/protocol/exports.hh"

#include <algorithm>
#include <unistd.h>

namespace cairn {

namespace {

struct StoreExportWishes {
  bool requisites = false;
  std::vector<std::string> items;
};

Options store_export_options(StoreExportWishes& wishes) {
  return {
      {"-R,--requisites", "", "export all that ITEMS need, too", &wishes.requisites},
      {"ITEM...", "", "", &wishes.items},
  };
}

// The items to be written, each behind those that it refers to.
std::vector<StorePath> chosen(OpenEngine& opened, const StoreExportWishes& wishes) {
  StorePathSet named;
  for (const std::string& text : wishes.items) named.insert(item_named(opened.place, text));
  opened.engine.add_temporary_roots(named);
  std::vector<StorePath> items = opened.engine.closure(named);
  if (!wishes.requisites) {
    std::erase_if(items, [&](const StorePath& item) { return !named.contains(item); });
  }
  return items;
}

void write_item(Engine& engine, const ItemInfo& info, Sink& out) {
  protocol::Writer writer(out, engine.store());
  protocol::begin_item(writer);
  Hasher hasher(HashAlgorithm::sha256);
  TeeSink both(out, hasher);
  engine.dump(info.path, both);
  if (hasher.finish() != info.nar_hash) {
    throw Error("cannot export {}: its content has changed", engine.store().print(info.path))
        .with_hint("cairn store verify --check-contents");
  }
  protocol::write_provenance(writer, {info.path, info.references, info.deriver});
}

Exit store_export(const StoreExportWishes& wishes, const PlaceWishes& place_wishes) {
  refuse_terminal("cairn store export -R ITEM > FILE");
  OpenEngine opened(place_wishes);
  FdSink out(STDOUT_FILENO, "standard output");
  for (const StorePath& item : chosen(opened, wishes)) {
    write_item(opened.engine, opened.engine.get(item), out);
  }
  protocol::Writer writer(out, opened.place.store);
  protocol::end_items(writer);
  out.flush();
  return Exit::done;
}

}  // namespace

extern const Verb store_export_verb;
const Verb store_export_verb{"store export", "write items for another store to standard output",
                             "As nix-store --export: cairn store export -R ITEM > FILE",
                             [] { return call_of(store_export_options, store_export); }};

}  // namespace cairn
