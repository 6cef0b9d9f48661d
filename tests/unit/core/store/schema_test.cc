// SPDX-License-Identifier: GPL-3.0-or-later
// The database as a file.
#include "core/store/schema.hh"

#include "core/base/files.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <tuple>

namespace cairn {

namespace {

// A column: its table, name, type, whether it may be null, and its place in the primary key.
using Column = std::tuple<std::string, std::string, std::string, std::int64_t, std::int64_t>;

std::vector<Column> columns(DatabaseFile& connection) {
  Statement statement(connection,
                      "SELECT m.name, c.name, lower(c.type), c.\"notnull\", c.pk"
                      " FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                      " WHERE m.type = 'table' AND m.name NOT LIKE 'Cairn%'"
                      " ORDER BY m.name, c.cid");
  std::vector<Column> found;
  Rows rows = statement.query();
  while (rows.next()) {
    found.emplace_back(rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.integer(4));
  }
  return found;
}

std::vector<std::string> texts(DatabaseFile& connection, const char* query) {
  Statement statement(connection, query);
  std::vector<std::string> found;
  Rows rows = statement.query();
  while (rows.next()) found.emplace_back(rows.text(0));
  return found;
}

constexpr const char* foreign_keys =
    "SELECT m.name || ' ' || k.\"from\" || ' ' || k.\"table\" || ' ' || k.\"to\" || ' ' || "
    "k.on_delete FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k ORDER BY 1";
constexpr const char* indexes =
    "SELECT m.name || ' ' || l.name || ' ' || i.name || ' ' || l.\"unique\""
    " FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i"
    " WHERE m.name NOT LIKE 'Cairn%' ORDER BY l.name, i.seqno";
constexpr const char* triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'";

}  // namespace

TEST_CASE("who closes the database leaves its log, and nothing in it", "[core/store]") {
  TemporaryDirectory folder;
  std::string log = folder.path() + "/db.sqlite-wal";
  {
    DatabaseFile connection = open_database(folder.path());
    connection.execute("CREATE TABLE Words (word text); INSERT INTO Words VALUES ('said')");
    CHECK(std::filesystem::file_size(log) > 0);
  }
  CHECK(std::filesystem::file_size(log) == 0);
  DatabaseFile connection = open_database(folder.path());
  CHECK(texts(connection, "SELECT word FROM Words") == std::vector<std::string>{"said"});
}

TEST_CASE("nobody else can open the database's files, to lock them", "[core/store]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/db";
  std::filesystem::create_directory(path);
  std::filesystem::permissions(path, std::filesystem::perms(0755));
  open_database(path);
  CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0700));
}

TEST_CASE("the tables are those of Nix's schema 10", "[core/store]") {
  TemporaryDirectory folder;
  DatabaseFile connection = open_database(folder.path());
  std::vector<Column> wanted = {
      {"DerivationOutputs", "drv", "integer", 1, 1},
      {"DerivationOutputs", "id", "text", 1, 2},
      {"DerivationOutputs", "path", "text", 1, 0},
      {"Refs", "referrer", "integer", 1, 1},
      {"Refs", "reference", "integer", 1, 2},
      {"ValidPaths", "id", "integer", 1, 1},
      {"ValidPaths", "path", "text", 1, 0},
      {"ValidPaths", "hash", "text", 1, 0},
      {"ValidPaths", "registrationTime", "integer", 1, 0},
      {"ValidPaths", "deriver", "text", 0, 0},
      {"ValidPaths", "narSize", "integer", 0, 0},
      {"ValidPaths", "ultimate", "integer", 0, 0},
      {"ValidPaths", "sigs", "text", 0, 0},
      {"ValidPaths", "ca", "text", 0, 0},
      {"sqlite_sequence", "name", "", 0, 0},
      {"sqlite_sequence", "seq", "", 0, 0},
  };
  CHECK(columns(connection) == wanted);
  CHECK(texts(connection, triggers) == std::vector<std::string>{"DeleteSelfRefs"});
  CHECK(read_file(folder.path() + "/schema") == "10");
}

TEST_CASE("a database of ours and one of Nix's have the same structure", "[core/store]") {
  TemporaryDirectory folder;
  std::string place = folder.path();
  std::string command = fmt::format(
      "NIX_STORE_DIR={0}/store NIX_STATE_DIR={0}/var NIX_LOG_DIR={0}/log NIX_CONF_DIR={0}/etc "
      "NIX_REMOTE= nix-store --init 2>/dev/null",
      place);
  if (std::system(command.c_str()) != 0) {
    std::cerr << "skip: there is no nix-store that could make a store\n";
    return;
  }
  DatabaseFile theirs(place + "/var/db/db.sqlite");
  DatabaseFile ours = open_database(place + "/ours");
  CHECK(columns(ours) == columns(theirs));
  CHECK(texts(ours, foreign_keys) == texts(theirs, foreign_keys));
  CHECK(texts(ours, indexes) == texts(theirs, indexes));
  CHECK(texts(ours, triggers) == texts(theirs, triggers));
  CHECK_NOTHROW(open_database(place + "/var/db"));
}

TEST_CASE("a database without our own tables gets them", "[core/store]") {
  constexpr const char* own =
      "SELECT name FROM sqlite_master WHERE name LIKE 'Cairn%' ORDER BY name";
  const std::vector<std::string> tables{"CairnDerivations", "CairnSources", "CairnUses"};
  TemporaryDirectory folder;
  {
    DatabaseFile connection = open_database(folder.path());
    CHECK(texts(connection, own) == tables);
    connection.execute("DROP TABLE CairnSources");
  }
  DatabaseFile again = open_database(folder.path());
  CHECK(texts(again, own) == tables);
}

TEST_CASE("a database of another schema is refused with a hint", "[core/store]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "schema", "11\n");
  try {
    open_database(folder.path());
    FAIL("it must throw");
  } catch (const Error& error) {
    CHECK(error.message() == "the database in " + folder.path() + " has schema \"11\", not 10");
    CHECK(error.hint() == "open it with the program that made it, or name another state folder");
  }
  CHECK(!status_at(folder.fd(), "db.sqlite"));
}

TEST_CASE("a database whose making was cut short is completed", "[core/store]") {
  TemporaryDirectory folder;
  { DatabaseFile empty(folder.path() + "/db.sqlite"); }
  { DatabaseFile connection = open_database(folder.path()); }
  std::string path = folder.path() + "/schema";
  unlink(path.c_str());
  DatabaseFile again = open_database(folder.path());
  CHECK(columns(again).size() == 16);
  CHECK(read_file(path) == "10");
}

TEST_CASE("a database that lost its tables is not taken for a new one", "[core/store]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "schema", "10");
  CHECK(test::message_of([&] { open_database(folder.path()); }) ==
        "the database " + folder.path() + "/db.sqlite has lost its tables");
}

TEST_CASE("many processes can make one database at the same time", "[core/store]") {
  TemporaryDirectory folder;
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    children.push_back(test::start([&] {
      DatabaseFile connection = open_database(folder.path() + "/db");
      return columns(connection).size() == 16;
    }));
  }
  for (pid_t child : children) CHECK(test::status_of(child) == 0);
}

}  // namespace cairn
