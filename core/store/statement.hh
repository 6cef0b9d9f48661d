// SPDX-License-Identifier: GPL-3.0-or-later
// An open SQLite database and statements on it, each prepared when it is first run. SQLite's
// failures become Errors that name the file.
#pragma once

#include "core/base/error.hh"

#include <cstdint>
#include <memory>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace cairn {

class DatabaseFile {
 public:
  // Open the file PATH, made when absent.
  explicit DatabaseFile(std::string path);

  sqlite3* get() const { return database_.get(); }
  const std::string& path() const { return path_; }
  // Run statements that give no rows.
  void execute(const char* text);
  // The same where failure does no harm: whether it succeeded.
  bool try_execute(const char* text) noexcept;
  // Let all that was committed outlast a power cut.
  void flush_log();
  std::int64_t last_row() const { return sqlite3_last_insert_rowid(get()); }
  // What SQLite says now, as an Error.
  Error failure() const;

 private:
  std::string path_;
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

// The rows that a statement gives; lets go of the statement in its destructor.
class Rows {
 public:
  Rows(const DatabaseFile& connection, sqlite3_stmt* statement)
      : connection_(connection), statement_(statement, sqlite3_reset) {}

  bool next();
  // Columns of the row at hand, counted from 0. A text lives until the next row.
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string_view text(int column) const;
  bool is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }

 private:
  const DatabaseFile& connection_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};

class Statement {
 public:
  // TEXT must outlive it.
  Statement(const DatabaseFile& connection, const char* text)
      : connection_(connection), text_(text) {}

  // The rows for ARGUMENTS, which are copied: integers, texts, optional ones. One query at a time.
  template <typename... Arguments>
  Rows query(const Arguments&... arguments) {
    return start(SQLITE_TRANSIENT, arguments...);
  }

  // Run to the end.
  template <typename... Arguments>
  void run(const Arguments&... arguments) {
    Rows rows = start(SQLITE_STATIC, arguments...);
    while (rows.next()) continue;
  }

  // The same where a failure is nobody's concern. For destructors.
  void try_run() noexcept;

 private:
  // Whether SQLite copies the texts that it is given, or may look at them until the end.
  using Keeping = sqlite3_destructor_type;

  template <typename... Arguments>
  Rows start([[maybe_unused]] Keeping keeping, const Arguments&... arguments) {
    prepare();
    int position = 0;
    (bind(++position, arguments, keeping), ...);
    return Rows(connection_, statement_.get());
  }

  void prepare();
  void bind(int position, std::int64_t value, Keeping);
  void bind(int position, std::string_view value, Keeping keeping);
  template <typename Value>
  void bind(int position, const std::optional<Value>& value, Keeping keeping) {
    if (value) return bind(position, *value, keeping);
    bind_null(position);
  }
  void bind_null(int position);

  const DatabaseFile& connection_;
  const char* text_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_{nullptr, sqlite3_finalize};
};

}  // namespace cairn
