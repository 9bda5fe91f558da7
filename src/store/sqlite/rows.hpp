#pragma once
// Reading rows of the SQLite tables into the values of app/ports.hpp. Thread rule: that of the Database or Query given.
#include <vector>

#include "app/ports.hpp"
#include "store/sqlite/sqlite.hpp"

namespace datong::store::sqlite {

/// Errors: not_found.
Result<app::Head> read_head(Database& database, CaseId id);
/// Of a query for mailbox, serial, id, body.
Result<std::vector<app::Receipt>> read_receipts(Query& query);
/// Of a query for kind, key, version, body in order of the key; ends at the first key without the prefix.
Result<std::vector<app::Record>> read_records(Query& query, std::string_view key_prefix = {});

}  // namespace datong::store::sqlite
