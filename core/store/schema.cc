// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the database. Its schema's number stands in the file `schema` beside it, for all programs
// that know the format.
#include "core/store/schema.hh"

#include "core/base/files.hh"

#include <optional>
#include <string_view>

namespace cairn {

namespace {

const char schema[] =
#include "core/store/schema.sql"
    ;

constexpr std::string_view schema_number = "10";

void check_schema_number(int folder, const std::string& path) {
  auto found = read_file_at(folder, "schema");
  if (!found || found->substr(0, found->find('\n')) == schema_number) return;
  throw Error("the database in {} has schema {:.20}, not {}", path, *found, schema_number)
      .with_hint("open it with the program that made it, or name another state folder");
}

bool has_tables(Connection& connection) {
  Statement search(connection, "SELECT 1 FROM sqlite_master WHERE name = 'ValidPaths'");
  return search.query().next();
}

void make_tables(Connection& connection) {
  connection.execute("BEGIN IMMEDIATE");
  if (!has_tables(connection)) connection.execute(schema);  // nor has another process made them
  connection.execute("COMMIT");
}

}  // namespace

Connection open_database(const std::string& folder) {
  make_directories(folder);
  Fd directory = open_directory(folder);
  check_schema_number(directory.get(), folder);
  Connection connection(folder + "/db.sqlite");
  // NORMAL: a power cut may take the last commits, never the soundness of the file.
  connection.execute(
      "PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = on;"
      "PRAGMA wal_autocheckpoint = 8192");
  if (!has_tables(connection)) make_tables(connection);
  if (!status_at(directory.get(), "schema")) {
    write_file_at(directory.get(), "schema", schema_number);
  }
  return connection;
}

}  // namespace cairn
