// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite, wrapped.
#include "core/store/statement.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a statement gives back what was bound to it", "[core/store]") {
  DatabaseFile connection(":memory:");
  Statement statement(connection, "SELECT ?1, ?2, ?3, ?4");
  std::optional<std::string> absent;
  Rows rows =
      statement.query(std::int64_t{1} << 40, "text", absent, std::optional<std::int64_t>(7));
  REQUIRE(rows.next());
  CHECK(rows.integer(0) == std::int64_t{1} << 40);
  CHECK(rows.text(1) == "text");
  CHECK(rows.is_null(2));
  CHECK(rows.text(2) == "");
  CHECK(rows.integer(3) == 7);
  CHECK(!rows.next());
}

TEST_CASE("a statement can be run again before its rows were all read", "[core/store]") {
  DatabaseFile connection(":memory:");
  Statement statement(connection, "SELECT ?1 UNION SELECT 2 ORDER BY 1");
  CHECK(statement.query(1).next());
  Rows rows = statement.query(0);
  REQUIRE(rows.next());
  CHECK(rows.integer(0) == 0);
}

TEST_CASE("a statement is prepared when it is first run", "[core/store]") {
  DatabaseFile connection(":memory:");
  Statement wrong(connection, "this is no SQL");
  CHECK_THROWS_AS(wrong.run(), Error);
}

TEST_CASE("an error of SQLite names the file and what went wrong", "[core/store]") {
  TemporaryDirectory folder;
  DatabaseFile connection(folder.path() + "/db");
  try {
    connection.execute("SELECT * FROM absent");
    FAIL("it must throw");
  } catch (const Error& error) {
    CHECK(error.message() ==
          "cannot use the database " + folder.path() + "/db: no such table: absent");
  }
  CHECK(!connection.try_execute("SELECT * FROM absent"));
}

TEST_CASE("a file that is no database is called damaged", "[core/store]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "db", std::string(10000, 'x'));
  DatabaseFile connection(folder.path() + "/db");
  try {
    connection.execute("SELECT * FROM sqlite_master");
    FAIL("it must throw");
  } catch (const Error& error) {
    CHECK(error.message() ==
          "the database " + folder.path() + "/db is damaged: file is not a database");
    CHECK(error.hint() == "cairn doctor");
  }
}

TEST_CASE("a database in a missing folder says so", "[core/store]") {
  TemporaryDirectory folder;
  try {
    DatabaseFile connection(folder.path() + "/missing/db");
    FAIL("it must throw");
  } catch (const Error& error) {
    CHECK(error.message() == "cannot use the database " + folder.path() +
                                 "/missing/db: unable to open database file: No such file or "
                                 "directory");
  }
}

}  // namespace cairn
