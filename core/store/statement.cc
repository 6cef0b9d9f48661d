// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite, wrapped.
#include "core/store/statement.hh"

#include "core/base/uninterrupted.hh"

#include <cstdarg>
#include <fcntl.h>

namespace cairn {

namespace {

// A collector's or an importer's transaction takes a second; whoever waits longer has met a fault.
constexpr int patience_minutes = 10;

Error explained(int code, int number, const std::string& path, const char* said) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error("the database {} is damaged: {}", path, said).with_hint("cairn doctor");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error("the database {} has been locked by another process for {} minutes", path,
                   patience_minutes);
    case SQLITE_FULL:
      return numbered_error(ENOSPC, "cannot write the database {}", path).with_hint("cairn gc");
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
      if (number != 0) return numbered_error(number, "cannot use the database {}: {}", path, said);
      break;
    default: break;
  }
  return Error("cannot use the database {}: {}", path, said);
}

// SQLite takes a lock that a signal interrupted for one that failed.
int fcntl_again(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  return uninterrupted([&] { return fcntl(fd, command, argument); });
}

// Once in a process.
void prepare_sqlite() {
  static const int prepared = [] {
    // Nobody asks how much memory it has, and counting takes a lock each time.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    return vfs->xSetSystemCall(vfs, "fcntl", reinterpret_cast<sqlite3_syscall_ptr>(fcntl_again));
  }();
  if (prepared != SQLITE_OK) throw Error("SQLite cannot be prepared");
}

}  // namespace

DatabaseFile::DatabaseFile(std::string path)
    : path_(std::move(path)), database_(nullptr, sqlite3_close) {
  prepare_sqlite();
  sqlite3* opened = nullptr;
  int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2(path_.c_str(), &opened, flags, nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) throw failure();
  sqlite3_busy_timeout(get(), patience_minutes * 60 * 1000);
}

void DatabaseFile::execute(const char* text) {
  if (sqlite3_exec(get(), text, nullptr, nullptr, nullptr) != SQLITE_OK) throw failure();
}

bool DatabaseFile::try_execute(const char* text) noexcept {
  return sqlite3_exec(get(), text, nullptr, nullptr, nullptr) == SQLITE_OK;
}

void DatabaseFile::flush_log() {
  // The file of the log, which is opened with the first statement.
  sqlite3_file* log = nullptr;
  sqlite3_file_control(get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (!log || !log->pMethods) return;
  if (log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK) return;
  throw errno_error("cannot flush the log of the database {}", path_);
}

Error DatabaseFile::failure() const {
  int code = sqlite3_extended_errcode(get());
  Error error = explained(code, sqlite3_system_errno(get()), path_, sqlite3_errmsg(get()));
  // It asked the system before, and what the system said last may be about something else.
  if ((code & 0xff) == SQLITE_READONLY) error.with_error_number(EACCES);
  return error;
}

bool Rows::next() {
  int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw connection_.failure();
}

std::string_view Rows::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (!text) return {};
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {reinterpret_cast<const char*>(text), size};
}

void Statement::try_run() noexcept {
  try {
    run();
  } catch (const std::exception&) {
  }
}

void Statement::prepare() {
  if (statement_) return;
  sqlite3_stmt* prepared = nullptr;
  int code = sqlite3_prepare_v3(connection_.get(), text_, -1, SQLITE_PREPARE_PERSISTENT, &prepared,
                                nullptr);
  if (code != SQLITE_OK) throw connection_.failure();
  statement_.reset(prepared);
}

void Statement::bind(int position, std::int64_t value, Keeping) {
  if (sqlite3_bind_int64(statement_.get(), position, value) != SQLITE_OK) {
    throw connection_.failure();
  }
}

void Statement::bind(int position, std::string_view value, Keeping keeping) {
  int code = sqlite3_bind_text64(statement_.get(), position, value.data(), value.size(), keeping,
                                 SQLITE_UTF8);
  if (code != SQLITE_OK) throw connection_.failure();
}

void Statement::bind_null(int position) {
  if (sqlite3_bind_null(statement_.get(), position) != SQLITE_OK) throw connection_.failure();
}

}  // namespace cairn
