// SqliteStore::check: reads one snapshot of everything and says what contradicts what. A part that cannot be read is
// itself a finding; the other parts are still checked.
#include "store/sqlite/check.hpp"

#include <algorithm>
#include <map>

#include "store/sqlite/store.hpp"
#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {
namespace {

std::string case_words(std::int64_t id) { return "case " + std::to_string(id); }

/// A query that could not be read to its end.
void note_failure(const Query& query, const std::string& where, Findings& findings) {
  if (query.failed()) findings.add("cannot be read to the end: " + query.error().detail, where);
}

struct SummedTable {
  const char* sql;  ///< all columns in order; the last is the sum
  int first;        ///< first column of the sum
  const char* what;
  std::string (*where)(const Query&);
};

std::string by_id(const Query& row) { return case_words(row.integer(0)); }
std::string by_name(const Query& row) { return row.text(0); }
std::string by_second(const Query& row) { return row.text(1); }
std::string by_second_number(const Query& row) { return std::to_string(row.integer(1)); }
std::string by_third_case(const Query& row) { return case_words(row.integer(3)); }
std::string by_step(const Query& row) {
  return case_words(row.integer(0) / 256) + ", step " + std::to_string(row.integer(0) % 256);
}
std::string by_message(const Query& row) {
  return case_words(row.integer(0) / 128) + ", version " + std::to_string(row.integer(0) % 128);
}
std::string by_receipt(const Query& row) {
  return case_words(row.integer(3)) + ", mailbox " + std::to_string(row.integer(1)) + ", serial " +
         std::to_string(row.integer(2));
}
std::string by_kind_and_key(const Query& row) { return row.text(1) + " " + row.text(2); }
std::string by_space_and_key(const Query& row) { return row.text(2) + ":" + row.text(3); }

constexpr SummedTable kSummedTables[] = {
    {"select * from meta", 0, "a setting of the store was altered", by_name},
    {"select * from dictionary", 1, "a compression dictionary was altered", by_second_number},
    {"select * from head", 0, "the head was altered", by_id},
    {"select * from work", 0, "the work row was altered", by_id},
    {"select * from step", 0, "a step was altered", by_step},
    {"select * from message", 0, "a message was altered", by_message},
    {"select * from case_row", 0, "the case row was altered", by_id},
    {"select * from receipt", 1, "a receipt was altered", by_receipt},
    {"select * from mailbox", 0, "the serial of a mailbox was altered",
     [](const Query& row) { return "mailbox " + std::to_string(row.integer(0)); }},
    {"select * from unique_key", 1, "a unique key was altered", by_space_and_key},
    {"select * from ledger", 0, "the balance of a ledger was altered", by_name},
    {"select * from ledger_move", 1, "a move of a ledger was altered", by_second},
    {"select * from counter", 0, "a counter was altered", by_name},
    {"select * from number_use", 1, "a number drawn was altered", by_third_case},
    {"select * from record", 1, "a record was altered", by_kind_and_key},
    {"select * from outbox", 1, "a message to a partner was altered", by_second},
    {"select * from edition", 0, "an edition was altered", by_name},
    {"select * from edition_file", 1, "a file of an edition was altered", by_kind_and_key},
    {"select * from tail", 0, "the tail of the log was altered", [](const Query&) { return std::string("log"); }},
};

void check_sums(Database& database, Findings& findings) {
  for (const SummedTable& table : kSummedTables) {
    Query query(database, table.sql);
    while (query.row()) {
      if (!query.sum_is_right(table.first)) findings.add(table.what, table.where(query));
    }
    note_failure(query, table.sql, findings);
  }
}

/// Walks the steps in order beside the heads in order.
class ChainCheck {
 public:
  ChainCheck(Database& database, Findings& findings)
      : findings_(findings),
        heads_(database, "select id, steps, last_step_hash from head order by id"),
        steps_(database, "select row, hash, body from step order by row") {}

  void run() {
    bool more_heads = heads_.row();
    bool more_steps = steps_.row();
    while (more_heads || more_steps) {
      const std::int64_t head = more_heads ? heads_.integer(0) : INT64_MAX;
      const std::int64_t step = more_steps ? steps_.integer(0) / 256 : INT64_MAX;
      if (step < head) {
        findings_.add("there are steps but no head", case_words(step));
        while (more_steps && steps_.integer(0) / 256 == step) more_steps = steps_.row();
        continue;
      }
      more_steps = check_case(head, more_steps);
      more_heads = heads_.row();
    }
    note_failure(heads_, "heads", findings_);
    note_failure(steps_, "steps", findings_);
  }

 private:
  bool check_case(std::int64_t id, bool more) {
    std::int64_t count = 0;
    crypto::Digest last{};
    for (; more && steps_.integer(0) / 256 == id; more = steps_.row(), ++count) {
      const std::int64_t sequence = steps_.integer(0) % 256;
      const std::string where = case_words(id) + ", step " + std::to_string(sequence);
      if (sequence != count) {
        findings_.add("a step before this one is missing", where);
        count = sequence;
      }
      const crypto::Digest hash = digest_from(steps_.bytes(1));
      if (hash != step_hash(last, steps_.bytes(2)))
        findings_.add("the hash is not that of the previous step and the body", where);
      last = hash;
    }
    const std::int64_t expected = heads_.integer(1);
    if (count == 0) {
      findings_.add("there is a head but no steps", case_words(id));
    } else if (count < expected) {
      findings_.add("the last step is missing: the head counts " + std::to_string(expected) + ", there are " +
                        std::to_string(count),
                    case_words(id));
    } else if (count > expected || digest_from(heads_.bytes(2)) != last) {
      findings_.add("the head does not end where the steps end", case_words(id));
    }
    return more;
  }

  Findings& findings_;
  Query heads_;
  Query steps_;
};

/// The running hash of the log, its length, and that log and steps name each other.
void check_log(Database& database, Findings& findings) {
  std::vector<std::int64_t> logged;
  crypto::Digest chain{};
  std::int64_t count = 0;
  Query log(database,
            "select l.n, l.id, l.sequence, l.step_hash, l.chain, s.hash from log l left join step s on "
            "s.row=l.id*256+l.sequence order by l.n");
  for (; log.row(); ++count) {
    const std::int64_t number = log.integer(0);
    const std::string where = "log row " + std::to_string(number) + ", " + case_words(log.integer(1)) + ", step " +
                              std::to_string(log.integer(2));
    if (number != count + 1) findings.add("rows of the log before this one are missing", where);
    count = number - 1;
    const crypto::Digest hash = digest_from(log.bytes(3));
    const crypto::Digest stored = digest_from(log.bytes(4));
    if (stored != log_chain(chain, number, CaseId{log.integer(1)}, static_cast<std::uint32_t>(log.integer(2)), hash)) {
      findings.add("the running hash of the log does not fit", where);
    }
    chain = stored;
    if (log.is_null(5)) {
      findings.add("the log names a step that is missing", where);
    } else if (digest_from(log.bytes(5)) != hash) {
      findings.add("the log has another hash than the step", where);
    }
    logged.push_back(log.integer(1) * 256 + log.integer(2));
  }
  note_failure(log, "log", findings);
  Query tail(database, "select steps, chain from tail where n=1");
  if (!tail.row()) {
    findings.add("the tail of the log is missing", "log");
  } else if (tail.integer(0) != count || digest_from(tail.bytes(1)) != chain) {
    findings.add("the log does not end where its tail says: " + std::to_string(tail.integer(0)) +
                     " rows were written, the last found is " + std::to_string(count),
                 "log");
  }
  std::sort(logged.begin(), logged.end());
  auto at = logged.begin();
  Query steps(database, "select row from step order by row");
  while (steps.row()) {
    const std::int64_t row = steps.integer(0);
    while (at != logged.end() && *at < row) ++at;
    if (at == logged.end() || *at != row) findings.add("a step that the log does not know", by_step(steps));
  }
  note_failure(steps, "steps", findings);
}

void check_messages(Database& database, const Dictionaries& dictionaries, Findings& findings) {
  Query query(database, "select row, hash, frame from message");
  while (query.row()) {
    const auto bytes = dictionaries.decompress(query.bytes(2));
    if (!bytes) {
      findings.add("the message cannot be unpacked: " + bytes.error().detail, by_message(query));
    } else if (crypto::sha256(*bytes) != digest_from(query.bytes(1))) {
      findings.add("the message does not have its hash", by_message(query));
    }
  }
  note_failure(query, "messages", findings);
}

/// Rows of the first table without their row in the second.
void check_pairs(Database& database, Findings& findings) {
  constexpr std::pair<const char*, const char*> kPairs[] = {
      {"select id from head where not exists (select 1 from work where work.id=head.id)", "the work row is missing"},
      {"select id from work where not exists (select 1 from head where head.id=work.id)",
       "there is a work row but no head"},
      {"select id from case_row where not exists (select 1 from head where head.id=case_row.id)",
       "there is a case row but no head"},
      {"select row/128 from message where not exists (select 1 from head where head.id=row/128)",
       "there is a message but no head"},
  };
  for (const auto& [sql, what] : kPairs) {
    Query query(database, sql);
    while (query.row()) findings.add(what, by_id(query));
    note_failure(query, sql, findings);
  }
}

/// Tables that only grow have as many rows as were ever written.
void check_row_counts(Database& database, Findings& findings) {
  Query query(database,
              "select messages, (select count(*) from message), cases, (select count(*) from case_row), unique_keys,"
              " (select count(*) from unique_key), moves, (select count(*) from ledger_move) from tail where n=1");
  constexpr const char* kTables[] = {"messages", "case rows", "unique keys", "moves of ledgers"};
  if (query.row()) {
    for (int i = 0; i < 4; ++i) {
      if (query.integer(2 * i) == query.integer(2 * i + 1)) continue;
      findings.add(std::to_string(query.integer(2 * i)) + " were written, " + std::to_string(query.integer(2 * i + 1)) +
                       " are there",
                   kTables[i]);
    }
  }
  note_failure(query, "row counts", findings);
}

/// Numbers given 1, 2, 3 … without gap up to where the counter stands.
void check_sequence(Database& database, const char* used_sql, const char* last_sql, const std::string& words,
                    Findings& findings) {
  std::map<std::string, std::int64_t> last;
  Query counters(database, last_sql);
  while (counters.row()) last[counters.text(0)] = counters.integer(1);
  note_failure(counters, words, findings);
  Query used(database, used_sql);
  while (used.row()) {
    const std::string name = used.text(0);
    const std::int64_t count = used.integer(1), lowest = used.integer(2), highest = used.integer(3),
                       distinct = used.integer(4);
    const std::int64_t stands_at = last[name];
    last.erase(name);
    if (highest > stands_at) {
      findings.add("stands at " + std::to_string(stands_at) + " although " + std::to_string(highest) + " was given",
                   words + " " + name);
    } else if (highest < stands_at) {
      findings.add(
          "stands at " + std::to_string(stands_at) + " but the last number found is " + std::to_string(highest),
          words + " " + name);
    }
    if (lowest != 1 || count != highest || distinct != count)
      findings.add("numbers are missing or were given twice", words + " " + name);
  }
  note_failure(used, words, findings);
  for (const auto& [name, number] : last) {
    if (number != 0)
      findings.add("stands at " + std::to_string(number) + " but no number is found", words + " " + name);
  }
}

void check_ledgers(Database& database, Findings& findings) {
  std::map<std::string, Decimal> sums;
  Query moves(database, "select ledger, amount from ledger_move");
  while (moves.row()) {
    const auto amount = Decimal::parse(moves.bytes(1));
    if (amount) {
      Decimal& sum = sums[moves.text(0)];
      sum = sum + *amount;
    } else {
      findings.add("a move has no amount", "ledger " + moves.text(0));
    }
  }
  note_failure(moves, "moves of ledgers", findings);
  Query ledgers(database, "select ledger, balance from ledger");
  while (ledgers.row()) {
    const auto balance = Decimal::parse(ledgers.bytes(1));
    const Decimal sum = sums[ledgers.text(0)];
    sums.erase(ledgers.text(0));
    if (!balance || *balance != sum || balance->is_negative()) {
      findings.add("the balance is " + ledgers.text(1) + " but the moves sum up to " + sum.to_string(),
                   "ledger " + ledgers.text(0));
    }
  }
  note_failure(ledgers, "ledgers", findings);
  for (const auto& [ledger, sum] : sums) findings.add("there are moves but no balance", "ledger " + ledger);
}

void check_unique_keys(Database& database, Findings& findings) {
  Query query(database, "select n, hash, space, key from unique_key");
  while (query.row()) {
    if (query.integer(1) != unique_key_hash(query.bytes(2), query.bytes(3))) {
      findings.add("a unique key is filed under a wrong hash", by_space_and_key(query));
    }
  }
  note_failure(query, "unique keys", findings);
  Query twice(database, "select min(n), hash, space, key from unique_key group by hash, space, key having count(*)>1");
  while (twice.row()) findings.add("a unique key is there twice", by_space_and_key(twice));
  note_failure(twice, "unique keys", findings);
}

void check_edition(Database& database, Findings& findings) {
  Query query(
      database,
      "select value from meta where name='current_edition' and not exists (select 1 from edition where hash=value)");
  while (query.row()) findings.add("the current edition is missing", query.text(0));
  note_failure(query, "editions", findings);
}

}  // namespace

void check_file(Database& database, Findings& findings) {
  Query query(database, "pragma integrity_check(100)");
  while (query.row()) {
    if (query.bytes(0) != "ok") findings.add("the file is damaged: " + query.text(0), "file");
  }
  note_failure(query, "file", findings);
}

Result<std::vector<Inconsistency>> SqliteStore::check() {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Database& database = ***lease;
  if (auto begun = database.run("begin"); !begun) return begun.error();
  Findings findings;
  check_file(database, findings);
  check_sums(database, findings);
  ChainCheck(database, findings).run();
  check_log(database, findings);
  check_log_tree(database, findings);
  check_messages(database, dictionaries_, findings);
  check_pairs(database, findings);
  check_row_counts(database, findings);
  check_sequence(
      database,
      "select counter, count(*), min(number), max(number), count(distinct number) from number_use group by counter",
      "select name, number from counter", "counter", findings);
  check_sequence(
      database,
      "select mailbox, count(*), min(serial), max(serial), count(distinct serial) from receipt group by mailbox",
      "select mailbox, serial from mailbox", "mailbox", findings);
  check_ledgers(database, findings);
  check_unique_keys(database, findings);
  check_edition(database, findings);
  if (auto ended = database.run("rollback"); !ended) return ended.error();
  return findings.take();
}

}  // namespace datong::store::sqlite
