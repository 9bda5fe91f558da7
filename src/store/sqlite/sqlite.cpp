#include "store/sqlite/sqlite.hpp"

#include "base/check.hpp"

namespace datong::store::sqlite {
namespace {

Error translate(int code, std::string words) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_READONLY: return failure(Code::unavailable, std::move(words));
    case SQLITE_CANTOPEN: return failure(Code::not_found, std::move(words));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return failure(Code::corrupt, std::move(words));
    default: return failure(Code::internal, std::move(words));
  }
}

}  // namespace

Result<Database> Database::open(const std::string& path, int flags) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database;
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return translate(code, path + ": " + sqlite3_errstr(code));
  return database;
}

Result<void> Database::run(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

Error Database::error() const {
  return translate(sqlite3_extended_errcode(handle_.get()), std::string("sqlite: ") + sqlite3_errmsg(handle_.get()));
}

Query::Query(Database& database, const std::string& sql) : database_(database) {
  auto& slot = database.prepared_[sql];
  if (!slot) slot = std::make_unique<Database::Prepared>();
  if (slot->statement == nullptr || slot->busy) {
    sqlite3_stmt* statement = nullptr;
    code_ = sqlite3_prepare_v3(database.handle_.get(), sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code_ != SQLITE_OK) return;
    if (slot->busy) {
      own_.reset(statement);  // the same statement is being read: a second one, for this use only
      statement_ = statement;
      return;
    }
    slot->statement.reset(statement);
  }
  cached_ = slot.get();
  cached_->busy = true;
  statement_ = cached_->statement.get();
}

Query::~Query() {
  if (cached_ == nullptr) return;
  sqlite3_reset(statement_);
  cached_->busy = false;
}

Query& Query::bind(std::int64_t value) {
  sum_.add(value);
  if (!failed()) code_ = sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Query& Query::bind(std::string_view text) {
  sum_.add(text);
  const char* data = text.empty() ? "" : text.data();
  if (!failed()) code_ = sqlite3_bind_text64(statement_, ++bound_, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Query& Query::bind_bytes(std::string_view bytes) {
  sum_.add(bytes);
  return bind_hashed(bytes);
}

Query& Query::bind_hashed(std::string_view bytes) {
  const char* data = bytes.empty() ? "" : bytes.data();
  if (!failed()) code_ = sqlite3_bind_blob64(statement_, ++bound_, data, bytes.size(), SQLITE_STATIC);
  return *this;
}

Query& Query::bind_null() {
  sum_.add_null();
  if (!failed()) code_ = sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

bool Query::row() {
  if (failed()) return false;
  code_ = sqlite3_step(statement_);
  return code_ == SQLITE_ROW;
}

Result<void> Query::done() {
  while (row()) {
  }
  if (failed()) return error();
  reset();
  return {};
}

void Query::reset() {
  code_ = sqlite3_reset(statement_);
  bound_ = 0;
  sum_ = RowSum();
}

std::string_view Query::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return data == nullptr ? std::string_view()
                         : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

bool Query::sum_is_right(int first) const {
  RowSum sum;
  const int last = columns() - 1;
  for (int i = first; i < last; ++i) {
    switch (sqlite3_column_type(statement_, i)) {
      case SQLITE_INTEGER: sum.add(integer(i)); break;
      case SQLITE_NULL: sum.add_null(); break;
      default: sum.add(bytes(i)); break;
    }
  }
  return sum.value() == integer(last);
}

}  // namespace datong::store::sqlite
