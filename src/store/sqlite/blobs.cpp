#include "store/sqlite/blobs.hpp"

#include "base/limits.hpp"
#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {

Result<std::unique_ptr<SqliteBlobs>> SqliteBlobs::open(const std::string& path, bool create) {
  auto connections = Connections::open(path, create, false, blobs_schema());
  if (!connections) return connections.error();
  return std::unique_ptr<SqliteBlobs>(new SqliteBlobs(std::move(*connections)));
}

Result<void> SqliteBlobs::put(const crypto::Digest& hash, std::string_view bytes, Instant at) {
  if (bytes.size() > limits::kAttachmentBytesMax) return failure(Code::too_large, "attachment");
  if (crypto::sha256(bytes) != hash) return failure(Code::malformed, "attachment has another hash");
  Upload mine{&hash, bytes, at, std::nullopt};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  written_.wait(lock, [&] { return mine.done || !is_writing_; });
  if (mine.done) return std::move(*mine.done);
  is_writing_ = true;
  const std::vector<Upload*> group = std::exchange(waiting_, {});
  lock.unlock();
  const auto done = write(group);
  lock.lock();
  for (Upload* upload : group) upload->done = done;
  is_writing_ = false;
  written_.notify_all();
  return done;
}

Result<void> SqliteBlobs::write(const std::vector<Upload*>& group) {
  return connections_->in_transaction([&](Database& database) -> Result<void> {
    Query query(database, "insert into blob(hash,at,bytes) values(?,?,?) on conflict(hash) do update set at=max(at, excluded.at)");
    for (const Upload* upload : group) {
      query.bind_bytes(crypto::view(*upload->hash)).bind(upload->at.ms()).bind_hashed(upload->bytes);
      if (auto done = query.done(); !done) return done;
    }
    return {};
  });
}

Result<std::string> SqliteBlobs::get(const crypto::Digest& hash) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select bytes from blob where hash=?");
  query.bind_bytes(crypto::view(hash));
  if (!query.row()) return query.failed() ? query.error() : failure(Code::not_found, "attachment " + crypto::hex(hash));
  std::string bytes = query.text(0);
  if (crypto::sha256(bytes) != hash) return failure(Code::corrupt, "attachment " + crypto::hex(hash));
  return bytes;
}

Result<bool> SqliteBlobs::has(const crypto::Digest& hash) {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Query query(***lease, "select 1 from blob where hash=?");
  query.bind_bytes(crypto::view(hash));
  const bool found = query.row();
  if (query.failed()) return query.error();
  return found;
}

Result<std::size_t> SqliteBlobs::sweep(Instant older_than,
                                       const std::function<bool(const crypto::Digest&)>& is_referenced) {
  std::vector<crypto::Digest> orphans;
  {
    auto lease = connections_->read();
    if (!lease) return lease.error();
    Query old(***lease, "select hash from blob where at<?");
    old.bind(older_than.ms());
    while (old.row()) {
      const crypto::Digest hash = digest_from(old.bytes(0));
      if (!is_referenced(hash)) orphans.push_back(hash);
    }
    if (old.failed()) return old.error();
  }
  std::size_t removed = 0;
  for (const auto& hash : orphans) {
    const auto held = connections_->lock_writer();
    Query remove(connections_->writer(), "delete from blob where hash=? and at<?");  // not if uploaded again meanwhile
    remove.bind_bytes(crypto::view(hash)).bind(older_than.ms());
    if (auto done = remove.done(); !done) return done.error();
    removed += static_cast<std::size_t>(sqlite3_changes64(connections_->writer().handle()));
  }
  return removed;
}

Result<std::vector<Inconsistency>> SqliteBlobs::check() {
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Findings findings;
  check_file(***lease, findings);
  Query query(***lease, "select hash, bytes from blob");
  while (query.row()) {
    const crypto::Digest hash = digest_from(query.bytes(0));
    if (crypto::sha256(query.bytes(1)) != hash)
      findings.add("the bytes do not have their hash", "attachment " + crypto::hex(hash));
  }
  if (query.failed()) findings.add("cannot be read to the end: " + query.error().detail, "attachments");
  return findings.take();
}

}  // namespace datong::store::sqlite
