// SPDX-License-Identifier: GPL-3.0-or-later
// Database: what is known of the items, in SQLite (Nix's schema 10).
// Several processes may have it open; each write transaction excludes the others.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/item/item_info.hh"
#include "core/store/item_graph.hh"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn {

// What is kept of a derivation beside its row.
struct DerivationEntry {
  std::map<std::string, StorePath> outputs;
  // Each derivation that it refers to is an input that it wants outputs of, each other item a
  // source.
  bool tells_inputs = false;
};

// The entry of DERIVATION, which is registered with REFERENCES.
DerivationEntry entry_of(const Derivation& derivation, const StorePathSet& references);

// A valid item as a plan looks at it.
struct PlannedItem {
  StorePath path;
  bool tells_inputs;
  std::size_t outputs;                   // how many are registered, if it is a derivation
  std::vector<StorePath> valid_outputs;  // of these
};

class Database {
 public:
  // Open, or make, FOLDER/db.sqlite. Throws with a hint when it is damaged or of a foreign schema.
  Database(const StoreDir& store, const std::string& folder);
  ~Database();
  Database(Database&&) noexcept;

  const StoreDir& store() const;

  bool is_valid(const StorePath& item);
  std::optional<ItemInfo> find(const StorePath& item);
  std::optional<StorePath> find_by_hash_part(std::string_view hash_part);
  std::vector<StorePath> all_items();
  ItemGraph graph();
  // What was registered after a graph whose newest row is ROW was read.
  StorePathSet registered_after(std::int64_t row);
  // Each registered derivation with each output that it names, valid or not.
  std::vector<std::pair<StorePath, StorePath>> derivation_output_pairs();

  StorePathSet references(const StorePath& item);
  StorePathSet referrers(const StorePath& item);
  // ITEMS and all they reach by references (by referrers when BACKWARDS). Invalid ones are left
  // out.
  StorePathSet closure(const StorePathSet& items, bool backwards = false);

  // An item by its row, for those who walk over many inside read_transaction().
  std::optional<std::int64_t> row_of(const StorePath& item);
  StorePath item_of_row(std::int64_t row);
  std::vector<std::int64_t> referred_rows(std::int64_t row);
  PlannedItem planned_item(std::int64_t row);

  // The outputs of a registered derivation, by output name; the derivations that name an output.
  std::map<std::string, StorePath> derivation_outputs(const StorePath& derivation);
  StorePathSet valid_derivers(const StorePath& output);

  // The source ledger: the addresses that were seen to give the content of HASH, oldest first.
  std::vector<std::string> source_addresses(const Hash& hash);

  // When each item of GRAPH was last used: registered, or noted. Seconds since 1970.
  std::vector<std::int64_t> last_uses(const ItemGraph& graph);
  // The rows of those of ITEMS that were not used since TIME.
  std::vector<std::int64_t> rows_unused_since(std::int64_t time, const StorePathSet& items);

  // A number that changes when somebody else changes the database.
  std::int64_t version();
  // Run WORK, all of whose queries see the same moment.
  void read_transaction(const std::function<void()>& work);

  // Writes, valid inside write_transaction() only.
  // References must be valid when the transaction ends; until then INFO has none. Returns its row.
  std::int64_t insert(const ItemInfo& info);
  // ENTRY is that of the derivation in ROW, which was inserted just now.
  void insert_derivation(std::int64_t row, const DerivationEntry& entry);
  // ADDRESS gave the content of HASH.
  void insert_source(const Hash& hash, const std::string& address);
  // The items that have ROWS are used at TIME.
  void note_uses(const std::vector<std::int64_t>& rows, std::int64_t time);
  // Forget what our own tables say of items that are gone.
  void prune_own_tables();
  void add_signatures(const StorePath& item, const std::set<std::string>& signatures);
  // ITEMS may refer to each other, but nothing else may refer to them.
  void remove(const std::vector<StorePath>& items);
  void remove(const StorePath& item) { remove(std::vector{item}); }

  // When a commit outlives a power cut: with the next one that does, or before it returns.
  enum class Commit { soon, durable };
  // Run WORK in a transaction that no other writer can enter: the one lock of the store. Commits
  // when WORK returns, rolls back when it throws.
  void write_transaction(const std::function<void()>& work, Commit commit = Commit::soon);
  // Make all commits outlive a power cut.
  void flush();
  // Move the write-ahead log into the database file.
  void checkpoint();
  // Give back the memory that holds pages of the file; what is asked again is read again.
  void release_memory();
  // SQLite's own check of the file: empty when sound, else what is wrong.
  std::vector<std::string> integrity_problems();

 private:
  struct Opened;
  std::unique_ptr<Opened> opened_;
};

}  // namespace cairn
