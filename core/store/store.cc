// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store and reading from it.
#include "core/store/store.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/foreign_folder.hh"
#include "core/derivation/aterm.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/ownership.hh"
#include "core/store/reserve.hh"
#include "core/store/soundness.hh"

namespace cairn {

namespace {

void make_folders(const Layout& layout) {
  make_directories(layout.physical_store());
  std::string state = layout.physical_state();
  for (const char* folder : {"/db", "/temproots", "/gcroots/auto", "/profiles", "/log/drvs"}) {
    make_directories(state + folder);
  }
}

// An empty database would make garbage of all that is there.
void refuse_lost_database(const Layout& layout, int folder) {
  Fd database = open_directory(layout.physical_state() + "/db");
  if (status_at(database.get(), "db.sqlite")) return;
  for (const std::string& name : list_directory(folder)) {
    if (!layout.store.item_of(layout.store.path() + "/" + name)) continue;
    throw Error("there are items, but the database in {}/db is gone", layout.physical_state())
        .with_hint("make it anew from what lies on disk: cairn store rebuild");
  }
}

Fd open_store(const Layout& layout) {
  try {
    make_folders(layout);
    Fd folder = open_directory(layout.physical_store());
    refuse_lost_database(layout, folder.get());
    return folder;
  } catch (Error& error) {
    error.while_doing(fmt::format("cannot open the store {}", layout.physical_store()));
    if (error.hint().empty() && is_refusal(error))
      error.with_hint("a store of your own needs no rights: cairn --root FOLDER ...");
    throw;
  }
}

// The text of the derivation at PATH; nothing where it is not valid.
std::optional<std::string> derivation_text(Store& store, const StorePath& path) {
  if (!store.is_valid(path)) return std::nullopt;
  if (!path.is_derivation()) throw Error("{} is not a derivation", store.dir().print(path));
  auto text = read_file_at(store.folder(), path.base_name());
  if (!text) store.check_there(path);
  return text;
}

}  // namespace

Store::Store(Layout layout)
    : layout_(std::move(layout)),
      folder_(open_store(layout_)),
      database_(layout_.store, layout_.physical_state() + "/db"),
      temporary_roots_(layout_) {
  keep_reserve(layout_);
}

Staging& Store::staging() {
  if (!staging_) {
    check_owner(folder(), "cannot add to the store");
    staging_ = std::make_unique<Staging>(layout_);
  }
  return *staging_;
}

void Store::note_uses() noexcept {
  constexpr std::int64_t day = 24 * 60 * 60;
  try {
    StorePathSet items = temporary_roots_.all();
    if (items.empty()) return;
    std::int64_t now = std::time(nullptr);
    std::vector<std::int64_t> rows = database_.rows_unused_since(now - day, items);
    if (rows.empty()) return;
    database_.write_transaction([&] { database_.note_uses(rows, now); });
  } catch (const Error&) {
  }
}

bool Store::is_there(const StorePath& item) {
  return is_valid(item) && status_at(folder(), item.base_name()).has_value();
}

void Store::check_there(const StorePath& item) {
  get(item);
  if (status_at(folder(), item.base_name())) return;
  throw Error("{} is valid but has gone from the disk", dir().print(item))
      .with_hint("to see how it can be had again: cairn store verify");
}

bool Store::lacks(const StorePath& item) {
  return !is_there(item) || (repairs_on_add_ && !state_of_item(*this, item).faults.empty());
}

ItemInfo Store::get(const StorePath& item) {
  if (auto info = database_.find(item)) return *info;
  std::string path = dir().print(item);
  throw Error("{} is not valid", path)
      .with_hint("it was never made here or has been collected; make it: cairn build " + path);
}

void Store::dump(const StorePath& item, Sink& sink) {
  if (!is_valid(item)) get(item);
  NarWriter writer(sink);
  with_context([&] { return fmt::format("cannot read {}", dir().print(item)); },
               [&] { nar::walk(folder(), item.base_name(), writer); });
}

Derivation Store::read_derivation(const StorePath& path) {
  auto found = find_derivation(path);
  if (!found) get(path);
  return std::move(found).value();
}

std::optional<Derivation> Store::find_derivation(const StorePath& path) {
  auto text = derivation_text(*this, path);
  return text ? std::optional(parse_aterm(dir(), *text, derivation_name(path))) : std::nullopt;
}

std::optional<Derivation> Store::find_derivation_links(const StorePath& path) {
  auto text = derivation_text(*this, path);
  return text ? std::optional(parse_aterm_links(dir(), *text, derivation_name(path)))
              : std::nullopt;
}

}  // namespace cairn
