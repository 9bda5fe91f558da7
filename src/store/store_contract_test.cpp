// What every engine's Store must do: one suite, each engine passes it whole.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <latch>
#include <map>
#include <thread>

#include "base/limits.hpp"
#include "crypto/merkle.hpp"
#include "store/sqlite/store.hpp"
#include "store/test_decisions.hpp"

namespace datong::store {
namespace {

using namespace test;
using app::Decision;

struct EngineUnderTest {
  std::string name;
  std::unique_ptr<app::Store> (*open)(const std::filesystem::path& folder);
};

template <class Options>
std::unique_ptr<app::Store> opened(const std::string& path, Options options) {
  auto store = sqlite::SqliteStore::open(path, options);
  EXPECT_TRUE(store.has_value()) << (store ? "" : store.error().detail);
  return store ? std::move(*store) : nullptr;
}

const EngineUnderTest kEngines[] = {
    {"SqliteFile",
     [](const std::filesystem::path& folder) {
       return opened(folder / "datong.db", sqlite::Options{.create = true, .server = true});
     }},
    {"SqliteMemory", [](const std::filesystem::path&) { return opened(":memory:", sqlite::Options{.create = true}); }},
};

class StoreContract : public testing::TestWithParam<EngineUnderTest> {
 protected:
  void SetUp() override {
    folder_ = temporary_folder();
    ASSERT_FALSE(folder_.empty());
    store_ = GetParam().open(folder_);
    ASSERT_NE(store_, nullptr);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  Decision committed(Decision decision) {
    auto result = store_->commit_now(std::move(decision));
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().detail);
    return result ? std::move(*result) : Decision();
  }
  std::filesystem::path folder_;
  std::unique_ptr<app::Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

TEST_P(StoreContract, ACommittedCaseReadsBackWhole) {
  Decision decision = lodge(1000);
  decision.heads[0].due_at = Instant::from_ms(5000);
  decision.heads[0].due_event = 9;
  decision.heads[0].assigned_to = "li";
  const Decision done = committed(decision);
  EXPECT_EQ(done.numbers, std::vector<std::int64_t>{1});
  EXPECT_EQ(done.receipts[0].serial, 1);
  EXPECT_EQ(done.heads[0].version, 1U);
  EXPECT_EQ(done.heads[0].steps, 1U);

  const auto head = store_->head(CaseId{1000});
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(head->version, 1U);
  EXPECT_EQ(head->steps, 1U);
  EXPECT_EQ(head->last_step_hash, decision.steps[0].hash);
  EXPECT_EQ(head->body, decision.heads[0].body);
  EXPECT_EQ(head->office, "440100");
  EXPECT_EQ(head->bureau, 44);
  EXPECT_EQ(head->stage, 2);
  EXPECT_EQ(head->assigned_to, "li");
  EXPECT_EQ(head->due_at, Instant::from_ms(5000));
  EXPECT_EQ(head->due_event, 9);

  const auto steps = store_->steps(CaseId{1000});
  ASSERT_TRUE(steps.has_value());
  ASSERT_EQ(steps->size(), 1U);
  EXPECT_EQ((*steps)[0].body, decision.steps[0].body);
  EXPECT_EQ((*steps)[0].hash, decision.steps[0].hash);
  EXPECT_EQ((*steps)[0].at, decision.steps[0].at);

  const auto message = store_->message(CaseId{1000}, 1);
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->bytes, decision.messages[0].bytes);
  EXPECT_EQ(message->hash, decision.messages[0].hash);
  EXPECT_EQ(message->signature, "header..signature");
  EXPECT_EQ(*store_->arrivals(CaseId{1000}), std::vector{decision.messages[0].arrived_at});
  EXPECT_TRUE(store_->arrivals(CaseId{1001})->empty());
  EXPECT_EQ(store_->message(CaseId{1000}, 2).error().code, Code::not_found);
  EXPECT_EQ(store_->head(CaseId{1001}).error().code, Code::not_found);
  EXPECT_EQ(store_->steps(CaseId{1001}).error().code, Code::not_found);

  EXPECT_EQ(*store_->key("uuid", "uuid-1000"), "1000");
  EXPECT_EQ(*store_->key("uuid", "uuid-1001"), std::nullopt);
  EXPECT_EQ(store_->receipts_of(CaseId{1000})->size(), 1U);
  EXPECT_EQ(store_->last_serial(4401000001), 1);
  EXPECT_EQ(store_->last_serial(1), 0);
}

TEST_P(StoreContract, MessagesOfAnyBytesComeBackAsTheyWere) {
  Decision decision = lodge(1000);
  std::string bytes(300'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * i >> 7);
  for (const std::string& one : {std::string(), std::string("\0\xff", 2), bytes}) {
    app::Message message = decision.messages[0];
    message.version = static_cast<std::uint32_t>(decision.messages.size() + 1);
    message.bytes = one;
    message.hash = crypto::sha256(one);
    decision.messages.push_back(message);
  }
  committed(decision);
  for (const auto& message : decision.messages) {
    const auto read = store_->message(CaseId{1000}, message.version);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->bytes, message.bytes);
  }
}

TEST_P(StoreContract, ALaterStepContinuesTheCase) {
  committed(lodge(1000));
  committed(act(*store_->head(CaseId{1000}), "{\"event\":\"accept\"}", 3));
  const Decision done = committed(act(*store_->head(CaseId{1000}), "{\"event\":\"assign\"}", 4));
  EXPECT_EQ(done.receipts[0].serial, 3);
  const auto head = store_->head(CaseId{1000});
  EXPECT_EQ(head->version, 3U);
  EXPECT_EQ(head->steps, 3U);
  EXPECT_EQ(head->stage, 4);
  const auto steps = store_->steps(CaseId{1000});
  ASSERT_EQ(steps->size(), 3U);
  EXPECT_EQ((*steps)[2].hash, step_hash((*steps)[1].hash, (*steps)[2].body));
}

TEST_P(StoreContract, AnOldVersionLosesWhole) {
  committed(lodge(1000));
  const auto head = *store_->head(CaseId{1000});
  committed(act(head, "{\"event\":\"accept\"}", 3));
  Decision stale = act(head, "{\"event\":\"return\"}", 1);
  stale.counters = {"declaration"};
  stale.keys.push_back({"answer", "a", "b"});
  stale.moves.push_back({"permit:1", Decimal::from_integer(5), CaseId{1000}, "open"});
  const auto lost = store_->commit_now(stale);
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, Code::conflict);
  EXPECT_EQ(lost.error().detail, "version");
  EXPECT_EQ(store_->head(CaseId{1000})->stage, 3);
  EXPECT_EQ(*store_->key("answer", "a"), std::nullopt);
  EXPECT_TRUE(store_->balance("permit:1")->is_zero());
  EXPECT_EQ(store_->receipts(4401000001, 0, 10)->size(), 2U);
  EXPECT_EQ(committed(lodge(1001)).numbers[0], 2);
  EXPECT_EQ(store_->commit_now(lodge(1001)).error().code, Code::conflict);
}

TEST_P(StoreContract, AUniqueKeyIsTakenOnce) {
  committed(lodge(1000));
  Decision again = lodge(2000);
  again.keys[1].key = "uuid-1000";
  const auto lost = store_->commit_now(again);
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, Code::conflict);
  EXPECT_EQ(lost.error().detail, "key:uuid:uuid-1000");
  EXPECT_FALSE(store_->head(CaseId{2000}).has_value());
}

TEST_P(StoreContract, TheSameKeyOrRecordTwiceInOneDecisionIsAConflict) {
  Decision keys = lodge(1000);
  keys.keys.push_back({"container", "ABCU1234560", "1000"});
  keys.keys.push_back({"container", "ABCU1234560", "1000"});
  EXPECT_EQ(store_->commit_now(keys).error().detail, "key:container:ABCU1234560");
  Decision records;
  records.records = {{"enterprise", "1", 0, "{}"}, {"enterprise", "1", 0, "{}"}};
  EXPECT_EQ(store_->commit_now(records).error().code, Code::conflict);
  EXPECT_EQ(*store_->record("enterprise", "1"), std::nullopt);
}

TEST_P(StoreContract, OfManyWhoWantTheSameKeyOneGetsIt) {
  std::atomic<int> won = 0, lost = 0;
  std::latch done(100);
  for (int i = 0; i < 100; ++i) {
    Decision decision = lodge(1000 + i);
    decision.keys[1].key = "same";
    store_->commit(std::move(decision), [&](Result<Decision> result) {
      (result ? won : lost)++;
      done.count_down();
    });
  }
  done.wait();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 99);
}

TEST_P(StoreContract, FinishSeesNumbersAndSerialsAndMayMakeKeysAndHashes) {
  const auto make = [](std::int64_t id) {
    Decision decision = lodge(id);
    decision.keys.push_back({"declaration_number", "", ""});
    decision.finish = [](Decision& self) {
      const std::string number = "4401" + std::to_string(self.numbers[0]);
      self.keys[2] = {"declaration_number", number, self.heads[0].id.to_string()};
      self.heads[0].body = "{\"number\":\"" + number + "\"}";
      self.steps[0].body = "{\"event\":\"accept\",\"number\":\"" + number + "\"}";
      self.steps[0].hash = step_hash({}, self.steps[0].body);
      self.receipts[0].body = "{\"serial\":" + std::to_string(self.receipts[0].serial) + "}";
    };
    return decision;
  };
  committed(make(1000));
  committed(make(1001));
  EXPECT_EQ(*store_->key("declaration_number", "44011"), "1000");
  EXPECT_EQ(*store_->key("declaration_number", "44012"), "1001");
  EXPECT_EQ(*store_->key("declaration_number", ""), std::nullopt);
  EXPECT_EQ(store_->head(CaseId{1001})->body, "{\"number\":\"44012\"}");
  EXPECT_EQ((*store_->receipts(4401000001, 1, 10))[0].body, "{\"serial\":2}");

  Decision thief = lodge(1002);
  thief.finish = [](Decision& self) {
    if (self.keys.size() == 2) self.keys.push_back({"declaration_number", "44011", "1002"});
  };
  const auto lost = store_->commit_now(thief);
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, Code::conflict);
  EXPECT_EQ(lost.error().detail, "key:declaration_number:44011");
  EXPECT_FALSE(store_->head(CaseId{1002}).has_value());
  EXPECT_EQ(committed(lodge(1003)).numbers[0], 3);
}

TEST_P(StoreContract, FinishMayMakeAllRowsAnewAndAddWhatIsNamedByANumber) {
  committed(lodge(999));
  Decision decision = lodge(1000);
  decision.records.push_back({"issued", "", 0, "{}"});
  decision.records.push_back({"issued", "", 0, "{}"});
  decision.finish = [](Decision& self) {
    const std::int64_t seen = self.receipts[0].serial;
    self.receipts = {{4401000001, 0, CaseId{1000}, std::to_string(seen)}};
    const std::string number = std::to_string(self.numbers[0]);
    self.records = {{"issued", number + "a", 0, "{}"}, {"issued", number + "b", 0, "{}"}};
    self.heads = {new_head(1000), new_head(1001)};
    self.steps = {next_step(self.heads[0], "{}"), next_step(self.heads[1], "{\"form\":1}")};
  };
  const Decision done = committed(decision);
  EXPECT_EQ(done.receipts[0].serial, 2);
  EXPECT_EQ((*store_->receipts(4401000001, 1, 9))[0].body, "2");
  EXPECT_EQ(store_->head(CaseId{1001})->steps, 1U);
  EXPECT_TRUE(store_->record("issued", "2b")->has_value());
  EXPECT_EQ(*store_->record("issued", ""), std::nullopt);
  EXPECT_EQ(committed(lodge(1002)).receipts[0].serial, 3);
}

TEST_P(StoreContract, ParallelReservationsNeverOverdrawByTheSmallestUnit) {
  committed(move("permit:325:A1", "39.99999", "open"));
  std::atomic<int> won = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        const auto result = store_->commit_now(move("permit:325:A1", "-1"));
        if (result) {
          ++won;
          continue;
        }
        EXPECT_EQ(result.error().code, Code::refused);
        ASSERT_EQ(result.error().refusals.size(), 1U);
        EXPECT_EQ(result.error().refusals[0].rule, "PRM003");
        EXPECT_EQ(result.error().refusals[0].values, (std::vector<std::string>{"permit:325:A1", "0.99999", "1"}));
        ++refused;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 39);
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(store_->balance("permit:325:A1")->to_string(), "0.99999");
  EXPECT_EQ(store_->moves("permit:325:A1")->size(), 40U);
}

TEST_P(StoreContract, MovesOfOneDecisionAreSeenTogether) {
  committed(move("voucher:9", "10", "open"));
  Decision exchange = move("voucher:9", "-12");
  exchange.moves.push_back({"voucher:9", *Decimal::parse("2"), CaseId{7}, "give_back"});
  committed(exchange);
  EXPECT_TRUE(store_->balance("voucher:9")->is_zero());
  Decision two = move("voucher:9", "-1");
  two.moves.push_back({"voucher:10", *Decimal::parse("-0.5"), CaseId{7}, "reserve"});
  EXPECT_EQ(store_->commit_now(two).error().refusals.size(), 2U);
}

TEST_P(StoreContract, CountersAndSerialsHaveNoGapsWhileOthersFail) {
  std::latch done(300);
  for (int i = 0; i < 300; ++i) {
    Decision decision = lodge(1000 + i, 1 + i % 3);
    if (i % 4 == 1) decision.heads[0].version = 5;
    if (i % 4 == 2) decision.moves.push_back({"permit:none", Decimal::from_integer(-1), CaseId{1000 + i}, "reserve"});
    store_->commit(std::move(decision), [&](Result<Decision>) { done.count_down(); });
  }
  done.wait();
  EXPECT_EQ(committed(lodge(9000)).numbers[0], 151);
  std::size_t receipts = 0;
  for (std::int64_t mailbox = 1; mailbox <= 3; ++mailbox) {
    const auto rows = store_->receipts(mailbox, 0, 1000);
    ASSERT_TRUE(rows.has_value());
    for (std::size_t i = 0; i < rows->size(); ++i) EXPECT_EQ((*rows)[i].serial, static_cast<std::int64_t>(i + 1));
    EXPECT_EQ(store_->last_serial(mailbox), static_cast<std::int64_t>(rows->size()));
    receipts += rows->size();
  }
  EXPECT_EQ(receipts, 150U);
}

TEST_P(StoreContract, ReceiptsPageByCursor) {
  for (int i = 0; i < 7; ++i) committed(lodge(1000 + i));
  std::vector<std::int64_t> seen;
  for (std::int64_t after = 0;;) {
    const auto page = store_->receipts(4401000001, after, 3);
    if (page->empty()) break;
    EXPECT_LE(page->size(), 3U);
    for (const auto& receipt : *page) seen.push_back(receipt.id.value);
    after = page->back().serial;
  }
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1000, 1001, 1002, 1003, 1004, 1005, 1006}));
}

TEST_P(StoreContract, RecordsChangeByVersionAndAreListedByPrefix) {
  const auto put = [&](std::string kind, std::string key, std::uint32_t version, std::string body) {
    Decision decision;
    decision.records.push_back({std::move(kind), std::move(key), version, std::move(body)});
    return store_->commit_now(std::move(decision));
  };
  for (const char* key : {"a", "ab", "ab1", "ab2", "ac", "报检"}) ASSERT_TRUE(put("officer", key, 0, "{}").has_value());
  ASSERT_TRUE(put("session", "ab3", 0, "{}").has_value());
  EXPECT_EQ(put("officer", "ab", 0, "{\"x\":1}").error().detail, "version");
  EXPECT_EQ(put("officer", "ab", 1, "{\"x\":1}")->records[0].version, 2U);
  const auto record = store_->record("officer", "ab");
  ASSERT_TRUE(record->has_value());
  EXPECT_EQ((*record)->version, 2U);
  EXPECT_EQ((*record)->body, "{\"x\":1}");
  EXPECT_EQ(*store_->record("officer", "zz"), std::nullopt);

  const auto keys = [](const Result<std::vector<app::Record>>& rows) {
    std::vector<std::string> list;
    for (const auto& row : *rows) list.push_back(row.key);
    return list;
  };
  EXPECT_EQ(keys(store_->records("officer", "ab", "", 10)), (std::vector<std::string>{"ab", "ab1", "ab2"}));
  EXPECT_EQ(keys(store_->records("officer", "ab", "ab", 1)), (std::vector<std::string>{"ab1"}));
  EXPECT_EQ(keys(store_->records("officer", "", "", 10)).size(), 6U);
  EXPECT_EQ(keys(store_->records("officer", "报", "", 10)), (std::vector<std::string>{"报检"}));

  ASSERT_TRUE(put("officer", "ab1", 1, "").has_value());
  EXPECT_EQ(*store_->record("officer", "ab1"), std::nullopt);
  EXPECT_TRUE(put("officer", "ab1", 0, "{}").has_value());
}

TEST_P(StoreContract, TimersComeInOrderOfTheirTime) {
  const std::int64_t times[] = {300, 100, 200, 400};
  for (int i = 0; i < 4; ++i) {
    Decision decision = lodge(1000 + i);
    decision.heads[0].due_at = Instant::from_ms(times[i]);
    decision.heads[0].due_event = static_cast<std::uint8_t>(i);
    committed(decision);
  }
  committed(lodge(2000));
  auto timers = store_->due(Instant::from_ms(300), 10);
  ASSERT_EQ(timers->size(), 3U);
  EXPECT_EQ((*timers)[0].id.value, 1001);
  EXPECT_EQ((*timers)[1].id.value, 1002);
  EXPECT_EQ((*timers)[2].id.value, 1000);
  EXPECT_EQ((*timers)[2].event, 0);
  EXPECT_EQ(store_->due(Instant::from_ms(300), 2)->size(), 2U);
  Decision raised = act(*store_->head(CaseId{1001}), "{\"event\":\"lapse\"}", 14);
  raised.heads[0].due_at.reset();
  committed(raised);
  EXPECT_EQ(store_->due(Instant::from_ms(300), 10)->size(), 2U);
}

std::vector<std::int64_t> ids(const Result<std::vector<app::Head>>& heads) {
  std::vector<std::int64_t> list;
  for (const auto& head : *heads) list.push_back(head.id.value);
  return list;
}

TEST_P(StoreContract, WorkListsByOfficeStageKindAndPerson) {
  for (int i = 0; i < 12; ++i) {
    Decision decision = lodge(1000 + i);
    decision.heads[0].office = i % 2 == 0 ? "440100" : "310100";
    decision.heads[0].stage = static_cast<std::uint8_t>(2 + i % 3);
    decision.heads[0].assigned_to = i % 4 == 0 ? "li" : "";
    if (i == 6) decision.heads[0].kind = app::HeadKind::certificate;
    committed(decision);
  }
  EXPECT_EQ(
      ids(store_->work({.offices = {"440100"}, .stages = {}, .kind = {}, .assigned_to = {}, .after = {}, .limit = 50})),
      (std::vector<std::int64_t>{1000, 1002, 1004, 1006, 1008, 1010}));
  app::WorkQuery query;
  query.offices = {"440100", "310100", "440100"};
  query.stages = {2, 3};
  query.limit = 3;
  EXPECT_EQ(ids(store_->work(query)), (std::vector<std::int64_t>{1000, 1001, 1003}));
  query.after = CaseId{1003};
  EXPECT_EQ(ids(store_->work(query)), (std::vector<std::int64_t>{1004, 1006, 1007}));
  query = {};
  query.stages = {4};
  EXPECT_EQ(ids(store_->work(query)), (std::vector<std::int64_t>{1002, 1005, 1008, 1011}));
  query = {};
  query.assigned_to = "li";
  EXPECT_EQ(ids(store_->work(query)), (std::vector<std::int64_t>{1000, 1004, 1008}));
  query.assigned_to = "";
  query.limit = 1;
  EXPECT_EQ(ids(store_->work(query)), (std::vector<std::int64_t>{1001}));
  query = {};
  query.kind = app::HeadKind::certificate;
  EXPECT_EQ(ids(store_->work(query)), (std::vector<std::int64_t>{1006}));
  query.offices = {"000000"};
  EXPECT_TRUE(ids(store_->work(query)).empty());
}

TEST_P(StoreContract, CasesOfAUnitOrAnOfficeComeNewestFirst) {
  for (int i = 0; i < 10; ++i) {
    Decision decision = lodge(1000 + i, i < 5 ? 11 : 22);
    decision.heads[0].office = i % 2 == 0 ? "440100" : "310100";
    decision.heads[0].stage = static_cast<std::uint8_t>(i % 3);
    decision.cases[0].direction = i % 5 == 0 ? "I" : "E";
    decision.cases[0].lodged_on = Date::from_days(12'000 + i);
    committed(decision);
  }
  app::CaseQuery query;
  query.unit = 11;
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1004, 1003, 1002, 1001, 1000}));
  query.limit = 2;
  query.before = CaseId{1003};
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1002, 1001}));
  query = {};
  query.unit = 11;
  query.reference = "REF1002";
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1002}));
  query.unit = 22;
  EXPECT_TRUE(ids(store_->cases(query)).empty());
  query = {};
  query.offices = {"310100"};
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1009, 1007, 1005, 1003, 1001}));
  query.stage = 1;
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1007, 1001}));
  query = {};
  query.direction = "I";
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1005, 1000}));
  query = {};
  query.unit = 22;
  query.offices = {"440100"};
  query.from = Date::from_days(12'007);
  query.to = Date::from_days(12'008);
  EXPECT_EQ(ids(store_->cases(query)), (std::vector<std::int64_t>{1008}));
}

TEST_P(StoreContract, OutboxRowsStayUntilTheyAreDone) {
  Decision decision = lodge(1000);
  for (int i = 0; i < 3; ++i)
    decision.outbox.push_back({0, i == 1 ? "mail" : "customs", "{\"i\":" + std::to_string(i) + "}", {}});
  committed(decision);
  auto rows = store_->outbox("customs", 10);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[1].body, "{\"i\":2}");
  const std::int64_t last = (*rows)[1].id;
  ASSERT_TRUE(store_->outbox_done((*rows)[0].id).has_value());
  ASSERT_TRUE(store_->outbox_done(last).has_value());
  EXPECT_TRUE(store_->outbox_done(last).has_value());
  EXPECT_TRUE(store_->outbox("customs", 10)->empty());
  Decision more = lodge(1001);
  more.outbox.push_back({0, "customs", "{}", {}});
  committed(more);
  EXPECT_GT((*store_->outbox("customs", 10))[0].id, last);
}

TEST_P(StoreContract, TheLastEditionPutIsTheCurrentOne) {
  EXPECT_EQ(store_->current_edition().error().code, Code::not_found);
  const app::EditionFiles files = {{"fees.csv", "code,fee\n1,20\n"}, {"offices.csv", std::string("\0x", 2)}};
  ASSERT_TRUE(store_->put_edition("classic", "aa", files, {}).has_value());
  ASSERT_TRUE(store_->put_edition("cn-history", "bb", {{"fees.csv", "code\n"}}, {}).has_value());
  EXPECT_EQ(*store_->current_edition(), "bb");
  EXPECT_EQ(*store_->edition("aa"), files);
  ASSERT_TRUE(store_->put_edition("classic", "aa", files, {}).has_value());
  EXPECT_EQ(*store_->current_edition(), "aa");
  EXPECT_EQ(store_->edition("cc").error().code, Code::not_found);
}

TEST_P(StoreContract, TheTreeOverTheLogFollowsTheCommitsInTheirOrder) {
  EXPECT_EQ(store_->log_size()->leaves, 0U);
  EXPECT_EQ(store_->extend_log(10)->leaves, 0U) << "nothing to take in";
  crypto::MerkleEdge edge;
  std::map<std::pair<unsigned, std::uint64_t>, crypto::Digest> nodes;
  for (int i = 0; i < 9; ++i) {
    const Decision done = committed(lodge(1000 + i));
    edge.add(crypto::merkle_leaf(crypto::view(done.steps[0].hash)),
             [&](unsigned level, std::uint64_t index, const crypto::Digest& hash) { nodes[{level, index}] = hash; });
  }
  EXPECT_EQ(store_->log_size()->steps, 9U);
  EXPECT_EQ(store_->log_size()->leaves, 0U) << "the commit does not wait for the tree";
  EXPECT_EQ(store_->extend_log(4)->leaves, 4U);
  EXPECT_EQ(store_->log_node(2, 0).value(), (nodes[{2, 0}]));
  EXPECT_EQ(store_->log_node(0, 4).error().code, Code::not_found);
  EXPECT_EQ(store_->extend_log(3)->leaves, 7U);
  EXPECT_EQ(store_->extend_log(100)->leaves, 9U);
  EXPECT_EQ(store_->extend_log(100)->leaves, 9U);
  for (const auto& [place, hash] : nodes) EXPECT_EQ(store_->log_node(place.first, place.second).value(), hash);
  EXPECT_EQ(store_->log_node(1, 4).error().code, Code::not_found) << "not full yet";
}

TEST_P(StoreContract, OnlyStepsOfIssuedDocumentsHaveAPlaceInTheLog) {
  committed(lodge(1000));
  Decision issue = lodge(1001);
  issue.heads[0].kind = app::HeadKind::certificate;
  committed(std::move(issue));
  Decision form = lodge(1002);
  form.heads[0].kind = app::HeadKind::clearance_form;
  committed(std::move(form));
  committed(act(*store_->head(CaseId{1001}), "{}", 2));
  EXPECT_EQ(store_->log_place(CaseId{1001}, 0).value(), std::nullopt) << "not taken in yet";
  ASSERT_TRUE(store_->extend_log(100));
  EXPECT_EQ(store_->log_place(CaseId{1000}, 0).value(), std::nullopt);
  EXPECT_EQ(store_->log_place(CaseId{1001}, 0)->value(), 1U);
  EXPECT_EQ(store_->log_place(CaseId{1002}, 0)->value(), 2U);
  EXPECT_EQ(store_->log_place(CaseId{1001}, 1)->value(), 3U);
  EXPECT_EQ(store_->log_place(CaseId{1001}, 2).value(), std::nullopt);
}

TEST_P(StoreContract, WhatIsTooLargeIsRefusedAtOnce) {
  Decision decision = lodge(1000);
  decision.heads[0].body.assign(limits::kHeadBytesMax + 1, 'x');
  EXPECT_EQ(store_->commit_now(decision).error().code, Code::too_large);
  decision = lodge(1000);
  decision.messages[0].version = limits::kVersionsMax + 1;
  EXPECT_EQ(store_->commit_now(decision).error().code, Code::too_large);
  decision = lodge(1000);
  decision.steps[0].sequence = limits::kStepsPerCaseMax;
  EXPECT_EQ(store_->commit_now(decision).error().code, Code::too_large);
  EXPECT_EQ(store_->head(CaseId{1000}).error().code, Code::not_found);
}

TEST_P(StoreContract, ReadersBesideWritersSeeWholeCommits) {
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    while (!stop) {
      const auto receipts = store_->receipts(4401000001, 0, 1000);
      ASSERT_TRUE(receipts.has_value());
      for (const auto& receipt : *receipts) ASSERT_TRUE(store_->head(receipt.id).has_value());
    }
  });
  std::latch done(200);
  for (int i = 0; i < 200; ++i) store_->commit(lodge(1000 + i), [&](Result<Decision>) { done.count_down(); });
  done.wait();
  stop = true;
  reader.join();
  EXPECT_EQ(store_->receipts(4401000001, 0, 1000)->size(), 200U);
}

TEST_P(StoreContract, RecordsAreFoundByUnitOfficeAndPrincipal) {
  Decision decision;
  const auto put = [&](const char* kind, const char* key, const char* body) { decision.records.push_back({kind, key, 0, body}); };
  put("officer", "b", R"({"office":"","unit":3100600001})");
  put("officer", "a", R"({"office":"","unit":3100600001})");
  put("officer", "c", R"({"office":"310000","unit":0})");
  put("officer", "broken", "no JSON");
  put("mandate", "9:1", R"({"agent":9,"principal":1})");
  put("mandate", "8:1", R"({"agent":8,"principal":1})");
  put("other", "x", R"({"unit":3100600001,"office":"310000","principal":1})");
  committed(decision);
  const auto keys = [&](app::RecordIndex index, const char* owner, const char* after = "", std::size_t limit = 10) {
    std::string all;
    const auto records = store_->records_of(index, owner, after, limit);
    EXPECT_TRUE(records.has_value());
    for (const auto& record : *records) all += record.key + " ";
    return all;
  };
  EXPECT_EQ(keys(app::RecordIndex::officers_of_unit, "3100600001"), "a b ");
  EXPECT_EQ(keys(app::RecordIndex::officers_of_unit, "3100600001", "a"), "b ");
  EXPECT_EQ(keys(app::RecordIndex::officers_of_unit, "3100600001", "", 1), "a ");
  EXPECT_EQ(keys(app::RecordIndex::officers_of_office, "310000"), "c ");
  EXPECT_EQ(keys(app::RecordIndex::mandates_of_principal, "1"), "8:1 9:1 ");
  EXPECT_EQ(keys(app::RecordIndex::mandates_of_principal, "2"), "");
}

TEST_P(StoreContract, FiguresFollowTheLogAndAreCountedByMonthBureauAndUnit) {
  committed(lodge(1000));
  committed(lodge(1001));
  auto work = store_->figure_work(100);
  ASSERT_TRUE(work.has_value());
  ASSERT_EQ(work->cases.size(), 2U);
  EXPECT_FALSE(work->cases[0].row.has_value());
  app::FigureRow row;
  row.id = CaseId{1000};
  row.month = 2026 * 12 + 2;
  row.bureau = 9;
  row.unit = 5;
  row.principal = 6;
  row.channel = 4;
  row.is_served = true;
  row.enterprise_ms = 1;
  row.machine_ms = 2;
  row.officer_ms = 3;
  row.fields = 4;
  row.counter_reason = "01";
  app::FigureRow other = row;
  other.id = CaseId{1001};
  other.bureau = 10;
  other.unit = other.principal = 6;
  ASSERT_TRUE(store_->put_figures(*work, {row, other}).has_value());
  EXPECT_EQ(store_->figures(row.month, std::nullopt)->size(), 2U);
  const auto found = store_->figures(row.month, 9);
  ASSERT_EQ(found->size(), 1U);
  const app::FigureRow& read = found->front();
  EXPECT_EQ(read.id, row.id);
  EXPECT_TRUE(read.is_served);
  EXPECT_EQ(read.enterprise_ms * 1000 + read.machine_ms * 100 + read.officer_ms * 10 + read.fields, 1234);
  EXPECT_EQ(read.counter_reason, "01");
  EXPECT_EQ(store_->figures(row.month + 1, std::nullopt)->size(), 0U);
  EXPECT_EQ(*store_->batches(5, row.month), 1);
  EXPECT_EQ(*store_->batches(6, row.month), 2) << "its own and one lodged for it";
  EXPECT_EQ(*store_->batches(6, row.month - 1), 0);

  EXPECT_TRUE(store_->figure_work(100)->cases.empty());
  const auto head = store_->head(CaseId{1000});
  committed(act(*head, "{}", 3, 1));
  const auto again = store_->figure_work(100);
  ASSERT_EQ(again->cases.size(), 1U);
  EXPECT_EQ(again->cases[0].row->fields, 4) << "what it had";
  row.fields = 99;
  ASSERT_TRUE(store_->put_figures(*work, {row}).has_value());
  EXPECT_EQ(store_->figures(row.month, 9)->front().fields, 4) << "another was quicker: nothing is written twice";
}

TEST_P(StoreContract, EditionsAreListedNewestFirst) {
  ASSERT_TRUE(store_->put_edition("one", "aa", {{"a.csv", "x"}}, Instant::from_ms(1)).has_value());
  ASSERT_TRUE(store_->put_edition("two", "bb", {{"a.csv", "y"}}, Instant::from_ms(2)).has_value());
  const auto editions = store_->editions(10);
  ASSERT_EQ(editions->size(), 2U);
  EXPECT_EQ((*editions)[0].name, "two");
  EXPECT_EQ((*editions)[1].hash, "aa");
  EXPECT_EQ(store_->editions(1)->size(), 1U);
}

}  // namespace
}  // namespace datong::store
