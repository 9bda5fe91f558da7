#include "domain/selection/selection.hpp"

#include <gtest/gtest.h>

#include "domain/fee/fee_test_support.hpp"

using namespace datong;
using namespace datong::domain;
using namespace datong::domain::test;

namespace {

const std::string kHead = "level,direction,goods_class,category,credit_grade,ratio,reason,source,valid_from,valid_to\n";
const std::string kRows = kHead +
                          "2,,,,A,0.05,credit_a,x,,\n"
                          "2,,food,,,0.3,food,x,,\n"
                          "2,,,,B,0.2,credit_b,x,,\n"
                          "1,,,,D,1,grade_d,x,,\n"
                          "1,O,toy,,,1,every_batch,x,,\n"
                          "1,I,,P,,1,spring_alert,x,2012-03-01,2012-05-31\n"
                          "3,,,,,0.1,no_grade,x,,\n"
                          "4,,cosmetics,,,0,papers,x,,\n";
const Date kDay = day("2012-06-01");

std::shared_ptr<const Edition> edition_of(const std::string& rows) { return classic_with({{"selection.csv", rows}}); }
const Edition& edition() {
  static const std::shared_ptr<const Edition> shared = edition_of(kRows);
  return *shared;
}
DrawLine line(std::string goods_class, std::string categories = "") {
  return {std::move(goods_class), std::move(categories), false, false};
}
Selection selected(const DrawInput& input, Date on = kDay) {
  const Result<Selection> selection = select(input, edition(), on);
  EXPECT_TRUE(selection);
  return selection.value_or(Selection{});
}
template <class T>
std::string refusal(const Result<T>& result) {
  return result ? "none" : std::string(result.error().refusals.at(0).rule);
}
std::string hmac_of(std::uint64_t first, char rest = '\xff') {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(first >> shift & 0xff);
  return bytes + std::string(24, rest);
}

}  // namespace

TEST(Selection, SEL001TheLowestLevelDecides) {
  const Selection d = selected({Direction::import_, "D", {line("general")}});
  EXPECT_EQ(d.level, 1);
  EXPECT_EQ(d.ratio.to_string(), "1");
  EXPECT_EQ(d.reasons, (std::vector<SelectionReason>{{"SEL001", 1, "grade_d", Decimal::from_integer(1)}}));
  EXPECT_EQ(selected({Direction::export_, "A", {line("toy")}}).level, 1);
  EXPECT_EQ(selected({Direction::import_, "A", {line("toy")}}).level, 2);
}

TEST(Selection, SEL001AnAlertHoldsOnItsDaysForItsCategory) {
  const DrawInput input{Direction::import_, "A", {line("general", "MP")}};
  EXPECT_EQ(selected(input, day("2012-02-29")).level, 2);
  EXPECT_EQ(selected(input, day("2012-03-01")).level, 1);
  EXPECT_EQ(selected(input, day("2012-05-31")).level, 1);
  EXPECT_EQ(selected(input, day("2012-06-01")).level, 2);
  EXPECT_EQ(selected({Direction::import_, "A", {line("general", "M")}}, day("2012-03-01")).level, 2);
}

TEST(Selection, SEL002TheFirstRowInTheFileWinsWithinALevel) {
  EXPECT_EQ(selected({Direction::import_, "A", {line("food")}}).ratio.to_string(), "0.05");
  EXPECT_EQ(selected({Direction::import_, "B", {line("food")}}).ratio.to_string(), "0.3");
  EXPECT_EQ(selected({Direction::import_, "B", {line("general")}}).reasons.at(0).rule, "SEL002");
}

TEST(Selection, SEL002OverTheLinesTheHighestRatioOfTheLowestLevelCounts) {
  const Selection mixed = selected({Direction::import_, "B", {line("general"), line("food"), line("food")}});
  EXPECT_EQ(mixed.ratio.to_string(), "0.3");
  ASSERT_EQ(mixed.reasons.size(), 2u);
  EXPECT_EQ(mixed.reasons[0].goods_line, 2);
  EXPECT_EQ(mixed.reasons[1].goods_line, 3);
}

TEST(Selection, SEL003AnEnterpriseWithoutAGradeFallsToTheRandomDraw) {
  const Selection none = selected({Direction::import_, "", {line("general")}});
  EXPECT_EQ(none.level, 3);
  EXPECT_EQ(none.reasons.at(0).rule, "SEL003");
}

TEST(Selection, SEL004PaperReviewIsTheLastLevel) {
  const auto papers = edition_of(kHead + "4,,cosmetics,,,0,papers,x,,\n");
  const Result<Selection> selection = select({Direction::import_, "A", {line("cosmetics")}}, *papers, kDay);
  ASSERT_TRUE(selection);
  EXPECT_EQ(selection->reasons.at(0).rule, "SEL004");
  EXPECT_TRUE(selection->ratio.is_zero());
}

TEST(Selection, SEL005AFirstTradeIsAlwaysInspected) {
  Goods goods_line = goods("1000000001", "1");
  goods_line.fields.push_back({F::goods::attributes, "12,18"});
  const Document first = document("I", "11", {goods("0409000000", "1"), goods_line});
  const Result<DrawInput> input = draw_input(first, "A", edition(), kDay);
  ASSERT_TRUE(input);
  EXPECT_FALSE(input->lines[0].is_first_trade);
  EXPECT_TRUE(input->lines[1].is_first_trade);
  const Result<Selection> selection = select(first, "A", edition(), kDay);
  ASSERT_TRUE(selection);
  EXPECT_EQ(selection->level, 1);
  EXPECT_EQ(selection->reasons, (std::vector<SelectionReason>{{"SEL005", 2, "", Decimal::from_integer(1)}}));
}

TEST(Selection, SEL006AnUnknownCommodityIsAlwaysInspected) {
  const Result<Selection> selection = select(document("I", "11", {goods("9999999999", "1")}), "AA", edition(), kDay);
  ASSERT_TRUE(selection);
  EXPECT_EQ(selection->level, 1);
  EXPECT_EQ(selection->reasons.at(0).rule, "SEL006");
}

TEST(Selection, SEL011NoRowIsARefusalAndNeverNotDrawn) {
  const auto sparse = edition_of(kHead + "2,,,,A,0.05,credit_a,x,,\n");
  EXPECT_EQ(refusal(select({Direction::import_, "B", {line("general")}}, *sparse, kDay)), "SEL011");
  EXPECT_EQ(refusal(select({Direction::import_, "A", {line("general")}}, *sparse, kDay)), "none");
}

TEST(Selection, SEL012AGradeNobodyKnowsIsRefused) {
  for (const char* grade : {"E", "a", "AAA", "A ", "*"}) {
    EXPECT_EQ(refusal(select({Direction::import_, grade, {line("general")}}, edition(), kDay)), "SEL012") << grade;
  }
}

TEST(Selection, SEL013ALevelWithoutAMeaningIsRefused) {
  const auto bad = edition_of(kHead + "5,,,,,0.1,x,x,,\n");
  EXPECT_EQ(refusal(select({Direction::import_, "A", {line("general")}}, *bad, kDay)), "SEL013");
}

TEST(Selection, SEL015NoDirectionOrNoGoodsIsRefused) {
  EXPECT_EQ(refusal(select(document("X", "11", {goods("0409000000", "1")}), "A", edition(), kDay)), "SEL015");
  EXPECT_EQ(refusal(select(document("I", "11", {}), "A", edition(), kDay)), "SEL015");
  EXPECT_EQ(refusal(select(DrawInput{Direction::import_, "A", {}}, edition(), kDay)), "SEL015");
}

TEST(Selection, TheShippedDataGivesTheRatiosOfTheReference) {
  const auto classic = classic_with({});
  const std::pair<const char*, const char*> expected[] = {
      {"AA", "0.02"}, {"A", "0.05"}, {"B", "0.2"}, {"C", "0.5"}, {"D", "1"}};
  for (const auto& [grade, ratio] : expected) {
    const Result<Selection> selection = select(document("I", "11", {goods("0409000000", "1")}), grade, *classic, kDay);
    ASSERT_TRUE(selection) << grade;
    EXPECT_EQ(selection->ratio.to_string(), ratio) << grade;
  }
}

TEST(Draw, RatioZeroNeverAndRatioOneAlwaysDraws) {
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
    EXPECT_FALSE(is_drawn(hmac_of(first), Decimal{}));
    EXPECT_TRUE(is_drawn(hmac_of(first), Decimal::from_integer(1)));
  }
  EXPECT_FALSE(is_drawn(hmac_of(0), Decimal::from_integer(-1)));
  EXPECT_TRUE(is_drawn(hmac_of(~std::uint64_t{0}), Decimal::from_integer(2)));
}

TEST(Draw, IsExactAtTheBorderOfARatio) {
  const Decimal half = *Decimal::parse("0.5");
  EXPECT_TRUE(is_drawn(hmac_of(0x7fffffffffffffff), half));
  EXPECT_FALSE(is_drawn(hmac_of(0x8000000000000000, '\0'), half));  // the other 24 bytes do not count
  // 0.2 × 2^64 = 3689348814741910323.2: the last number drawn is …323.
  const Decimal fifth = *Decimal::parse("0.2");
  EXPECT_TRUE(is_drawn(hmac_of(3689348814741910323u), fifth));
  EXPECT_FALSE(is_drawn(hmac_of(3689348814741910324u), fifth));
  const Decimal smallest = Decimal::from_raw(1);  // 0.00001 × 2^64 = 184467440737095.51616
  EXPECT_TRUE(is_drawn(hmac_of(184467440737095u), smallest));
  EXPECT_FALSE(is_drawn(hmac_of(184467440737096u), smallest));
  const Decimal nearly = Decimal::from_raw(99999);
  EXPECT_TRUE(is_drawn(hmac_of(0), nearly));
  EXPECT_FALSE(is_drawn(hmac_of(~std::uint64_t{0}), nearly));
}

TEST(DrawDeathTest, AnHmacOfAnotherLengthIsABug) { EXPECT_DEATH(is_drawn("short", Decimal::from_raw(1)), ""); }
