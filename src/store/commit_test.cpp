// The Committer over an engine that fails when told to: whatever fails, nothing is lost, doubled or half done.
#include "store/commit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <map>

#include "base/limits.hpp"
#include "store/test_decisions.hpp"

namespace datong::store {
namespace {

using namespace test;
using app::Decision;

/// Keeps in memory what a database would; the `fail_at`-th call (of lock and write together) fails.
class FaultyEngine : public Engine {
 public:
  Result<Locked> lock(const Keys& keys) override {
    EXPECT_FALSE(open_);
    open_ = true;
    if (gate != nullptr) gate->wait();
    if (++calls == fail_at) return failure(lock_failure, "lock");
    Locked locked;
    for (const CaseId id : keys.heads) locked.heads.push_back(heads[id.value]);
    for (const auto& key : keys.records) locked.records.push_back(records[key]);
    for (const auto& key : keys.unique) locked.unique.push_back(unique.contains(key));
    for (const auto& key : keys.ledgers) locked.balances.push_back(balances[key]);
    for (const auto& key : keys.counters) locked.counters.push_back(counters[key]);
    for (const auto key : keys.mailboxes) locked.serials.push_back(serials[key]);
    locked.tail = tail;
    EXPECT_TRUE(std::ranges::is_sorted(keys.heads));
    return locked;
  }
  Result<void> write(const Rows& rows) override {
    EXPECT_TRUE(open_);
    if (++calls == fail_at) return failure(Code::unavailable, "write");
    for (const Survivor& survivor : rows.survivors) {
      for (const auto& head : survivor.decision->heads) {
        if (head.id == poison) return failure(Code::internal, "poison");
      }
    }
    for (const Survivor& survivor : rows.survivors) {
      for (const auto& head : survivor.decision->heads)
        heads[head.id.value] = {head.version + 1, head.steps, head.last_step_hash};
      for (const auto& key : survivor.decision->keys) unique.insert({{key.space, key.key}, true});
      for (const auto& receipt : survivor.decision->receipts) given[receipt.mailbox].push_back(receipt.serial);
    }
    for (const auto& [name, balance] : rows.balances) balances[std::string(name)] = balance;
    for (const auto& [name, number] : rows.counters) counters[std::string(name)] = number;
    for (const auto& [mailbox, serial] : rows.serials) serials[mailbox] = serial;
    tail = rows.tail;
    largest = std::max(largest, rows.survivors.size());
    open_ = false;
    return {};
  }
  void roll_back() override { open_ = false; }

  std::latch* gate = nullptr;
  int calls = 0;
  int fail_at = 0;
  Code lock_failure = Code::corrupt;
  CaseId poison;
  std::size_t largest = 0;
  std::map<std::int64_t, HeadState> heads;
  std::map<NamedKey, std::uint32_t> records;
  std::map<NamedKey, bool> unique;
  std::map<std::string, Decimal> balances;
  std::map<std::string, std::int64_t> counters;
  std::map<std::int64_t, std::int64_t> serials;
  std::map<std::int64_t, std::vector<std::int64_t>> given;
  Tail tail;

 private:
  bool open_ = false;
};

const Dictionaries& dictionaries() {
  static const Dictionaries made = [] {
    Dictionaries one;
    EXPECT_TRUE(one.add(initial_dictionary()).has_value());
    return one;
  }();
  return made;
}

struct Outcome {
  int committed = 0;
  int unavailable = 0;
  int other = 0;
};

/// Commits `count` cases that queue up behind a closed gate, so that they meet in few groups.
Outcome commit_many(FaultyEngine& engine, int count, CommitStatistics* statistics = nullptr) {
  std::latch gate(1);
  engine.gate = &gate;
  Outcome outcome;
  std::latch done(count);
  Committer committer(engine, dictionaries());
  for (int i = 0; i < count; ++i) {
    Decision decision = lodge(1000 + i);
    decision.finish = [](Decision& self) {
      self.steps[0].body = "{\"number\":" + std::to_string(self.numbers[0]) + "}";
      self.steps[0].hash = step_hash({}, self.steps[0].body);
    };
    committer.submit(std::move(decision), [&](Result<Decision> result) {
      if (result) {
        ++outcome.committed;
      } else {
        ++(result.error().code == Code::unavailable ? outcome.unavailable : outcome.other);
      }
      done.count_down();
    });
  }
  gate.count_down();
  done.wait();
  committer.stop();
  if (statistics != nullptr) *statistics = committer.statistics();
  return outcome;
}

void expect_whole(const FaultyEngine& engine, int committed) {
  EXPECT_EQ(engine.tail.steps, committed);
  EXPECT_EQ(engine.tail.messages, committed);
  const auto stored = std::ranges::count_if(engine.heads, [](const auto& head) { return head.second.version == 1; });
  EXPECT_EQ(stored, committed);
  if (committed == 0) return;
  EXPECT_EQ(engine.counters.at("declaration"), committed);
  const auto& serials = engine.given.at(4401000001);
  for (std::size_t i = 0; i < serials.size(); ++i) EXPECT_EQ(serials[i], static_cast<std::int64_t>(i + 1));
}

TEST(Commit, WhateverCallFailsTheRestIsCommittedOnce) {
  for (int n = 1; n <= 12; ++n) {
    FaultyEngine engine;
    engine.fail_at = n;
    const Outcome outcome = commit_many(engine, 20);
    EXPECT_EQ(outcome.committed + outcome.unavailable, 20) << n;
    EXPECT_GE(outcome.committed, 19) << n;
    EXPECT_EQ(outcome.other, 0) << n;
    expect_whole(engine, outcome.committed);
  }
}

TEST(Commit, OneDecisionThatCannotBeWrittenCostsNobodyElse) {
  FaultyEngine engine;
  engine.poison = CaseId{1007};
  CommitStatistics statistics;
  const Outcome outcome = commit_many(engine, 20, &statistics);
  EXPECT_EQ(outcome.committed, 19);
  EXPECT_EQ(outcome.unavailable, 1);
  expect_whole(engine, 19);
  EXPECT_EQ(statistics.decisions, 19U);
  EXPECT_EQ(statistics.failed, 1U);
  EXPECT_EQ(statistics.retried, 1U);
}

TEST(Commit, AnUnreachableEngineIsAskedOncePerGroup) {
  FaultyEngine engine;
  engine.fail_at = 2;
  engine.lock_failure = Code::unavailable;
  std::latch gate(1);
  engine.gate = &gate;
  std::latch done(21);
  std::atomic<int> unavailable = 0;
  Committer committer(engine, dictionaries());
  const auto submit = [&](int id) {
    committer.submit(lodge(id), [&](Result<Decision> result) {
      if (!result) {
        EXPECT_EQ(result.error().code, Code::unavailable);
        ++unavailable;
      }
      done.count_down();
    });
  };
  submit(1);
  while (committer.statistics().waiting != 0) std::this_thread::yield();
  engine.fail_at = 3;  // the first Decision locks and writes; the group behind it cannot begin
  for (int i = 0; i < 20; ++i) submit(1000 + i);
  gate.count_down();
  done.wait();
  EXPECT_EQ(unavailable, 20);
  EXPECT_EQ(engine.calls, 3);
}

TEST(Commit, WhatQueuesWhileTheLastCommitSyncsIsOneGroup) {
  FaultyEngine engine;
  CommitStatistics statistics;
  EXPECT_EQ(commit_many(engine, 1500, &statistics).committed, 1500);
  EXPECT_EQ(engine.largest, limits::kCommitDecisionsMax);
  EXPECT_EQ(statistics.largest_batch, limits::kCommitDecisionsMax);
  EXPECT_LE(statistics.commits, 6U);
  EXPECT_EQ(statistics.decisions, 1500U);
}

TEST(Commit, AGroupStaysBelowItsBytes) {
  FaultyEngine engine;
  std::latch gate(1);
  engine.gate = &gate;
  std::latch done(9);
  Committer committer(engine, dictionaries());
  for (int i = 0; i < 9; ++i) {
    Decision decision = lodge(1000 + i);
    decision.receipts[0].body.assign(limits::kCommitBytesMax / 2 - 1000, 'x');
    committer.submit(std::move(decision), [&](Result<Decision> result) {
      EXPECT_TRUE(result.has_value());
      done.count_down();
    });
  }
  gate.count_down();
  done.wait();
  EXPECT_EQ(engine.largest, 2U);
}

TEST(Commit, AFullQueueAnswersUnavailableAtOnce) {
  FaultyEngine engine;
  std::latch gate(1);
  engine.gate = &gate;
  std::atomic<int> committed = 0, unavailable = 0;
  Committer committer(engine, dictionaries());
  const auto count = [&](Result<Decision> result) { ++(result ? committed : unavailable); };
  committer.submit(lodge(1), count);
  while (committer.statistics().waiting != 0) std::this_thread::yield();
  const int queued = static_cast<int>(limits::kCommitQueueMax);
  for (int i = 0; i < queued + 5; ++i) {
    Decision decision;
    decision.counters = {"c"};
    committer.submit(std::move(decision), count);
  }
  EXPECT_EQ(unavailable, 5);
  gate.count_down();
  committer.stop();
  EXPECT_EQ(committed, queued + 1);
}

TEST(Commit, StoppingDrainsAndThenRefuses) {
  FaultyEngine engine;
  std::latch gate(1);
  engine.gate = &gate;
  std::atomic<int> committed = 0;
  Committer committer(engine, dictionaries());
  for (int i = 0; i < 50; ++i)
    committer.submit(lodge(1000 + i), [&](Result<Decision> result) { committed += result.has_value(); });
  gate.count_down();
  committer.stop();
  EXPECT_EQ(committed, 50);
  Code code = Code::internal;
  committer.submit(lodge(1), [&](Result<Decision> result) { code = result.error().code; });
  EXPECT_EQ(code, Code::unavailable);
}

TEST(CommitDeathTest, AStepThatDoesNotContinueItsChainIsABug) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  const auto commit_one = [](Decision decision) {
    FaultyEngine engine;
    Committer committer(engine, dictionaries());
    committer.submit(std::move(decision), [](Result<Decision>) {});
    committer.stop();
  };
  Decision wrong_hash = lodge(1);
  wrong_hash.steps[0].hash[0] ^= 1;
  EXPECT_DEATH(commit_one(wrong_hash), "step_hash");
  Decision wrong_sequence = lodge(1);
  wrong_sequence.steps[0].sequence = 1;
  EXPECT_DEATH(commit_one(wrong_sequence), "sequence");
  Decision no_step = lodge(1);
  no_step.steps.clear();
  EXPECT_DEATH(commit_one(no_step), "steps");
  Decision foreign = lodge(1);
  foreign.steps[0].id = CaseId{2};
  EXPECT_DEATH(commit_one(foreign), "steps");
}

TEST(Compression, FramesOpenWithTheirOwnDictionaryAndNothingElse) {
  const std::string text = R"({"declarant_reference":"A-1","accepting_office":"440100","consignor_name":"X"})";
  const std::string frame = dictionaries().compress(text);
  EXPECT_EQ(*dictionaries().decompress(frame), text);
  EXPECT_LE(initial_dictionary().size(), 16u << 10);
  const Dictionaries none;
  EXPECT_EQ(none.decompress(frame).error().code, Code::corrupt);
  for (std::size_t cut = 0; cut < frame.size(); ++cut)
    EXPECT_FALSE(dictionaries().decompress(frame.substr(0, cut)).has_value());
  for (std::size_t i = 0; i < frame.size(); ++i) {
    std::string flipped = frame;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x40);
    const auto read = dictionaries().decompress(flipped);
    if (read) {
      EXPECT_LE(read->size(), limits::kMessageBytesMax);
    }
  }
}

}  // namespace
}  // namespace datong::store
