#pragma once
// The SQLite engine of the Committer: locks by taking the only write transaction of the file, writes row by row with
// prepared statements. Thread rule: the committer's thread only; holds the writing connection between lock and write or
// roll_back.
#include <mutex>
#include <unordered_map>

#include "store/engine.hpp"
#include "store/sqlite/connections.hpp"

namespace datong::store::sqlite {

/// The highest committed serial of each mailbox. Thread rule: any thread.
class Serials {
 public:
  void set(std::int64_t mailbox, std::int64_t serial);
  std::int64_t of(std::int64_t mailbox) const;  ///< 0 when it has none

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::int64_t, std::int64_t> last_;  // guarded by mutex_
};

class SqliteEngine : public Engine {
 public:
  SqliteEngine(Connections& connections, Serials& serials) : connections_(connections), serials_(serials) {}
  Result<Locked> lock(const Keys& keys) override;
  Result<void> write(const Rows& rows) override;
  void roll_back() override;

 private:
  Result<void> write_rows(const Rows& rows);
  Connections& connections_;
  Serials& serials_;
  std::unique_lock<std::mutex> held_;
};

}  // namespace datong::store::sqlite
