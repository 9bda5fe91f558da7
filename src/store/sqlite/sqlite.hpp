#pragma once
// SQLite's C API behind RAII: Database (one connection with its prepared statements) and Query (one use of a
// statement). Not here: SQL or tables. Thread rule: a Database is used by one thread at a time; its Queries end before
// it does.
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "store/row_sum.hpp"

namespace datong::store::sqlite {

class Database {
 public:
  /// `flags`: SQLITE_OPEN_… Errors: not_found, unavailable, corrupt.
  static Result<Database> open(const std::string& path, int flags);
  /// Runs statements that return nothing worth reading.
  Result<void> run(const char* sql);
  sqlite3* handle() const { return handle_.get(); }
  /// Why the last call on this connection failed.
  Error error() const;

 private:
  friend class Query;
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  struct Prepared {
    std::unique_ptr<sqlite3_stmt, Finalize> statement;
    bool busy = false;
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<std::string, std::unique_ptr<Prepared>> prepared_;  // finalized before handle_ closes
};

/// One run of a prepared statement. Parameters are bound in order and must live until the Query is reset or ends; each
/// is added to the row's sum, which bind_sum() binds. After the last row ask failed().
class Query {
 public:
  Query(Database& database, const std::string& sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::int64_t value);
  Query& bind(std::string_view text);
  Query& bind(std::string&& text) = delete;
  Query& bind(const char* text) { return bind(std::string_view(text)); }
  Query& bind_bytes(std::string_view bytes);
  Query& bind_bytes(std::string&& bytes) = delete;
  /// Bytes that no sum covers, because they have a hash.
  Query& bind_hashed(std::string_view bytes);
  Query& bind_hashed(std::string&& bytes) = delete;
  Query& bind_null();
  Query& bind_sum() { return bind(sum_.value()); }

  bool row();           ///< steps; true while there is a row
  Result<void> done();  ///< steps over all rows, then resets for the next binding
  void reset();
  bool failed() const { return code_ != SQLITE_OK && code_ != SQLITE_ROW && code_ != SQLITE_DONE; }
  Error error() const { return database_.error(); }

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string_view bytes(int column) const;  ///< text or blob; valid until the next step
  std::string text(int column) const { return std::string(bytes(column)); }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  int columns() const { return sqlite3_column_count(statement_); }
  /// Whether the last column is the sum of those from `first` on.
  bool sum_is_right(int first) const;

 private:
  Database& database_;
  Database::Prepared* cached_ = nullptr;
  std::unique_ptr<sqlite3_stmt, Database::Finalize> own_;
  sqlite3_stmt* statement_ = nullptr;
  RowSum sum_;
  int bound_ = 0;
  int code_ = SQLITE_OK;
};

}  // namespace datong::store::sqlite
