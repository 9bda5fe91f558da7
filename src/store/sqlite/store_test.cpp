// What only the SQLite files can show: reopening, crashes, locks, backups, and that check names every kind of
// tampering.
#include "store/sqlite/store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <latch>
#include <thread>

#include "store/sqlite/blobs.hpp"
#include "store/test_decisions.hpp"

namespace datong::store::sqlite {
namespace {

using namespace test;
using app::Decision;

class SqliteFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = temporary_folder();
    ASSERT_FALSE(folder_.empty());
    path_ = folder_ / "datong.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<SqliteStore> open(bool server = false, bool create = true) {
    auto store = SqliteStore::open(path_, {.create = create, .server = server});
    EXPECT_TRUE(store.has_value()) << (store ? "" : store.error().detail);
    return store ? std::move(*store) : nullptr;
  }
  /// A store with rows in every table: cases 1000…1004, each with three steps.
  void fill() {
    const auto store = open();
    for (int i = 0; i < 5; ++i) {
      Decision decision = lodge(1000 + i, 1 + i % 2);
      decision.heads[0].due_at = Instant::from_ms(i);
      if (i == 2) decision.heads[0].kind = app::HeadKind::certificate;
      decision.moves.push_back({"permit:1", Decimal::from_integer(i + 1), CaseId{1000 + i}, "open"});
      decision.records.push_back({"officer", "o" + std::to_string(i), 0, "{\"name\":\"li\"}"});
      decision.outbox.push_back({0, "customs", "{}", Instant::from_ms(7)});
      ASSERT_TRUE(store->commit_now(decision).has_value());
    }
    for (int i = 0; i < 10; ++i) {
      const auto head = store->head(CaseId{1000 + i % 5});
      ASSERT_TRUE(head.has_value());
      ASSERT_TRUE(store->commit_now(act(*head, "{\"event\":\"e" + std::to_string(i) + "\"}", 3, 1)).has_value());
    }
    ASSERT_TRUE(store->put_edition("classic", "aa", {{"fees.csv", "code,fee\n"}}, Instant::from_ms(1)).has_value());
    ASSERT_EQ(store->extend_log(100)->leaves, 15U);
    EXPECT_EQ(words(store->check()), "");
  }
  void tamper(const std::string& sql) {
    auto database = Database::open(path_, SQLITE_OPEN_READWRITE);
    ASSERT_TRUE(database.has_value());
    const auto done = database->run(sql.c_str());
    ASSERT_TRUE(done.has_value()) << sql << ": " << done.error().detail;
  }
  static std::string words(const Result<std::vector<Inconsistency>>& found) {
    if (!found) return "check failed: " + found.error().detail;
    std::string all;
    for (const auto& one : *found) all += one.what + " @ " + one.where + "\n";
    return all;
  }
  std::string checked() { return words(open(false, false)->check()); }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(SqliteFile, ReopensWithEverythingAndGoesOn) {
  fill();
  const auto store = open(true, false);
  EXPECT_EQ(store->head(CaseId{1004})->steps, 3U);
  EXPECT_EQ(store->message(CaseId{1004}, 1)->bytes, lodge(1004, 1).messages[0].bytes);
  EXPECT_EQ(store->last_serial(1), 13);
  EXPECT_EQ(store->commit_now(lodge(2000, 1))->numbers[0], 6);
  EXPECT_EQ(store->last_serial(1), 14);
  EXPECT_EQ(words(store->check()), "");
}

TEST_F(SqliteFile, IsNotMadeUnlessAskedFor) {
  EXPECT_EQ(SqliteStore::open(path_, {}).error().code, Code::not_found);
  EXPECT_EQ(SqliteStore::open(path_, {.create = false, .server = true}).error().code, Code::not_found);
  EXPECT_FALSE(std::filesystem::exists(path_));
  std::ofstream(path_) << "this is a text and no database, whatever its name says ...................................";
  EXPECT_EQ(SqliteStore::open(path_, {.create = true, .server = false}).error().code, Code::corrupt);
}

TEST_F(SqliteFile, AFileOfTheFirstVersionOpensAndGetsItsTree) {
  fill();
  tamper(
      "drop table merkle_node; drop table log_place; drop index record_officer_unit; drop index record_officer_office;"
      "drop index record_mandate_principal; drop table figure; drop table figure_state; drop index work_desk;"
      "drop index work_assigned; create index work_office on work (office, stage); pragma user_version=1");
  const auto store = open(false, false);
  EXPECT_EQ(store->log_size()->leaves, 0U);
  EXPECT_EQ(words(store->check()), "") << "a tree that lags behind is whole";
  EXPECT_EQ(store->extend_log(100)->leaves, 15U);
  EXPECT_EQ(store->log_place(CaseId{1002}, 0)->value(), 2U);
  EXPECT_EQ(words(store->check()), "");
}

TEST_F(SqliteFile, RefusesAnotherKindOfFileAndANewerVersion) {
  fill();
  EXPECT_EQ(SqliteBlobs::open(path_, true).error().code, Code::corrupt);
  tamper("pragma user_version=99");
  const auto newer = SqliteStore::open(path_, {});
  ASSERT_FALSE(newer.has_value());
  EXPECT_NE(newer.error().detail.find("newer"), std::string::npos);
}

TEST_F(SqliteFile, TwoServersOnOneFileAreRefused) {
  auto first = open(true);
  const auto second = SqliteStore::open(path_, {.create = true, .server = true});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, Code::conflict);
  EXPECT_NE(second.error().detail.find("process " + std::to_string(getpid())), std::string::npos);
  first.reset();
  EXPECT_TRUE(SqliteStore::open(path_, {.create = true, .server = true}).has_value());
}

TEST_F(SqliteFile, ACommandMayWriteBesideTheServer) {
  const auto server = open(true);
  const auto command = open();
  ASSERT_TRUE(server->commit_now(lodge(1000)).has_value());
  EXPECT_EQ(command->commit_now(lodge(1001))->numbers[0], 2);
  EXPECT_EQ(server->commit_now(lodge(1002))->numbers[0], 3);
  EXPECT_EQ(server->commit_now(lodge(1001)).error().code, Code::conflict);
  EXPECT_TRUE(server->head(CaseId{1001}).has_value());
  EXPECT_EQ(words(command->check()), "");
}

TEST_F(SqliteFile, SurvivesBeingKilledInTheMiddleOfCommits) {
  for (int round = 0; round < 3; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = SqliteStore::open(path_, {.create = true, .server = true});
      if (!store) _exit(2);
      std::thread([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30 + 17 * round));
        _exit(0);
      }).detach();
      for (int i = 0;; ++i) {
        (*store)->commit(lodge(1000 + round * 1'000'000 + i, i % 7), [](Result<Decision>) {});
        if (i % 64 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    const auto store = open(true);
    EXPECT_EQ(words(store->check()), "");
    EXPECT_TRUE(store->commit_now(lodge(5 + round)).has_value());
  }
}

TEST_F(SqliteFile, WhatWasAnsweredIsThereAfterAKill) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto store = SqliteStore::open(path_, {.create = true, .server = true});
    if (!store) _exit(2);
    for (std::int64_t i = 0; i < 100'000; ++i) {
      (*store)->commit(lodge(1000 + i), [&, i](Result<Decision> result) {
        if (!result || write(pipe_ends[1], &i, sizeof i) != sizeof i) _exit(3);
        if (i == 500) _exit(0);
      });
    }
    _exit(4);
  }
  close(pipe_ends[1]);
  std::vector<std::int64_t> answered;
  for (std::int64_t i = 0; read(pipe_ends[0], &i, sizeof i) == sizeof i;) answered.push_back(i);
  close(pipe_ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(answered.size(), 501U);
  const auto store = open();
  for (const std::int64_t i : answered) ASSERT_TRUE(store->head(CaseId{1000 + i}).has_value()) << i;
  EXPECT_EQ(words(store->check()), "");
}

TEST_F(SqliteFile, ABackupMadeWhileServingIsWhole) {
  fill();
  const auto store = open(true);
  const auto blobs = SqliteBlobs::open(path_.string() + ".blobs", true);
  ASSERT_TRUE(blobs.has_value());
  ASSERT_TRUE((*blobs)->put(crypto::sha256("paper"), "paper", {}).has_value());
  std::latch done(300);
  for (int i = 0; i < 300; ++i) store->commit(lodge(2000 + i), [&](Result<Decision>) { done.count_down(); });
  const std::string to = folder_ / "copy.db";
  const auto copied = store->backup(to);
  ASSERT_TRUE(copied.has_value()) << copied.error().detail;
  done.wait();
  EXPECT_EQ(store->backup(to).error().code, Code::conflict);
  auto copy = SqliteStore::open(to, {.create = false, .server = true});
  ASSERT_TRUE(copy.has_value()) << copy.error().detail;
  EXPECT_EQ(words((*copy)->check()), "");
  EXPECT_EQ((*copy)->head(CaseId{1004})->steps, 3U);
  EXPECT_EQ(*(*SqliteBlobs::open(to + ".blobs", false))->get(crypto::sha256("paper")), "paper");
}

TEST_F(SqliteFile, CheckFindsAnAlteredValueInEveryColumnOfEveryTable) {
  fill();
  std::vector<std::pair<std::string, std::string>> columns;  // the figures are a projection, counted anew at any time
  {
    auto database = Database::open(path_, SQLITE_OPEN_READWRITE);
    ASSERT_TRUE(database.has_value());
    Query query(*database,
                "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type='table' and "
                "m.name not "
                "like 'sqlite_%' and m.name not in ('figure','figure_state') and c.name not in ('n') and not (m.name='outbox' and c.name='id')");
    while (query.row()) columns.emplace_back(query.text(0), query.text(1));
    ASSERT_GT(columns.size(), 80U);
    for (const auto& [table, column] : columns) {
      Query count(*database, "select count(*) from " + table);
      ASSERT_TRUE(count.row());
      EXPECT_GT(count.integer(0), 0) << table;
    }
  }
  const std::string original = path_.string() + ".original";
  std::filesystem::copy_file(path_, original);
  for (const auto& [table, column] : columns) {
    std::filesystem::remove(path_.string() + "-wal");
    std::filesystem::copy_file(original, path_, std::filesystem::copy_options::overwrite_existing);
    // An integer grows, a text gets another last character, bytes get another last byte; the first row is taken.
    const std::string set = column + "=case typeof(" + column + ") when 'integer' then " + column +
                            "+1000000 when 'text' then substr(" + column + ",1,length(" + column +
                            ")-1)||char(unicode(substr(" + column + ",-1)||'x')+7) when 'blob' then cast(substr(" +
                            column + ",1,length(" + column + ")-1)||case when substr(" + column +
                            ",-1)=x'41' then x'42' else x'41' end as blob) else 1 end";
    const bool by_rowid = table != "meta" && table != "ledger" && table != "counter" && table != "edition";
    const std::string key = by_rowid ? "rowid" : table == "ledger" ? "ledger" : table == "edition" ? "hash" : "name";
    tamper("update " + table + " set " + set + " where " + key + "=(select " + key + " from " + table + " limit 1)");
    auto store = SqliteStore::open(path_, {});
    if (!store) {
      EXPECT_TRUE(table == "meta" || table == "dictionary") << table << "." << column << " " << store.error().detail;
      continue;
    }
    EXPECT_NE(words((*store)->check()), "") << table << "." << column;
  }
}

TEST_F(SqliteFile, CheckNamesADroppedLastStep) {
  fill();
  tamper("delete from step where row=1002*256+2");
  const std::string said = checked();
  EXPECT_NE(said.find("the last step is missing: the head counts 3, there are 2 @ case 1002\n"), std::string::npos)
      << said;
  EXPECT_NE(said.find("the log names a step that is missing"), std::string::npos) << said;
}

TEST_F(SqliteFile, CheckNamesADeletedCaseEvenWhenItsLogRowsWentToo) {
  fill();
  tamper(
      "delete from step where row/256=1003; delete from head where id=1003; delete from work where id=1003;"
      "delete from case_row where id=1003; delete from message where row/128=1003; delete from receipt where id=1003");
  std::string said = checked();
  EXPECT_NE(said.find("the log names a step that is missing @ log row 4, case 1003, step 0\n"), std::string::npos)
      << said;
  EXPECT_NE(said.find("numbers are missing or were given twice @ mailbox 1\n"), std::string::npos) << said;
  EXPECT_NE(said.find("5 were written, 4 are there @ messages\n"), std::string::npos) << said;
  tamper("delete from log where id=1003");
  said = checked();
  EXPECT_NE(said.find("rows of the log before this one are missing @ log row 5"), std::string::npos) << said;
}

TEST_F(SqliteFile, CheckNamesACutTailOfTheLog) {
  fill();
  tamper("delete from log where n=15; delete from step where row=1004*256+2; update head set steps=2 where id=1004");
  const std::string said = checked();
  EXPECT_NE(said.find("the log does not end where its tail says: 15 rows were written, the last found is 14"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("the head was altered @ case 1004"), std::string::npos) << said;
}

TEST_F(SqliteFile, CheckNamesAStepRewrittenWithItsLogAndALogCutWithItsTail) {
  fill();
  tamper("update log set step_hash=zeroblob(32) where n=7");
  EXPECT_NE(checked().find("a node is not that of the log @ level 0, node 6\n"), std::string::npos);
  tamper("delete from log where n>=14");
  EXPECT_NE(checked().find("it has more leaves than the log has steps @ tree over the log\n"), std::string::npos);
  tamper("delete from log_place where row=1002*256");
  EXPECT_NE(checked().find("the place of a step is not where it stands @ leaf 2\n"), std::string::npos);
}

TEST_F(SqliteFile, ATreeThatTwoProcessesExtendIsOneTree) {
  fill();
  const auto server = open(true, false);
  const auto command = open();
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(server->commit_now(lodge(2000 + i)).has_value());
    ASSERT_TRUE((i % 2 == 0 ? server : command)->extend_log(2).has_value());
  }
  std::thread other([&] { ASSERT_TRUE(command->extend_log(100).has_value()); });
  ASSERT_TRUE(server->extend_log(100).has_value());
  other.join();
  EXPECT_EQ(command->extend_log(100)->leaves, 22U);
  EXPECT_EQ(words(server->check()), "");
}

TEST_F(SqliteFile, CheckNamesALoweredCounterAndALoweredSerial) {
  fill();
  tamper("update counter set number=4; update mailbox set serial=12 where mailbox=1");
  const std::string said = checked();
  EXPECT_NE(said.find("stands at 4 although 5 was given @ counter declaration\n"), std::string::npos) << said;
  EXPECT_NE(said.find("stands at 12 although 13 was given @ mailbox 1\n"), std::string::npos) << said;
}

TEST_F(SqliteFile, CheckNamesAHeadWithoutStepsAndStepsWithoutAHead) {
  fill();
  tamper("delete from step where row/256=1000; delete from head where id=1001");
  const std::string said = checked();
  EXPECT_NE(said.find("there is a head but no steps @ case 1000\n"), std::string::npos) << said;
  EXPECT_NE(said.find("there are steps but no head @ case 1001\n"), std::string::npos) << said;
  EXPECT_NE(said.find("there is a work row but no head @ case 1001\n"), std::string::npos) << said;
}

TEST_F(SqliteFile, CheckNamesARewrittenStepAMovedBalanceAndAForeignStep) {
  fill();
  tamper(
      "update step set body='{\"event\":\"other\"}' where row=1000*256+1; update ledger set balance='16';"
      "insert into step values(1000*256+3, zeroblob(32), '{}', 0, 0)");
  const std::string said = checked();
  EXPECT_NE(said.find("the hash is not that of the previous step and the body @ case 1000, step 1\n"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("the balance is 16 but the moves sum up to 15 @ ledger permit:1\n"), std::string::npos) << said;
  EXPECT_NE(said.find("a step that the log does not know @ case 1000, step 3\n"), std::string::npos) << said;
}

TEST_F(SqliteFile, FlippedBytesInTheFileNeverCrashCheckOrReads) {
  fill();
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path_));
  const std::string original = path_.string() + ".original";
  std::filesystem::copy_file(path_, original);
  std::uint64_t random = 20040101;
  for (int round = 0; round < 120; ++round) {
    std::filesystem::copy_file(original, path_, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(path_.string() + "-wal");
    {
      std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
      for (int flips = 0; flips < 20; ++flips) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        file.seekp(100 + static_cast<std::int64_t>((random >> 20) % static_cast<std::uint64_t>(size - 100)));
        file.put(static_cast<char>(random >> 56));
      }
    }
    auto store = SqliteStore::open(path_, {});
    if (!store) continue;
    [[maybe_unused]] const auto found = (*store)->check();
    for (int i = 0; i < 5; ++i) {
      [[maybe_unused]] const auto message = (*store)->message(CaseId{1000 + i}, 1);
      [[maybe_unused]] const auto steps = (*store)->steps(CaseId{1000 + i});
    }
    [[maybe_unused]] const auto committed = (*store)->commit_now(lodge(3000));
  }
}

TEST_F(SqliteFile, AttachmentsAreKeptByTheirHashAndOrphansAreSwept) {
  for (const std::string& path : {path_.string() + ".blobs", std::string(":memory:")}) {
    auto opened = SqliteBlobs::open(path, true);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    SqliteBlobs& blobs = **opened;
    const auto put = [&](const std::string& text, std::int64_t ms) {
      return blobs.put(crypto::sha256(text), text, Instant::from_ms(ms)).has_value();
    };
    EXPECT_TRUE(put("kept", 1) && put("orphan", 1) && put("fresh", 9) && put("again", 1) && put("again", 9));
    EXPECT_EQ(blobs.put(crypto::sha256("x"), "y", {}).error().code, Code::malformed);
    EXPECT_TRUE(*blobs.has(crypto::sha256("orphan")));
    const auto swept =
        blobs.sweep(Instant::from_ms(5), [](const crypto::Digest& hash) { return hash == crypto::sha256("kept"); });
    EXPECT_EQ(*swept, 1U);
    EXPECT_FALSE(*blobs.has(crypto::sha256("orphan")));
    EXPECT_EQ(blobs.get(crypto::sha256("orphan")).error().code, Code::not_found);
    for (const char* text : {"kept", "fresh", "again"}) EXPECT_EQ(*blobs.get(crypto::sha256(text)), text);
    EXPECT_EQ(words(blobs.check()), "");
  }
  auto database = Database::open(path_.string() + ".blobs", SQLITE_OPEN_READWRITE);
  ASSERT_TRUE(database->run("update blob set bytes=x'00' where hash is not null").has_value());
  auto blobs = SqliteBlobs::open(path_.string() + ".blobs", false);
  EXPECT_EQ((*blobs)->get(crypto::sha256("kept")).error().code, Code::corrupt);
  EXPECT_NE(words((*blobs)->check()).find(crypto::hex(crypto::sha256("kept"))), std::string::npos);
}

TEST_F(SqliteFile, AttachmentsPutAtTheSameMomentAreEachThereOnReturn) {
  auto blobs = SqliteBlobs::open(path_.string() + ".blobs", true);
  constexpr int kCallers = 12, kEach = 20;
  std::atomic<int> kept = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < kEach; ++i) {
        const std::string text = std::string(40'000, 'p') + std::to_string(caller / 2) + ":" + std::to_string(i);  // two bring each
        const crypto::Digest hash = crypto::sha256(text);
        if ((*blobs)->put(hash, text, Instant::from_ms(caller)) && *(*blobs)->get(hash) == text) ++kept;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(kept, kCallers * kEach);
  EXPECT_EQ(words((*blobs)->check()), "");
}

TEST_F(SqliteFile, AnAttachmentsFileOfSmallerPagesStillOpens) {
  const std::string file = path_.string() + ".blobs";
  ASSERT_TRUE(SqliteBlobs::open(file, true).has_value());
  {
    auto old = Database::open(file, SQLITE_OPEN_READWRITE);
    ASSERT_TRUE(old->run("pragma journal_mode=delete; pragma page_size=4096; vacuum").has_value());
  }
  auto blobs = SqliteBlobs::open(file, true);
  ASSERT_TRUE(blobs.has_value());
  const std::string text(100'000, 'x');
  EXPECT_TRUE((*blobs)->put(crypto::sha256(text), text, {}).has_value());
  EXPECT_EQ(*(*blobs)->get(crypto::sha256(text)), text);
  EXPECT_EQ(words((*blobs)->check()), "");
}

}  // namespace
}  // namespace datong::store::sqlite
