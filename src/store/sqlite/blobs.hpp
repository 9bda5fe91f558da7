#pragma once
// Attachments by content hash in a SQLite file of their own, beside the journal's: `<journal>.blobs`. Not here: who may
// read one (only through a case). Thread rule: any thread; one writes at a time, for all who came meanwhile.
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/ports.hpp"
#include "store/sqlite/check.hpp"
#include "store/sqlite/connections.hpp"

namespace datong::store::sqlite {

class SqliteBlobs : public app::Blobs {
 public:
  /// `path` may be ":memory:". Errors: not_found; corrupt; unavailable.
  static Result<std::unique_ptr<SqliteBlobs>> open(const std::string& path, bool create);

  /// Durable on return; again is no error and counts as uploaded again. Errors: malformed (another hash); too_large.
  Result<void> put(const crypto::Digest& hash, std::string_view bytes, Instant at) override;
  /// Errors: not_found; corrupt when the bytes no longer have the hash.
  Result<std::string> get(const crypto::Digest& hash) override;
  Result<bool> has(const crypto::Digest& hash) override;
  /// Removes what was last uploaded before `older_than` and no case refers to; returns how many.
  Result<std::size_t> sweep(Instant older_than, const std::function<bool(const crypto::Digest&)>& is_referenced) override;
  /// Every attachment whose bytes no longer have their hash, and what SQLite itself finds wrong with the file.
  Result<std::vector<Inconsistency>> check();

 private:
  explicit SqliteBlobs(std::unique_ptr<Connections> connections) : connections_(std::move(connections)) {}

  /// Lives on the stack of the caller who waits for it.
  struct Upload {
    const crypto::Digest* hash;
    std::string_view bytes;
    Instant at;
    std::optional<Result<void>> done;  // guarded by mutex_
  };
  /// What queued during the last sync is one transaction, as with the journal's commits; the first to come writes it.
  Result<void> write(const std::vector<Upload*>& group);

  std::unique_ptr<Connections> connections_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::vector<Upload*> waiting_;  // guarded by mutex_
  bool is_writing_ = false;       // guarded by mutex_
};

}  // namespace datong::store::sqlite
