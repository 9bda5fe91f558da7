#include "store/sqlite/rows.hpp"

#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {

Result<app::Head> read_head(Database& database, CaseId id) {
  Query query(database,
              "select h.kind, h.version, h.steps, h.last_step_hash, h.body, w.bureau, w.office, w.stage, "
              "w.assigned_to, w.since,"
              " w.due_at, w.due_event from head h join work w on w.id=h.id where h.id=?");
  query.bind(id.value);
  if (!query.row()) {
    if (query.failed()) return query.error();
    return failure(Code::not_found, "case " + id.to_string());
  }
  app::Head head;
  head.id = id;
  head.kind = static_cast<app::HeadKind>(query.integer(0));
  head.version = static_cast<std::uint32_t>(query.integer(1));
  head.steps = static_cast<std::uint32_t>(query.integer(2));
  head.last_step_hash = digest_from(query.bytes(3));
  head.body = query.text(4);
  head.bureau = static_cast<int>(query.integer(5));
  head.office = query.text(6);
  head.stage = static_cast<std::uint8_t>(query.integer(7));
  head.assigned_to = query.text(8);
  head.since = Instant::from_ms(query.integer(9));
  if (!query.is_null(10)) head.due_at = Instant::from_ms(query.integer(10));
  head.due_event = static_cast<std::uint8_t>(query.integer(11));
  return head;
}

Result<std::vector<app::Receipt>> read_receipts(Query& query) {
  std::vector<app::Receipt> rows;
  while (query.row()) rows.push_back({query.integer(0), query.integer(1), CaseId{query.integer(2)}, query.text(3)});
  if (query.failed()) return query.error();
  return rows;
}

Result<std::vector<app::Record>> read_records(Query& query, std::string_view key_prefix) {
  std::vector<app::Record> rows;
  while (query.row() && query.bytes(1).starts_with(key_prefix)) {
    rows.push_back({query.text(0), query.text(1), static_cast<std::uint32_t>(query.integer(2)), query.text(3)});
  }
  if (query.failed()) return query.error();
  return rows;
}

}  // namespace datong::store::sqlite
