// The lists of SqliteStore: work and cases. Each list is a merge of streams that the indexes give in order of the id,
// read only as far as the page needs: no sorting, whatever the number of stored cases.
#include <algorithm>
#include <memory>

#include "store/sqlite/rows.hpp"
#include "store/sqlite/store.hpp"

namespace datong::store::sqlite {
namespace {

/// Ids in order, one at a time, from several queries whose first column is the id.
class Merge {
 public:
  explicit Merge(bool newest_first) : newest_first_(newest_first) {}

  Result<void> add(std::unique_ptr<Query> query) {
    if (query->row()) {
      streams_.push_back({query->integer(0), std::move(query)});
      std::push_heap(streams_.begin(), streams_.end(), later());
    } else if (query->failed()) {
      return query->error();
    }
    return {};
  }

  /// The next id, or none at the end.
  Result<std::optional<CaseId>> next() {
    if (streams_.empty()) return std::optional<CaseId>();
    std::pop_heap(streams_.begin(), streams_.end(), later());
    Stream& stream = streams_.back();
    const CaseId id{stream.id};
    if (stream.query->row()) {
      stream.id = stream.query->integer(0);
      std::push_heap(streams_.begin(), streams_.end(), later());
    } else {
      if (stream.query->failed()) return stream.query->error();
      streams_.pop_back();
    }
    return std::optional(id);
  }

 private:
  struct Stream {
    std::int64_t id;
    std::unique_ptr<Query> query;
  };
  std::function<bool(const Stream&, const Stream&)> later() const {
    return [newest_first = newest_first_](const Stream& a, const Stream& b) {
      return newest_first ? a.id < b.id : a.id > b.id;
    };
  }
  bool newest_first_;
  std::vector<Stream> streams_;
};

struct Desk {
  std::string office;
  std::int64_t stage, kind;
  auto operator<=>(const Desk&) const = default;
};

/// What of office, stage and kind has work rows; one seek in the index for each.
Result<std::vector<Desk>> all_desks(Database& database) {
  std::vector<Desk> desks;
  Query query(database,
              "select office, stage, kind from work where (office, stage, kind) > (?,?,?) order by office, stage, kind limit 1");
  Desk at{"", -1, -1};
  for (;;) {
    query.bind(at.office).bind(at.stage).bind(at.kind);
    if (!query.row()) break;
    Desk found{query.text(0), query.integer(1), query.integer(2)};
    query.reset();
    at = found;
    desks.push_back(std::move(found));
  }
  if (query.failed()) return query.error();
  return desks;
}

/// Those wanted, in order; no office, stage or kind = all of them.
Result<std::vector<Desk>> desks_of(Database& database, const std::vector<std::string>& offices,
                                   const std::vector<std::uint8_t>& stages, std::optional<app::HeadKind> kind) {
  std::vector<Desk> desks;
  if (offices.empty()) {
    auto all = all_desks(database);
    if (!all) return all;
    desks = std::move(*all);
  } else {
    Query query(database,
                "select stage, kind from work where office=? and (stage, kind) > (?,?) order by stage, kind limit 1");
    for (const auto& office : offices) {
      for (Desk at{office, -1, -1};;) {
        query.bind(office).bind(at.stage).bind(at.kind);
        const bool more = query.row();
        if (query.failed()) return query.error();
        if (more) desks.push_back(at = {office, query.integer(0), query.integer(1)});
        query.reset();
        if (!more) break;
      }
    }
  }
  std::erase_if(desks, [&](const Desk& desk) {
    return (!stages.empty() && std::ranges::find(stages, desk.stage) == stages.end()) ||
           (kind && desk.kind != static_cast<std::int64_t>(*kind));
  });
  std::ranges::sort(desks);
  desks.erase(std::unique(desks.begin(), desks.end()), desks.end());
  return desks;
}

constexpr app::HeadKind kKinds[] = {app::HeadKind::declaration, app::HeadKind::certificate, app::HeadKind::clearance_form,
                                    app::HeadKind::admission, app::HeadKind::origin};

/// Whether a case stands in the list asked for, beyond what its stream already guarantees.
Result<bool> belongs(Database& database, CaseId id, const app::CaseQuery& query) {
  Query row(
      database,
      "select c.unit, c.reference, c.direction, c.lodged_on, w.stage, w.office, c.kind from case_row c join work w on w.id=c.id"
      " where c.id=?");
  row.bind(id.value);
  if (!row.row()) {
    if (row.failed()) return row.error();
    return false;
  }
  const auto lodged_on = Date::from_days(static_cast<std::int32_t>(row.integer(3)));
  return (!query.unit || row.integer(0) == *query.unit) && (!query.reference || row.bytes(1) == *query.reference) &&
         (!query.direction || row.bytes(2) == *query.direction) && (!query.from || lodged_on >= *query.from) &&
         (!query.to || lodged_on <= *query.to) && (!query.stage || row.integer(4) == *query.stage) &&
         (!query.kind || row.integer(6) == static_cast<std::int64_t>(*query.kind)) &&
         (query.offices.empty() || std::ranges::find(query.offices, row.bytes(5)) != query.offices.end());
}

/// The streams that hold every case asked for, newest first.
Result<void> add_case_streams(Merge& merge, Database& database, const app::CaseQuery& query,
                              const std::vector<Desk>& desks, std::int64_t before) {
  if (query.unit) {
    for (const app::HeadKind kind : kKinds) {
      if (query.kind && kind != *query.kind) continue;
      auto rows = std::make_unique<Query>(database, "select id from case_row where unit=? and kind=? and id<? order by id desc");
      rows->bind(*query.unit).bind(static_cast<int>(kind)).bind(before);
      if (auto added = merge.add(std::move(rows)); !added) return added;
    }
    return {};
  }
  if (query.offices.empty()) {
    auto rows = std::make_unique<Query>(database, "select id from case_row where id<? order by id desc");
    rows->bind(before);
    return merge.add(std::move(rows));
  }
  for (const Desk& desk : desks) {
    auto rows = std::make_unique<Query>(
        database, "select id from work where office=? and stage=? and kind=? and id<? order by id desc");
    rows->bind(desk.office).bind(desk.stage).bind(desk.kind).bind(before);
    if (auto added = merge.add(std::move(rows)); !added) return added;
  }
  return {};
}

}  // namespace

Result<std::vector<app::Head>> SqliteStore::work(const app::WorkQuery& query) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Database& database = ***lease;
  const auto desks = desks_of(database, query.offices, query.stages, query.kind);
  if (!desks) return desks.error();
  const bool of_officer = query.assigned_to && !query.assigned_to->empty();
  Merge merge(false);
  for (const Desk& desk : *desks) {
    auto rows = std::make_unique<Query>(
        database, of_officer ? "select id from work where office=?1 and stage=?2 and kind=?3 and id>?4"
                               " and assigned_to=?5 and assigned_to<>'' order by id"
                             : "select id from work where office=?1 and stage=?2 and kind=?3 and id>?4"
                               " and (?5 is null or assigned_to=?5) order by id");
    rows->bind(desk.office).bind(desk.stage).bind(desk.kind).bind(query.after.value);
    query.assigned_to ? rows->bind(*query.assigned_to) : rows->bind_null();
    if (auto added = merge.add(std::move(rows)); !added) return added.error();
  }
  std::vector<app::Head> heads;
  while (heads.size() < query.limit) {
    const auto id = merge.next();
    if (!id) return id.error();
    if (!*id) break;
    auto head = read_head(database, **id);
    if (!head) return head.error();
    heads.push_back(std::move(*head));
  }
  return heads;
}

Result<std::vector<app::Head>> SqliteStore::cases(const app::CaseQuery& query) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Database& database = ***lease;
  std::vector<Desk> desks;
  if (!query.unit && !query.offices.empty()) {
    auto found = desks_of(database, query.offices,
                          query.stage ? std::vector{*query.stage} : std::vector<std::uint8_t>(), query.kind);
    if (!found) return found.error();
    desks = std::move(*found);
  }
  Merge merge(true);
  const std::int64_t before = query.before ? query.before.value : INT64_MAX;
  if (auto added = add_case_streams(merge, database, query, desks, before); !added) return added.error();
  std::vector<app::Head> heads;
  while (heads.size() < query.limit) {
    const auto id = merge.next();
    if (!id) return id.error();
    if (!*id) break;
    const auto wanted = belongs(database, **id, query);
    if (!wanted) return wanted.error();
    if (!*wanted) continue;
    auto head = read_head(database, **id);
    if (!head) return head.error();
    heads.push_back(std::move(*head));
  }
  return heads;
}

}  // namespace datong::store::sqlite
