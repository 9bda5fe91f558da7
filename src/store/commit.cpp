#include "store/commit.hpp"

#include <algorithm>
#include <chrono>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "domain/rules.hpp"

namespace datong::store {
namespace {

using app::Decision;

template <class T>
void sort_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

template <class T>
std::optional<std::size_t> find(const std::vector<T>& sorted, const T& value) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), value);
  if (at == sorted.end() || *at != value) return std::nullopt;
  return static_cast<std::size_t>(at - sorted.begin());
}

/// Position of something that was collected: absence would mean that `finish` changed what it must not.
template <class T>
std::size_t place(const std::vector<T>& sorted, const T& value) {
  const auto at = find(sorted, value);
  CHECK(at.has_value());
  return *at;
}

/// A value that is there twice.
std::optional<std::size_t> first_twin(std::vector<std::size_t>& positions) {
  std::sort(positions.begin(), positions.end());
  const auto twin = std::adjacent_find(positions.begin(), positions.end());
  if (twin == positions.end()) return std::nullopt;
  return *twin;
}

void collect(Keys& keys, const Decision& decision) {
  for (const auto& head : decision.heads) keys.heads.push_back(head.id);
  for (const auto& record : decision.records) keys.records.emplace_back(record.kind, record.key);
  for (const auto& key : decision.keys) keys.unique.emplace_back(key.space, key.key);
  for (const auto& move : decision.moves) keys.ledgers.push_back(move.ledger);
  keys.counters.insert(keys.counters.end(), decision.counters.begin(), decision.counters.end());
  for (const auto& receipt : decision.receipts) keys.mailboxes.push_back(receipt.mailbox);
}

/// The locked state of one transaction, as it stands after the Decisions applied so far.
class Group {
 public:
  Group(const Keys& keys, Locked locked)
      : keys_(keys),
        now_(std::move(locked)),
        balance_changed_(keys.ledgers.size()),
        counter_changed_(keys.counters.size()),
        serial_changed_(keys.mailboxes.size()) {
    CHECK(now_.heads.size() == keys.heads.size() && now_.records.size() == keys.records.size() &&
          now_.unique.size() == keys.unique.size() && now_.balances.size() == keys.ledgers.size() &&
          now_.counters.size() == keys.counters.size() && now_.serials.size() == keys.mailboxes.size());
  }

  /// Why `decision` loses, if it does; changes nothing.
  std::optional<Error> objection(const Decision& decision) const {
    for (const auto& head : decision.heads) {
      if (now_.heads[place(keys_.heads, head.id)].version != head.version) return failure(Code::conflict, "version");
    }
    if (auto error = objection_to_records(decision)) return error;
    if (auto error = objection_to_keys(decision)) return error;
    return overdrawn(decision);
  }

  /// Numbers, finishes and applies a Decision without objection, and notes what the engine has to write.
  void apply(Decision& decision, const std::vector<std::string>& frames, Rows& rows) {
    draw_numbers(decision);
    give_serials(decision);
    if (decision.finish) {
      take_serials_back(decision);
      decision.finish(decision);
      give_serials(decision);  // the same ones, also to receipts that were made anew
    }
    CHECK(decision.numbers.size() == decision.counters.size() && decision.messages.size() == frames.size());
    apply_keys(decision, frames, rows);
    apply_steps(decision, rows);
    for (const auto& record : decision.records) {
      const auto at = find(keys_.records, NamedKey{record.kind, record.key});
      CHECK(at.has_value() ||
            record.version == 0);  // `finish` may name a new record by its number, not change another one
      if (at) now_.records[*at] = record.body.empty() ? 0 : record.version + 1;
    }
    for (const auto& move : decision.moves) {
      const std::size_t at = place(keys_.ledgers, move.ledger);
      now_.balances[at] = now_.balances[at] + move.amount;
      balance_changed_[at] = true;
    }
    now_.tail.messages += static_cast<std::int64_t>(decision.messages.size());
    now_.tail.cases += static_cast<std::int64_t>(decision.cases.size());
    now_.tail.unique_keys += static_cast<std::int64_t>(decision.keys.size());
    now_.tail.moves += static_cast<std::int64_t>(decision.moves.size());
  }

  /// The new values of everything that changed.
  void fill(Rows& rows) const {
    for (std::size_t i = 0; i < keys_.ledgers.size(); ++i) {
      if (balance_changed_[i]) rows.balances.emplace_back(keys_.ledgers[i], now_.balances[i]);
    }
    for (std::size_t i = 0; i < keys_.counters.size(); ++i) {
      if (counter_changed_[i]) rows.counters.emplace_back(keys_.counters[i], now_.counters[i]);
    }
    for (std::size_t i = 0; i < keys_.mailboxes.size(); ++i) {
      if (serial_changed_[i]) rows.serials.emplace_back(keys_.mailboxes[i], now_.serials[i]);
    }
    rows.tail = now_.tail;
  }

 private:
  std::optional<Error> objection_to_records(const Decision& decision) const {
    std::vector<std::size_t> seen;
    for (const auto& record : decision.records) {
      if (record.key.empty()) continue;  // `finish` will name it
      seen.push_back(place(keys_.records, NamedKey{record.kind, record.key}));
      if (now_.records[seen.back()] != record.version) return failure(Code::conflict, "version");
    }
    if (first_twin(seen)) return failure(Code::conflict, "version");
    return std::nullopt;
  }

  /// A key that is still empty is one that `finish` will make.
  std::optional<Error> objection_to_keys(const Decision& decision) const {
    std::vector<std::size_t> seen;
    for (const auto& key : decision.keys) {
      if (key.key.empty()) continue;
      seen.push_back(place(keys_.unique, NamedKey{key.space, key.key}));
      if (now_.unique[seen.back()]) return failure(Code::conflict, "key:" + key.space + ":" + key.key);
    }
    if (const auto twin = first_twin(seen)) {
      const NamedKey& key = keys_.unique[*twin];
      return failure(Code::conflict, "key:" + key.first + ":" + key.second);
    }
    return std::nullopt;
  }

  std::optional<Error> overdrawn(const Decision& decision) const {
    std::vector<Finding> short_of;
    for (auto move = decision.moves.begin(); move != decision.moves.end(); ++move) {
      const auto same = [&](const auto& other) { return other.ledger == move->ledger; };
      if (std::find_if(decision.moves.begin(), move, same) != move) continue;  // seen with the first of its ledger
      Decimal net;
      for (const auto& other : decision.moves) {
        if (same(other)) net = net + other.amount;
      }
      const Decimal balance = now_.balances[place(keys_.ledgers, move->ledger)];
      if ((balance + net).is_negative()) {
        short_of.push_back(domain::finding("PRM003", "", {move->ledger, balance.to_string(), (-net).to_string()}));
      }
    }
    if (short_of.empty()) return std::nullopt;
    return refused(std::move(short_of));
  }

  void draw_numbers(Decision& decision) {
    decision.numbers.clear();
    for (const auto& counter : decision.counters) {
      const std::size_t at = place(keys_.counters, counter);
      decision.numbers.push_back(++now_.counters[at]);
      counter_changed_[at] = true;
    }
  }

  void give_serials(Decision& decision) {
    for (auto& receipt : decision.receipts) {
      const std::size_t at = place(keys_.mailboxes, receipt.mailbox);
      receipt.serial = ++now_.serials[at];
      serial_changed_[at] = true;
    }
  }

  /// So that they can be given again; the receipts keep them for `finish` to see.
  void take_serials_back(const Decision& decision) {
    for (const auto& receipt : decision.receipts) --now_.serials[place(keys_.mailboxes, receipt.mailbox)];
  }

  void apply_keys(const Decision& decision, const std::vector<std::string>& frames, Rows& rows) {
    Survivor survivor{&decision, &frames, {}};
    for (std::size_t i = 0; i < decision.keys.size(); ++i) {
      const auto at = find(keys_.unique, NamedKey{decision.keys[i].space, decision.keys[i].key});
      if (!at) {
        survivor.late_keys.push_back(i);
        continue;
      }
      CHECK(!now_.unique[*at]);  // `finish` made a key that is taken
      now_.unique[*at] = true;
    }
    rows.survivors.push_back(std::move(survivor));
  }

  /// Continues the chain of each head by its steps. A step that does not continue it is a bug of the use case.
  void apply_steps(Decision& decision, Rows& rows) {
    std::size_t applied = 0;
    for (auto& head : decision.heads) {
      const auto at = find(keys_.heads, head.id);
      HeadState fresh;  // `finish` may add a new head, not change another one
      HeadState& state = at ? now_.heads[*at] : fresh;
      CHECK(state.version == head.version);  // the same head twice in one Decision
      for (const auto& step : decision.steps) {
        if (step.id != head.id) continue;
        CHECK(step.sequence == state.steps);
        CHECK(step.hash == step_hash(state.last_step_hash, step.body));
        state.last_step_hash = step.hash;
        ++state.steps;
        ++applied;
        ++now_.tail.steps;
        now_.tail.chain = log_chain(now_.tail.chain, now_.tail.steps, step.id, step.sequence, step.hash);
        rows.log.push_back({now_.tail.steps, &step, now_.tail.chain});
      }
      CHECK(state.steps > 0);  // no head without a step
      ++state.version;
      head.steps = state.steps;
      head.last_step_hash = state.last_step_hash;
    }
    CHECK(applied == decision.steps.size());  // every step belongs to a head of the same Decision
  }

  const Keys& keys_;
  Locked now_;
  std::vector<bool> balance_changed_, counter_changed_, serial_changed_;
};

std::size_t weight(const Decision& decision, const std::vector<std::string>& frames) {
  std::size_t bytes = 0;
  for (const auto& frame : frames) bytes += frame.size();
  for (const auto& message : decision.messages) bytes += message.signature.size() + message.origin.size();
  for (const auto& head : decision.heads) bytes += head.body.size();
  for (const auto& step : decision.steps) bytes += step.body.size();
  for (const auto& receipt : decision.receipts) bytes += receipt.body.size();
  for (const auto& record : decision.records) bytes += record.body.size();
  for (const auto& row : decision.outbox) bytes += row.body.size();
  return bytes;
}

std::optional<Error> too_large(const Decision& decision) {
  for (const auto& head : decision.heads) {
    if (head.body.size() > limits::kHeadBytesMax) return failure(Code::too_large, "head");
  }
  for (const auto& step : decision.steps) {
    if (step.sequence >= limits::kStepsPerCaseMax) return failure(Code::too_large, "steps of one case");
  }
  for (const auto& message : decision.messages) {
    if (message.version > limits::kVersionsMax) return failure(Code::too_large, "versions of one case");
    if (message.bytes.size() > limits::kMessageBytesMax) return failure(Code::too_large, "message");
  }
  return std::nullopt;
}

}  // namespace

crypto::Digest step_hash(const crypto::Digest& previous, std::string_view body) {
  return crypto::sha256({crypto::view(previous), body});
}

crypto::Digest log_chain(const crypto::Digest& previous, std::int64_t number, CaseId id, std::uint32_t sequence,
                         const crypto::Digest& step_hash) {
  char numbers[20];
  for (int i = 0; i < 8; ++i) numbers[i] = static_cast<char>(static_cast<std::uint64_t>(number) >> (56 - 8 * i));
  for (int i = 0; i < 8; ++i) numbers[8 + i] = static_cast<char>(static_cast<std::uint64_t>(id.value) >> (56 - 8 * i));
  for (int i = 0; i < 4; ++i) numbers[16 + i] = static_cast<char>(sequence >> (24 - 8 * i));
  return crypto::sha256({crypto::view(previous), std::string_view(numbers, sizeof numbers), crypto::view(step_hash)});
}

Committer::Committer(Engine& engine, const Dictionaries& dictionaries)
    : engine_(engine), dictionaries_(dictionaries), thread_([this] { run(); }) {}

Committer::~Committer() { stop(); }

void Committer::submit(Decision decision, app::Done done) {
  if (auto error = too_large(decision)) return done(std::move(*error));
  Entry entry{std::move(decision), {}, std::move(done), 0, std::nullopt};
  entry.frames.reserve(entry.decision.messages.size());
  for (const auto& message : entry.decision.messages) entry.frames.push_back(dictionaries_.compress(message.bytes));
  entry.bytes = weight(entry.decision, entry.frames);
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && queue_.size() < limits::kCommitQueueMax) {
      was_empty = queue_.empty();
      queue_.push_back(std::move(entry));
      entry.done = nullptr;
    }
  }
  if (entry.done) return entry.done(failure(Code::unavailable, "commit queue"));
  if (was_empty) queued_.notify_one();
}

void Committer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  queued_.notify_one();
  if (thread_.joinable()) thread_.join();
}

CommitStatistics Committer::statistics() const {
  const std::lock_guard lock(mutex_);
  CommitStatistics copy = statistics_;
  copy.waiting = queue_.size();
  return copy;
}

void Committer::run() {
  for (;;) {
    Batch batch = take();
    if (batch.empty()) return;
    commit_batch(batch);
    for (Entry& entry : batch) {
      if (entry.error) {
        entry.done(std::move(*entry.error));
      } else {
        entry.done(std::move(entry.decision));
      }
    }
  }
}

/// Waits for work; empty once stopped and drained.
Committer::Batch Committer::take() {
  std::unique_lock lock(mutex_);
  queued_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  Batch batch;
  std::size_t bytes = 0;
  while (!queue_.empty() && batch.size() < limits::kCommitDecisionsMax) {
    bytes += queue_.front().bytes;
    if (!batch.empty() && bytes > limits::kCommitBytesMax) break;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void Committer::commit_batch(Batch& batch) {
  const auto begin = std::chrono::steady_clock::now();
  Attempt first = attempt(batch);
  const bool failed = first.error.has_value();
  if (failed) retry_one_by_one(batch, std::move(*first.error), first.locked);
  const auto spent = std::chrono::steady_clock::now() - begin;

  const std::lock_guard lock(mutex_);
  for (const Entry& entry : batch) {
    if (!entry.error) {
      ++statistics_.decisions;
    } else if (entry.error->code == Code::unavailable) {
      ++statistics_.failed;
    } else {
      ++statistics_.refused;
    }
    if (failed && !entry.error) ++statistics_.commits;
  }
  if (!failed && first.written > 0) ++statistics_.commits;
  if (failed && batch.size() > 1) ++statistics_.retried;
  statistics_.largest_batch = std::max<std::uint64_t>(statistics_.largest_batch, first.written);
  statistics_.commit_microseconds +=
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(spent).count());
}

/// One transaction over `entries`. With an error nothing was written; otherwise losers carry theirs.
Committer::Attempt Committer::attempt(std::span<Entry> entries) {
  Keys keys;
  for (const Entry& entry : entries) collect(keys, entry.decision);
  sort_unique(keys.heads);
  sort_unique(keys.records);
  sort_unique(keys.unique);
  sort_unique(keys.ledgers);
  sort_unique(keys.counters);
  sort_unique(keys.mailboxes);

  Result<Locked> locked = engine_.lock(keys);
  if (!locked) {
    engine_.roll_back();
    return {false, 0, std::move(locked.error())};
  }
  Group group(keys, std::move(*locked));
  Rows rows;
  rows.survivors.reserve(entries.size());
  for (Entry& entry : entries) {
    entry.error = group.objection(entry.decision);
    if (!entry.error) group.apply(entry.decision, entry.frames, rows);
  }
  if (rows.survivors.empty()) {
    engine_.roll_back();
    return {true, 0, std::nullopt};
  }
  group.fill(rows);
  if (Result<void> written = engine_.write(rows); !written) {
    engine_.roll_back();
    return {true, 0, std::move(written.error())};
  }
  for (Entry& entry : entries) {
    if (entry.error) continue;
    for (auto& head : entry.decision.heads) ++head.version;
    for (auto& record : entry.decision.records) ++record.version;
  }
  return {true, rows.survivors.size(), std::nullopt};
}

/// After a group failed: each alone, so that one bad Decision or a passing fault costs nobody else. An engine that
/// cannot even begin a transaction is not asked again for each.
void Committer::retry_one_by_one(Batch& batch, Error error, bool locked) {
  bool reachable = locked || error.code != Code::unavailable;
  for (Entry& entry : batch) {
    if (reachable && batch.size() > 1) {
      Attempt alone = attempt({&entry, 1});
      if (!alone.error) continue;
      reachable = alone.locked || alone.error->code != Code::unavailable;
      error = std::move(*alone.error);
    }
    entry.error = error.code == Code::conflict ? error : failure(Code::unavailable, "commit failed: " + error.detail);
  }
}

}  // namespace datong::store
