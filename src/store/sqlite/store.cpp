#include "store/sqlite/store.hpp"

#include <filesystem>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {
namespace {

constexpr char kFormatVersion[] = "1";

Result<void> put_meta(Database& database, std::string_view name, std::string_view value) {
  Query query(database, "insert or replace into meta values(?,?,?)");
  query.bind(name).bind(value).bind_sum();
  return query.done();
}

Result<std::optional<std::string>> get_meta(Database& database, std::string_view name) {
  Query query(database, "select value from meta where name=?");
  query.bind(name);
  if (query.row()) return std::optional(query.text(0));
  if (query.failed()) return query.error();
  return std::optional<std::string>();
}

/// First rows of a new store: format, empty tail, compression dictionary.
Result<void> fill_new(Database& database) {
  const auto format = get_meta(database, "format_version");
  if (!format) return format.error();
  if (*format) {
    if (**format != kFormatVersion) return failure(Code::corrupt, "stored in format " + **format);
    return {};
  }
  if (auto put = put_meta(database, "format_version", kFormatVersion); !put) return put;
  const crypto::Digest zeros{};
  Query tail(database, "insert into tail values(?,?,?,?,?,?,?,?)");
  tail.bind(1).bind(std::int64_t{0}).bind_bytes(crypto::view(zeros));
  for (int i = 0; i < 4; ++i) tail.bind(std::int64_t{0});
  tail.bind_sum();
  if (auto done = tail.done(); !done) return done;
  const std::string& dictionary = initial_dictionary();
  Query insert(database, "insert into dictionary(id,at,bytes,sum) values(?,?,?,?)");
  insert.bind(dictionary_id(dictionary)).bind(std::int64_t{0}).bind_bytes(dictionary).bind_sum();
  return insert.done();
}

}  // namespace

SqliteStore::SqliteStore(std::unique_ptr<Connections> connections)
    : connections_(std::move(connections)), engine_(*connections_, serials_) {}

SqliteStore::~SqliteStore() { stop(); }

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, Options options) {
  auto connections = Connections::open(path, options.create, options.server, journal_schema());
  if (!connections) return connections.error();
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(*connections)));
  if (auto prepared = store->prepare(); !prepared) return prepared.error();
  return store;
}

Result<void> SqliteStore::prepare() {
  if (auto filled = connections_->in_transaction(fill_new); !filled) return filled;
  if (auto loaded = load_dictionaries(); !loaded) return loaded;
  if (auto loaded = load_serials(); !loaded) return loaded;
  committer_ = std::make_unique<Committer>(engine_, dictionaries_);
  return {};
}

Result<void> SqliteStore::load_dictionaries() {
  Query query(connections_->writer(), "select bytes from dictionary order by n");
  std::size_t count = 0;
  for (; query.row(); ++count) {
    if (auto added = dictionaries_.add(query.bytes(0)); !added) return added;
  }
  if (query.failed()) return query.error();
  if (count == 0) return failure(Code::corrupt, "the store has no compression dictionary");
  return {};
}

Result<void> SqliteStore::load_serials() {
  Query query(connections_->writer(), "select mailbox, serial from mailbox");
  while (query.row()) serials_.set(query.integer(0), query.integer(1));
  if (query.failed()) return query.error();
  return {};
}

void SqliteStore::stop() {
  if (committer_) committer_->stop();
}

CommitStatistics SqliteStore::statistics() const { return committer_->statistics(); }

void SqliteStore::commit(app::Decision decision, app::Done done) {
  committer_->submit(std::move(decision), std::move(done));
}

Result<app::Head> SqliteStore::head(CaseId id) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  return read_head(***lease, id);
}

Result<std::vector<app::Step>> SqliteStore::steps(CaseId id) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select row, hash, body, at from step where row between ? and ? order by row");
  query.bind(id.step_row(0)).bind(id.step_row(255));
  std::vector<app::Step> steps;
  while (query.row()) {
    steps.push_back({id, static_cast<std::uint32_t>(query.integer(0) - id.step_row(0)), digest_from(query.bytes(1)),
                     query.text(2), Instant::from_ms(query.integer(3))});
  }
  if (query.failed()) return query.error();
  if (steps.empty()) return failure(Code::not_found, "case " + id.to_string());
  return steps;
}

Result<app::Message> SqliteStore::message(CaseId id, std::uint32_t version) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select hash, frame, format, signature, origin, arrived_at from message where row=?");
  query.bind(message_row(id, version));
  if (!query.row()) {
    if (query.failed()) return query.error();
    return failure(Code::not_found, "message of case " + id.to_string());
  }
  auto bytes = dictionaries_.decompress(query.bytes(1));
  if (!bytes) return bytes.error();
  app::Message message{id,
                       version,
                       digest_from(query.bytes(0)),
                       std::move(*bytes),
                       query.text(2),
                       query.text(3),
                       query.text(4),
                       Instant::from_ms(query.integer(5))};
  if (crypto::sha256(message.bytes) != message.hash) return failure(Code::corrupt, "message of case " + id.to_string());
  return message;
}

Result<std::vector<Instant>> SqliteStore::arrivals(CaseId id) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select arrived_at from message where row between ? and ? order by row");
  query.bind(message_row(id, 1)).bind(message_row(id, limits::kVersionsMax));
  std::vector<Instant> arrivals;
  while (query.row()) arrivals.push_back(Instant::from_ms(query.integer(0)));
  if (query.failed()) return query.error();
  return arrivals;
}

Result<std::vector<app::Receipt>> SqliteStore::receipts(std::int64_t mailbox, std::int64_t after, std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease,
              "select mailbox, serial, id, body from receipt where mailbox=? and serial>? order by serial limit ?");
  query.bind(mailbox).bind(after).bind(static_cast<std::int64_t>(limit));
  return read_receipts(query);
}

Result<std::vector<app::Receipt>> SqliteStore::receipts_of(CaseId id) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select mailbox, serial, id, body from receipt where id=? order by n");
  query.bind(id.value);
  return read_receipts(query);
}

Result<std::optional<std::string>> SqliteStore::key(std::string_view space, std::string_view key) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select value from unique_key where hash=? and space=? and key=?");
  query.bind(unique_key_hash(space, key)).bind(space).bind(key);
  if (query.row()) return std::optional(query.text(0));
  if (query.failed()) return query.error();
  return std::optional<std::string>();
}

Result<std::optional<app::Record>> SqliteStore::record(std::string_view kind, std::string_view key) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select kind, key, version, body from record where kind=? and key=?");
  query.bind(kind).bind(key);
  auto rows = read_records(query);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<app::Record>();
  return std::optional(std::move(rows->front()));
}

Result<std::vector<app::Record>> SqliteStore::records(std::string_view kind, std::string_view key_prefix,
                                                      std::string_view after, std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease,
              "select kind, key, version, body from record where kind=? and key>=? and key>? order by key limit ?");
  query.bind(kind).bind(key_prefix).bind(after).bind(static_cast<std::int64_t>(limit));
  return read_records(query, key_prefix);
}

Result<std::vector<app::Record>> SqliteStore::records_of(app::RecordIndex index, std::string_view owner, std::string_view after,
                                                         std::size_t limit) {
  const auto sql = [index] {
    switch (index) {
      case app::RecordIndex::officers_of_unit:
        return "select kind, key, version, body from record where kind='officer' and"
               " iif(json_valid(body), json_extract(body, '$.unit'), null)=cast(? as integer) and key>? order by key limit ?";
      case app::RecordIndex::officers_of_office:
        return "select kind, key, version, body from record where kind='officer' and"
               " iif(json_valid(body), json_extract(body, '$.office'), null)=? and key>? order by key limit ?";
      case app::RecordIndex::mandates_of_principal:
        return "select kind, key, version, body from record where kind='mandate' and"
               " iif(json_valid(body), json_extract(body, '$.principal'), null)=cast(? as integer) and key>? order by key limit ?";
    }
    return "";
  }();
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, sql);
  query.bind(owner).bind(after).bind(static_cast<std::int64_t>(limit));
  return read_records(query);
}

Result<Decimal> SqliteStore::balance(std::string_view ledger) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select balance from ledger where ledger=?");
  query.bind(ledger);
  if (!query.row()) {
    if (query.failed()) return query.error();
    return Decimal();
  }
  const auto balance = Decimal::parse(query.bytes(0));
  if (!balance) return failure(Code::corrupt, "balance of ledger " + std::string(ledger));
  return *balance;
}

Result<std::vector<app::LedgerMove>> SqliteStore::moves(std::string_view ledger) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select amount, id, reason from ledger_move where ledger=? order by n");
  query.bind(ledger);
  std::vector<app::LedgerMove> moves;
  while (query.row()) {
    const auto amount = Decimal::parse(query.bytes(0));
    if (!amount) return failure(Code::corrupt, "move of ledger " + std::string(ledger));
    moves.push_back({std::string(ledger), *amount, CaseId{query.integer(1)}, query.text(2)});
  }
  if (query.failed()) return query.error();
  return moves;
}

Result<std::vector<app::Timer>> SqliteStore::due(Instant now, std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(
      ***lease,
      "select id, due_event, due_at from work where due_at is not null and due_at<=? order by due_at, id limit ?");
  query.bind(now.ms()).bind(static_cast<std::int64_t>(limit));
  std::vector<app::Timer> timers;
  while (query.row()) {
    timers.push_back(
        {CaseId{query.integer(0)}, static_cast<std::uint8_t>(query.integer(1)), Instant::from_ms(query.integer(2))});
  }
  if (query.failed()) return query.error();
  return timers;
}

Result<std::vector<app::OutboxRow>> SqliteStore::outbox(std::string_view channel, std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select id, channel, body, at from outbox where channel=? order by id limit ?");
  query.bind(channel).bind(static_cast<std::int64_t>(limit));
  std::vector<app::OutboxRow> rows;
  while (query.row())
    rows.push_back({query.integer(0), query.text(1), query.text(2), Instant::from_ms(query.integer(3))});
  if (query.failed()) return query.error();
  return rows;
}

Result<void> SqliteStore::outbox_done(std::int64_t id) {
  return connections_->in_transaction([&](Database& database) {
    Query query(database, "delete from outbox where id=?");
    query.bind(id);
    return query.done();
  });
}

Result<void> SqliteStore::put_edition(std::string_view name, std::string_view hash, const app::EditionFiles& files,
                                      Instant at) {
  return connections_->in_transaction([&](Database& database) -> Result<void> {
    Query known(database, "select 1 from edition where hash=?");
    known.bind(hash);
    if (!known.row()) {  // an edition is immutable: the same hash is the same files
      if (known.failed()) return known.error();
      Query edition(database, "insert into edition values(?,?,?,?)");
      edition.bind(hash).bind(name).bind(at.ms()).bind_sum();
      if (auto done = edition.done(); !done) return done;
      Query file(database, "insert into edition_file(edition,name,bytes,sum) values(?,?,?,?)");
      for (const auto& [file_name, bytes] : files) {
        file.bind(hash).bind(file_name).bind_bytes(bytes).bind_sum();
        if (auto done = file.done(); !done) return done;
      }
    }
    return put_meta(database, "current_edition", hash);
  });
}

Result<app::EditionFiles> SqliteStore::edition(std::string_view hash) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query known(***lease, "select 1 from edition where hash=?");
  known.bind(hash);
  if (!known.row()) return known.failed() ? known.error() : failure(Code::not_found, "edition " + std::string(hash));
  Query query(***lease, "select name, bytes from edition_file where edition=? order by name");
  query.bind(hash);
  app::EditionFiles files;
  while (query.row()) files.emplace_back(query.text(0), query.text(1));
  if (query.failed()) return query.error();
  return files;
}

Result<std::vector<app::EditionRow>> SqliteStore::editions(std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select hash, name, at from edition order by at desc, hash limit ?");
  query.bind(static_cast<std::int64_t>(limit));
  std::vector<app::EditionRow> rows;
  while (query.row()) rows.push_back({query.text(0), query.text(1), Instant::from_ms(query.integer(2))});
  if (query.failed()) return query.error();
  return rows;
}

Result<std::string> SqliteStore::current_edition() {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  auto hash = get_meta(***lease, "current_edition");
  if (!hash) return hash.error();
  if (!*hash) return failure(Code::not_found, "no edition yet");
  return std::move(**hash);
}

std::int64_t SqliteStore::last_serial(std::int64_t mailbox) { return serials_.of(mailbox); }

Result<void> SqliteStore::backup(const std::string& to) {
  const std::string attachments = connections_->path() + ".blobs";
  const bool with_attachments = !connections_->in_memory() && std::filesystem::exists(attachments);
  if (with_attachments && std::filesystem::exists(to + ".blobs")) return failure(Code::conflict, to + ".blobs exists");
  if (auto copied = connections_->backup(to); !copied) return copied;
  if (!with_attachments) return {};
  auto source = Connections::open(attachments, false, false, blobs_schema());
  if (!source) return source.error();
  return (*source)->backup(to + ".blobs");  // after the journal: every attachment a copied case names is there
}

}  // namespace datong::store::sqlite
