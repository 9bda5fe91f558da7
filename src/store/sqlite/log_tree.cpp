// The Merkle tree over the log in SQLite: extending it behind the commits, reading it, checking it against the log.
// What an extension needs is read and hashed beside the commits; only its rows are written under the writer's lock.
#include <bit>

#include "crypto/merkle.hpp"
#include "store/sqlite/store.hpp"
#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {
namespace {

Result<app::LogSize> read_size(Database& database) {
  Query query(
      database,
      "select (select steps from tail where n=1), (select key from merkle_node where key<? order by key desc limit 1)");
  query.bind(merkle_key(1, 0));
  if (!query.row()) return query.failed() ? query.error() : failure(Code::corrupt, "the size of the log");
  app::LogSize size;
  size.steps = static_cast<std::uint64_t>(query.integer(0));
  size.leaves = query.is_null(1) ? 0 : static_cast<std::uint64_t>(query.integer(1)) + 1;
  return size;
}

Result<crypto::Digest> read_node(Database& database, unsigned level, std::uint64_t index) {
  Query query(database, "select hash from merkle_node where key=?");
  query.bind(merkle_key(level, index));
  if (query.row()) return digest_from(query.bytes(0));
  if (query.failed()) return query.error();
  return failure(Code::not_found, "node " + std::to_string(index) + " of level " + std::to_string(level));
}

/// Rows that take the tree from `from` leaves to `to`.
struct Extension {
  std::uint64_t from = 0, to = 0;
  std::vector<std::pair<std::int64_t, crypto::Digest>> nodes;
  std::vector<std::pair<std::int64_t, std::uint64_t>> places;
};

Result<Extension> plan_extension(Database& database, std::uint64_t leaves, std::size_t limit) {
  const auto source = [&](unsigned level, std::uint64_t index) { return read_node(database, level, index); };
  auto edge = crypto::MerkleEdge::at(source, leaves);
  if (!edge) return failure(Code::corrupt, "the tree over the log: " + edge.error().detail);
  Extension extension{leaves, leaves, {}, {}};
  Query log(database,
            "select l.n, l.id, l.sequence, l.step_hash, h.kind from log l left join head h on h.id=l.id where l.n>?"
            " order by l.n limit ?");
  log.bind(static_cast<std::int64_t>(leaves)).bind(static_cast<std::int64_t>(limit));
  for (; log.row(); ++extension.to) {
    if (log.integer(0) != static_cast<std::int64_t>(extension.to) + 1)
      return failure(Code::corrupt, "the log has a gap");
    edge->add(crypto::merkle_leaf(log.bytes(3)), [&](unsigned level, std::uint64_t index, const crypto::Digest& hash) {
      extension.nodes.emplace_back(merkle_key(level, index), hash);
    });
    if (app::has_open_steps(static_cast<app::HeadKind>(log.integer(4)))) {
      const CaseId id{log.integer(1)};
      extension.places.emplace_back(id.step_row(static_cast<std::uint32_t>(log.integer(2))), extension.to);
    }
  }
  if (log.failed()) return log.error();
  return extension;
}

Result<void> write_extension(Database& database, const Extension& extension) {
  Query node(database, "insert into merkle_node values(?,?)");
  for (const auto& [key, hash] : extension.nodes) {
    node.bind(key).bind_bytes(crypto::view(hash));
    if (auto done = node.done(); !done) return done;
  }
  Query place(database, "insert into log_place values(?,?)");
  for (const auto& [row, leaf] : extension.places) {
    place.bind(row).bind(static_cast<std::int64_t>(leaf));
    if (auto done = place.done(); !done) return done;
  }
  return {};
}

}  // namespace

Result<app::LogSize> SqliteStore::log_size() {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  return read_size(***lease);
}

Result<app::LogSize> SqliteStore::extend_log(std::size_t limit) {
  app::LogSize size;
  Extension extension;
  {
    auto lease = connections_->read();
    if (!lease) return lease.error();
    const auto now = read_size(***lease);
    if (!now) return now.error();
    auto planned = plan_extension(***lease, now->leaves, limit);
    if (!planned) return planned.error();
    size = *now;
    extension = std::move(*planned);
  }
  if (extension.from == extension.to) return size;
  auto written = connections_->in_transaction([&](Database& database) -> Result<void> {
    const auto now = read_size(database);
    if (!now) return now.error();
    size = *now;
    if (now->leaves != extension.from) return {};  // another process was quicker
    size.leaves = extension.to;
    return write_extension(database, extension);
  });
  if (!written) return written.error();
  return size;
}

Result<crypto::Digest> SqliteStore::log_node(unsigned level, std::uint64_t index) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  return read_node(***lease, level, index);
}

Result<std::optional<std::uint64_t>> SqliteStore::log_place(CaseId id, std::uint32_t sequence) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select leaf from log_place where row=?");
  query.bind(id.step_row(sequence));
  if (query.row()) return std::optional(static_cast<std::uint64_t>(query.integer(0)));
  if (query.failed()) return query.error();
  return std::optional<std::uint64_t>();
}

Result<std::vector<app::LogEntry>> SqliteStore::log_entries(std::uint64_t after, std::size_t limit) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select l.id, s.body from log l join step s on s.row=l.id*256+l.sequence where l.n>? order by l.n limit ?");
  query.bind(static_cast<std::int64_t>(after)).bind(static_cast<std::int64_t>(limit));
  std::vector<app::LogEntry> entries;
  while (query.row()) entries.push_back({CaseId{query.integer(0)}, query.text(1)});
  if (query.failed()) return query.error();
  return entries;
}

Result<std::string> SqliteStore::log_chain_at(std::uint64_t steps) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select chain from log where n=?");
  query.bind(static_cast<std::int64_t>(steps));
  if (query.row()) return query.text(0);
  if (query.failed()) return query.error();
  return std::string();
}

void check_log_tree(Database& database, Findings& findings) {
  const std::string where = "tree over the log";
  const auto size = read_size(database);
  if (!size) return findings.add("its size cannot be read: " + size.error().detail, where);
  crypto::MerkleEdge edge;
  std::int64_t places = 0;
  Query log(database,
            "select l.id*256+l.sequence, l.step_hash, h.kind, p.leaf from log l left join head h on h.id=l.id"
            " left join log_place p on p.row=l.id*256+l.sequence where l.n<=? order by l.n");
  log.bind(static_cast<std::int64_t>(size->leaves));
  while (log.row()) {
    const std::int64_t leaf = static_cast<std::int64_t>(edge.size());
    const bool is_open = app::has_open_steps(static_cast<app::HeadKind>(log.integer(2)));
    if (is_open != !log.is_null(3) || (is_open && log.integer(3) != leaf)) {
      findings.add("the place of a step is not where it stands", "leaf " + std::to_string(leaf));
    }
    places += is_open ? 1 : 0;
    edge.add(crypto::merkle_leaf(log.bytes(1)), [&](unsigned level, std::uint64_t index, const crypto::Digest& hash) {
      const auto stored = read_node(database, level, index);
      if (stored && *stored == hash) return;
      findings.add("a node is not that of the log",
                   "level " + std::to_string(level) + ", node " + std::to_string(index));
    });
  }
  if (log.failed()) findings.add("the log cannot be read to the end: " + log.error().detail, where);
  if (edge.size() != size->leaves) findings.add("it has more leaves than the log has steps", where);
  const std::int64_t nodes = 2 * static_cast<std::int64_t>(edge.size()) - std::popcount(edge.size());
  Query counts(database, "select (select count(*) from merkle_node), (select count(*) from log_place)");
  if (counts.row() && (counts.integer(0) != nodes || counts.integer(1) != places)) {
    findings.add("nodes or places belong to no step", where);
  }
}

}  // namespace datong::store::sqlite
