#include "app/drafts.hpp"

#include <gtest/gtest.h>

#include "app/import_test_store.hpp"
#include "base/limits.hpp"

namespace datong::app {
namespace {

using document::Json;

class DraftsTest : public testing::Test {
 protected:
  struct MovedClock : Clock {
    Instant at = start_of_legal_day(*Date::from_ymd(2026, 3, 2));
    Instant now() override { return at; }
  };

  Result<std::string> create(Json document) {
    Result<std::string> answer = failure(Code::internal);
    create_draft(context, unit, {"declaration", "draft", "", "", std::move(document), ""},
                 [&](Result<std::string> told) { answer = std::move(told); });
    return answer;
  }
  Result<std::string> save(const std::string& id, const std::string& holder) {
    Result<std::string> answer = failure(Code::internal);
    save_draft(context, unit, {id, "", Json::make_object(), holder, 0},
               [&](Result<std::string> told) { answer = std::move(told); });
    return answer;
  }
  bool is_mine(const std::string& id, const std::string& holder, bool take_over = false) {
    bool mine = false;
    edit_draft(context, unit, id, holder, take_over,
               [&](const Result<std::string>& told, bool) { mine = *Json::parse(told.value())->boolean("mine"); });
    return mine;
  }
  /// Whether other pages are told.
  bool is_news(const std::string& id, const std::string& holder, bool take_over = false) {
    bool is_news = false;
    edit_draft(context, unit, id, holder, take_over, [&](const Result<std::string>&, bool changed) { is_news = changed; });
    return is_news;
  }
  bool is_news_that_leaves(const std::string& id, const std::string& holder) {
    bool is_news = false;
    leave_draft(context, unit, id, holder, [&](const Result<std::string>&, bool changed) { is_news = changed; });
    return is_news;
  }
  std::string created(Json document = Json::make_object()) {
    return *Json::parse(create(std::move(document)).value())->string("id");
  }

  ImportOffice office;
  MovedClock clock;
  domain::Actor unit{"zhao", "赵一", {domain::Role::enterprise}, "", 3100600001};
  Context context{office.store,
                  office.context.blobs,
                  clock,
                  office.context.ids,
                  office.context.editions,
                  office.context.signer,
                  [](std::function<void()> work) { work(); },
                  {}};
};

TEST_F(DraftsTest, DRF001AHolderWhoIsSilentForAMinuteHasGone) {
  const std::string id = created();
  ASSERT_TRUE(save(id, "one"));
  clock.at = clock.at.plus_ms(limits::kDraftEditingMs - 1);
  const auto refused = save(id, "two");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(refused.error().refusals.front().rule, "DRF001");
  EXPECT_EQ(refused.error().refusals.front().values, (std::vector<std::string>{"赵一", "2026-03-01T16:00:00.000Z"}));
  clock.at = clock.at.plus_ms(1);
  EXPECT_TRUE(save(id, "two"));
  EXPECT_FALSE(is_mine(id, "one"));
}

TEST_F(DraftsTest, AskingAgainKeepsTheHoldAndItsBeginning) {
  const std::string id = created();
  ASSERT_TRUE(is_mine(id, "one"));
  for (int i = 0; i < 5; ++i) {
    clock.at = clock.at.plus_ms(limits::kDraftEditingMs - 1);
    ASSERT_TRUE(is_mine(id, "one"));
  }
  EXPECT_EQ(save(id, "two").error().refusals.front().values.at(1), "2026-03-01T16:00:00.000Z");
  EXPECT_TRUE(is_mine(id, "two", true));
  EXPECT_FALSE(save(id, "one"));
}

TEST_F(DraftsTest, OnlyAnotherEditorIsNews) {
  const std::string id = created();
  EXPECT_TRUE(is_news(id, "one"));
  EXPECT_FALSE(is_news(id, "one")) << "renewed";
  EXPECT_FALSE(is_news(id, "two")) << "refused";
  EXPECT_TRUE(is_news(id, "two", true));
  EXPECT_FALSE(is_news_that_leaves(id, "one")) << "it is not his";
  EXPECT_TRUE(is_news_that_leaves(id, "two"));
  EXPECT_FALSE(is_news_that_leaves(id, "two"));
  EXPECT_TRUE(is_news(id, "one"));
  clock.at = clock.at.plus_ms(limits::kDraftEditingMs);
  EXPECT_TRUE(is_news(id, "one")) << "he had gone, and is back";
}

TEST_F(DraftsTest, ADraftIsCalledByItsReferenceAndItsFirstGoods) {
  EXPECT_EQ(title_of(Json::make_object()), "");
  Json application = Json::make_object().set("applicant_reference", "A-1");
  EXPECT_EQ(title_of(application), "A-1");
  application.set("goods", Json::make_array({Json::make_object().set("goods_name_en", "TOYS")}));
  EXPECT_EQ(title_of(application), "A-1 TOYS");
  EXPECT_EQ(title_of(Json::make_object().set("goods", "not lines").set("declarant_reference", 7)), "");
}

TEST_F(DraftsTest, AListShowsNoDocumentsAndTheNewestChangeFirst) {
  const std::string first = created(Json::make_object().set("declarant_reference", "first"));
  clock.at = clock.at.plus_ms(1000);
  const std::string second = created(Json::make_object().set("declarant_reference", "second"));
  clock.at = clock.at.plus_ms(1000);
  ASSERT_TRUE(save(first, "one"));
  const auto listed = Json::parse(list_drafts(context, unit, "", "").value());
  const auto& rows = *listed->array("drafts");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(*rows[0].string("id"), first);
  EXPECT_EQ(*rows[1].string("id"), second);
  EXPECT_EQ(rows[0].get("document"), nullptr);
  EXPECT_EQ(*rows[0].string("updated_by"), "赵一");
}

}  // namespace
}  // namespace datong::app
