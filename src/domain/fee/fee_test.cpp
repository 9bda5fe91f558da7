#include "domain/fee/fee.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/fee/fee_test_support.hpp"
#include "domain/rules.hpp"

using namespace datong;
using namespace datong::domain;
using namespace datong::domain::test;

namespace {

const std::string kTariff =
    "code,name_zh,name_en,unit,second_unit,supervision,category,goods_class,import_permits,export_permits,mark,valid_"
    "from,valid_to\n"
    "1000000001,工,industrial,035,,AB,M/N,general,,,,,\n"
    "1000000002,食,food,035,,AB,M.P.R/N.Q.S,food,,,,,\n"
    "1000000003,油,oil,035,,AB,P/Q,vegetable_oil,,,,,\n"
    "1000000004,血,special,035,,AB,V/W,special_item,,,,,\n"
    "1000000005,证,verified,035,,A,L/,general,,,,,\n"
    "1000000006,无,none,035,,,,none,,,,,\n"
    "1000000007,菜,food,035,,AB,R/S,food,,,,,\n";

const std::string kItems =
    "item,name_zh,name_en,category,goods_class,base,rate_per_mille,rule,source,valid_from,valid_to\n"
    "quality,品,q,MN,,value,1.5,,x,2004-01-01,2012-12-31\n"
    "animal_plant,动,a,PQ,,value,1.2,,x,2004-01-01,2012-12-31\n"
    "animal_plant,油,a,PQ,vegetable_oil,value,0.67,,x,2004-01-01,2012-12-31\n"
    "food,食,f,RS,,value,1.2,,x,2004-01-01,2012-12-31\n"
    "food,小,f,RS,small_lot_food,value,4,,x,2004-01-01,2012-12-31\n"
    "health,卫,h,VW,,value,0,,x,2004-01-01,2012-12-31\n"
    "inspection,检,i,,,value,0.8,,x,2013-01-01,2017-03-31\n"
    "inspection,检,i,,vegetable_oil,value,0.3,,x,2013-01-01,2017-03-31\n";

const std::string kRates =
    "currency,per,rate,source,valid_from,valid_to\n"
    "156,1,1,x,,\n"
    "840,100,738,x,2004-01-01,\n"
    "410,3,1,x,2004-01-01,\n";

const char* const kParameterHead = "name,value,provenance,source,valid_from,valid_to\n";
const std::vector<std::string> kParameterRows{"fee_abolished,no,known,x,,2017-03-31\n",
                                              "fee_abolished,yes,known,x,2017-04-01,\n",
                                              "fee_adds_up,no,guide,x,2013-01-01,\n",
                                              "fee_adds_up,yes,guide,x,,2012-12-31\n",
                                              "fee_cap_from_cny,5000,assumed,x,,\n",
                                              "fee_cap_share,0.8,assumed,x,,\n",
                                              "fee_dangerous_factor,2,assumed,x,,\n",
                                              "fee_exempt_below_cny,2000,assumed,x,,\n",
                                              "fee_export_exempt,yes,known,x,2013-08-01,2013-12-31\n",
                                              "fee_late_per_mille,5,assumed,x,,\n",
                                              "fee_minimum_cny,60,guide,x,,\n",
                                              "fee_pay_within_days,20,assumed,x,,\n",
                                              "fee_processing_export_share,0.7,assumed,x,,\n",
                                              "fee_rounding_direction,half_up,known,x,,\n",
                                              "fee_rounding_fen,100,known,x,,\n"};

/// The parameters, one of them with another value, or ("") without it.
std::string parameters(const std::string& name = "-", const std::string& value = "") {
  std::string text = kParameterHead;
  for (const std::string& row : kParameterRows) {
    if (!row.starts_with(name + ",")) text += row;
  }
  if (!value.empty()) text += name + "," + value + ",assumed,x,,\n";
  return text;
}

std::shared_ptr<const Edition> edition_with(TableTexts replaced = {}) {
  replaced.insert({{"tariff.csv", kTariff},
                   {"fee_items.csv", kItems},
                   {"exchange_rates.csv", kRates},
                   {"parameters.csv", parameters()}});
  return classic_with(replaced);
}
const Edition& edition() {
  static const std::shared_ptr<const Edition> shared = edition_with();
  return *shared;
}

const Date kBefore = day("2012-12-31");
const Date kAfter = day("2013-01-01");

Result<FeeWorking> fee(const Document& d, Date on = kBefore, const FeeContext& context = {},
                       const Edition& e = edition()) {
  return inspection_fee(d, e, on, context);
}
std::int64_t fen(const Document& d, Date on = kBefore, const FeeContext& context = {}, const Edition& e = edition()) {
  const Result<FeeWorking> working = fee(d, on, context, e);
  if (!working) ADD_FAILURE() << words(working.error().refusals.at(0), "en");
  return working ? working->total_fen : -1;
}
std::int64_t import_fen(const std::string& code, const std::string& value, Date on = kBefore) {
  return fen(document("I", "11", {goods(code, value)}), on);
}
/// rule ids of the lines, in order: "FEE002 FEE003 …".
std::string rules(const Result<FeeWorking>& working) {
  std::string ids;
  for (const WorkingLine& line : working->lines) ids += (ids.empty() ? "" : " ") + line.rule;
  return ids;
}
std::string refusals(const Result<FeeWorking>& working) {
  std::string all;
  if (working) return "none";
  EXPECT_EQ(working.error().code, Code::refused);
  for (const Finding& f : working.error().refusals)
    all += (all.empty() ? "" : "; ") + std::string(f.rule) + " " + f.path;
  return all;
}
const WorkingLine* line_of(const Result<FeeWorking>& working, std::string_view rule) {
  const auto found =
      std::find_if(working->lines.begin(), working->lines.end(), [&](const WorkingLine& l) { return l.rule == rule; });
  return found == working->lines.end() ? nullptr : &*found;
}

}  // namespace

TEST(Fee, FEE001IsNothingFromTheFirstOfApril2017) {
  const Document d = document("I", "11", {goods("1000000001", "1000000")});
  EXPECT_EQ(fen(d, day("2017-03-31")), 80000);
  const Result<FeeWorking> working = fee(d, day("2017-04-01"));
  ASSERT_TRUE(working);
  EXPECT_EQ(working->total_fen, 0);
  ASSERT_EQ(working->lines.size(), 1u);
  EXPECT_EQ(working->lines[0].rule, "FEE001");
  EXPECT_EQ(working->lines[0].what, "abolished");
}

TEST(Fee, FEE002TakesTheRateOfTheDayForItsUnits) {
  const Result<FeeWorking> working = fee(document("I", "11", {goods("1000000001", "28000", "840")}));
  ASSERT_TRUE(working);
  const WorkingLine* line = line_of(working, "FEE002");
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->result.to_string(), "206640");
  EXPECT_EQ(line->goods_line, 1);
  EXPECT_EQ(line->inputs, (std::vector<std::string>{"28000", "840", "738", "100"}));
  EXPECT_EQ(working->total_fen, 31000);  // 309.96 CNY
}

TEST(Fee, FEE003AddsItemsUpBefore2013AndFEE004NotAfter) {
  const Document d = document("I", "11", {goods("1000000002", "100000")});
  const Result<FeeWorking> before = fee(d, kBefore);
  ASSERT_TRUE(before);
  EXPECT_EQ(rules(before), "FEE002 FEE003 FEE003 FEE003 FEE011 FEE011 FEE016");
  EXPECT_EQ(before->total_fen, 39000);  // 1.5 + 1.2 + 1.2 per mille
  const Result<FeeWorking> after = fee(d, kAfter);
  ASSERT_TRUE(after);
  EXPECT_EQ(rules(after), "FEE002 FEE004 FEE011 FEE011 FEE016");
  EXPECT_EQ(after->total_fen, 8000);
}

TEST(Fee, FEE003ARowNamingTheClassWinsOverTheGeneralOne) {
  EXPECT_EQ(import_fen("1000000003", "1000000", kBefore), 67000);
  EXPECT_EQ(import_fen("1000000003", "1000000", kAfter), 30000);
}

TEST(Fee, FEE003SmallLotFoodHasItsOwnRateWhenTheDeskSaysSo) {
  const Document d = document("I", "11", {goods("1000000007", "100000")});
  EXPECT_EQ(fen(d), 12000);
  EXPECT_EQ(fen(d, kBefore, {.small_lot_food_lines = {1}}), 40000);
  EXPECT_EQ(fen(d, kAfter, {.small_lot_food_lines = {1}}), 8000);
}

TEST(Fee, FEE005ProcessingTradeExportsPayASharePerQualityOnly) {
  EXPECT_EQ(fen(document("O", "12", {goods("1000000001", "100000")})), 10500);
  EXPECT_EQ(fen(document("O", "13", {goods("1000000001", "100000")})), 10500);
  EXPECT_EQ(fen(document("O", "14", {goods("1000000001", "100000")})), 15000);
  EXPECT_EQ(fen(document("I", "12", {goods("1000000001", "100000")})), 15000);
  EXPECT_EQ(fen(document("O", "12", {goods("1000000007", "100000")})), 12000);
  EXPECT_EQ(fen(document("O", "12", {goods("1000000001", "1000000")}), kAfter), 56000);
}

TEST(Fee, FEE006DangerousGoodsPayQualityTwice) {
  for (const FieldAt field : {F::goods::un_number, F::goods::dangerous_goods_name, F::goods::packing_group}) {
    Goods line = goods("1000000001", "100000");
    line.fields.push_back({field, "1"});
    EXPECT_EQ(fen(document("I", "11", {line})), 30000);
  }
  Goods food = goods("1000000007", "100000");
  food.fields.push_back({F::goods::un_number, "1993"});
  EXPECT_EQ(fen(document("I", "11", {food})), 12000);
}

TEST(Fee, FEE007GratisAidAndFEE019DiplomaticAndFEE021ReliefGoodsAreExempt) {
  const Document aid = document("I", "17", {goods("1000000001", "100000")});
  const Document general = document("I", "11", {goods("1000000001", "100000")});
  EXPECT_EQ(fen(general), 15000);
  EXPECT_EQ(fen(aid), 0);
  EXPECT_EQ(fen(general, kBefore, {.is_diplomatic = true}), 0);
  EXPECT_EQ(fen(general, kBefore, {.is_government_relief = true}), 0);
  EXPECT_EQ(rules(fee(aid, kBefore, {.is_diplomatic = true, .is_government_relief = true})), "FEE007 FEE019 FEE021");
}

TEST(Fee, FEE008InspectionExemptGoodsPayNoQualityFee) {
  const Document industrial = document("I", "11", {goods("1000000001", "100000")});
  EXPECT_EQ(fen(industrial, kBefore, {.inspection_exempt_lines = {1}}), 0);
  EXPECT_EQ(fen(industrial, kBefore, {.inspection_exempt_lines = {2}}), 15000);
  const Document food = document("I", "11", {goods("1000000002", "100000")});
  EXPECT_EQ(fen(food, kBefore, {.inspection_exempt_lines = {1}}), 24000);
}

TEST(Fee, FEE009WithdrawnBeforeInspectionIsFree) {
  const Document d = document("I", "11", {goods("1000000001", "100000")});
  EXPECT_EQ(fen(d, kBefore, {.times_inspected = 0}), 0);
  EXPECT_EQ(rules(fee(d, kBefore, {.times_inspected = 0})), "FEE009");
}

TEST(Fee, FEE010ExchangedOnAVoucherIsNotChargedAgain) {
  const Document d = document("O", "11", {goods("1000000001", "100000")});
  EXPECT_EQ(fen(d, kBefore, {.has_exchange_voucher = true}), 0);
  EXPECT_EQ(rules(fee(d, kBefore, {.has_exchange_voucher = true})), "FEE010");
}

TEST(Fee, FEE011SumsTheLinesOfTheBatchAndShowsItsValue) {
  const Result<FeeWorking> working =
      fee(document("I", "11", {goods("1000000001", "100000"), goods("1000000007", "50000")}));
  ASSERT_TRUE(working);
  EXPECT_EQ(working->total_fen, 21000);
  const WorkingLine* sum = line_of(working, "FEE011");
  ASSERT_NE(sum, nullptr);
  EXPECT_EQ(sum->what, "sum");
  EXPECT_EQ(sum->result.to_string(), "210");
}

TEST(Fee, FEE012BelowTwoThousandIsExemptAndTwoThousandPaysTheMinimum) {
  EXPECT_EQ(import_fen("1000000001", "1999.99999"), 0);
  EXPECT_EQ(import_fen("1000000001", "2000"), 6000);
  EXPECT_EQ(import_fen("1000000001", "2000.00"), 6000);
  EXPECT_EQ(import_fen("1000000001", "0"), 0);
  // The batch counts, not the line.
  EXPECT_EQ(fen(document("I", "11", {goods("1000000001", "1000"), goods("1000000001", "1000")})), 6000);
  // 6000 of a currency at 1 CNY for 3 is exactly the border; a hundred-thousandth less is below, though it shows as
  // 2000.
  EXPECT_EQ(fen(document("I", "11", {goods("1000000001", "6000", "410")})), 6000);
  EXPECT_EQ(fen(document("I", "11", {goods("1000000001", "5999.99999", "410")})), 0);
}

TEST(Fee, FEE013ChargesTheMinimumBelowSixty) {
  EXPECT_EQ(line_of(fee(document("I", "11", {goods("1000000001", "40000")})), "FEE013"), nullptr);
  const Result<FeeWorking> below = fee(document("I", "11", {goods("1000000001", "39999.99999")}));
  ASSERT_NE(line_of(below, "FEE013"), nullptr);
  EXPECT_EQ(below->total_fen, 6000);
  EXPECT_EQ(import_fen("1000000001", "40000"), 6000);
  EXPECT_EQ(import_fen("1000000001", "40400"), 6100);  // 60.60
}

TEST(Fee, FEE014ReducesWhatIsOverFiveThousand) {
  const auto at = [](const char* value) { return fee(document("I", "11", {goods("1000000001", value)})); };
  const Result<FeeWorking> border = at("3333333.33333");  // 4999.999999995
  EXPECT_EQ(line_of(border, "FEE014"), nullptr);
  EXPECT_EQ(border->total_fen, 500000);
  const Result<FeeWorking> over = at("3333333.33334");
  EXPECT_NE(line_of(over, "FEE014"), nullptr);
  EXPECT_EQ(over->total_fen, 500000);
  EXPECT_EQ(at("4000000")->total_fen, 580000);  // 5000 + 1000 × 0.8
}

TEST(Fee, FEE015ReworkIsChargedAgain) {
  const Document d = document("I", "11", {goods("1000000001", "100000")});
  EXPECT_EQ(line_of(fee(d), "FEE015"), nullptr);
  EXPECT_EQ(fen(d, kBefore, {.times_inspected = 2}), 30000);
  EXPECT_NE(line_of(fee(d, kBefore, {.times_inspected = 2}), "FEE015"), nullptr);
}

TEST(Fee, FEE016RoundsOnceAtTheEndInTheDirectionOfTheParameters) {
  const auto total = [](const char* direction, const char* unit, const char* value) {
    std::string text = parameters("fee_rounding_direction", direction);
    text.replace(text.find("fee_rounding_fen,100"), 20, std::string("fee_rounding_fen,") + unit);
    const auto e = edition_with({{"parameters.csv", text}});
    return fen(document("I", "11", {goods("1000000001", value)}), kBefore, {}, *e);
  };
  EXPECT_EQ(total("half_up", "100", "100333.33333"), 15000);  // 150.499999995: two roundings would make it 151
  EXPECT_EQ(total("half_up", "100", "100333.33334"), 15100);
  EXPECT_EQ(total("half_up", "100", "41000"), 6200);  // 61.5 exactly
  EXPECT_EQ(total("down", "100", "41000"), 6100);
  EXPECT_EQ(total("half_up", "1", "100333.33333"), 15050);
  EXPECT_EQ(total("down", "100", "100666.66666"), 15000);
  EXPECT_EQ(total("up", "100", "100000.00001"), 15100);
  EXPECT_EQ(total("up", "100", "100000"), 15000);
}

TEST(Fee, FEE017FreeCategoriesPayNothingNotEvenTheMinimum) {
  EXPECT_EQ(import_fen("1000000004", "100000"), 0);  // health quarantine: its rate is 0
  EXPECT_EQ(import_fen("1000000005", "100000"), 0);  // verification only
  EXPECT_EQ(import_fen("1000000006", "100000"), 0);
  EXPECT_NE(line_of(fee(document("I", "11", {goods("1000000006", "100000")})), "FEE017"), nullptr);
  EXPECT_EQ(import_fen("1000000004", "100000", kAfter), 8000);  // one rate for all goods
}

TEST(Fee, FEE017ApplicationInspectionPaysTheCategoriesTheDeskGives) {
  const Document none = document("O", "11", {goods("1000000006", "100000")});
  EXPECT_EQ(fen(none, kBefore, {.categories_asked = {{1, "N"}}}), 15000);
  const Document unknown = document("O", "11", {goods("9999999999", "100000")});
  EXPECT_EQ(fen(unknown, kBefore, {.categories_asked = {{1, "N"}}}), 15000);
  EXPECT_EQ(refusals(fee(none, kBefore, {.categories_asked = {{1, "NX"}}})), "FEE034 /goods/0/commodity_code");
  const Document listed = document("O", "11", {goods("1000000007", "100000")});
  EXPECT_EQ(fen(listed, kBefore, {.categories_asked = {{1, "N"}}}), 12000);  // the tariff's letters stand
}

TEST(Fee, FEE018ExportsAreExemptInTheDatedMonthsOnly) {
  const Document out = document("O", "11", {goods("1000000001", "100000")});
  const Document in = document("I", "11", {goods("1000000001", "100000")});
  EXPECT_EQ(fen(out, day("2013-07-31")), 8000);
  EXPECT_EQ(fen(out, day("2013-08-01")), 0);
  EXPECT_EQ(fen(out, day("2013-12-31")), 0);
  EXPECT_EQ(fen(out, day("2014-01-01")), 8000);
  EXPECT_EQ(fen(in, day("2013-08-01")), 8000);
}

TEST(Fee, FEE031RefusesACurrencyWithoutARate) {
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", "100"), goods("1000000001", "100", "978")}))),
            "FEE031 /goods/1/currency");
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", "100", "840")}), day("2003-12-31"))).substr(0, 24),
            "FEE031 /goods/0/currency");
}

TEST(Fee, FEE032RefusesEveryMissingOrUnusableParameter) {
  Goods dangerous = goods("1000000001", "100000");
  dangerous.fields.push_back({F::goods::un_number, "1993"});
  const Document d = document("O", "12", {dangerous, dangerous});
  for (const char* name : {"fee_abolished", "fee_adds_up", "fee_cap_from_cny", "fee_cap_share", "fee_dangerous_factor",
                           "fee_exempt_below_cny", "fee_minimum_cny", "fee_processing_export_share",
                           "fee_rounding_direction", "fee_rounding_fen"}) {
    const auto missing = edition_with({{"parameters.csv", parameters(name)}});
    const Result<FeeWorking> working = fee(d, kBefore, {}, *missing);
    EXPECT_EQ(refusals(working), "FEE032 ") << name;
    ASSERT_FALSE(working);
    EXPECT_EQ(working.error().refusals[0].values.at(0), name);
    const auto bad = edition_with({{"parameters.csv", parameters(name, "-1")}});
    EXPECT_EQ(refusals(fee(d, kBefore, {}, *bad)), "FEE032 ") << name;
  }
  for (const char* bad : {"0", "0.5", "100.00001"}) {
    const auto e = edition_with({{"parameters.csv", parameters("fee_rounding_fen", bad)}});
    EXPECT_EQ(refusals(fee(d, kBefore, {}, *e)), "FEE032 ") << bad;
  }
}

TEST(Fee, FEE033RefusesACommodityTheTariffDoesNotKnow) {
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("9999999999", "100000")}))), "FEE033 /goods/0/commodity_code");
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("", "100000")}))), "FEE033 /goods/0/commodity_code");
}

TEST(Fee, FEE034RefusesACategoryNobodyPriced) {
  std::string items = kItems;
  items.erase(items.find("food,食"), items.find("health,") - items.find("food,食"));
  const auto e = edition_with({{"fee_items.csv", items}});
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000007", "100000")}), kBefore, {}, *e)),
            "FEE034 /goods/0/commodity_code");
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", "100000")}), kBefore, {}, *e)), "none");
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", "100000")}), kBefore, {.small_lot_food_lines = {1}})),
            "FEE034 /goods/0/commodity_code");
}

TEST(Fee, FEE035RefusesValuesThatAreNoAmount) {
  for (const char* bad :
       {"", "-1", "-0.00001", "1e9", "1,000", "abc", "１００", " 1", "1.000001", "99999999999999999999"}) {
    EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", bad)}))), "FEE035 /goods/0/value") << bad;
  }
}

TEST(Fee, FEE036RefusesAnAmountThatLeavesTheRange) {
  const std::string huge = "9999999999999999999.99999";
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", huge)}))), "none");  // 1.2 × 10^18 fen still fits
  std::string items = kItems;
  items.replace(items.find("1.5"), 3, "150");
  const auto dear = edition_with({{"fee_items.csv", items}});
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", huge)}), kBefore, {}, *dear)), "FEE036 ");
  std::string rates = kRates;
  rates.replace(rates.find("100,738"), 7, "0.00001,9999999999999999999");
  const auto e = edition_with({{"exchange_rates.csv", rates}});
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000001", huge, "840")}), kBefore, {}, *e)).substr(0, 21),
            "FEE036 /goods/0/value");
}

TEST(Fee, FEE037RefusesToGuessBetweenRates) {
  std::string items = kItems;
  items.replace(items.find("inspection,检,i,,vegetable_oil"), 10, "another");
  const auto e = edition_with({{"fee_items.csv", items}});
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("1000000003", "100000")}), kAfter, {}, *e)),
            "FEE037 /goods/0/commodity_code");
  items.replace(items.find("value,0.3"), 9, "value,0.8");
  const auto same = edition_with({{"fee_items.csv", items}});
  EXPECT_EQ(fen(document("I", "11", {goods("1000000003", "100000")}), kAfter, {}, *same),
            8000);  // one rate, charged once
}

TEST(Fee, FEE039AndFEE040RefuseADocumentWithoutDirectionOrGoods) {
  EXPECT_EQ(refusals(fee(document("X", "11", {}))), "FEE039 /direction; FEE040 /goods");
  EXPECT_EQ(refusals(fee(document("I", "11", {}))), "FEE040 /goods");
}

TEST(Fee, TellsEveryRefusalOfEveryLineAtOnce) {
  EXPECT_EQ(refusals(fee(document("I", "11", {goods("9999999999", "x", "999"), goods("1000000001", "-5")}))),
            "FEE035 /goods/0/value; FEE031 /goods/0/currency; FEE033 /goods/0/commodity_code; FEE035 /goods/1/value");
}

TEST(Fee, WeakRulesCanBeSwitchedOffInData) {
  const auto with_off = [](const char* rule) {
    return edition_with({{"rule_switches.csv", std::string("rule,on,valid_from,valid_to\n") + rule + ",no,,\n"}});
  };
  const Document small = document("I", "11", {goods("1000000001", "1000")});
  EXPECT_EQ(fen(small, kBefore, {}, *with_off("FEE012")), 6000);
  EXPECT_EQ(fen(document("I", "11", {goods("1000000001", "10000")}), kBefore, {}, *with_off("FEE013")), 1500);
  EXPECT_EQ(fen(document("I", "11", {goods("1000000001", "4000000")}), kBefore, {}, *with_off("FEE014")), 600000);
  EXPECT_EQ(fen(document("O", "12", {goods("1000000001", "100000")}), kBefore, {}, *with_off("FEE005")), 15000);
}

TEST(Fee, EveryLineOfAWorkingCitesARuleWithWordsForItsInputs) {
  Goods dangerous = goods("1000000002", "9000000", "840");
  dangerous.fields.push_back({F::goods::un_number, "1993"});
  const Result<FeeWorking> working = fee(document("O", "12", {dangerous, goods("1000000006", "5")}), kBefore,
                                         {.times_inspected = 2, .inspection_exempt_lines = {2}});
  ASSERT_TRUE(working);
  EXPECT_EQ(rules(working),
            "FEE002 FEE003 FEE005 FEE006 FEE003 FEE003 FEE002 FEE017 FEE011 FEE011 FEE014 FEE015 FEE016");
  for (const WorkingLine& line : working->lines) {
    const Rule* rule = find_rule(line.rule);
    ASSERT_NE(rule, nullptr) << line.rule;
    for (const std::string_view text : {rule->zh, rule->en}) {
      for (std::size_t i = 0; i < 9; ++i) {
        const bool is_named = text.find("{" + std::to_string(i) + "}") != text.npos;
        EXPECT_TRUE(!is_named || i < line.inputs.size()) << line.rule << " names input " << i;
      }
    }
  }
  EXPECT_EQ(working->lines.back().result.raw() * 100, int128{working->total_fen} * Decimal::kScale);
}

TEST(LateCharge, FEE020CountsFromTheTwentyFirstDay) {
  const Date notice = day("2012-03-01");
  EXPECT_EQ(*days_late(notice, notice.plus_days(20), edition(), notice), 0);
  EXPECT_EQ(*days_late(notice, notice.plus_days(21), edition(), notice), 1);
  EXPECT_EQ(*days_late(notice, notice.plus_days(-3), edition(), notice), 0);
}

TEST(LateCharge, FEE020IsFivePerMilleADayRoundedOnceToTheFen) {
  EXPECT_EQ(*late_charge_fen(6000, 1, edition(), kBefore), 30);
  EXPECT_EQ(*late_charge_fen(6000, 0, edition(), kBefore), 0);
  EXPECT_EQ(*late_charge_fen(6000, -1, edition(), kBefore), 0);
  EXPECT_EQ(*late_charge_fen(0, 10, edition(), kBefore), 0);
  EXPECT_EQ(*late_charge_fen(100, 1, edition(), kBefore), 1);  // 0.5 fen
  EXPECT_EQ(*late_charge_fen(99, 1, edition(), kBefore), 0);   // 0.495 fen
  EXPECT_FALSE(late_charge_fen(std::numeric_limits<std::int64_t>::max(), 1000, edition(), kBefore));
  const auto missing = edition_with({{"parameters.csv", parameters("fee_late_per_mille")}});
  EXPECT_FALSE(late_charge_fen(6000, 1, *missing, kBefore));
  const auto no_days = edition_with({{"parameters.csv", parameters("fee_pay_within_days")}});
  EXPECT_FALSE(days_late(kBefore, kAfter, *no_days, kBefore));
}
