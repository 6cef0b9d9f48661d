// SPDX-License-Identifier: GPL-3.0-or-later
// Items to rows and back.
#include "core/store/database.hh"

#include "core/base/files.hh"
#include "core/base/words.hh"
#include "core/store/schema.hh"
#include "core/store/sql_statements.hh"

#include <algorithm>
#include <ctime>
#include <unordered_map>

namespace cairn {

namespace {

// The base names of ITEMS, which have no character that JSON escapes.
std::string json_list(const StorePathSet& items) {
  std::string list = "[";
  for (const StorePath& item : items) {
    if (list.size() > 1) list += ',';
    list += '"' + item.base_name() + '"';
  }
  return list + ']';
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

DerivationEntry entry_of(const Derivation& derivation, const StorePathSet& references) {
  const auto& inputs = derivation.input_derivations;
  const StorePathSet& sources = derivation.input_sources;
  DerivationEntry entry;
  for (const auto& [name, output] : derivation.outputs) entry.outputs.emplace(name, output.path);
  auto is_told = [&](const StorePath& item) {
    if (!item.is_derivation()) return sources.contains(item);
    auto input = inputs.find(item);
    return input != inputs.end() && !input->second.empty();
  };
  entry.tells_inputs = references.size() == inputs.size() + sources.size() &&
                       std::ranges::all_of(references, is_told);
  return entry;
}

struct Database::Opened {
  struct NewReference {
    std::int64_t row;  // of the referrer
    StorePath referrer;
    StorePath reference;
  };

  Opened(StoreDir store_dir, const std::string& folder)
      : store(std::move(store_dir)), connection(open_database(folder)) {}

  StorePathSet paths(Rows rows) const {
    std::vector<StorePath> found;
    while (rows.next()) found.push_back(store.parse(rows.text(0)));
    std::sort(found.begin(), found.end());
    return {found.begin(), found.end()};
  }

  // Items inserted together may refer to each other, so references wait until all have a row.
  void insert_new_references() {
    std::unordered_map<StorePath, std::int64_t> met;  // thousands may refer to one
    for (const NewReference& entry : new_references) {
      auto [found, is_new] = met.try_emplace(entry.reference, 0);
      if (is_new) found->second = row_of_reference(entry);
      sql.insert_reference.run(entry.row, found->second);
    }
  }

  std::optional<std::int64_t> find_row(const StorePath& item) {
    Rows row = sql.row_of.query(store.print(item));
    return row.next() ? std::optional(row.integer(0)) : std::nullopt;
  }

  std::int64_t row_of_reference(const NewReference& entry) {
    if (auto row = find_row(entry.reference)) return *row;
    throw Error("cannot register {}: it refers to {}, which is not valid",
                store.print(entry.referrer), store.print(entry.reference));
  }

  StoreDir store;
  DatabaseFile connection;
  std::vector<NewReference> new_references{};  // of the write transaction at hand
  SqlStatements sql{connection};
};

Database::Database(const StoreDir& store, const std::string& folder)
    : opened_(std::make_unique<Opened>(store, folder)) {}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

const StoreDir& Database::store() const {
  return opened_->store;
}

bool Database::is_valid(const StorePath& item) {
  return row_of(item).has_value();
}

std::optional<ItemInfo> Database::find(const StorePath& item) {
  Rows row = opened_->sql.find.query(opened_->store.print(item));
  if (!row.next()) return std::nullopt;
  ItemInfo info{.path = item, .nar_hash = parse_hash(row.text(1))};
  info.registered = row.integer(2);
  if (!row.is_null(3)) info.deriver = opened_->store.parse(row.text(3));
  info.nar_size = static_cast<std::uint64_t>(row.integer(4));
  info.ultimate = row.integer(5) == 1;
  for (std::string& word : words_of(row.text(6))) info.signatures.insert(std::move(word));
  if (!row.text(7).empty()) info.content_address = parse_content_address(row.text(7));
  info.references = opened_->paths(opened_->sql.references_of_row.query(row.integer(0)));
  return info;
}

std::optional<StorePath> Database::find_by_hash_part(std::string_view hash_part) {
  std::string prefix = opened_->store.path() + "/" + std::string(hash_part);
  Rows row = opened_->sql.next_path.query(prefix);
  if (!row.next() || !row.text(0).starts_with(prefix + "-")) return std::nullopt;
  return opened_->store.parse(row.text(0));
}

std::vector<StorePath> Database::all_items() {
  std::vector<StorePath> items;
  Rows rows = opened_->sql.all_paths.query();
  while (rows.next()) items.push_back(opened_->store.parse(rows.text(0)));
  return items;
}

ItemGraph Database::graph() {
  GraphRows found;
  read_transaction([&] {
    Rows items = opened_->sql.all_items.query();
    while (items.next()) {
      auto size = static_cast<std::uint64_t>(items.integer(2));
      found.items.push_back({items.integer(0), opened_->store.parse(items.text(1)), size,
                             std::string(items.text(3))});
    }
    Rows references = opened_->sql.all_references.query();
    while (references.next()) {
      found.references.emplace_back(references.integer(0), references.integer(1));
    }
  });
  return make_graph(opened_->store, std::move(found));
}

StorePathSet Database::registered_after(std::int64_t row) {
  return opened_->paths(opened_->sql.newer_paths.query(row));
}

std::vector<std::pair<StorePath, StorePath>> Database::derivation_output_pairs() {
  std::vector<std::pair<StorePath, StorePath>> pairs;
  Rows rows = opened_->sql.all_outputs.query();
  const StoreDir& store = opened_->store;
  while (rows.next()) pairs.emplace_back(store.parse(rows.text(0)), store.parse(rows.text(1)));
  return pairs;
}

StorePathSet Database::references(const StorePath& item) {
  return opened_->paths(opened_->sql.references.query(opened_->store.print(item)));
}

StorePathSet Database::referrers(const StorePath& item) {
  return opened_->paths(opened_->sql.referrers.query(opened_->store.print(item)));
}

StorePathSet Database::closure(const StorePathSet& items, bool backwards) {
  Statement& statement = backwards ? opened_->sql.backward_closure : opened_->sql.closure;
  return opened_->paths(statement.query(json_list(items), opened_->store.path()));
}

std::optional<std::int64_t> Database::row_of(const StorePath& item) {
  return opened_->find_row(item);
}

StorePath Database::item_of_row(std::int64_t number) {
  Rows row = opened_->sql.path_of_row.query(number);
  if (!row.next()) throw Error("the database has no item of row {}", number);
  return opened_->store.parse(row.text(0));
}

std::vector<std::int64_t> Database::referred_rows(std::int64_t row) {
  std::vector<std::int64_t> referred;
  Rows rows = opened_->sql.referred_rows.query(row);
  while (rows.next()) referred.push_back(rows.integer(0));
  return referred;
}

PlannedItem Database::planned_item(std::int64_t number) {
  Rows row = opened_->sql.planned.query(number);
  if (!row.next()) throw Error("the database has no item of row {}", number);
  PlannedItem item{opened_->store.parse(row.text(0)), !row.is_null(1), 0, {}};
  for (bool more = !row.is_null(2); more; more = row.next()) {
    ++item.outputs;
    if (!row.is_null(3)) item.valid_outputs.push_back(opened_->store.parse(row.text(2)));
  }
  return item;
}

std::map<std::string, StorePath> Database::derivation_outputs(const StorePath& derivation) {
  std::map<std::string, StorePath> outputs;
  Rows rows = opened_->sql.outputs.query(opened_->store.print(derivation));
  while (rows.next()) outputs.emplace(rows.text(0), opened_->store.parse(rows.text(1)));
  return outputs;
}

StorePathSet Database::valid_derivers(const StorePath& output) {
  return opened_->paths(opened_->sql.valid_derivers.query(opened_->store.print(output)));
}

void Database::read_transaction(const std::function<void()>& work) {
  opened_->sql.start_reading.run();
  AtEnd end([&] { opened_->sql.stop_reading.try_run(); });
  work();
}

std::int64_t Database::insert(const ItemInfo& info) {
  const StoreDir& store = opened_->store;
  std::optional<std::string> deriver, signatures, address;
  if (info.deriver) deriver = store.print(*info.deriver);
  if (!info.signatures.empty()) signatures = joined(info.signatures);
  if (info.content_address) address = to_text(*info.content_address);
  std::optional<std::int64_t> ultimate;
  if (info.ultimate) ultimate = 1;
  opened_->sql.insert.run(store.print(info.path), to_tagged_text(info.nar_hash, HashFormat::base16),
                          std::int64_t{info.registered}, deriver,
                          static_cast<std::int64_t>(info.nar_size), ultimate, signatures, address);
  std::int64_t row = opened_->connection.last_row();
  for (const StorePath& reference : info.references) {
    opened_->new_references.push_back({row, info.path, reference});
  }
  return row;
}

void Database::insert_derivation(std::int64_t row, const DerivationEntry& entry) {
  for (const auto& [name, path] : entry.outputs) {
    opened_->sql.insert_output.run(row, name, opened_->store.print(path));
  }
  if (entry.tells_inputs) opened_->sql.insert_derivation.run(row);
}

std::int64_t Database::version() {
  Rows row = opened_->sql.data_version.query();
  return row.next() ? row.integer(0) : 0;
}

std::vector<std::string> Database::source_addresses(const Hash& hash) {
  std::vector<std::string> addresses;
  Rows rows = opened_->sql.source_addresses.query(to_tagged_text(hash, HashFormat::base16));
  while (rows.next()) addresses.emplace_back(rows.text(0));
  return addresses;
}

void Database::insert_source(const Hash& hash, const std::string& address) {
  opened_->sql.insert_source.run(to_tagged_text(hash, HashFormat::base16), address,
                                 std::int64_t{std::time(nullptr)});
}

std::vector<std::int64_t> Database::last_uses(const ItemGraph& graph) {
  std::vector<std::int64_t> uses(graph.items.size());
  Rows rows = opened_->sql.last_uses.query();
  while (rows.next()) {
    std::uint32_t item = graph.number_of(opened_->store.parse(rows.text(0)));
    if (item != ItemGraph::no_item) uses[item] = rows.integer(1);
  }
  return uses;
}

std::vector<std::int64_t> Database::rows_unused_since(std::int64_t time,
                                                      const StorePathSet& items) {
  std::vector<std::int64_t> found;
  Rows rows = opened_->sql.unused_rows.query(json_list(items), opened_->store.path(), time);
  while (rows.next()) found.push_back(rows.integer(0));
  return found;
}

void Database::note_uses(const std::vector<std::int64_t>& rows, std::int64_t time) {
  for (std::int64_t row : rows) opened_->sql.note_use.run(row, time);
}

void Database::prune_own_tables() {
  opened_->sql.prune_uses.run();
  opened_->sql.prune_derivations.run();
}

void Database::add_signatures(const StorePath& item, const std::set<std::string>& signatures) {
  auto info = find(item);
  if (!info) throw Error("{} is not valid and cannot be signed", opened_->store.print(item));
  info->signatures.insert(signatures.begin(), signatures.end());
  opened_->sql.set_signatures.run(opened_->store.print(item), joined(info->signatures));
}

void Database::remove(const std::vector<StorePath>& items) {
  const StoreDir& store = opened_->store;
  for (const StorePath& item : items) opened_->sql.remove_references.run(store.print(item));
  for (const StorePath& item : items) {
    with_context(fmt::format("cannot forget {}", store.print(item)),
                 [&] { opened_->sql.remove.run(store.print(item)); });
  }
}

void Database::write_transaction(const std::function<void()>& work, Commit commit) {
  DatabaseFile& connection = opened_->connection;
  if (commit == Commit::durable) connection.execute("PRAGMA synchronous = full");
  AtEnd end([&] {
    opened_->new_references.clear();
    if (!sqlite3_get_autocommit(connection.get())) connection.try_execute("ROLLBACK");
    if (commit == Commit::durable) connection.try_execute("PRAGMA synchronous = normal");
  });
  opened_->sql.begin.run();
  work();
  opened_->insert_new_references();
  opened_->sql.commit.run();
}

void Database::flush() {
  opened_->connection.flush_log();
}

void Database::checkpoint() {
  opened_->connection.try_execute("PRAGMA wal_checkpoint");
}

void Database::release_memory() {
  opened_->connection.try_execute("PRAGMA shrink_memory");
}

std::vector<std::string> Database::integrity_problems() {
  std::vector<std::string> problems;
  const std::string& path = opened_->connection.path();
  Rows rows = opened_->sql.integrity.query();
  while (rows.next()) {
    if (rows.text(0) != "ok") problems.push_back(fmt::format("{}: {}", path, rows.text(0)));
  }
  Rows keys = opened_->sql.foreign_keys.query();
  while (keys.next()) {
    problems.push_back(fmt::format("{}: row {} of {} names an item that is not registered", path,
                                   keys.integer(1), keys.text(0)));
  }
  return problems;
}

}  // namespace cairn
