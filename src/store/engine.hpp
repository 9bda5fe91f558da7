#pragma once
// What a database engine does for a commit: lock what a group of Decisions touches, and write what survived, in one
// transaction. Everything else (order, versions, balances, numbers, chains, retries) is in commit.cpp, once for every
// engine. Thread rule: an Engine is called by the Committer's one thread only.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/ports.hpp"
#include "base/result.hpp"

namespace datong::store {

using NamedKey = std::pair<std::string, std::string>;  ///< (kind, key) of a record, (space, key) of a unique key

/// Everything a group of Decisions touches; each list sorted and without doubles.
struct Keys {
  std::vector<CaseId> heads;
  std::vector<NamedKey> records;
  std::vector<NamedKey> unique;
  std::vector<std::string> ledgers;
  std::vector<std::string> counters;
  std::vector<std::int64_t> mailboxes;
};

struct HeadState {
  std::uint32_t version = 0;  ///< 0 = does not exist
  std::uint32_t steps = 0;
  crypto::Digest last_step_hash{};
};

/// The end of the log of all steps and the number of rows ever written to the tables that only grow.
struct Tail {
  std::int64_t steps = 0;
  crypto::Digest chain{};  ///< chain hash of the last log row
  std::int64_t messages = 0;
  std::int64_t cases = 0;
  std::int64_t unique_keys = 0;
  std::int64_t moves = 0;
};

/// The locked state; each list parallel to the list of Keys. What does not exist is 0 (or false).
struct Locked {
  std::vector<HeadState> heads;
  std::vector<std::uint32_t> records;  ///< versions
  std::vector<bool> unique;            ///< exists
  std::vector<Decimal> balances;
  std::vector<std::int64_t> counters;  ///< last number drawn
  std::vector<std::int64_t> serials;   ///< last serial given
  Tail tail;
};

/// A Decision that will be written. Versions of heads and records are as loaded (0 = insert): the engine writes version
/// + 1. `steps` and `last_step_hash` of heads are the new ones.
struct Survivor {
  const app::Decision* decision = nullptr;
  const std::vector<std::string>* frames = nullptr;  ///< its messages, compressed, in order
  std::vector<std::size_t>
      late_keys;  ///< positions of keys that `finish` made and `lock` has not seen: the engine looks them up
};

/// One row of the log: `step` of a Decision as the `number`-th step ever committed.
struct LogRow {
  std::int64_t number = 0;
  const app::Step* step = nullptr;
  crypto::Digest chain{};  ///< SHA-256(previous chain ‖ number ‖ id ‖ sequence ‖ step hash); see log_chain
};

struct Rows {
  std::vector<Survivor> survivors;  ///< in order of their coming
  std::vector<LogRow> log;
  std::vector<std::pair<std::string_view, Decimal>> balances;       ///< new values of what changed
  std::vector<std::pair<std::string_view, std::int64_t>> counters;  ///< the same
  std::vector<std::pair<std::int64_t, std::int64_t>> serials;       ///< (mailbox, last serial): the same
  Tail tail;
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// Begins a transaction, locks the rows (or the database) in the order given and reads them.
  virtual Result<Locked> lock(const Keys& keys) = 0;
  /// Writes everything and commits; returns when it is durable. Errors: conflict "key:<space>:<key>" when a late key
  /// exists.
  virtual Result<void> write(const Rows& rows) = 0;
  /// Ends the transaction begun by `lock` without a trace; also called when `lock` or `write` failed, or nothing
  /// survived.
  virtual void roll_back() = 0;
};

/// Chain hash of a log row. The numbers are written as 8 bytes, the sequence as 4, high byte first.
crypto::Digest log_chain(const crypto::Digest& previous, std::int64_t number, CaseId id, std::uint32_t sequence,
                         const crypto::Digest& step_hash);
/// SHA-256(previous ‖ body).
crypto::Digest step_hash(const crypto::Digest& previous, std::string_view body);

}  // namespace datong::store
