// Practising with the real program: simulated officers bring a first declaration to release and a first application to paper within
// seconds; the numbers are the training bureau's, the papers are never genuine, the platform beside it stays as it was, and all begins anew.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "platform.hpp"

namespace datong::integration {
namespace {

constexpr std::int64_t kSeconds = 60'000;  // a loaded machine with sanitizers; alone it is under ten

void wait_until(const std::string& what, const std::function<bool()>& is_so) {
  for (const std::int64_t until = milliseconds_now() + kSeconds; !is_so();) {
    if (milliseconds_now() > until) give_up("does not come: " + what);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::string day(int after) { return legal_day(SystemClock().now()).plus_days(after).to_string(); }
std::string compact(std::string date) {
  std::erase(date, '-');
  return date;
}

std::string said_by(const std::string& command) {
  std::string said;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) give_up(command);
  char buffer[4096];
  for (std::size_t got; (got = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;) said.append(buffer, got);
  ::pclose(pipe);
  return said;
}

/// What must not move on the platform beside: figures, the head of the log, receipts, everything counted but the questions themselves.
std::string state_of(Platform& platform) {
  std::string state = platform.nobody().get("/v1/figures").body + platform.nobody().get("/v1/log/head").body;
  Person unit = platform.unit(kShili);
  state += unit.get("/v1/declarations").body + unit.get("/v1/applications").body;
  const Json receipts = unit.json("/v1/receipts");  // each answer is signed anew
  for (const Json& receipt : *receipts.array("receipts")) state += "receipt " + std::to_string(*receipt.integer("serial")) + "\n";
  const std::string metrics = platform.nobody().get("/metrics").body;
  for (const char* counter : {"datong_lodged_total", "datong_acts_total", "datong_decisions_total", "datong_log_leaves"}) {
    const std::size_t at = metrics.find(std::string("\n") + counter);
    state += metrics.substr(at, metrics.find('\n', at + 1) - at);
  }
  return state;
}

class Training : public testing::Test {
 protected:
  static void SetUpTestSuite() { platform_ = Platform::make_training(); }
  static void TearDownTestSuite() {
    EXPECT_EQ(platform_->stop(), 0) << platform_->log();
    platform_->expect_clean();
    platform_.reset();
  }
  static Platform& training() { return *platform_; }

  /// The template of a form as the trainee finds it, with what he fills in. Waits for it: the office lays it out once it serves.
  static Json filled(Person& trainee, const std::string& form, const std::map<std::string, std::string>& values) {
    std::string id;
    wait_until("the template of " + form, [&] {
      const Json drafts = trainee.json("/v1/drafts?kind=template");
      for (const Json& row : *drafts.array("drafts")) {
        if (text(row, "form") == form) id = text(row, "id");
      }
      return !id.empty();
    });
    const Json draft = trainee.json("/v1/drafts/" + id);
    Json document = *draft.object("document");
    for (const auto& [pointer, value] : values) document = with(document, pointer, value);
    return document;
  }
  static Json declaration(Person& trainee, const std::string& contract) {
    const std::string reference = fresh_reference();
    return filled(trainee, "declaration",
                  {{"/declarant_reference", reference}, {"/message_uuid", "uuid-" + reference}, {"/declared_on", day(0)}, {"/shipped_on", day(20)},
                   {"/consignee_name_foreign", "EXAMPLE APPAREL INC."}, {"/conveyance_name", "EXAMPLE STAR"}, {"/contract_number", contract},
                   {"/goods/0/quantity", "1200"}, {"/goods/0/weight", "480.5"}, {"/goods/0/produced_on", compact(day(-30))}});
  }
  static Json application(Person& trainee, const std::string& contract) {
    return filled(trainee, "origin",
                  {{"/applicant_reference", fresh_reference()}, {"/applied_on", day(0)}, {"/shipped_on", day(5)}, {"/invoiced_on", day(-1)},
                   {"/invoice_number", "INV-1"}, {"/contract_number", contract}, {"/consignee", "BEISPIEL HANDELS GMBH\nHAMBURG, GERMANY"}});
  }
  static std::string applied(Person& trainee, const Json& document, int version = 1) {
    const Reply reply = trainee.call("POST", "/v1/applications", {{"Content-Type", "application/json"}, {"Datong-Version", std::to_string(version)}}, document.to_string());
    if (reply.status != 200) give_up(reply.body);
    return std::string(reply.header("datong-case"));
  }
  static void until_stage(Person& trainee, const std::string& path, const std::string& stage) {
    wait_until(path + " " + stage, [&] { return text(trainee.json(path), "stage") == stage; });
  }
  static Person trainee() {
    const Reply entered = training().sign_in("trainee", "");
    if (entered.status != 200) give_up(entered.body);
    return {training().port(), text(parsed(entered.body), "token")};
  }

  static inline std::unique_ptr<Platform> platform_;
};

TEST_F(Training, AFirstDeclarationAndCertificateGoThroughAndThePlatformBesideStaysAsItWas) {
  const auto production = Platform::make();
  export_at(*production, "released", example_export());
  EXPECT_EQ(production->command({"work"}).status, 0);
  std::string before;
  wait_until("a quiet platform", [&] {
    const std::string now = state_of(*production);
    const bool stands_still = now == std::exchange(before, now);
    return stands_still && before.contains("\"served\":1");  // figures are kept a while: the old ones stand still too
  });
  EXPECT_FALSE(*parsed(production->nobody().get("/v1/service").body).boolean("training"));

  Person person = trainee();
  EXPECT_TRUE(*person.json("/v1/sessions/current").boolean("training"));
  const std::string declared = person.lodged(declaration(person, "TR-1").to_string());
  const std::string asked = applied(person, application(person, "TR-1"));
  until_stage(person, "/v1/declarations/" + declared, "released");
  until_stage(person, "/v1/applications/" + asked, "issued");

  // Every number is the training bureau's.
  const Json view = person.view(declared);
  EXPECT_TRUE(text(view, "declaration_number").starts_with("99")) << view.to_string();
  EXPECT_TRUE(text(view, "clearance_number").starts_with("99")) << view.to_string();
  const Json certificate = (*view.array("certificates"))[0];
  EXPECT_TRUE(text(certificate, "number").starts_with("99")) << view.to_string();
  EXPECT_NE(text(certificate, "drafted_by"), text(certificate, "signed_by"));
  const std::string number = text(person.json("/v1/applications/" + asked), "certificate_number");
  EXPECT_EQ(number.substr(3, 2), "99") << number << ": kind, year, then the trainee's organisation";

  // The papers say so on their face, and to whoever checks them.
  const std::string own = training().home() + "/own.pem", other = production->home() + "/anchors.pem";
  std::ofstream(own, std::ios::binary) << training().nobody().get("/v1/anchors").body;
  std::ofstream(other, std::ios::binary) << production->nobody().get("/v1/anchors").body;
  for (const std::string& target : {"/v1/applications/" + asked + "/paper", "/v1/issued/" + text(certificate, "number") + "/paper"}) {
    Reply paper;
    wait_until(target, [&] { return (paper = person.get(target)).status == 200; });
    const std::string file = training().home() + "/paper.pdf";
    std::ofstream(file, std::ios::binary) << paper.body;
    std::string words = said_by("pdftotext -raw -q " + file + " -");
    std::erase_if(words, [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_NE(words.find("TRAINING培训"), words.npos) << target;
    const std::string verify = std::string(DATONG_BINARY_DIR) + "/datong verify --json " + file + " --anchors ";
    for (const std::string& anchors : {own, other}) {
      const Json verdicts = parsed(said_by(verify + anchors));
      const Json& verdict = verdicts.as_array()->front();
      EXPECT_EQ(text(verdict, "indication"), anchors == own ? "training" : "unknown_signer") << verdict.to_string();
      EXPECT_FALSE(*verdict.boolean("genuine"));
    }
    for (Platform* platform : {&training(), production.get()}) {
      const Reply said = platform->nobody().call("POST", "/v1/verify", {{"Content-Type", "application/pdf"}}, paper.body);
      EXPECT_FALSE(*parsed(said.body).boolean("genuine")) << said.body;
    }
  }
  EXPECT_EQ(state_of(*production), before);
  EXPECT_EQ(production->stop(), 0);
  production->expect_clean();
}

TEST_F(Training, WhoAsksForAReturnIsReturnedOnceAndGoesThroughCorrected) {
  Person person = trainee();
  const Json first = declaration(person, "退单-1"), wanted = application(person, "RETURN-1");
  const std::string declared = person.lodged(first.to_string()), asked = applied(person, wanted);
  until_stage(person, "/v1/declarations/" + declared, "returned");
  until_stage(person, "/v1/applications/" + asked, "returned");
  EXPECT_NE(person.get("/v1/declarations/" + declared + "/timeline").body.find("An exercise"), std::string::npos);
  person.lodged(next_version(first).to_string(), 2);  // still asks for it: once is enough
  applied(person, with(wanted, "/contract_number", "TR-2"), 2);
  until_stage(person, "/v1/declarations/" + declared, "released");
  until_stage(person, "/v1/applications/" + asked, "issued");
}

TEST_F(Training, WhatIsAskedForAfterAcceptanceIsGranted) {
  Person person = trainee();
  const std::string declared = person.lodged(declaration(person, "TR-3").to_string());
  wait_until("acceptance", [&] { return text(person.view(declared), "stage") != "in_review"; });
  person.done(declared, "ask_withdrawal", {{"reason", "to see it"}});
  until_stage(person, "/v1/declarations/" + declared, "withdrawn");
}

TEST_F(Training, WhosePasswordIsPublicIsShutOutByNobody) {
  Person person = trainee();
  const Json service = training().nobody().json("/v1/service");
  const Json known = *service.object("trainee");
  const std::string other = Json::make_object().set("present", text(known, "password")).set("password", "somebody else's own").to_string();
  EXPECT_EQ(person.call("PUT", "/v1/password", {{"Content-Type", "application/json"}}, other).status, 403);
  for (const char* change : {R"({"password":"somebody else's own"})", R"({"standing":"suspended"})"}) {
    EXPECT_EQ(person.call("PUT", "/v1/unit/people/" + text(known, "sign_in"), {{"Content-Type", "application/json"}}, change).status, 403);
  }
  for (int i = 0; i < 21; ++i) {
    const std::string wrong = Json::make_object().set("sign_in", text(known, "sign_in")).set("password", "wrong").to_string();
    ASSERT_EQ(training().nobody().call("POST", "/v1/sessions", {{"Content-Type", "application/json"}}, wrong).status, 401);
  }
  trainee();
}

TEST_F(Training, ItBeginsAnewWithinSecondsAndKeepsItsKeys) {
  Person person = trainee(), officer = training().officer("desk1");
  const std::string anchors = training().nobody().get("/v1/anchors").body;
  person.lodged(declaration(person, "TR-4").to_string());
  EXPECT_EQ(training().nobody().call("POST", "/v1/training/reset").status, 401);
  EXPECT_EQ(officer.call("POST", "/v1/training/reset", {{"Content-Type", "application/json"}}, "{}").status, 403);
  ASSERT_EQ(person.call("POST", "/v1/training/reset", {{"Content-Type", "application/json"}}, "{}").status, 200);
  wait_until("the platform again", [&] {
    const auto reply = person.try_call("GET", "/v1/sessions/current");
    return reply && reply->status == 401;
  });
  EXPECT_EQ(training().nobody().get("/v1/anchors").body, anchors);
  Person again = trainee();
  EXPECT_TRUE(again.json("/v1/declarations").array("declarations")->empty());
  EXPECT_TRUE(again.json("/v1/applications").array("applications")->empty());
  const std::string declared = again.lodged(declaration(again, "TR-5").to_string());
  until_stage(again, "/v1/declarations/" + declared, "released");
}

TEST(TrainingHome, OneWhosePapersCountIsLeftAlone) {
  const auto production = Platform::make(false);
  const Outcome outcome = production->command({"train", "--data", DATONG_SOURCE_DIR "/data/training", "--parties", DATONG_SOURCE_DIR "/data/training-parties", "--port", "0"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("a home of its own"), std::string::npos) << outcome.err;
  std::filesystem::remove_all(production->home() + "/keys");
  EXPECT_EQ(production->command({"train", "--port", "0"}).status, 1);
  EXPECT_TRUE(std::filesystem::exists(production->home() + "/datong.db"));
}

}  // namespace
}  // namespace datong::integration
