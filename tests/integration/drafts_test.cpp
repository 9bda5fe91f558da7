// Drafts and templates with the real program: kept whatever stands in them, one holder at a time, each owner's apart,
// bounded.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "base/limits.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

class Drafts : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static Person unit() { return platform().unit(kShili); }

  static Reply send(Person& person, const char* method, const std::string& target, const Json& body) {
    return person.call(method, target, {{"Content-Type", "application/json"}}, body.to_string());
  }
  static Json draft(const std::string& form, const std::string& kind, Json document) {
    return Json::make_object()
        .set("form", form)
        .set("kind", kind)
        .set("title", "")
        .set("document", std::move(document));
  }
  static std::string kept(Person& person, Json document = Json::make_object()) {
    const Reply reply = send(person, "POST", "/v1/drafts", draft("declaration", "draft", std::move(document)));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return text(parsed(reply.body), "id");
  }
  static Reply save(Person& person, const std::string& id, const std::string& holder, Json document) {
    return send(person, "PUT", "/v1/drafts/" + id,
                Json::make_object().set("title", "").set("holder", holder).set("document", std::move(document)));
  }
  static Reply save_on(Person& person, const std::string& id, const std::string& holder, std::int64_t base,
                       Json document) {
    return send(person, "PUT", "/v1/drafts/" + id,
                Json::make_object().set("holder", holder).set("base", base).set("document", std::move(document)));
  }
  static Reply leave(Person& person, const std::string& id, const std::string& holder) {
    return person.call("DELETE", "/v1/drafts/" + id + "/editing?holder=" + holder);
  }
  static Json edit(Person& person, const std::string& id, const std::string& holder, bool take_over) {
    return parsed(send(person, "POST", "/v1/drafts/" + id + "/editing",
                       Json::make_object().set("holder", holder).set("take_over", take_over))
                      .body);
  }
  static bool lists(Person& person, const std::string& id, const std::string& query = "") {
    return person.get("/v1/drafts" + query).body.find("\"" + id + "\"") != std::string::npos;
  }

  static inline OnePlatform one_;
};

TEST_F(Drafts, ADraftKeepsWhateverStandsInItAndIsNamedByItsContent) {
  Person person = unit();
  const Json odd = Json::make_object()
                       .set("declarant_reference", "E-17")
                       .set("value", "twelve")
                       .set("no_such_field", "<script>")
                       .set("goods", Json::make_array({Json::make_object().set("goods_name_zh", "玩具车")}));
  const std::string id = kept(person, odd);
  Json shown = person.json("/v1/drafts/" + id);
  EXPECT_EQ(text(shown, "title"), "E-17 玩具车");
  EXPECT_EQ(*shown.get("document"), odd);
  EXPECT_EQ(*shown.integer("version"), 1);
  EXPECT_TRUE(shown.get("editor")->is_null());

  const Reply saved = save(person, id, "tab-1", Json::make_object().set("value", ""));
  EXPECT_EQ(saved.status, 200) << saved.body;
  EXPECT_EQ(*parsed(saved.body).integer("version"), 2);
  shown = person.json("/v1/drafts/" + id);
  EXPECT_EQ(text(shown, "title"), "");
  EXPECT_NE(text(*shown.get("editor"), "name"), "");
  EXPECT_TRUE(lists(person, id, "?form=declaration&kind=draft"));
  EXPECT_FALSE(lists(person, id, "?form=origin"));
  EXPECT_FALSE(lists(person, id, "?kind=template"));

  EXPECT_EQ(person.call("DELETE", "/v1/drafts/" + id).status, 200);
  EXPECT_EQ(person.call("DELETE", "/v1/drafts/" + id).status, 404);
  EXPECT_EQ(save(person, id, "tab-1", Json::make_object()).status, 404) << "a deleted draft does not come back";
  EXPECT_FALSE(lists(person, id));
}

TEST_F(Drafts, DRF001ASecondTabSeesWhoEditsAndMayTakeOver) {
  Person first = unit(), second = unit();
  const std::string id = kept(first);
  EXPECT_EQ(save(first, id, "tab-1", Json::make_object().set("a", "1")).status, 200);
  const Reply refused = save(second, id, "tab-2", Json::make_object().set("a", "2"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(rules_of(refused), std::set<std::string>{"DRF001"});
  EXPECT_EQ(text(*first.json("/v1/drafts/" + id).get("document"), "a"), "1");

  const Json seen = edit(second, id, "tab-2", false);
  EXPECT_FALSE(*seen.boolean("mine"));
  EXPECT_NE(text(*seen.get("editor"), "since"), "");
  EXPECT_TRUE(*edit(second, id, "tab-2", true).boolean("mine"));
  EXPECT_EQ(save(first, id, "tab-1", Json::make_object().set("a", "3")).status, 409) << "he was relieved";
  EXPECT_EQ(save(second, id, "tab-2", Json::make_object().set("a", "4")).status, 200);

  EXPECT_EQ(first.call("DELETE", "/v1/drafts/" + id + "/editing?holder=tab-1").status, 200);
  EXPECT_EQ(save(first, id, "tab-1", Json::make_object()).status, 409) << "only the holder gives it back";
  EXPECT_EQ(second.call("DELETE", "/v1/drafts/" + id + "/editing?holder=tab-2").status, 200);
  EXPECT_EQ(save(first, id, "tab-1", Json::make_object().set("a", "5")).status, 200);
}

TEST_F(Drafts, DRF003WhoWasAwayWritesOverNothingHeHasNotSeen) {
  Person away = unit(), other = unit();
  const std::string id = kept(away);
  ASSERT_EQ(save_on(away, id, "tab-1", 1, Json::make_object().set("contract", "A")).status, 200);
  ASSERT_TRUE(*edit(other, id, "tab-2", true).boolean("mine"));
  ASSERT_EQ(save_on(other, id, "tab-2", 2, Json::make_object().set("invoice", "B")).status, 200);
  ASSERT_EQ(leave(other, id, "tab-2").status, 200);

  const Reply refused = save_on(away, id, "tab-1", 2, Json::make_object().set("contract", "A2"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(rules_of(refused), std::set<std::string>{"DRF003"});
  Json shown = away.json("/v1/drafts/" + id + "?holder=tab-1");
  EXPECT_EQ(text(*shown.get("document"), "invoice"), "B");
  EXPECT_FALSE(*shown.boolean("saved_by_holder"));
  EXPECT_TRUE(shown.get("editor")->is_null()) << "a refused save holds nothing";
  EXPECT_EQ(*edit(away, id, "tab-1", false).integer("version"), 3);
  EXPECT_EQ(save_on(away, id, "tab-1", 3, Json::make_object().set("invoice", "B").set("contract", "A2")).status, 200);
}

TEST_F(Drafts, ASaveWhoseAnswerWasLostIsOnesOwn) {
  Person person = unit();
  const std::string id = kept(person);
  ASSERT_EQ(save_on(person, id, "tab-1", 1, Json::make_object().set("a", "1")).status, 200);
  EXPECT_EQ(save_on(person, id, "tab-1", 1, Json::make_object().set("a", "2")).status, 200);
  EXPECT_TRUE(*person.json("/v1/drafts/" + id + "?holder=tab-1").boolean("saved_by_holder"));
  EXPECT_FALSE(*person.json("/v1/drafts/" + id + "?holder=tab-2").boolean("saved_by_holder"));
  EXPECT_FALSE(*person.json("/v1/drafts/" + id).boolean("saved_by_holder"));
}

TEST_F(Drafts, ADraftAskedForTwiceUnderOneKeyIsOneAlsoAtTheSameTime) {
  Person person = unit();
  const auto create = [](Person& by, const std::string& key, const char* value) {
    return by.call("POST", "/v1/drafts", {{"Content-Type", "application/json"}, {"Idempotency-Key", key}},
                   draft("declaration", "draft", Json::make_object().set("a", value)).to_string());
  };
  const Json first = parsed(create(person, "l-one", "1").body), again = parsed(create(person, "l-one", "2").body);
  EXPECT_FALSE(*first.boolean("known"));
  EXPECT_TRUE(*again.boolean("known"));
  EXPECT_EQ(text(again, "id"), text(first, "id"));
  EXPECT_EQ(*again.integer("version"), 1);
  EXPECT_EQ(text(*person.json("/v1/drafts/" + text(first, "id")).get("document"), "a"), "1");
  Person other = platform().unit(kAgent);
  EXPECT_NE(text(parsed(create(other, "l-one", "3").body), "id"), text(first, "id")) << "keys are of their unit";
  EXPECT_EQ(create(person, std::string(81, 'k'), "4").status, 400);

  std::vector<std::string> ids(8);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < ids.size(); ++i)
      threads.emplace_back(
          [&, i, by = unit()]() mutable { ids[i] = text(parsed(create(by, "l-two", "5").body), "id"); });
  }
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1U);
  EXPECT_NE(ids.front(), "");
}

TEST_F(Drafts, FiftySavesAtOnceAllCountAndOneOfThemIsWhatStands) {
  Person person = unit();
  const std::string id = kept(person);
  std::vector<int> statuses(50);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      threads.emplace_back([&, i, caller = unit()]() mutable {
        statuses[i] = save(caller, id, "tab", Json::make_object().set("n", std::to_string(i))).status;
      });
    }
  }
  EXPECT_EQ(std::ranges::count(statuses, 200), 50);
  const Json shown = person.json("/v1/drafts/" + id);
  EXPECT_EQ(*shown.integer("version"), 51);
  EXPECT_NE(text(*shown.get("document"), "n"), "");
}

TEST_F(Drafts, EveryOwnersDraftsAreApart) {
  Person owner = unit(), other = platform().unit(kAgent), desk = platform().officer("desk1"),
         other_desk = platform().officer("desk2");
  const std::string of_unit = kept(owner), of_desk = kept(desk);
  for (Person* stranger : {&other, &desk, &other_desk}) {
    EXPECT_EQ(stranger->get("/v1/drafts/" + of_unit).status, 404);
    EXPECT_EQ(save(*stranger, of_unit, "tab", Json::make_object()).status, 404);
    EXPECT_EQ(stranger->call("DELETE", "/v1/drafts/" + of_unit).status, 404);
    EXPECT_FALSE(lists(*stranger, of_unit));
  }
  EXPECT_TRUE(lists(desk, of_desk));
  EXPECT_EQ(other_desk.get("/v1/drafts/" + of_desk).status, 404);
  EXPECT_EQ(owner.get("/v1/drafts/" + of_desk).status, 404);
  Person inspector = platform().officer("insp1");
  EXPECT_EQ(inspector.get("/v1/drafts").status, 403);
  EXPECT_EQ(send(inspector, "POST", "/v1/drafts", draft("declaration", "draft", Json::make_object())).status, 403);
}

TEST_F(Drafts, WhatIsNoDraftIsRefused) {
  Person person = unit();
  EXPECT_EQ(send(person, "POST", "/v1/drafts", draft("letter", "draft", Json::make_object())).status, 400);
  EXPECT_EQ(send(person, "POST", "/v1/drafts", draft("origin", "note", Json::make_object())).status, 400);
  EXPECT_EQ(send(person, "POST", "/v1/drafts", draft("origin", "draft", Json::make_array())).status, 400);
  const std::string id = kept(person);
  EXPECT_EQ(save(person, id, "", Json::make_object()).status, 400);
  EXPECT_EQ(save(person, id, std::string(65, 'x'), Json::make_object()).status, 400);
  EXPECT_EQ(send(person, "PUT", "/v1/drafts/" + id,
                 Json::make_object()
                     .set("title", std::string(121, 'x'))
                     .set("holder", "t")
                     .set("document", Json::make_object()))
                .status,
            413);
  EXPECT_EQ(save(person, id, "t", Json::make_object().set("x", std::string(limits::kDraftBytesMax, 'x'))).status, 413);
  EXPECT_EQ(save(person, id, "t", Json::make_object().set("x", std::string(limits::kDraftBytesMax - 100, 'x'))).status,
            200);
  for (const char* none : {"0", "abc", "999999999", "3100600001:1"})
    EXPECT_EQ(person.get(std::string("/v1/drafts/") + none).status, 404) << none;
}

TEST_F(Drafts, DRF002TheFiveHundredAndFirstIsRefusedAlsoWhenManyComeAtOnce) {
  const auto create = [](Person& person) {
    return send(person, "POST", "/v1/drafts", draft("origin", "template", Json::make_object()));
  };
  std::atomic<int> kept = 0, full = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, person = platform().unit(kMedical)]() mutable {
        for (int i = 0; i < 65; ++i) {
          const Reply reply = create(person);
          if (reply.status == 200)
            ++kept;
          else if (reply.status == 422 && rules_of(reply) == std::set<std::string>{"DRF002"})
            ++full;
          else
            ADD_FAILURE() << reply.status << reply.body;
        }
      });
    }
  }
  EXPECT_EQ(kept, static_cast<int>(limits::kDraftsMax));
  EXPECT_EQ(full, 8 * 65 - static_cast<int>(limits::kDraftsMax));
}

}  // namespace
}  // namespace datong::integration
