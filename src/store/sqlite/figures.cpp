// The projection the figures are counted from, in SQLite: what of the log it has not seen, its rows, and the count of one unit's month.
// Rows are worked out beside the commits by app/count_figures.cpp; only writing them holds the writer's lock.
#include <algorithm>

#include "store/sqlite/store.hpp"

namespace datong::store::sqlite {
namespace {

#define COLUMNS "id, kind, month, bureau, unit, principal, channel, is_served, enterprise_ms, machine_ms, officer_ms, fields, counter_reason"

app::FigureRow read_row(const Query& query) {
  app::FigureRow row;
  row.id = CaseId{query.integer(0)};
  row.kind = static_cast<app::HeadKind>(query.integer(1));
  row.month = static_cast<int>(query.integer(2));
  row.bureau = static_cast<int>(query.integer(3));
  row.unit = query.integer(4);
  row.principal = query.integer(5);
  row.channel = static_cast<std::uint8_t>(query.integer(6));
  row.is_served = query.integer(7) != 0;
  row.enterprise_ms = query.integer(8);
  row.machine_ms = query.integer(9);
  row.officer_ms = query.integer(10);
  row.fields = query.integer(11);
  row.counter_reason = query.text(12);
  return row;
}

Result<std::int64_t> taken_in(Database& database) {
  Query query(database, "select taken_in from figure_state where n=1");
  if (!query.row()) return query.failed() ? query.error() : failure(Code::corrupt, "state of the figures");
  return query.integer(0);
}

}  // namespace

Result<app::FigureWork> SqliteStore::figure_work(std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Database& database = ***lease;
  const auto from = taken_in(database);
  if (!from) return from.error();
  app::FigureWork work{*from, *from, {}};
  std::vector<std::int64_t> ids;
  Query log(database, "select l.n, l.id, h.kind from log l join head h on h.id=l.id where l.n>? order by l.n limit ?");
  log.bind(*from).bind(static_cast<std::int64_t>(limit));
  while (log.row()) {
    work.to = log.integer(0);
    const auto kind = static_cast<app::HeadKind>(log.integer(2));
    if (kind == app::HeadKind::declaration || kind == app::HeadKind::origin) ids.push_back(log.integer(1));
  }
  if (log.failed()) return log.error();
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  Query row(database, "select " COLUMNS " from figure where id=?");
  for (const std::int64_t id : ids) {
    row.bind(id);
    work.cases.push_back({CaseId{id}, row.row() ? std::optional(read_row(row)) : std::nullopt});
    if (row.failed()) return row.error();
    row.reset();
  }
  return work;
}

Result<void> SqliteStore::put_figures(const app::FigureWork& work, const std::vector<app::FigureRow>& rows) {
  return connections_->in_transaction([&](Database& database) -> Result<void> {
    const auto from = taken_in(database);
    if (!from) return from.error();
    if (*from != work.from) return {};  // another process was quicker
    Query put(database, "insert or replace into figure(" COLUMNS ") values(?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (const app::FigureRow& row : rows) {
      put.bind(row.id.value).bind(static_cast<int>(row.kind)).bind(row.month).bind(row.bureau).bind(row.unit).bind(row.principal);
      put.bind(row.channel).bind(row.is_served ? 1 : 0).bind(row.enterprise_ms).bind(row.machine_ms).bind(row.officer_ms);
      put.bind(row.fields).bind(row.counter_reason);
      if (auto done = put.done(); !done) return done;
    }
    Query state(database, "update figure_state set taken_in=? where n=1");
    state.bind(work.to);
    return state.done();
  });
}

Result<std::vector<app::FigureRow>> SqliteStore::figures(int month, std::optional<int> bureau) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, bureau ? "select " COLUMNS " from figure where month=? and bureau=?" : "select " COLUMNS " from figure where month=?");
  query.bind(month);
  if (bureau) query.bind(*bureau);
  std::vector<app::FigureRow> rows;
  while (query.row()) rows.push_back(read_row(query));
  if (query.failed()) return query.error();
  return rows;
}

Result<std::int64_t> SqliteStore::batches(std::int64_t unit, int month) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease,
              "select (select count(*) from figure where unit=?1 and month=?2)"
              " + (select count(*) from figure where principal=?1 and month=?2 and principal<>unit)");
  query.bind(unit).bind(month);
  if (!query.row()) return query.failed() ? query.error() : failure(Code::internal);
  return query.integer(0);
}

#undef COLUMNS

}  // namespace datong::store::sqlite
