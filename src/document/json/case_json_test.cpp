// Stored JSON of cases: what is written is read back equal, what was damaged is refused, and every rule has its words.
#include "document/json/case_json.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

Instant instant(std::int64_t ms) { return Instant::from_ms(1'750'000'000'000 + ms); }

DeclarationHead full_head() {
  DeclarationHead head;
  head.id = CaseId{12345};
  head.reference = "R-1 \"quoted\" 报检";
  head.unit = 3100600001;
  head.direction = Direction::export_;
  head.declaration_kind = "24";
  head.number = "310100225000007";
  head.stage = Stage::released;
  head.papers = Papers::accurate;
  head.fee = Fee::reversed;
  head.change = Change::amend_granted;
  head.clearance = Clearance::used;
  head.papers_mode = PapersMode::before_acceptance;
  head.channel = Channel::counter_paper;
  head.accepting_office = "310100";
  head.inspecting_office = "310400";
  head.version = 3;
  head.effective_version = 2;
  head.document_hash = std::string(64, 'a');
  head.title = "棉制女式长裤";
  head.lines = 50;
  head.entered_by = "a";
  head.accepted_by = "b";
  head.assigned_to = "c";
  head.inspected_by = "d";
  head.calculated_by = "e";
  head.collected_by = "f";
  head.fee_fen = 9'007'199'254'740'991;
  head.required_certificates = {"11", "97"};
  head.certificates = {{CaseId{8}, "N-1", "11", "g", "h", CertificateStage::signed_},
                       {CaseId{9}, "N-2", "12", "", "", CertificateStage::cancelled}};
  head.clearance_id = CaseId{10};
  head.clearance_number = "310100225000007000";
  head.clearance_count = 2;
  head.inspections = 4;
  head.laboratory = Laboratory::does_not_conform;
  head.sample = {"S-1", "甲醛含量", "d", "T-1"};
  head.samples = 2;
  head.lodged_at = instant(1);
  head.since = instant(2);
  head.accepted_on = Date::from_ymd(2025, 6, 10);
  head.result_on = Date::from_ymd(2025, 6, 12);
  head.due_at = instant(3);
  head.steps = 250;
  return head;
}

DeclarationHead minimal_head() {
  DeclarationHead head;
  head.id = CaseId{1};
  head.lodged_at = head.since = instant(0);
  return head;
}

/// The object without, or with another, member.
std::string with_member(const std::string& body, std::string_view name, std::optional<Json> value) {
  const Json json = *Json::parse(body);
  Json changed = Json::make_object();
  for (const auto& [key, old] : *json.as_object()) {
    if (key != name)
      changed.set(key, old);
    else if (value)
      changed.set(key, *value);
  }
  return changed.canonical();
}

TEST(CaseJson, AHeadIsReadBackEqualFullAndMinimal) {
  for (const DeclarationHead& head : {full_head(), minimal_head()}) {
    const std::string body = write_head(head);
    const auto read = read_head(body);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, head);
    EXPECT_EQ(write_head(*read), body);
    EXPECT_EQ(Json::parse(body)->canonical(), body);
    EXPECT_LT(body.size(), limits::kHeadBytesMax);
  }
}

TEST(CaseJson, AHeadWithoutAMemberOrWithOneOfAnotherTypeIsCorrupt) {
  const std::string body = write_head(full_head());
  const std::string minimal = write_head(minimal_head());
  const Json parsed = *Json::parse(minimal);
  for (const auto& [name, value] : *parsed.as_object()) {
    const auto missing = read_head(with_member(minimal, name, std::nullopt));
    ASSERT_FALSE(missing) << name;
    EXPECT_EQ(missing.error().code, Code::corrupt);
  }
  const Json full = *Json::parse(body);
  for (const auto& [name, value] : *full.as_object()) {
    EXPECT_FALSE(read_head(with_member(body, name, Json(true)))) << name;
    EXPECT_FALSE(read_head(with_member(body, name, Json()))) << name;
  }
}

TEST(CaseJson, AHeadWithAValueOutsideItsRangeIsCorrupt) {
  const std::string body = write_head(full_head());
  const std::pair<std::string_view, Json> faults[] = {{"format", 2},
                                                      {"format", 0},
                                                      {"stage", 16},
                                                      {"stage", -1},
                                                      {"papers", 0},
                                                      {"papers", 4},
                                                      {"fee", 4},
                                                      {"change", 4},
                                                      {"clearance", 4},
                                                      {"papers_mode", 0},
                                                      {"papers_mode", 3},
                                                      {"channel", 0},
                                                      {"channel", 6},
                                                      {"version", -1},
                                                      {"version", std::int64_t{1} << 32},
                                                      {"lines", -5},
                                                      {"steps", -1},
                                                      {"id", "0"},
                                                      {"id", "x"},
                                                      {"direction", "X"},
                                                      {"accepted_on", "2025-02-30"},
                                                      {"due_at", "soon"},
                                                      {"clearance_id", "-4"},
                                                      {"required_certificates", Json::make_array({Json(1)})},
                                                      {"certificates", Json::make_array({Json("x")})}};
  for (const auto& [name, value] : faults)
    EXPECT_FALSE(read_head(with_member(body, name, value))) << name << " " << value.to_string();
  Json certificate = Json::make_object();
  certificate.set("id", "8").set("number", "N").set("code", "11").set("stage", 4);
  EXPECT_FALSE(read_head(with_member(body, "certificates", Json::make_array({certificate}))));
  EXPECT_TRUE(read_head(with_member(body, "certificates", Json::make_array({certificate.set("stage", 3)}))))
      << "only the stage was wrong";
}

TEST(CaseJson, WhatIsNoHeadAtAllIsCorrupt) {
  const std::string body = write_head(full_head());
  for (const std::string& broken : {std::string(), std::string("{}"), std::string("[]"), std::string("null"),
                                    body.substr(0, body.size() / 2), body + "x"}) {
    const auto read = read_head(broken);
    ASSERT_FALSE(read) << broken;
    EXPECT_EQ(read.error().code, Code::corrupt);
  }
}

TEST(CaseJson, AStepIsReadBack) {
  StepDraft step{Event::papers_reset, "papers",  "accurate",           "due",   "PAP005",
                 Role::machine,       "machine", {{"reason", "更改"}}, nullptr, {}};
  step.findings = {finding("DEC004", "/contract_number", {"contract_number"})};
  const std::string body = write_step(step, {CaseId{7}, 3, "edition", instant(5), "headhash"});
  const auto facts = read_step(body);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->event, Event::papers_reset);
  EXPECT_EQ(facts->track, "papers");
  EXPECT_EQ(facts->from, "accurate");
  EXPECT_EQ(facts->to, "due");
  EXPECT_EQ(facts->rule, "PAP005");
  EXPECT_EQ(facts->role, "machine");
  EXPECT_EQ(facts->actor, "machine");
  EXPECT_EQ(facts->edition, "edition");
  EXPECT_EQ(facts->head_hash, "headhash");
  EXPECT_EQ(*facts->body.object("data")->string("reason"), "更改");
  EXPECT_EQ(facts->body.array("findings")->at(0), *Json::parse(R"({"path":"/contract_number","rule":"DEC004"})"));
  EXPECT_EQ(facts->body.canonical(), body);
  for (const auto& [name, value] : {std::pair{"event", Json("dance")}, std::pair{"format", Json(2)},
                                    std::pair{"rule", Json(1)}, std::pair{"actor", Json()}}) {
    const auto broken = read_step(with_member(body, name, value));
    ASSERT_FALSE(broken) << name;
    EXPECT_EQ(broken.error().code, Code::corrupt);
  }
  for (const EventSpec& spec : kEvents) {
    StepDraft each{spec.event, "stage", "", "", "LOD001", Role::desk, "x", {}, nullptr, {}};
    EXPECT_EQ(read_step(write_step(each, {CaseId{7}, 0, "e", instant(0), ""}))->event, spec.event) << spec.name;
  }
}

TEST(CaseJson, AReceiptSaysWhatItAnswersAndOnlyWhatItHas) {
  ReceiptContext context{CaseId{7}, "R-1", "310100225000007", "accepted", "answered", "stephash", 3100600001,
                         2,         4,     instant(5)};
  const std::vector<Finding> findings{finding("DEC004", "/contract_number", {"contract_number"})};
  const FeeWorking working{{}, 6'000};
  const Json bare = *Json::parse(write_receipt({"accepted", {{"declaration_number", "310100225000007"}}, false, false},
                                               context, &findings, &working));
  EXPECT_EQ(*bare.string("kind"), "accepted");
  EXPECT_EQ(*bare.string("eciq_response_code"), "1300");
  EXPECT_EQ(*bare.string("answers"), "answered");
  EXPECT_EQ(*bare.object("fields")->string("declaration_number"), "310100225000007");
  EXPECT_EQ(bare.get("findings"), nullptr);
  EXPECT_EQ(bare.get("working"), nullptr);
  context.answers.clear();
  const Json with = *Json::parse(write_receipt({"fee_notice", {}, true, true}, context, &findings, &working));
  EXPECT_EQ(with.get("answers"), nullptr);
  EXPECT_EQ(with.get("eciq_response_code"), nullptr);
  EXPECT_EQ(*with.array("findings")->at(0).string("en"), "Contract number must be filled in.");
  EXPECT_EQ(*with.object("working")->integer("total_fen"), 6'000);
}

TEST(CaseJson, FindingsOverTheLimitAreCountedNotCutSilently) {
  const std::vector<Finding> many(limits::kFindingsMax + 3, finding("DEC004", "", {"x"}));
  const ReceiptContext context{CaseId{7}, "", "", "", "", "", 1, 1, 0, instant(0)};
  const Json json = *Json::parse(write_receipt({"business_nack", {}, true, false}, context, &many, nullptr));
  EXPECT_EQ(json.array("findings")->size(), limits::kFindingsMax);
  EXPECT_EQ(*json.integer("findings_left_out"), 3);
}

TEST(CaseJson, EveryRuleHasWordsInBothLanguagesWithEveryValueFilledIn) {
  for (const Rule& rule : kRules) {
    std::vector<std::string> values;
    while (rule.zh.find("{" + std::to_string(values.size()) + "}") != rule.zh.npos ||
           rule.en.find("{" + std::to_string(values.size()) + "}") != rule.en.npos ||
           rule.zh.find("{" + std::to_string(values.size() + 1) + "}") != rule.zh.npos) {
      values.push_back("value" + std::to_string(values.size()));
    }
    Finding found{"/goods/0", rule.id, rule.severity, values};
    const Json json = findings_json({found});
    for (const char* language : {"zh", "en"}) {
      const std::string text = *json.as_array()->at(0).string(language);
      EXPECT_EQ(text.find_first_of("{}"), text.npos) << rule.id << " " << text;
      EXPECT_GT(text.size(), 5U) << rule.id;
    }
    EXPECT_EQ(*json.as_array()->at(0).string("severity"), rule.severity == Severity::warning ? "warning" : "refusal");
  }
}

TEST(CaseJson, AFeeWorkingSaysEachLineInWords) {
  FeeWorking working;
  working.lines.push_back({"FEE016", 0, "", "rounding", {"100"}, *Decimal::parse("60")});
  working.total_fen = 6'000;
  const Json json = working_json(working);
  const Json& line = json.array("lines")->at(0);
  EXPECT_EQ(*line.string("en"), "Rounded once, to 100 fen.");
  EXPECT_EQ(*line.string("result_cny"), "60");
}

TEST(CaseJson, DifferencesKeepBothValues) {
  EXPECT_EQ(differences_json({{"/a", "x", "\"y\""}}).canonical(), R"([{"after":"\"y\"","before":"x","path":"/a"}])");
}

}  // namespace
}  // namespace datong::document
