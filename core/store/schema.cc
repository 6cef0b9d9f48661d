// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the database. Its schema's number stands in the file `schema` beside it, for all programs
// that know the format.
#include "core/store/schema.hh"

#include "core/base/files.hh"
#include "core/store/schema_text.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::string_view schema_number = "10";

void check_schema_number(int folder, const std::string& path) {
  auto found = read_file_at(folder, "schema");
  if (!found) return;
  std::string_view number = std::string_view(*found).substr(0, found->find('\n'));
  if (number == schema_number) return;
  throw Error("the database in {} has schema {:?}, not {}", path, number, schema_number)
      .with_hint("open it with the program that made it, or name another state folder");
}

bool has_table(DatabaseFile& connection, std::string_view name) {
  Statement search(connection, "SELECT 1 FROM sqlite_master WHERE name = ?1");
  return search.query(name).next();
}

bool has_tables(DatabaseFile& connection) {
  return has_table(connection, "ValidPaths");
}

bool has_own_tables(DatabaseFile& connection) {
  return std::ranges::all_of(std::array{"CairnSources", "CairnUses", "CairnDerivations"},
                             [&](const char* name) { return has_table(connection, name); });
}

// All of them or none, should we be killed.
void make_tables(DatabaseFile& connection) {
  connection.execute("BEGIN IMMEDIATE");
  connection.execute(schema_text);
  connection.execute("COMMIT");
}

bool is_still(const std::string& path, int directory) {
  struct stat ours {};
  struct stat named {};
  checked(fstat(directory, &ours), "cannot look at {}", path);
  return stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
         ours.st_dev == named.st_dev;
}

// A stranger who can open its files can lock them, as SQLite does, and stop all who write.
void keep_private(const std::string& path, int directory) {
  struct stat status {};
  checked(fstat(directory, &status), "cannot look at {}", path);
  if (status.st_uid != geteuid() || (status.st_mode & 077) == 0) return;
  checked(fchmod(directory, 0700), "cannot keep others out of {}", path);
}

}  // namespace

OpeningLock::OpeningLock(const std::string& path, LockKind kind)
    : folder(open_directory(path)), lock(FileLock::wait(folder.get(), "opening.lock", kind)) {
  while (!is_still(path, folder.get())) {
    folder = open_directory(path);
    lock = FileLock::wait(folder.get(), "opening.lock", kind);
  }
}

DatabaseFile open_database(const std::string& folder) {
  make_directories(folder);
  OpeningLock opening(folder, LockKind::shared);
  const Fd& directory = opening.folder;
  keep_private(folder, directory.get());
  check_schema_number(directory.get(), folder);
  // SQLite does not wait for another process that is making the same file, so we do.
  std::optional<FileLock> making;
  if (!status_at(directory.get(), "schema")) {
    making = FileLock::wait(directory.get(), "schema.lock", LockKind::exclusive);
  }
  DatabaseFile connection(folder + "/db.sqlite");
  // NORMAL: a power cut may take the last commits, never the soundness of the file. The page cache
  // (64 MiB) grows as it is used; a collector's random walk needs it.
  connection.execute(
      "PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = on;"
      "PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -65536;"
      "PRAGMA journal_size_limit = 33554432");
  // Its log and index stay when it is closed: a collector must be able to open it on a full disk.
  // With a limit the log is emptied then; else whoever opens it next would read it all, and write
  // it all again.
  int yes = 1;
  sqlite3_file_control(connection.get(), "main", SQLITE_FCNTL_PERSIST_WAL, &yes);
  if (making) {
    if (!has_tables(connection)) make_tables(connection);
    // Flushed: a file `schema` that outlasts the tables would say that they were lost.
    connection.execute("PRAGMA wal_checkpoint");
    write_file_at(directory.get(), "schema", schema_number);
  } else if (!has_tables(connection)) {
    throw Error("the database {} has lost its tables", connection.path())
        .with_hint("make it anew from what lies on disk: cairn store rebuild");
  }
  // A database of Nix's, or of an older Cairn, lacks them.
  if (!has_own_tables(connection)) connection.execute(own_tables_text);
  return connection;
}

}  // namespace cairn
