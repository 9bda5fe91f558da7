// What helps before lodging, with the real program: code search, master data, and what a check lets one expect.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.hpp"
#include "document/json/form_json.hpp"
#include "domain/origin/example.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

class DeskHelp : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static Person unit() { return platform().unit(kShili); }

  static std::string first_code(const std::string& target) {
    const Json answer = platform().nobody().json(target);
    const auto& rows = *answer.array("rows");
    return rows.empty() ? "" : text(rows.front(), "code");
  }
  static Reply post(Person& person, const std::string& target, const std::string& body) {
    return person.call("POST", target, {{"Content-Type", "application/json"}}, body);
  }
  static Reply keep(Person& person, const std::string& key, const Json& values) {
    const Json row = Json::make_object().set("title", "t").set("values", values);
    return person.call("PUT", "/v1/master-data/goods/" + key, {{"Content-Type", "application/json"}}, row.to_string());
  }
  static std::vector<std::string> members(const Json& rows, const char* name) {
    std::vector<std::string> all;
    for (const Json& row : *rows.as_array()) all.push_back(text(row, name));
    return all;
  }
  static bool has(const std::vector<std::string>& all, const char* one) {
    return std::ranges::find(all, one) != all.end();
  }

  static inline OnePlatform one_;
};

TEST_F(DeskHelp, ACodeIsFoundByWhatIsTyped) {
  for (const char* query : {"156", "%E4%B8%AD%E5%9B%BD", "China", "zhongguo", "zhong%20guo"}) {
    EXPECT_EQ(first_code(std::string("/v1/codes/country?q=") + query), "156") << query;
  }
  const Json row = (*platform().nobody().json("/v1/codes/country?q=156").array("rows"))[0];
  EXPECT_EQ(text(row, "pinyin"), "zhongguo");
  EXPECT_EQ(text(row, "initials"), "zg");
  EXPECT_EQ(platform().nobody().json("/v1/codes/country?q=a&limit=3").array("rows")->size(), 3U);
  EXPECT_EQ(platform().nobody().json("/v1/codes/country?q=a").array("rows")->size(), limits::kCodesFoundDefault);
  EXPECT_LE(platform().nobody().json("/v1/codes/country?q=a&limit=9999").array("rows")->size(), limits::kCodesFoundMax);
  EXPECT_EQ(platform().nobody().get("/v1/codes/country?q=" + std::string(limits::kCodeQueryBytesMax + 1, 'a')).status,
            413);
  EXPECT_FALSE(platform().nobody().json("/v1/codes/tariff").array("rows")->empty())
      << "a tariff of this size is given whole";
  EXPECT_NE(text((*platform().nobody().json("/v1/codes/tariff?q=01").array("rows"))[0], "supervision"), "");
  EXPECT_GT(*platform().nobody().json("/v1/codes").get("sizes")->integer("country"), 200);
}

TEST_F(DeskHelp, AWholeListIsNotSentTwice) {
  Person person = platform().nobody();
  const Reply first = person.get("/v1/codes/country");
  const std::string etag(first.header("etag"));
  ASSERT_NE(etag, "");
  const Reply again = person.call("GET", "/v1/codes/country", {{"If-None-Match", etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(person.call("GET", "/v1/codes/country", {{"If-None-Match", "W/" + etag + ", \"other\""}}).status, 304);
  EXPECT_EQ(person.call("GET", "/v1/codes/currency", {{"If-None-Match", etag}}).status, 200);
  EXPECT_EQ(person.call("GET", "/v1/codes/country?on=2005-01-01", {{"If-None-Match", etag}}).status, 200);
}

TEST_F(DeskHelp, AWholeListIsSentAsGzipToWhomTakesIt) {
  Person person = platform().nobody();
  const Reply packed = person.call("GET", "/v1/codes/country", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size() * 2, person.get("/v1/codes/country").body.size());
  EXPECT_NE(packed.header("etag"), person.get("/v1/codes/country").header("etag")) << "other bytes, another name";
  EXPECT_EQ(person.call("GET", "/v1/codes/country", {{"Accept-Encoding", "gzip;q=0"}}).header("content-encoding"), "");
}

TEST_F(DeskHelp, MasterDataIsKeptChangedAndDeletedByItsUnitAlone) {
  Person owner = unit(), other = platform().unit(kAgent), inspector = platform().officer("insp1");
  EXPECT_EQ(keep(owner, "toy%20car", Json::make_object().set("goods_name_zh", "玩具车")).status, 200);
  EXPECT_EQ(keep(owner, "toy%20car", Json::make_object().set("goods_name_zh", "电动玩具车")).status, 200);
  const Json rows = *owner.json("/v1/master-data/goods").get("rows");
  ASSERT_EQ(rows.as_array()->size(), 1U);
  const Json& row = rows.as_array()->front();
  EXPECT_EQ(text(row, "key"), "toy car");
  EXPECT_EQ(text(*row.get("values"), "goods_name_zh"), "电动玩具车");
  EXPECT_TRUE(owner.json("/v1/master-data/party").array("rows")->empty());
  EXPECT_TRUE(other.json("/v1/master-data/goods").array("rows")->empty());
  EXPECT_EQ(other.call("DELETE", "/v1/master-data/goods/toy%20car").status, 200)
      << "of his own there is none to delete";
  EXPECT_EQ(owner.json("/v1/master-data/goods").array("rows")->size(), 1U);
  EXPECT_EQ(inspector.get("/v1/master-data/goods").status, 403);
  EXPECT_EQ(owner.get("/v1/master-data/secrets").status, 404);
  EXPECT_EQ(keep(owner, std::string(61, 'k'), Json::make_object()).status, 400);
  EXPECT_EQ(keep(owner, "k", Json::make_object().set("n", 1)).status, 400) << "texts only";
  EXPECT_EQ(keep(owner, "k", Json::make_object().set("n", std::string(limits::kMasterRowBytesMax, 'x'))).status, 413);
  EXPECT_EQ(owner.call("DELETE", "/v1/master-data/goods/toy%20car").status, 200);
  EXPECT_TRUE(owner.json("/v1/master-data/goods").array("rows")->empty());
}

TEST_F(DeskHelp, ACheckOfADeclarationTellsFeeDaysAndWhoActsNext) {
  Person person = unit();
  const Reply reply = post(person, "/v1/declarations:check", example_export().to_string());
  ASSERT_EQ(reply.status, 200) << reply.body;
  const Json expect = *parsed(reply.body).get("expect");
  ASSERT_NE(expect.object("fee"), nullptr) << reply.body;
  EXPECT_GT(*expect.get("fee")->integer("amount_fen"), 0);
  EXPECT_FALSE(expect.get("fee")->array("lines")->empty());
  const auto days = members(*expect.get("deadlines"), "what");
  for (const char* what : {"declare_by", "review", "lapse", "pay", "export_result", "exit_clearance_form"})
    EXPECT_TRUE(has(days, what)) << what;
  const auto acts = members(*expect.get("next"), "act");
  EXPECT_EQ(acts.back(), "release");
  EXPECT_LT(std::ranges::find(acts, "accept"), std::ranges::find(acts, "assign"));
  for (const Json& step : *expect.array("next")) EXPECT_FALSE(step.array("who")->empty()) << text(step, "act");
}

/// Does one act of the path told, as one of the roles named may.
void follow(Platform& platform, const std::string& id, const std::string& act) {
  if (act == "calculate_fee") return pay(platform, id);
  if (act == "draft_certificate") return certify(platform, id);
  if (act == "settle_fee" || act == "settle_nothing" || act == "sign_certificate") return;  // done with the act before
  if (act == "order_inspection") return;                                                    // the machine's
  const bool of_inspector = act == "begin_inspection" || act == "pass";
  Person person = platform.officer(of_inspector ? "insp1" : "desk1");
  person.done(id, act, act == "assign" ? Parameters{{"inspector", "insp1"}} : Parameters{});
}

TEST_F(DeskHelp, ThePathToldCanBeGoneAndTheFeeToldIsTheFeeAsked) {
  Person person = unit();
  const Json message = example_export();
  const Json expect = *parsed(post(person, "/v1/declarations:check", message.to_string()).body).get("expect");
  const std::string id = person.lodged(message.to_string());
  for (const Json& step : *expect.array("next")) {
    const bool is_waived = text(person.view(id), "stage") == "waived";
    if (!*step.boolean("perhaps") || !is_waived) follow(platform(), id, text(step, "act"));
  }
  const Json view = person.view(id);
  EXPECT_EQ(text(view, "stage"), "released");
  EXPECT_EQ(*view.integer("fee_fen"), *expect.get("fee")->integer("amount_fen"));
}

TEST_F(DeskHelp, WhatCannotBeCalculatedIsNullWithItsReason) {
  Person person = unit();
  const Json message = with(example_export(), "/goods", Json());
  const Json expect = *parsed(post(person, "/v1/declarations:check", message.to_string()).body).get("expect");
  EXPECT_TRUE(expect.get("fee")->is_null());
  EXPECT_FALSE(expect.array("fee_because")->empty());
  const auto acts = members(*expect.get("next"), "act");
  EXPECT_EQ(acts, (std::vector<std::string>{"lodge_refused", "lodge_again"}));
}

TEST_F(DeskHelp, ACheckOfAnApplicationTellsDaysAndWhoActsNext) {
  Person person = unit();
  const std::string application =
      document::write_form_json(domain::example_application("G", 1, legal_day(SystemClock().now()), 0));
  const Reply reply = post(person, "/v1/applications:check", application);
  ASSERT_EQ(reply.status, 200) << reply.body;
  const Json expect = *parsed(reply.body).get("expect");
  EXPECT_TRUE(expect.get("fee")->is_null()) << "the dated data know no fee of certificates";
  EXPECT_TRUE(has(members(*expect.get("deadlines"), "what"), "review"));
  EXPECT_EQ(members(*expect.get("next"), "act").back(), "issue");
}

}  // namespace
}  // namespace datong::integration
