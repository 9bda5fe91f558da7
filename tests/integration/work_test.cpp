// What officers and enterprises work with: timelines, work lists, claims, acts on many cases. One platform for all.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "document/json/form_json.hpp"
#include "domain/origin/example.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

class Work : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static std::string lodged() { return platform().unit(kShili).lodged(example_export().to_string()); }

  static Json timeline(auto&& person, const std::string& id) { return person.json("/v1/declarations/" + id + "/timeline"); }
  /// The row of a case in a work list read to its end; null when it is not there.
  static Json row(auto&& person, const std::string& id, const std::string& query = "") {
    std::string cursor;
    for (;;) {
      const Json page = person.json("/v1/work?limit=3" + query + cursor);
      for (const Json& each : *page.array("rows")) {
        if (text(each, "case") == id) return each;
      }
      if (page.string("next") == nullptr) return {};
      cursor = "&cursor=" + text(page, "next");
    }
  }
  static bool allows(const Json& row, std::string_view act) {
    const auto* acts = row.array("acts");
    return acts != nullptr && std::any_of(acts->begin(), acts->end(), [&](const Json& each) { return *each.as_string() == act; });
  }
  static Reply claim(Person& person, const std::string& id, const std::string& query = "") {
    return person.call("PUT", "/v1/declarations/" + id + "/claim" + query);
  }
  static Json finding(const Reply& reply, std::string_view rule) {
    const Json body = parsed(reply.body);
    if (const auto* findings = body.array("findings")) {
      for (const Json& each : *findings) {
        if (text(each, "rule") == rule) return each;
      }
    }
    return {};
  }
  static std::string value(const Json& finding, std::size_t at) {
    const auto* values = finding.array("values");
    return values != nullptr && at < values->size() ? *(*values)[at].as_string() : std::string();
  }

  static inline OnePlatform one_;
};

TEST_F(Work, ATimelineTellsInPlainWordsWhatHappenedAndWhoIsWaitedFor) {
  Person unit = platform().unit(kShili);
  const Json message = example_export();
  const std::string id = unit.lodged(message.to_string());
  EXPECT_EQ(text(*timeline(unit, id).object("waiting_for"), "role"), "desk");
  platform().officer("desk1").done(id, "return_for_repair", {{"reason_code", "01"}, {"reason", "箱号有误"}});
  Json told = timeline(unit, id);
  const Json& returned = told.array("lines")->back();
  EXPECT_EQ(text(returned, "act"), "return_for_repair");
  EXPECT_EQ(text(returned, "zh"), "退单修改");
  EXPECT_EQ(text(returned, "by"), "desk1");
  EXPECT_EQ(text(*returned.object("next"), "duty"), "correct");
  ASSERT_EQ(returned.array("receipts")->size(), 1U);
  const Json& receipt = returned.array("receipts")->front();
  EXPECT_EQ(text(receipt, "kind"), "returned");
  EXPECT_FALSE(text(receipt, "en").empty());
  EXPECT_FALSE(text(*receipt.object("meanings")->object("reason_code"), "zh").empty());
  EXPECT_EQ(text(*told.object("waiting_for"), "role"), "enterprise");
  EXPECT_EQ(text(*told.object("waiting_for"), "since"), text(returned, "at"));

  unit.lodged(next_version(message).to_string(), 2);
  Person desk = platform().officer("desk1");
  desk.done(id, "accept");
  told = timeline(unit, id);
  const auto* lines = told.array("lines");
  ASSERT_EQ(lines->size(), 4U);
  EXPECT_EQ(text((*lines)[0], "role"), "enterprise");
  EXPECT_EQ(lines->back().array("receipts")->size(), 2U) << "accepted, and where the papers are due";
  EXPECT_EQ(text(*told.object("waiting_for"), "duty"), "assign");
  EXPECT_NE(told.object("waiting_for")->string("due_at"), nullptr) << "or it lapses";
  const Json* clock = told.object("clock");
  EXPECT_GE(*clock->integer("enterprise_ms"), 0);
  EXPECT_GE(*clock->integer("officer_ms"), 0);

  const Json listed = unit.json("/v1/declarations?limit=200");
  const auto* rows = listed.array("declarations");
  const auto mine = std::find_if(rows->begin(), rows->end(), [&](const Json& each) { return text(each, "case") == id; });
  ASSERT_NE(mine, rows->end());
  EXPECT_EQ(text(*mine->object("waiting_for"), "duty"), "assign");
  EXPECT_FALSE(text(*mine, "unit_name").empty());
}

TEST_F(Work, EveryReceiptOfAWholeCaseStandsOnALineOfItsTimeline) {
  const std::string id = export_at(platform(), "released", example_export());
  Person unit = platform().unit(kShili);
  std::size_t shown = 0;
  const Json told = timeline(unit, id);
  for (const Json& line : *told.array("lines")) {
    shown += line.array("receipts")->size();
    for (const Json& receipt : *line.array("receipts")) EXPECT_FALSE(text(receipt, "zh").empty()) << text(receipt, "kind");
  }
  std::size_t sent = 0;
  std::string after = "0";
  for (;;) {
    const Json page = unit.json("/v1/receipts?limit=200&after=" + after);
    for (const Json& each : *page.array("receipts")) sent += text(parsed(text(each, "body")), "case") == id;
    if (page.array("receipts")->size() < 200) break;
    after = std::to_string(*page.integer("next"));
  }
  EXPECT_EQ(shown, sent);
  EXPECT_EQ(text(*told.object("waiting_for"), "duty"), "close");
}

TEST_F(Work, AnOfficerSeesOnlyWhatHeMayActOnNow) {
  const std::string id = lodged();
  EXPECT_TRUE(allows(row(platform().officer("desk1"), id), "accept"));
  EXPECT_TRUE(row(platform().officer("insp1"), id).is_null());
  EXPECT_TRUE(row(platform().officer("js_desk1"), id).is_null()) << "another bureau";
  EXPECT_TRUE(row(platform().officer("desk1"), id, "&kind=origin").is_null());
  EXPECT_TRUE(row(platform().officer("desk1"), id, "&role=supervisor").is_null());
  platform().always_draw(kShili);
  Person desk = platform().officer("desk1");
  desk.done(id, "accept");
  EXPECT_TRUE(allows(row(platform().officer("desk2"), id), "assign"));
  desk.done(id, "assign", {{"inspector", "insp1"}});
  EXPECT_TRUE(row(platform().officer("desk1"), id).is_null()) << "nothing to do for the desk while it is inspected";
  EXPECT_TRUE(allows(row(platform().officer("insp1"), id), "compare_papers_accurate"));
  EXPECT_TRUE(row(platform().officer("insp2"), id).is_null()) << "assigned to another";
  const Json counts = *platform().officer("insp1").json("/v1/work?limit=1").object("counts");
  EXPECT_GE(*counts.integer("declaration"), 1);
  EXPECT_TRUE(*counts.boolean("complete"));
  EXPECT_GE(*counts.object("acts")->integer("compare_papers_accurate"), 1);
}

TEST_F(Work, PagesOfAWorkListHoldEveryCaseOnce) {
  std::vector<std::string> ids;
  for (int i = 0; i < 8; ++i) ids.push_back(lodged());
  Person desk = platform().officer("desk1");
  std::vector<std::string> seen;
  std::string cursor;
  for (;;) {
    const Json page = desk.json("/v1/work?kind=declaration&limit=3" + cursor);
    for (const Json& each : *page.array("rows")) seen.push_back(text(each, "case"));
    if (page.string("next") == nullptr) break;
    cursor = "&cursor=" + text(page, "next");
  }
  std::vector<std::string> once = seen;
  std::sort(once.begin(), once.end());
  EXPECT_EQ(std::unique(once.begin(), once.end()), once.end());
  for (const std::string& id : ids) EXPECT_EQ(std::count(seen.begin(), seen.end(), id), 1);
}

TEST_F(Work, LCK001AClaimKeepsOthersOfTheDeskOffAndEndsWithTheLastAct) {
  const std::string id = lodged();
  Person first = platform().officer("desk1"), second = platform().officer("desk2");
  const Reply claimed = claim(first, id);
  ASSERT_EQ(claimed.status, 200) << claimed.body;
  EXPECT_EQ(text(parsed(claimed.body), "claimed_by"), "desk1");
  EXPECT_EQ(text(row(platform().officer("desk2"), id), "claimed_by"), "desk1");
  EXPECT_EQ(text(second.view(id), "claimed_by"), "desk1");
  EXPECT_EQ(platform().unit(kShili).view(id).string("claimed_by"), nullptr) << "not the enterprise's business";
  for (const Reply& refused : {claim(second, id), second.act(id, "accept")}) {
    EXPECT_EQ(refused.status, 409) << refused.body;
    EXPECT_EQ(value(finding(refused, "LCK001"), 2), "desk1");
    EXPECT_EQ(value(finding(refused, "LCK001"), 1), text(parsed(claimed.body), "claimed_since"));
  }
  EXPECT_EQ(second.call("DELETE", "/v1/declarations/" + id + "/claim").status, 409);
  first.done(id, "accept");
  EXPECT_EQ(text(second.view(id), "claimed_by"), "desk1") << "assigning is left to do";
  platform().always_draw(kShili);
  first.done(id, "assign", {{"inspector", "insp1"}});
  EXPECT_EQ(second.view(id).string("claimed_by"), nullptr) << "nothing is left for the desk";
}

TEST_F(Work, LCK001ASupervisorTakesAClaimOverAndAReleasedOneIsFree) {
  const std::string id = lodged();
  Person first = platform().officer("desk1"), second = platform().officer("desk2"), supervisor = platform().officer("sup1");
  ASSERT_EQ(claim(first, id).status, 200);
  EXPECT_EQ(claim(supervisor, id).status, 422) << "nothing of his own to do, and not asked to take over";
  EXPECT_EQ(claim(supervisor, id, "?take_over=true").status, 200);
  EXPECT_EQ(value(finding(first.act(id, "accept"), "LCK001"), 2), "sup1");
  EXPECT_EQ(supervisor.call("DELETE", "/v1/declarations/" + id + "/claim").status, 200);
  EXPECT_EQ(second.act(id, "accept").status, 200);
}

TEST_F(Work, LCK002OfTwoOfficersAtOnceOneIsFirstAndTheOtherIsToldWhoAndWhen) {
  platform().officer("desk1");
  platform().officer("desk2");
  for (int round = 0; round < 10; ++round) {
    const std::string id = lodged();
    Reply replies[2];
    {
      std::jthread one([&] { replies[0] = platform().officer("desk1").act(id, "accept"); });
      std::jthread two([&] { replies[1] = platform().officer("desk2").act(id, "accept"); });
    }
    ASSERT_EQ((replies[0].status == 200) + (replies[1].status == 200), 1) << replies[0].body << replies[1].body;
    const bool first_won = replies[0].status == 200;
    const Json told = finding(first_won ? replies[1] : replies[0], "LCK002");
    EXPECT_EQ(value(told, 0), first_won ? "desk1" : "desk2");
    EXPECT_EQ(value(told, 1), text(timeline(platform().unit(kShili), id).array("lines")->back(), "at"));
    EXPECT_EQ(value(told, 2), "accept");
  }
}

TEST_F(Work, LCK003WhoHasNothingToDoOnACaseCannotClaimIt) {
  const std::string id = lodged();
  Person inspector = platform().officer("insp1");
  const Reply refused = claim(inspector, id);
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(rules_of(refused).contains("LCK003"));
}

TEST_F(Work, LCK004ManyAreAcceptedAtOnceAndTheUnfitSayWhy) {
  const std::string one = lodged(), two = lodged(), gone = lodged();
  Person desk = platform().officer("desk1");
  desk.done(gone, "refuse", {{"reason_code", "10"}, {"reason", "x"}});
  const std::string body = R"({"act":"accept","cases":[")" + one + "\",\"" + gone + "\",\"" + two + "\"]}";
  const Headers headers{{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_reference()}};
  const Reply first = desk.call("POST", "/v1/work/acts", headers, body), again = desk.call("POST", "/v1/work/acts", headers, body);
  ASSERT_EQ(first.status, 200) << first.body;
  const Json answered = parsed(first.body);
  const auto* items = answered.array("items");
  ASSERT_EQ(items->size(), 3U);
  EXPECT_EQ(text((*items)[0], "stage"), "accepted");
  EXPECT_FALSE(*(*items)[1].boolean("done"));
  EXPECT_TRUE(rules_of(*(*items)[1].object("problem")).contains("REV004"));
  EXPECT_TRUE(*(*items)[2].boolean("done"));
  EXPECT_EQ(again.body, first.body);
  const Reply refused = desk.call("POST", "/v1/work/acts", headers, R"({"act":"pass","cases":["1"]})");
  EXPECT_TRUE(rules_of(refused).contains("LCK004")) << refused.body;
}

TEST_F(Work, ApplicationsStandInTheListAndHaveATimelineToo) {
  Person unit = platform().unit(kShili);
  const Json json = parsed(document::write_form_json(domain::example_application("G", 1, legal_day(SystemClock().now()), 0)));
  const Reply reply = unit.call("POST", "/v1/applications", {{"Content-Type", "application/json"}}, json.to_string());
  ASSERT_EQ(reply.status, 200) << reply.body;
  const std::string id(reply.header("datong-case"));
  const Json told = unit.json("/v1/applications/" + id + "/timeline");
  EXPECT_EQ(text(told.array("lines")->front(), "act"), "lodge");
  ASSERT_NE(told.object("waiting_for"), nullptr);
  EXPECT_EQ(text(*told.object("waiting_for"), "role"), "certificate_desk");
  EXPECT_NE(told.object("waiting_for")->string("due_at"), nullptr);
  const Json mine = row(platform().officer("cert1"), id, "&kind=origin");
  EXPECT_TRUE(allows(mine, "approve"));
  EXPECT_NE(mine.string("due_at"), nullptr);
  Person certifier = platform().officer("cert1");
  EXPECT_EQ(certifier.call("PUT", "/v1/applications/" + id + "/claim").status, 200);
  Person other = platform().officer("cert2");
  const Reply refused = other.call("POST", "/v1/applications/" + id + "/acts/approve",
                                   {{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_reference()}}, "{}");
  EXPECT_TRUE(rules_of(refused).contains("LCK001")) << refused.body;
}

TEST_F(Work, AnyNumberAndNameFindsACaseWithinItsReachSoonAfterItWasLodged) {
  Json message = with(with(example_export(), "/contract_number", "SE-QX-778812"), "/consignee_name_foreign", "Zephyr Imports Oy");
  Person unit = platform().unit(kShili);
  const std::string id = unit.lodged(message.to_string());
  const auto found = [&](Person person, const std::string& query) {
    const Json page = person.json("/v1/search?q=" + query);
    const auto* rows = page.array("rows");
    return std::any_of(rows->begin(), rows->end(), [&](const Json& each) { return text(each, "case") == id; });
  };
  const std::int64_t lodged_at = milliseconds_now();
  while (!found(platform().unit(kShili), "778812")) {
    if (milliseconds_now() > lodged_at + 10'000) give_up("not found");
  }
  EXPECT_LT(milliseconds_now(), lodged_at + (has_sanitizers() ? 10'000 : 4'000));
  Person desk = platform().officer("desk1");
  for (const std::string query : {"SE-QX-778812", "seqx778812", "zephyr", "zephyr%20778812"}) {
    EXPECT_TRUE(found(platform().unit(kShili), query)) << query;
    EXPECT_TRUE(found(platform().officer("desk1"), query)) << query;
    EXPECT_FALSE(found(platform().unit(kAgent), query)) << query;
    EXPECT_FALSE(found(platform().officer("js_desk1"), query)) << query;
  }
  EXPECT_FALSE(found(platform().officer("desk1"), "zephyr%20999999"));
  const Json page = desk.json("/v1/search?q=zephyr");
  EXPECT_TRUE(allows(page.array("rows")->front(), "accept"));
  desk.done(id, "accept");
  const std::string number = text(desk.view(id), "declaration_number");
  const std::int64_t until = milliseconds_now() + 10'000;
  while (!found(platform().officer("desk1"), number)) {
    if (milliseconds_now() > until) give_up("not found by its declaration number");
  }
  EXPECT_TRUE(found(platform().officer("desk1"), number.substr(number.size() - 6)));
  EXPECT_EQ(desk.get("/v1/search?q=").status, 400);
  EXPECT_EQ(desk.get("/v1/search?q=" + std::string(101, 'a')).status, 400);
}

}  // namespace
}  // namespace datong::integration
