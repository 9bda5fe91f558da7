// The one log as anybody sees it over HTTP, after a certificate was issued; the commands of docs/check-the-log.md; and
// what check says when the log was cut behind a signed head.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform.hpp"

namespace datong::integration {
namespace {

namespace fs = std::filesystem;

/// The shell blocks of a page that are marked to be run.
std::string commands_of(const std::string& page) {
  std::ifstream in(std::string(DATONG_SOURCE_DIR) + "/docs/" + page);
  std::string line, commands;
  bool marked = false, inside = false;
  while (std::getline(in, line)) {
    if (line == "<!-- run -->") {
      marked = true;
    } else if (line == "```sh") {
      inside = marked;
    } else if (line == "```") {
      inside = marked = false;
    } else if (inside) {
      commands += line + "\n";
    }
  }
  return commands;
}

class OneLog : public testing::Test {
 protected:
  void SetUp() override {
    platform_ = Platform::make();
    const std::string id = export_at(*platform_, "passed", example_export());
    pay(*platform_, id);
    certify(*platform_, id);
    const Json certificate = (*platform_->unit(kShili).view(id).array("certificates"))[0];
    case_ = text(platform_->unit(kShili).json("/v1/issued/" + text(certificate, "number")), "id");
    declaration_ = id;
    take_in();
  }
  /// The worker's round, done now: every step so far is in the log and a head is signed.
  void take_in() { EXPECT_EQ(platform_->command({"work"}).status, 0); }
  Reply get(const std::string& target) { return platform_->nobody().get(target); }

  std::unique_ptr<Platform> platform_;
  std::string case_, declaration_;
};

TEST_F(OneLog, AStrangerChecksACertificatesStepsWithThePublishedCommands) {
  const std::string commands = commands_of("check-the-log.md");
  ASSERT_GT(commands.size(), 2000U);
  const std::string folder = platform_->home() + "/stranger";
  fs::create_directory(folder);
  fs::copy_file(platform_->home() + "/keys/authority.crt", folder + "/authority.crt");
  std::ofstream(folder + "/commands.sh") << commands;
  for (const char* sequence : {"0", "1"}) {
    const std::string call = "cd " + folder + " && URL=http://127.0.0.1:" + std::to_string(platform_->port()) +
                             " CASE=" + case_ + " SEQUENCE=" + sequence + " bash -euo pipefail commands.sh >out 2>&1";
    const int status = std::system(call.c_str());
    std::ostringstream out;
    out << std::ifstream(folder + "/out").rdbuf();
    EXPECT_EQ(status, 0) << out.str();
    EXPECT_NE(out.str().find("the step is in the log"), std::string::npos) << out.str();
  }
}

TEST_F(OneLog, OnlyStepsOfIssuedDocumentsAreShown) {
  EXPECT_EQ(get("/v1/log/inclusion?case=" + case_ + "&sequence=0").status, 200);
  EXPECT_EQ(get("/v1/log/inclusion?case=" + declaration_ + "&sequence=0").status, 404);
  EXPECT_EQ(get("/v1/log/inclusion?case=" + case_ + "&sequence=200").status, 404);
  EXPECT_EQ(get("/v1/log/inclusion?case=1&sequence=0").status, 404);
  for (const char* query : {"", "?case=x&sequence=0", "?sequence=0", "?case=1", "?case=1&sequence=-1",
                            "?case=1&sequence=x", "?case=1&sequence=99999999999", "?case=1&sequence=0&size=x"}) {
    EXPECT_EQ(get(std::string("/v1/log/inclusion") + query).status, 400) << query;
  }
  EXPECT_EQ(get("/v1/log/inclusion?case=" + case_ + "&sequence=0&size=1").status, 400) << "a size below the leaf";
}

TEST_F(OneLog, GrowsConsistently) {
  const Json before = platform_->nobody().json("/v1/log/head");
  const std::int64_t size = *before.integer("size");
  platform_->unit(kShili).lodged(example_export().to_string());
  take_in();
  const Json after = platform_->nobody().json("/v1/log/head");
  EXPECT_GT(*after.integer("size"), size);
  EXPECT_NE(text(after, "root"), text(before, "root"));
  const Json proof = platform_->nobody().json("/v1/log/consistency?from=" + std::to_string(size));
  EXPECT_EQ(*proof.integer("to"), *after.integer("size"));
  EXPECT_FALSE(proof.array("path")->empty());
  for (const char* query : {"", "?from=0", "?from=x", "?from=5&to=4", "?from=1&to=99999"}) {
    EXPECT_EQ(get(std::string("/v1/log/consistency") + query).status, 400) << query;
  }
  platform_->expect_clean();
}

TEST_F(OneLog, CheckNamesWhatWasSignedAndIsNoLongerThere) {
  EXPECT_NE(get("/metrics").body.find("datong_log_lag_steps"), std::string::npos);
  platform_->stop();
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((platform_->home() + "/datong.db").c_str(), &database), SQLITE_OK);
  // A forger with the database who also cuts the tree: what he cannot cut is the signed head.
  EXPECT_EQ(sqlite3_exec(database, "delete from merkle_node; delete from log_place;", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  const Outcome outcome = platform_->command({"check"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.out.find("log head latest: the log does not contain what was signed"), std::string::npos)
      << outcome.out;
}

TEST_F(OneLog, AHomeOfBeforeTheLogGetsItsKey) {
  platform_->stop();
  fs::remove(platform_->home() + "/keys/log.key");
  fs::remove(platform_->home() + "/keys/log.crt");
  platform_->start();
  EXPECT_TRUE(fs::exists(platform_->home() + "/keys/log.key"));
  EXPECT_NE(text(platform_->nobody().json("/v1/authority"), "log_key_id").find("log-"), std::string::npos);
}

}  // namespace
}  // namespace datong::integration
