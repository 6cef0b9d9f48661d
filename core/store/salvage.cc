// SPDX-License-Identifier: GPL-3.0-or-later
// Reading until it cannot be gone on with.
#include "core/store/salvage.hh"

#include "core/base/error.hh"
#include "core/base/words.hh"
#include "core/store/statement.hh"

#include <functional>
#include <utility>

namespace cairn {

namespace {

// READ gets each row that QUERY gives; false when not all could be read.
bool read_rows(DatabaseFile& file, const char* query,
               const std::function<void(const Rows&)>& read) {
  try {
    Statement statement(file, query);
    Rows rows = statement.query();
    while (rows.next()) read(rows);
    return true;
  } catch (const Error&) {
    return false;
  }
}

class Salvaging {
 public:
  Salvaging(const StoreDir& store, DatabaseFile& file) : store_(store), file_(file) {}

  Salvage all() {
    read_rows(file_,
              "SELECT id, path, hash, registrationTime, deriver, narSize, ultimate, sigs, ca"
              " FROM ValidPaths",
              [this](const Rows& row) { item(row); });
    bool is_whole = read_rows(file_, "SELECT referrer, reference FROM Refs",
                              [this](const Rows& row) { reference(row); });
    if (is_whole) {
      for (auto& [id, info] : items_) found_.items.emplace(info.path, std::move(info));
    }
    read_rows(file_, "SELECT hash, url FROM CairnSources ORDER BY time, url",
              [this](const Rows& row) { source(row); });
    return std::move(found_);
  }

 private:
  // A row that says what cannot be is as good as none.
  void item(const Rows& row) {
    try {
      ItemInfo info{.path = store_.parse(row.text(1)), .nar_hash = parse_hash(row.text(2))};
      info.registered = row.integer(3);
      if (!row.is_null(4)) info.deriver = store_.parse(row.text(4));
      info.nar_size = static_cast<std::uint64_t>(row.integer(5));
      info.ultimate = row.integer(6) == 1;
      for (std::string& word : words_of(row.text(7))) info.signatures.insert(std::move(word));
      if (!row.text(8).empty()) info.content_address = parse_content_address(row.text(8));
      items_.emplace(row.integer(0), std::move(info));
    } catch (const Error&) {
    }
  }

  void reference(const Rows& row) {
    auto referrer = items_.find(row.integer(0));
    if (referrer == items_.end()) return;
    auto reference = items_.find(row.integer(1));
    // Without all of its references an item is not known.
    if (reference == items_.end()) {
      items_.erase(referrer);
    } else {
      referrer->second.references.insert(reference->second.path);
    }
  }

  void source(const Rows& row) {
    try {
      found_.sources.emplace_back(parse_hash(row.text(0)), row.text(1));
    } catch (const Error&) {
    }
  }

  const StoreDir& store_;
  DatabaseFile& file_;
  std::map<std::int64_t, ItemInfo> items_{};  // by row
  Salvage found_{};
};

}  // namespace

Salvage salvage(const StoreDir& store, const std::string& folder) {
  try {
    DatabaseFile file(folder + "/db.sqlite");
    return Salvaging(store, file).all();
  } catch (const Error&) {
    return {};
  }
}

}  // namespace cairn
