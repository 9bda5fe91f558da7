// What survives: kill −9 and a graceful stop under load, a second server on the same home, a database changed by hand.
// DATONG_KILLS=200 makes the kill test an endurance run (tests/endure/kill.sh).
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "platform.hpp"

namespace datong::integration {
namespace {

struct Sent {
  std::string reference, body;
  std::string case_id, receipt;  ///< "" = sent, but no answer came
};

/// Many installations lodging at once until told to stop; each sending is remembered with the answer it got.
class Load {
 public:
  static constexpr std::size_t kConnections = 40;
  explicit Load(Platform& platform) {
    for (std::size_t i = 0; i < kConnections; ++i) {
      threads_.emplace_back([this, person = platform.unit(kShili)]() mutable { run(std::move(person)); });
    }
  }
  std::vector<Sent> finish() {
    stopping_ = true;
    for (std::jthread& thread : threads_) thread.join();
    return std::move(sent_);
  }
  std::size_t in_flight() const { return in_flight_; }
  std::size_t answered() const { return answered_; }

 private:
  void run(Person person) {
    while (!stopping_) {
      Sent sent{fresh_reference(), "", "", ""};
      sent.body = example_export(sent.reference).to_string();
      ++in_flight_;
      auto reply = person.try_call("POST", "/v1/declarations", {{"Content-Type", "application/json"}}, sent.body);
      const bool is_good = reply && reply->status == 200;
      if (is_good) {
        ++answered_;
        sent.case_id = std::string(reply->header("datong-case"));
        sent.receipt = reply->body;
      } else if (reply && reply->status != 503) {
        ADD_FAILURE() << reply->status << " " << reply->body;
      }
      const std::lock_guard lock(mutex_);
      sent_.push_back(std::move(sent));
      if (!is_good) return;  // stays in flight
      --in_flight_;
    }
  }
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> in_flight_ = 0, answered_ = 0;
  std::mutex mutex_;
  std::vector<Sent> sent_;  // guarded by mutex_
  std::vector<std::jthread> threads_;
};

/// Every receipt handed out is there with the same body; what got no answer is taken now or was taken already, once.
void expect_all_found(Platform& platform, std::vector<Sent>& all) {
  Person unit = platform.unit(kShili);
  for (Sent& sent : all) {
    const Reply again = unit.lodge(sent.body);
    ASSERT_EQ(again.status, 200) << again.body;
    if (!sent.receipt.empty()) {
      EXPECT_EQ(again.body, sent.receipt);
      EXPECT_EQ(again.header("datong-case"), sent.case_id);
      EXPECT_EQ(again.header("datong-repeat"), "true");
    }
    sent.case_id = std::string(again.header("datong-case"));
    sent.receipt = again.body;
  }
}

/// As many cases as references, none twice.
void expect_nothing_twice(Platform& platform, const std::vector<Sent>& all) {
  Person unit = platform.unit(kShili);
  std::set<std::string> cases, references;
  std::string cursor;
  do {
    const Json page = unit.json("/v1/declarations?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const Json& row : *page.array("declarations")) {
      EXPECT_TRUE(cases.insert(text(row, "case")).second);
      EXPECT_TRUE(references.insert(text(row, "reference")).second) << text(row, "reference") << " twice";
    }
    cursor = text(page, "next");
  } while (!cursor.empty());
  EXPECT_EQ(cases.size(), all.size());
}

TEST(Recovery, KillNineUnderLoadLosesNoReceiptAndTakesNothingTwice) {
  const char* wanted = std::getenv("DATONG_KILLS");
  const int kills = wanted == nullptr ? 3 : std::max(1, std::atoi(wanted));
  const unsigned seed = std::random_device()();
  std::printf("%d kills, seed %u\n", kills, seed);
  std::mt19937 random(seed);
  auto platform = Platform::make();
  std::vector<Sent> all;
  for (int i = 1; i <= kills && !testing::Test::HasFailure(); ++i) {
    Load load(*platform);
    const std::int64_t until = milliseconds_now() + 20'000;
    const std::size_t enough = 20 + random() % 200;
    while ((load.in_flight() < 32 || load.answered() < enough) && milliseconds_now() < until)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    const std::size_t in_flight = load.in_flight();
    platform->kill();
    std::vector<Sent> sent = load.finish();
    EXPECT_GE(in_flight, 32U);
    EXPECT_GE(sent.size(), enough);
    platform->start();
    expect_all_found(*platform, sent);
    all.insert(all.end(), std::make_move_iterator(sent.begin()), std::make_move_iterator(sent.end()));
    if (kills <= 10 || i % 20 == 0) platform->expect_clean();
  }
  expect_nothing_twice(*platform, all);
  expect_all_found(*platform, all);
  std::printf("%zu messages lodged\n", all.size());
  EXPECT_EQ(platform->stop(), 0) << platform->log();
  platform->expect_clean();
}

TEST(Recovery, AGracefulStopUnderLoadLosesNoAcknowledgedLodging) {
  auto platform = Platform::make();
  Load load(*platform);
  const std::int64_t until = milliseconds_now() + 20'000;
  while (load.answered() < 100 && milliseconds_now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const std::int64_t began = milliseconds_now();
  EXPECT_EQ(platform->stop(), 0) << platform->log();
  EXPECT_LT(milliseconds_now() - began, 15'000);
  std::vector<Sent> sent = load.finish();
  platform->expect_clean();
  platform->start();
  expect_all_found(*platform, sent);
  expect_nothing_twice(*platform, sent);
  EXPECT_EQ(platform->stop(), 0);
}

TEST(Recovery, AGracefulStopDoesNotWaitForLongPolls) {
  auto platform = Platform::make();
  Result<Reply> reply = failure(Code::internal);
  std::int64_t took = 0;
  {
    std::jthread waiting([&] { reply = platform->unit(kShili).try_call("GET", "/v1/receipts?after=0&wait_ms=60000"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const std::int64_t began = milliseconds_now();
    EXPECT_EQ(platform->stop(), 0) << platform->log();
    took = milliseconds_now() - began;
  }
  EXPECT_LT(took, 5000);
  ASSERT_TRUE(reply.has_value()) << reply.error().detail;
  EXPECT_EQ(reply->status, 200) << "an empty page, so that the client asks again";
}

TEST(Recovery, ASecondServerOnTheSameHomeSaysWhyAndLeavesTheFirstAlone) {
  auto platform = Platform::make();
  const Outcome second = platform->command({"serve", "--port", "0"});
  EXPECT_GT(second.status, 0);
  EXPECT_NE(second.err.find("server"), std::string::npos) << second.err;
  EXPECT_EQ(platform->unit(kShili).lodge(example_export().to_string()).status, 200);
  EXPECT_EQ(platform->stop(), 0);
  platform->expect_clean();
}

TEST(Recovery, WithoutKeysOrDatedDataServeSaysWhatIsMissing) {
  auto platform = Platform::make(false);
  std::filesystem::remove(platform->home() + "/keys/receipt.key");
  const Outcome without_keys = platform->command({"serve", "--port", "0"});
  EXPECT_GT(without_keys.status, 0);
  EXPECT_NE(without_keys.err.find("keys init"), std::string::npos) << without_keys.err;
  std::filesystem::remove(platform->home() + "/datong.db");
  EXPECT_GT(platform->command({"serve", "--port", "0"}).status, 0);
  EXPECT_GT(platform->command({"check"}).status, 0);
}

class Tampering : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    platform_ = Platform::make();
    case_ = export_at(*platform_, "accepted", example_export());
    export_at(*platform_, "accepted", example_export());
    platform_->unit(kAgent).lodged(example_import().to_string());
    ASSERT_EQ(platform_->stop(), 0);
    platform_->expect_clean();
    std::filesystem::copy_file(platform_->home() + "/datong.db", platform_->home() + "/good.db");
  }
  static void TearDownTestSuite() { platform_.reset(); }
  void SetUp() override {
    for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(database() + beside);
    std::filesystem::copy_file(platform_->home() + "/good.db", database(),
                               std::filesystem::copy_options::overwrite_existing);
  }
  static std::string database() { return platform_->home() + "/datong.db"; }

  static void change(const std::string& sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &connection), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
        << (message == nullptr ? "" : message);
    EXPECT_GT(sqlite3_total_changes(connection), 0) << sql;
    sqlite3_close(connection);
  }
  /// `datong check` must exit 1 and name this.
  static void expect_named(const std::string& what) {
    const Outcome outcome = platform_->command({"check"});
    EXPECT_EQ(outcome.status, 1) << outcome.out << outcome.err;
    EXPECT_NE(outcome.out.find(what), std::string::npos) << outcome.out;
    EXPECT_EQ(outcome.out.find(" 0 contradictions"), std::string::npos);
  }

  static inline std::unique_ptr<Platform> platform_;
  static inline std::string case_;
};

TEST_F(Tampering, NothingChangedIsClean) { platform_->expect_clean(); }

TEST_F(Tampering, AFlippedByteInADocumentIsNamed) {
  change("update message set frame = cast(substr(frame,1,length(frame)-1) || x'00' as blob) where row/128=" + case_);
  expect_named(case_);
}

TEST_F(Tampering, ADroppedLastStepIsNamed) {
  change("delete from step where row=(select max(row) from step where row/256=" + case_ + ")");
  expect_named(case_);
}

TEST_F(Tampering, AnAlteredStepIsNamed) {
  change("update step set body=replace(body,'desk1','desk2') where row/256=" + case_);
  expect_named(case_);
}

TEST_F(Tampering, ADeletedCaseIsNamed) {
  std::string sql;
  for (const char* table : {"head", "work", "case_row", "receipt"})
    sql += "delete from " + std::string(table) + " where id=" + case_ + ";";
  sql += "delete from step where row/256=" + case_ + ";delete from message where row/128=" + case_ + ";";
  sql += "delete from unique_key where value like '" + case_ + "%';";
  change(sql);
  expect_named(case_);
}

TEST_F(Tampering, ALoweredCounterIsNamed) {
  change("update counter set number=number-1 where name like 'declaration:310100:2:%'");
  expect_named("declaration:310100:2:");
}

TEST_F(Tampering, AChangedStageOrBalanceIsNamed) {
  change("update work set stage=11 where id=" + case_);
  expect_named(case_);
  SetUp();
  change("update ledger set balance='999999' where ledger='permit:410:M20240001'");
  expect_named("permit:410:M20240001");
}

TEST_F(Tampering, AForgedReceiptIsNamed) {
  change("update receipt set body=replace(body,'accepted','released') where id=" + case_);
  expect_named(case_);
}

}  // namespace
}  // namespace datong::integration
