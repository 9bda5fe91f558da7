// An enterprise's own page, officers and their powers, phrases, editions and the counter, over HTTP on the real program: what happens, who may
// not, and that a change works at once.
#include <gtest/gtest.h>

#include <thread>

#include "crypto/one_time_code.hpp"
#include "domain/origin/example.hpp"
#include "document/json/form_json.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

const Headers kJson{{"Content-Type", "application/json"}};

class People : public testing::Test {
 protected:
  static Platform& platform() { return one_.get(); }
  static void TearDownTestSuite() { one_.end(); }
  static Person session(const std::string& name, const std::string& password, const std::string& code = "") {
    Json body = Json::make_object().set("sign_in", name).set("password", password);
    if (!code.empty()) body.set("one_time_code", code);
    const Reply reply = platform().nobody().call("POST", "/v1/sessions", kJson, body.to_string());
    if (reply.status != 200) give_up("sign-in of " + name + ": " + reply.body);
    return {platform().port(), text(parsed(reply.body), "token")};
  }
  static Person manager() { return session("shili1", "datong-shili1"); }
  static int sign_in_status(const std::string& name, const std::string& password) {
    return platform().nobody().call("POST", "/v1/sessions", kJson, Json::make_object().set("sign_in", name).set("password", password).to_string()).status;
  }
  static Json good(const Reply& reply) {
    if (reply.status != 200) give_up(std::to_string(reply.status) + " " + reply.body);
    return parsed(reply.body);
  }
  static const Json* find(const Json& json, const char* list, const char* member, const std::string& value) {
    for (const Json& each : *json.array(list)) {
      if (text(each, member) == value) return &each;
    }
    return nullptr;
  }

 private:
  static inline OnePlatform one_;
};

TEST_F(People, AUnitSeesItselfAndItsMonthAgainstTheObligation) {
  Person unit = platform().unit(kShili);
  const auto batches = [&] { return *unit.json("/v1/unit").object("month")->integer("batches"); };
  const std::int64_t before = batches();
  unit.lodged(example_export().to_string());
  platform().unit(kAgent).lodged(example_import().to_string());  // for kMedical
  const std::int64_t until = milliseconds_now() + 30'000;
  while (batches() == before && milliseconds_now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const Json page = unit.json("/v1/unit");
  EXPECT_EQ(*page.object("month")->integer("batches"), before + 1);
  EXPECT_EQ(*page.object("month")->integer("obligation"), 5);
  EXPECT_EQ(*page.object("month")->boolean("obliged"), before + 1 >= 5);
  EXPECT_EQ(*page.object("enterprise")->integer("registration"), kShili);
  EXPECT_EQ(text(*page.object("enterprise"), "office_name_en").empty(), false);
  EXPECT_NE(find(page, "people", "sign_in", "shili1"), nullptr);
  EXPECT_GE(page.array("installations")->size(), 1U);
  EXPECT_FALSE(*page.boolean("manages")) << "an installation only reads";
  EXPECT_TRUE(*manager().json("/v1/unit").boolean("manages"));
  while (*platform().unit(kMedical).json("/v1/unit").object("month")->integer("batches") == 0 && milliseconds_now() < until) {}
  EXPECT_EQ(*platform().unit(kMedical).json("/v1/unit").object("month")->integer("batches"), 1) << "lodged for it by its agent";
}

TEST_F(People, AManagerAddsAndSuspendsPeopleAndOthersDoNot) {
  Person zhang = manager();
  const Json made = good(zhang.call("POST", "/v1/unit/people", kJson, R"({"sign_in":"li.si","name":"李四"})"));
  const std::string password = text(made, "password");
  EXPECT_GE(password.size(), 12U) << "told once";
  Person li = session("li.si", password);
  const Json page = li.json("/v1/unit");
  EXPECT_FALSE(*page.boolean("manages"));
  EXPECT_EQ(page.to_string().find(password), std::string::npos);
  EXPECT_EQ(page.to_string().find("argon2"), std::string::npos);
  EXPECT_EQ(text((*page.array("changes"))[0], "what"), "person_added");
  EXPECT_EQ(text((*page.array("changes"))[0], "by"), "shili1");
  const std::string id = li.lodged(example_export().to_string());
  EXPECT_EQ(text(li.view(id), "channel"), "browser");

  EXPECT_EQ(rules_of(li.call("POST", "/v1/unit/people", kJson, R"({"sign_in":"wang","name":"王"})")), std::set<std::string>{"PEO005"});
  EXPECT_EQ(li.call("POST", "/v1/unit/enrolment-codes", kJson, "{}").status, 403);
  EXPECT_EQ(platform().unit(kShili).call("POST", "/v1/unit/people", kJson, R"({"sign_in":"wang","name":"王"})").status, 403);
  EXPECT_EQ(rules_of(zhang.call("POST", "/v1/unit/people", kJson, R"({"sign_in":"li.si","name":"李四"})")), std::set<std::string>{"PEO002"});
  EXPECT_EQ(rules_of(zhang.call("POST", "/v1/unit/people", kJson, R"({"sign_in":"X","name":"","password":"short"})")),
            (std::set<std::string>{"PEO001", "PEO003", "PEO004"}));
  EXPECT_EQ(zhang.call("PUT", "/v1/unit/people/desk1", kJson, R"({"standing":"suspended"})").status, 404) << "not his";
  EXPECT_EQ(rules_of(zhang.call("PUT", "/v1/unit/people/shili1", kJson, R"({"standing":"suspended"})")), std::set<std::string>{"PEO006"});

  good(zhang.call("PUT", "/v1/unit/people/li.si", kJson, R"({"standing":"suspended"})"));
  EXPECT_EQ(li.get("/v1/unit").status, 401) << "at once";
  EXPECT_EQ(sign_in_status("li.si", password), 401);
  good(zhang.call("PUT", "/v1/unit/people/li.si", kJson, R"({"standing":"active","password":"correct horse battery"})"));
  EXPECT_EQ(sign_in_status("li.si", password), 401);
  EXPECT_EQ(sign_in_status("li.si", "correct horse battery"), 200);
}

TEST_F(People, PEO016APersonChangesHisOwnPasswordKnowingThePresentOne) {
  good(manager().call("POST", "/v1/unit/people", kJson, R"({"sign_in":"zhao.liu","name":"赵六","password":"correct horse battery"})"));
  Person zhao = session("zhao.liu", "correct horse battery"), elsewhere = session("zhao.liu", "correct horse battery");
  EXPECT_EQ(rules_of(zhao.call("PUT", "/v1/password", kJson, R"({"present":"wrong","password":"staple staple staple"})")), std::set<std::string>{"PEO016"});
  EXPECT_EQ(rules_of(zhao.call("PUT", "/v1/password", kJson, R"({"present":"correct horse battery","password":"short"})")), std::set<std::string>{"PEO004"});
  good(zhao.call("PUT", "/v1/password", kJson, R"({"present":"correct horse battery","password":"staple staple staple"})"));
  EXPECT_EQ(zhao.get("/v1/unit").status, 200) << "this session stays";
  EXPECT_EQ(elsewhere.get("/v1/unit").status, 401) << "the others end";
  EXPECT_EQ(sign_in_status("zhao.liu", "correct horse battery"), 401);
  EXPECT_EQ(sign_in_status("zhao.liu", "staple staple staple"), 200);
  EXPECT_EQ(platform().unit(kShili).call("PUT", "/v1/password", kJson, R"({"present":"a","password":"staple staple staple"})").status, 403);
}

TEST_F(People, ARevokedInstallationSignsNothingAnyMore) {
  Person zhang = manager();
  const Json code = good(zhang.call("POST", "/v1/unit/enrolment-codes", kJson, "{}"));
  crypto::SigningKey key = crypto::SigningKey::generate();
  Json asked = Json::make_object().set("code", text(code, "code")).set("request_pem", must(crypto::make_request(key, "x"))).set("software", "test");
  const std::string id = text(good(platform().nobody().call("POST", "/v1/enrol", kJson, asked.to_string())), "installation");
  EXPECT_EQ(platform().nobody().call("POST", "/v1/enrol", kJson, asked.to_string()).status, 401) << "serves once";
  Person signing(platform().port(), client::Identity{std::move(key), id});
  signing.lodged(example_export().to_string());
  EXPECT_EQ(platform().unit(kAgent).call("DELETE", "/v1/unit/installations/" + id).status, 403);
  EXPECT_EQ(zhang.call("DELETE", "/v1/unit/installations/inst-none").status, 404);
  EXPECT_EQ(text(good(zhang.call("DELETE", "/v1/unit/installations/" + id)), "standing"), "cancelled");
  EXPECT_EQ(signing.lodge(example_export().to_string()).status, 403) << "at once";
  EXPECT_EQ(signing.get("/v1/unit").status, 403);
  EXPECT_EQ(text(*find(zhang.json("/v1/unit"), "installations", "id", id), "standing"), "cancelled");
}

TEST_F(People, APrincipalGivesAndTakesAMandate) {
  Person zhang = manager(), agent = platform().unit(kAgent);
  const std::string pair = std::to_string(kAgent) + ":" + std::to_string(kShili);
  const Json given = good(zhang.call("POST", "/v1/unit/mandates", kJson, "{\"agent\":" + std::to_string(kAgent) + ",\"to\":\"2099-12-31\"}"));
  EXPECT_TRUE(*given.boolean("in_force"));
  EXPECT_NE(agent.get("/v1/unit").body.find(std::to_string(kShili)), std::string::npos) << "the agent sees it";
  EXPECT_EQ(rules_of(zhang.call("POST", "/v1/unit/mandates", kJson, "{\"agent\":" + std::to_string(kMedical) + "}")), std::set<std::string>{"PEO013"});
  EXPECT_EQ(rules_of(zhang.call("POST", "/v1/unit/mandates", kJson, "{\"principal\":" + std::to_string(kMedical) + "}")), std::set<std::string>{"PEO012"});
  EXPECT_EQ(zhang.call("DELETE", "/v1/unit/mandates/" + std::to_string(kAgent) + ":" + std::to_string(kMedical)).status, 404) << "of others";
  EXPECT_TRUE(*good(zhang.call("DELETE", "/v1/unit/mandates/" + pair)).boolean("revoked"));
  EXPECT_TRUE(*good(zhang.call("DELETE", "/v1/unit/mandates/" + pair)).boolean("revoked")) << "twice is once";
}

TEST_F(People, AnAdministratorMakesAnOfficerWhoWorksAtOnce) {
  Person admin = platform().officer("admin1");
  const Json made = good(admin.call("PUT", "/v1/officers/desk.new", kJson, R"({"name":"新受理","office":"310000","roles":["desk"]})"));
  const std::string secret = text(made, "one_time_secret");
  EXPECT_EQ(text(made, "otpauth"), "otpauth://totp/Datong:desk.new?secret=" + secret + "&issuer=Datong");
  const auto code = crypto::one_time_code(*crypto::from_base32(secret), crypto::one_time_step(SystemClock().now()));
  Person desk = session("desk.new", text(made, "password"), code);
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  desk.done(id, "accept");

  const Json list = admin.json("/v1/officers");
  EXPECT_NE(find(list, "officers", "sign_in", "desk.new"), nullptr);
  EXPECT_EQ(find(list, "officers", "sign_in", "js_desk1"), nullptr);
  EXPECT_EQ(list.to_string().find(secret), std::string::npos);
  EXPECT_EQ(text((*list.array("changes"))[0], "subject"), "desk.new");
  EXPECT_NE(find(desk.json("/v1/officers"), "officers", "sign_in", "insp1"), nullptr) << "the desk sees whom to assign";
  EXPECT_EQ(desk.json("/v1/officers").array("changes"), nullptr);

  good(admin.call("PUT", "/v1/officers/desk.new", kJson, R"({"standing":"suspended"})"));
  EXPECT_EQ(desk.get("/v1/officers").status, 401) << "at once";
}

TEST_F(People, NobodyGivesHimselfOrOthersPowersThatAreNotHisToGive) {
  const auto put = [&](const std::string& who, const std::string& whom, const std::string& body) {
    return rules_of(platform().officer(who).call("PUT", "/v1/officers/" + whom, kJson, body));
  };
  using Rules = std::set<std::string>;
  EXPECT_EQ(put("admin1", "admin1", R"({"roles":["administrator","desk"]})"), Rules{"PEO007"});
  EXPECT_EQ(put("admin1", "x.new", R"({"name":"x","office":"310000","roles":["administrator"]})"), Rules{"PEO009"});
  EXPECT_EQ(put("admin1", "x.new", R"({"name":"x","office":"320000","roles":["desk"]})"), Rules{"PEO010"});
  EXPECT_EQ(put("desk1", "x.new", R"({"name":"x","office":"310000","roles":["desk"]})"), Rules{"PEO008"});
  EXPECT_NE(put("admin1", "shili1", R"({"name":"x","office":"310000","roles":["desk"]})").count("PEO002"), 0U);
  EXPECT_EQ(platform().officer("admin1").call("PUT", "/v1/officers/js_desk1", kJson, R"({"standing":"suspended"})").status, 404);
  EXPECT_EQ(rules_of(session("js_admin1", "datong-js_admin1").call("PUT", "/v1/officers/x.new", kJson, R"({"name":"x","office":"320000","roles":["desk"]})")),
            Rules{"PEO015"});
  EXPECT_EQ(platform().officer("admin1").call("PUT", "/v1/officers/x.new", kJson, R"({"name":1})").status, 400);
}

TEST_F(People, PEO018PhrasesAreAnOfficesOwnAndThoseAboveAreSeen) {
  Person desk = platform().officer("desk1");
  EXPECT_EQ(rules_of(desk.call("PUT", "/v1/phrases", kJson, R"({"version":0,"phrases":[{"act":"dance","zh":"x"},{"act":"refuse"}]})")), std::set<std::string>{"PEO018"});
  const Json stored = good(desk.call("PUT", "/v1/phrases", kJson, R"({"version":0,"phrases":[{"act":"return_for_repair","zh":"请补传发票","en":"Upload the invoice"}]})"));
  EXPECT_EQ(*stored.integer("version"), 1);
  EXPECT_EQ(desk.call("PUT", "/v1/phrases", kJson, R"({"version":0,"phrases":[]})").status, 409) << "somebody was there before";
  const Json seen = platform().officer("desk2").json("/v1/phrases");
  EXPECT_EQ(text((*(*seen.array("offices"))[0].array("phrases"))[0], "en"), "Upload the invoice");
  EXPECT_TRUE(*(*seen.array("offices"))[0].boolean("own"));
  EXPECT_EQ(text((*seen.array("offices"))[1], "office"), "000000");
  EXPECT_EQ(platform().officer("js_desk1").get("/v1/phrases").body.find("invoice"), std::string::npos);
  EXPECT_EQ(platform().officer("customs1").call("PUT", "/v1/phrases", kJson, R"({"version":0,"phrases":[]})").status, 403);
}

TEST_F(People, HeadquartersPublishesAnEditionAndEveryProblemIsToldAtOnce) {
  Person hq = platform().officer("hq1"), desk = platform().officer("desk1");
  const Json tables = desk.json("/v1/editions/current");
  const std::string base = text(tables, "hash");
  EXPECT_NE(find(tables, "files", "file", "codes/country.csv"), nullptr);
  EXPECT_TRUE(desk.get("/v1/editions/current/country.csv").body.starts_with("code,")) << "a code list by its name";
  EXPECT_EQ(desk.get("/v1/editions/current/none.csv").status, 404);
  const std::string selection = desk.get("/v1/editions/current/selection.csv").body;
  ASSERT_TRUE(selection.starts_with("level,"));
  std::string parameters = desk.get("/v1/editions/current/parameters.csv").body;
  const auto publish = [&](Person& who, const std::string& on, const std::vector<std::pair<std::string, std::string>>& files) {
    Json list = Json::make_array();
    for (const auto& [file, bytes] : files) list.add(Json::make_object().set("file", file).set("text", bytes));
    return who.call("POST", "/v1/editions", kJson, Json::make_object().set("name", "test").set("base", on).set("files", std::move(list)).to_string());
  };
  const std::string marker = "obligation_batches_per_month,5,";
  std::string changed = parameters;
  changed.replace(changed.find(marker), marker.size(), "obligation_batches_per_month,7,");
  EXPECT_EQ(publish(desk, base, {{"parameters.csv", changed}}).status, 403);
  EXPECT_EQ(publish(hq, "00", {{"parameters.csv", changed}}).status, 409);

  const Reply bad = publish(hq, base, {{"selection.csv", "level,direction\nx,Q\n"}, {"exchange_rates.csv", "currency,per\nUSD,\"open\n"}});
  EXPECT_EQ(bad.status, 400) << bad.body;
  const Reply worse = publish(hq, base, {{"parameters.csv", changed + "a,1,nobody,x,2020-99-01,\n"}, {"nothing.csv", "a\n1\n"}});
  EXPECT_EQ(worse.status, 400) << worse.body;
  EXPECT_NE(worse.body.find("parameters.csv"), std::string::npos) << worse.body;
  EXPECT_NE(worse.body.find("nothing.csv"), std::string::npos) << worse.body;
  EXPECT_EQ(text(desk.json("/v1/editions/current"), "hash"), base) << "nothing is stored";

  const Json made = good(publish(hq, base, {{"parameters.csv", changed}}));
  EXPECT_EQ(*platform().unit(kShili).json("/v1/unit").object("month")->integer("obligation"), 7) << "at once";
  EXPECT_EQ(text((*desk.json("/v1/editions").array("editions"))[0], "hash"), text(made, "hash"));
  EXPECT_EQ(text((*hq.json("/v1/officers").array("changes"))[0], "what"), "edition_published");
  good(publish(hq, text(made, "hash"), {{"parameters.csv", parameters}}));
  EXPECT_EQ(text(desk.json("/v1/editions/current"), "hash"), base) << "the same tables are the same edition";
}

TEST_F(People, CNT001CNT002CNT003WhatIsAcceptedOnPaperSaysWhyAndWhoBroughtIt) {
  Person desk = platform().officer("desk1");
  const auto lodge = [&](Headers more, const std::string& path = "/v1/declarations", std::string body = example_export().to_string()) {
    more.emplace_back("Content-Type", "application/json");
    return desk.call("POST", path, more, body);
  };
  using Rules = std::set<std::string>;
  EXPECT_EQ(rules_of(lodge({{"Datong-Counter-Form", "paper"}})), Rules{"CNT001"});
  EXPECT_EQ(rules_of(lodge({{"Datong-Counter-Form", "paper"}, {"Datong-Counter-Reason", "01"}})), Rules{"CNT002"});
  EXPECT_EQ(rules_of(lodge({{"Datong-Counter-Form", "stone"}, {"Datong-Counter-Reason", "01"}, {"Datong-Counter-Identity", "x"}})), Rules{"CNT003"});
  const Headers paper{{"Datong-Counter-Form", "paper"}, {"Datong-Counter-Reason", "02"}, {"Datong-Counter-Identity", "%E8%B5%B5%E5%85%AD%20310101190001010011"}};
  const Reply taken = lodge(paper);
  ASSERT_EQ(taken.status, 200) << taken.body;
  const std::string id(taken.header("datong-case"));
  Person unit = platform().unit(kShili);
  EXPECT_EQ(text(unit.view(id), "channel"), "counter_paper");
  EXPECT_NE(unit.get("/v1/receipts?after=0&limit=200").body.find(id), std::string::npos) << "the same receipt in its mailbox";
  EXPECT_EQ(rules_of(desk.act(id, "accept")), Rules{"SEP004"});
  platform().officer("desk2").done(id, "accept");

  Json application = parsed(document::write_form_json(domain::example_application("C", 1, legal_day(SystemClock().now()), 0)));
  const Reply applied = lodge(paper, "/v1/applications", application.to_string());
  ASSERT_EQ(applied.status, 200) << applied.body;
  const std::string application_id(applied.header("datong-case"));
  EXPECT_EQ(text(unit.json("/v1/applications/" + application_id), "channel"), "counter_paper");
  EXPECT_EQ(lodge({{"Datong-Counter-Form", "paper"}}, "/v1/applications", application.to_string()).status, 400);
}

}  // namespace
}  // namespace datong::integration
