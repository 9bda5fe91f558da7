#include "app/code_search.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "app/import_test_store.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::List;
using Codes = std::vector<std::string>;

const Date kDay = *Date::from_ymd(2026, 3, 2);

EditionPtr classic() {
  static const EditionPtr edition = build_edition("classic", data_set("classic")).value();
  return edition;
}
/// The classic data with so many rows of tariff instead of its own.
EditionPtr with_tariff(std::size_t rows) {
  EditionFiles files = data_set("classic");
  for (auto& [name, bytes] : files) {
    if (name != "tariff.csv") continue;
    const std::string heading = bytes.substr(0, bytes.find('\n') + 1);
    std::string made = heading;
    const char* const goods[] = {"塑料玩具车", "其他棉制针织钩编服装", "冻去骨牛肉", "聚氯乙烯管", "新鲜苹果"};
    for (std::size_t i = 0; i < rows; ++i) {
      made += std::to_string(1'000'000'000 + i * 7) + "," + goods[i % 5] + std::to_string(i) + ",Goods number " +
              std::to_string(i) + ",011,035,AB,M.P/N.Q,general,,,,2000-01-01,\n";
    }
    bytes = made;
  }
  auto edition = build_edition("many", files);
  if (!edition) ADD_FAILURE() << edition.error().detail << places(edition.error(), "tariff.csv");
  return edition ? *edition : nullptr;
}

Codes codes_in(const Result<std::string>& answer) {
  Codes codes;
  if (!answer) return {"refused"};
  const auto json = Json::parse(*answer);
  for (const Json& row : *json->array("rows")) codes.push_back(*row.string("code"));
  return codes;
}

class CodeSearch : public testing::Test {
 protected:
  Codes find(List list, std::string_view query, std::size_t limit = 20) {
    return codes_in(tables.search(classic(), list, kDay, query, limit));
  }
  CodeTables tables;
};

TEST_F(CodeSearch, ARowIsFoundByCodeChineseEnglishPinyinAndInitials) {
  const std::string dollar = "840", shanghai = "310000";
  for (const char* typed : {"840", "美元", "US Dol", "dollar", "meiyuan", "mei yuan"}) {
    const Codes found = find(List::currency, typed);
    EXPECT_TRUE(std::ranges::find(found, dollar) != found.end()) << typed;
  }
  EXPECT_EQ(find(List::country, "zhongguo").front(), "156");
  EXPECT_EQ(find(List::country, "中国").front(), "156");
  EXPECT_TRUE(find(List::country, "no such country").empty());
  EXPECT_TRUE(find(List::country, "").empty());
  EXPECT_TRUE(find(List::country, "   ").empty());
}

TEST_F(CodeSearch, TheCodeItselfComesFirstAndThenWhatBeginsSo) {
  const Codes found = find(List::unit, "01");
  ASSERT_FALSE(found.empty());
  for (const std::string& code : found) EXPECT_TRUE(code.starts_with("01")) << code;
  const Codes exact = find(List::country, "116");
  EXPECT_EQ(exact.front(), "116");
}

TEST_F(CodeSearch, TheLimitCutsTheWorst) {
  const Codes all = find(List::country, "a", 100), few = find(List::country, "a", 3);
  ASSERT_EQ(few.size(), 3U);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), all.begin()));
}

TEST_F(CodeSearch, RowsOutOfForceAreNotShown) {
  const EditionPtr edition = with_tariff(3);
  EXPECT_TRUE(codes_in(tables.search(edition, List::tariff, *Date::from_ymd(1999, 12, 31), "1", 100)).empty());
  EXPECT_EQ(codes_in(tables.search(edition, List::tariff, *Date::from_ymd(2000, 1, 1), "1", 100)).size(), 3U);
  EXPECT_EQ(tables.size(classic(), List::tariff, kDay), codes_in(tables.whole(classic(), List::tariff, kDay)).size());
}

TEST_F(CodeSearch, AWholeTariffOfTwentyThousandRowsIsGivenOneOfMoreIsAskedFor) {
  const auto whole = tables.whole(with_tariff(limits::kCodeListRowsMax), List::tariff, kDay);
  ASSERT_TRUE(whole);
  std::size_t rows = 0;  // counted in the text: so many members are more than Json reads
  for (std::size_t at = whole->find("{\"code\":"); at != whole->npos; at = whole->find("{\"code\":", at + 1)) ++rows;
  EXPECT_EQ(rows, limits::kCodeListRowsMax);
  const auto more = tables.whole(with_tariff(limits::kCodeListRowsMax + 1), List::tariff, kDay);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, Code::too_large);
}

TEST_F(CodeSearch, OverTwentyThousandRowsASearchIsQuick) {
  const EditionPtr edition = with_tariff(20'000);
  tables.warm(edition);
  const auto begin = std::chrono::steady_clock::now();
  const char* const typed[] = {"1000000007", "10000", "塑料", "slwjc", "suliaowanjuche",
                               "number 19",  "apple", "去骨", "zzz",   "g"};
  for (const char* query : typed) (void)tables.search(edition, List::tariff, kDay, query, 20);
  const auto each =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count() / 10;
  RecordProperty("milliseconds", static_cast<int>(each));
  EXPECT_LE(each, 500) << "unoptimised and sanitised builds too; docs/performance.md has the measure";
  EXPECT_EQ(codes_in(tables.search(edition, List::tariff, kDay, "slwjc5", 1)), Codes{"1000000035"});
}

TEST_F(CodeSearch, TheTablesFollowTheEdition) {
  EXPECT_EQ(tables.size(with_tariff(3), List::tariff, kDay), 3U);
  EXPECT_GT(tables.size(classic(), List::tariff, kDay), 3U);
}

TEST_F(CodeSearch, AQueryIsBounded) {
  EXPECT_EQ(
      codes_in(tables.search(classic(), List::country, kDay, std::string(limits::kCodeQueryBytesMax + 1, 'a'), 20)),
      Codes{"refused"});
}

}  // namespace
}  // namespace datong::app
