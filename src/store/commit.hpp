#pragma once
// Group commit, the same for every engine: one thread takes whatever queued while the last commit was syncing, locks,
// checks, numbers, finishes and writes it in one transaction, then tells everybody. Not here: SQL (engine.hpp). Thread
// rule: `submit` and `statistics` from any thread; `Done` runs on the committer's thread and must only hand over.
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "app/ports.hpp"
#include "store/compress.hpp"
#include "store/engine.hpp"

namespace datong::store {

/// For /metrics: totals since the start.
struct CommitStatistics {
  std::uint64_t commits = 0;              ///< transactions written
  std::uint64_t decisions = 0;            ///< Decisions committed
  std::uint64_t refused = 0;              ///< losers: version, key, ledger
  std::uint64_t failed = 0;               ///< answered `unavailable`
  std::uint64_t retried = 0;              ///< groups that failed and were tried one by one
  std::uint64_t largest_batch = 0;        ///< Decisions in one transaction
  std::uint64_t commit_microseconds = 0;  ///< wall time spent inside transactions
  std::size_t waiting = 0;                ///< in the queue now
};

class Committer {
 public:
  /// Both must outlive the committer.
  Committer(Engine& engine, const Dictionaries& dictionaries);
  ~Committer();  ///< stops
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  /// Compresses the messages on the calling thread and queues. Errors through `done`, at once: unavailable (queue full
  /// or stopped), too_large (a head, or the whole Decision over the limits).
  void submit(app::Decision decision, app::Done done);
  /// Commits what is queued, then ends the thread. Later submissions are answered `unavailable`.
  void stop();
  CommitStatistics statistics() const;

 private:
  struct Entry {
    app::Decision decision;
    std::vector<std::string> frames;
    app::Done done;
    std::size_t bytes = 0;
    std::optional<Error> error;
  };
  using Batch = std::vector<Entry>;

  void run();
  Batch take();
  void commit_batch(Batch& batch);
  struct Attempt {
    bool locked = false;         // false: the engine could not even begin
    std::size_t written = 0;     // survivors
    std::optional<Error> error;  // nothing was written
  };
  Attempt attempt(std::span<Entry> entries);
  void retry_one_by_one(Batch& batch, Error error, bool locked);

  Engine& engine_;
  const Dictionaries& dictionaries_;
  mutable std::mutex mutex_;  // guards queue_, stopping_, statistics_
  std::condition_variable queued_;
  std::deque<Entry> queue_;
  bool stopping_ = false;
  CommitStatistics statistics_;
  std::thread thread_;
};

}  // namespace datong::store
