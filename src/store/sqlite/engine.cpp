#include "store/sqlite/engine.hpp"

#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {
namespace {

using app::Decision;

Result<bool> unique_key_exists(Database& database, std::string_view space, std::string_view key) {
  Query query(database, "select 1 from unique_key where hash=? and space=? and key=?");
  query.bind(unique_key_hash(space, key)).bind(space).bind(key);
  const bool found = query.row();
  if (query.failed()) return query.error();
  return found;
}

/// The number in the first column for each key, 0 when there is no row; `bind` binds one key.
template <class Key, class Bind>
Result<std::vector<std::int64_t>> numbers_of(Database& database, const char* sql, const std::vector<Key>& keys,
                                             Bind bind) {
  std::vector<std::int64_t> numbers;
  numbers.reserve(keys.size());
  Query query(database, sql);
  for (const Key& key : keys) {
    bind(query, key);
    numbers.push_back(query.row() ? query.integer(0) : 0);
    if (query.failed()) return query.error();
    query.reset();
  }
  return numbers;
}

Result<std::vector<HeadState>> head_states(Database& database, const std::vector<CaseId>& ids) {
  std::vector<HeadState> states;
  states.reserve(ids.size());
  Query query(database, "select version, steps, last_step_hash from head where id=?");
  for (const CaseId id : ids) {
    query.bind(id.value);
    HeadState state;
    if (query.row()) {
      state = {static_cast<std::uint32_t>(query.integer(0)), static_cast<std::uint32_t>(query.integer(1)),
               digest_from(query.bytes(2))};
    }
    if (query.failed()) return query.error();
    states.push_back(state);
    query.reset();
  }
  return states;
}

Result<std::vector<Decimal>> balances_of(Database& database, const std::vector<std::string>& ledgers) {
  std::vector<Decimal> balances;
  Query query(database, "select balance from ledger where ledger=?");
  for (const auto& ledger : ledgers) {
    query.bind(ledger);
    Decimal balance;
    if (query.row()) {
      const auto parsed = Decimal::parse(query.bytes(0));
      if (!parsed) return failure(Code::corrupt, "balance of ledger " + ledger);
      balance = *parsed;
    }
    if (query.failed()) return query.error();
    balances.push_back(balance);
    query.reset();
  }
  return balances;
}

Result<Tail> read_tail(Database& database) {
  Query query(database, "select steps, chain, messages, cases, unique_keys, moves from tail where n=1");
  if (!query.row()) return query.failed() ? query.error() : failure(Code::corrupt, "the store has no tail row");
  return Tail{query.integer(0), digest_from(query.bytes(1)), query.integer(2), query.integer(3), query.integer(4),
              query.integer(5)};
}

Result<void> write_heads(Database& database, const Rows& rows) {
  Query insert(database, "insert into head values(?,?,?,?,?,?,?)");
  Query update(database, "update head set kind=?2,version=?3,steps=?4,last_step_hash=?5,body=?6,sum=?7 where id=?1");
  Query insert_work(database, "insert into work values(?,?,?,?,?,?,?,?,?,?)");
  Query update_work(
      database,
      "update work set kind=?2,bureau=?3,office=?4,stage=?5,assigned_to=?6,since=?7,due_at=?8,due_event=?9,"
      "sum=?10 where id=?1");
  for (const Survivor& survivor : rows.survivors) {
    for (const auto& head : survivor.decision->heads) {
      Query& query = head.version == 0 ? insert : update;
      query.bind(head.id.value).bind(static_cast<int>(head.kind)).bind(head.version + 1).bind(head.steps);
      query.bind_bytes(crypto::view(head.last_step_hash)).bind(head.body).bind_sum();
      if (auto done = query.done(); !done) return done;
      Query& work = head.version == 0 ? insert_work : update_work;
      work.bind(head.id.value).bind(static_cast<int>(head.kind)).bind(head.bureau).bind(head.office).bind(head.stage);
      work.bind(head.assigned_to).bind(head.since.ms());
      if (head.due_at) {
        work.bind(head.due_at->ms());
      } else {
        work.bind_null();
      }
      work.bind(head.due_event).bind_sum();
      if (auto done = work.done(); !done) return done;
    }
  }
  return {};
}

Result<void> write_steps(Database& database, const Rows& rows) {
  Query step(database, "insert into step values(?,?,?,?,?)");
  Query log(database, "insert into log values(?,?,?,?,?)");
  for (const LogRow& row : rows.log) {
    step.bind(row.step->id.step_row(row.step->sequence)).bind_bytes(crypto::view(row.step->hash)).bind(row.step->body);
    step.bind(row.step->at.ms()).bind_sum();
    if (auto done = step.done(); !done) return done;
    log.bind(row.number).bind(row.step->id.value).bind(row.step->sequence).bind_bytes(crypto::view(row.step->hash));
    log.bind_bytes(crypto::view(row.chain));
    if (auto done = log.done(); !done) return done;
  }
  return {};
}

Result<void> write_messages(Database& database, const Rows& rows) {
  Query message(database, "insert into message values(?,?,?,?,?,?,?,?)");
  Query case_row(database, "insert into case_row values(?,?,?,?,?,?,?)");
  for (const Survivor& survivor : rows.survivors) {
    for (std::size_t i = 0; i < survivor.decision->messages.size(); ++i) {
      const auto& row = survivor.decision->messages[i];
      message.bind(message_row(row.id, row.version))
          .bind_bytes(crypto::view(row.hash))
          .bind_bytes((*survivor.frames)[i]);
      message.bind(row.format).bind(row.signature).bind(row.origin).bind(row.arrived_at.ms()).bind_sum();
      if (auto done = message.done(); !done) return done;
    }
    for (const auto& row : survivor.decision->cases) {
      case_row.bind(row.id.value)
          .bind(static_cast<int>(row.kind))
          .bind(row.unit)
          .bind(row.reference)
          .bind(row.direction);
      case_row.bind(row.lodged_on.days()).bind_sum();
      if (auto done = case_row.done(); !done) return done;
    }
  }
  return {};
}

Result<void> write_receipts(Database& database, const Rows& rows) {
  Query receipt(database, "insert into receipt(mailbox,serial,id,body,sum) values(?,?,?,?,?)");
  for (const Survivor& survivor : rows.survivors) {
    for (const auto& row : survivor.decision->receipts) {
      receipt.bind(row.mailbox).bind(row.serial).bind(row.id.value).bind(row.body).bind_sum();
      if (auto done = receipt.done(); !done) return done;
    }
  }
  Query serial(database, "insert or replace into mailbox values(?,?,?)");
  for (const auto& [mailbox, last] : rows.serials) {
    serial.bind(mailbox).bind(last).bind_sum();
    if (auto done = serial.done(); !done) return done;
  }
  return {};
}

Result<void> write_unique_keys(Database& database, const Rows& rows) {
  Query insert(database, "insert into unique_key(hash,space,key,value,sum) values(?,?,?,?,?)");
  for (const Survivor& survivor : rows.survivors) {
    auto late = survivor.late_keys.begin();
    for (std::size_t i = 0; i < survivor.decision->keys.size(); ++i) {
      const auto& row = survivor.decision->keys[i];
      if (late != survivor.late_keys.end() && *late == i) {
        const auto exists = unique_key_exists(database, row.space, row.key);
        if (!exists) return exists.error();
        if (*exists) return failure(Code::conflict, "key:" + row.space + ":" + row.key);
        ++late;
      }
      insert.bind(unique_key_hash(row.space, row.key)).bind(row.space).bind(row.key).bind(row.value).bind_sum();
      if (auto done = insert.done(); !done) return done;
    }
  }
  return {};
}

Result<void> write_ledgers(Database& database, const Rows& rows) {
  Query insert(database, "insert into ledger_move(ledger,amount,id,reason,sum) values(?,?,?,?,?)");
  for (const Survivor& survivor : rows.survivors) {
    for (const auto& row : survivor.decision->moves) {
      const std::string amount = row.amount.to_string();
      insert.bind(row.ledger).bind(amount).bind(row.id.value).bind(row.reason).bind_sum();
      if (auto done = insert.done(); !done) return done;
    }
  }
  Query replace(database, "insert or replace into ledger values(?,?,?)");
  for (const auto& [ledger, balance] : rows.balances) {
    const std::string text = balance.to_string();
    replace.bind(ledger).bind(text).bind_sum();
    if (auto done = replace.done(); !done) return done;
  }
  return {};
}

Result<void> write_counters(Database& database, const Rows& rows) {
  Query insert(database, "insert into number_use(counter,number,id,sum) values(?,?,?,?)");
  for (const Survivor& survivor : rows.survivors) {
    const Decision& decision = *survivor.decision;
    const std::int64_t id = decision.heads.empty() ? 0 : decision.heads.front().id.value;
    for (std::size_t i = 0; i < decision.counters.size(); ++i) {
      insert.bind(decision.counters[i]).bind(decision.numbers[i]).bind(id).bind_sum();
      if (auto done = insert.done(); !done) return done;
    }
  }
  Query replace(database, "insert or replace into counter values(?,?,?)");
  for (const auto& [name, number] : rows.counters) {
    replace.bind(name).bind(number).bind_sum();
    if (auto done = replace.done(); !done) return done;
  }
  return {};
}

Result<void> write_records(Database& database, const Rows& rows) {
  Query insert(database, "insert into record(kind,key,version,body,sum) values(?,?,?,?,?)");
  Query update(database, "update record set version=?3,body=?4,sum=?5 where kind=?1 and key=?2");
  Query remove(database, "delete from record where kind=? and key=?");
  Query outbox(database, "insert into outbox(channel,body,at,sum) values(?,?,?,?)");
  for (const Survivor& survivor : rows.survivors) {
    for (const auto& row : survivor.decision->records) {
      Query& query = row.body.empty() ? remove : row.version == 0 ? insert : update;
      query.bind(row.kind).bind(row.key);
      if (!row.body.empty()) query.bind(row.version + 1).bind(row.body).bind_sum();
      if (auto done = query.done(); !done) return done;
    }
    for (const auto& row : survivor.decision->outbox) {
      outbox.bind(row.channel).bind(row.body).bind(row.at.ms()).bind_sum();
      if (auto done = outbox.done(); !done) return done;
    }
  }
  return {};
}

Result<void> write_tail(Database& database, const Tail& tail) {
  Query query(database, "insert or replace into tail values(?,?,?,?,?,?,?,?)");
  query.bind(1).bind(tail.steps).bind_bytes(crypto::view(tail.chain)).bind(tail.messages).bind(tail.cases);
  query.bind(tail.unique_keys).bind(tail.moves).bind_sum();
  return query.done();
}

}  // namespace

void Serials::set(std::int64_t mailbox, std::int64_t serial) {
  const std::lock_guard lock(mutex_);
  last_[mailbox] = serial;
}

std::int64_t Serials::of(std::int64_t mailbox) const {
  const std::lock_guard lock(mutex_);
  const auto found = last_.find(mailbox);
  return found == last_.end() ? 0 : found->second;
}

Result<Locked> SqliteEngine::lock(const Keys& keys) {
  held_ = connections_.lock_writer();
  Database& database = connections_.writer();
  Query begin(database, "begin immediate");
  if (auto begun = begin.done(); !begun) return begun.error();
  Locked locked;
  auto heads = head_states(database, keys.heads);
  if (!heads) return heads.error();
  locked.heads = std::move(*heads);
  const auto records = numbers_of(database, "select version from record where kind=? and key=?", keys.records,
                                  [](Query& query, const NamedKey& key) { query.bind(key.first).bind(key.second); });
  if (!records) return records.error();
  for (const std::int64_t version : *records) locked.records.push_back(static_cast<std::uint32_t>(version));
  for (const auto& [space, key] : keys.unique) {
    const auto exists = unique_key_exists(database, space, key);
    if (!exists) return exists.error();
    locked.unique.push_back(*exists);
  }
  auto balances = balances_of(database, keys.ledgers);
  if (!balances) return balances.error();
  locked.balances = std::move(*balances);
  auto counters = numbers_of(database, "select number from counter where name=?", keys.counters,
                             [](Query& query, const std::string& name) { query.bind(name); });
  if (!counters) return counters.error();
  locked.counters = std::move(*counters);
  auto serials = numbers_of(database, "select serial from mailbox where mailbox=?", keys.mailboxes,
                            [](Query& query, std::int64_t mailbox) { query.bind(mailbox); });
  if (!serials) return serials.error();
  locked.serials = std::move(*serials);
  const auto tail = read_tail(database);
  if (!tail) return tail.error();
  locked.tail = *tail;
  return locked;
}

Result<void> SqliteEngine::write(const Rows& rows) {
  if (auto written = write_rows(rows); !written) return written;
  for (const auto& [mailbox, serial] : rows.serials) serials_.set(mailbox, serial);
  held_.unlock();
  return {};
}

Result<void> SqliteEngine::write_rows(const Rows& rows) {
  Database& database = connections_.writer();
  for (const auto write : {write_heads, write_steps, write_messages, write_receipts, write_unique_keys, write_ledgers,
                           write_counters, write_records}) {
    if (auto written = write(database, rows); !written) return written;
  }
  if (auto written = write_tail(database, rows.tail); !written) return written;
  Query commit(database, "commit");
  return commit.done();
}

void SqliteEngine::roll_back() {
  if (!held_.owns_lock()) return;
  if (sqlite3_get_autocommit(connections_.writer().handle()) == 0) {
    Query undo(connections_.writer(), "rollback");
    // A rollback that SQLite has already done by itself (full disk) fails here and changes nothing.
    [[maybe_unused]] const auto undone = undo.done();
  }
  held_.unlock();
}

}  // namespace datong::store::sqlite
