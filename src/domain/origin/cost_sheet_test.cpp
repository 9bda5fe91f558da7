#include "domain/origin/cost_sheet.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.hpp"
#include "domain/origin/origin_test_support.hpp"

namespace datong::domain {
namespace {

using namespace test;

std::string ids(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& one : findings) out += (out.empty() ? "" : " ") + std::string(one.rule) + one.path;
  return out;
}
std::string refusals(const CostSheet& sheet) { return ids(cost_sheet_refusals(sheet)); }
std::string warnings(const CostSheet& sheet, const Scheme& scheme = regional()) {
  return ids(cost_sheet_warnings(sheet, scheme, *Date::parse("2026-03-31")));
}
CostSheet good() { return sheet("620342", "100", {own("30"), foreign("9606210000", "20")}); }

TEST(CostSheet, ASoundSheetHasNothingAgainstIt) {
  EXPECT_EQ(refusals(good()), "");
  EXPECT_EQ(warnings(good()), "");
}

TEST(CostSheet, OCA031RefusesPricesThatAreNotPositive) {
  for (const char* price : {"0", "-0.00001", "-5"}) {
    CostSheet one = good();
    one.fob = one.ex_factory = decimal(price);
    EXPECT_EQ(refusals(one), "OCA031/fob OCA031/ex_factory") << price;
  }
  CostSheet one = good();
  one.fob = one.ex_factory = decimal("0.00001");
  EXPECT_EQ(refusals(one), "");
}

TEST(CostSheet, OCA032RefusesNegativeAmountsAndNamesAllOfThem) {
  CostSheet one = good();
  one.labour = one.overhead = one.profit = one.other = one.weight = decimal("-0.00001");
  one.materials[1].value = one.materials[0].weight = decimal("-1");
  EXPECT_EQ(refusals(one),
            "OCA032/labour OCA032/overhead OCA032/profit OCA032/other OCA032/weight OCA032/materials/0/weight "
            "OCA032/materials/1/value");
}

TEST(CostSheet, OCA034RefusesAmountsNoTextFormCarries) {
  CostSheet one = good();
  one.fob = decimal("9999999999999999999.99999");
  EXPECT_EQ(refusals(one), "");
  one.fob = one.fob + Decimal::from_raw(1);
  one.labour = Decimal::from_raw(static_cast<int128>(uint128{1} << 127));
  one.profit = Decimal::from_raw(static_cast<int128>(~uint128{0} >> 1));
  EXPECT_EQ(refusals(one), "OCA034/fob OCA034/labour OCA034/profit");
}

TEST(CostSheet, OCA035RefusesAGoodWithoutAUsableCode) {
  for (const char* code : {"", "62034", "62034200001", "6203.42", "62034x"}) {
    CostSheet one = good();
    one.commodity_code = code;
    EXPECT_EQ(refusals(one), "OCA035/commodity_code") << code;
  }
}

TEST(CostSheet, OCA036RefusesMoreMaterialsThanTheLimit) {
  CostSheet one = good();
  one.materials.assign(limits::kCostMaterialsMax, own("0.1"));
  EXPECT_EQ(refusals(one), "");
  one.materials.push_back(own("0.1"));
  EXPECT_EQ(refusals(one), "OCA036/materials");
}

TEST(CostSheet, OCA041ComparesStatedTotalsWithTheRows) {
  CostSheet one = good();
  one.stated_originating = decimal("30");
  one.stated_non_originating = decimal("20");
  one.stated_total = decimal("50");
  EXPECT_EQ(warnings(one), "");
  one.stated_originating = decimal("30.00001");
  one.stated_non_originating = decimal("19.99999");
  one.stated_total = decimal("50.01");
  EXPECT_EQ(warnings(one), "OCA041/originating_total OCA041/non_originating_total OCA041/stated_total");
}

TEST(CostSheet, OCA042WarnsWhenTotalExFactoryAndFobFall) {
  CostSheet one = good();
  one.ex_factory = decimal("50");
  EXPECT_EQ(warnings(one), "");
  one.ex_factory = decimal("49.99999");
  EXPECT_EQ(warnings(one), "OCA042/ex_factory_price");
  one.ex_factory = decimal("100.00001");
  EXPECT_EQ(warnings(one), "OCA042/fob_price");
}

TEST(CostSheet, OCA043WantsACodeForEveryNonOriginatingMaterial) {
  CostSheet one = good();
  one.materials[0].commodity_code = "";
  EXPECT_EQ(warnings(one), "") << "an originating one needs none";
  one.materials[1].commodity_code = "96062";
  EXPECT_EQ(warnings(one), "OCA043/materials/1/commodity_code");
  one.materials[1].is_unaffected = true;
  EXPECT_EQ(warnings(one), "");
}

TEST(CostSheet, OCA044And049CheckTheAgeOfTheSheet) {
  Scheme scheme = regional();
  scheme.sheet_months_max = 12;
  const auto on = [&](const char* day) {
    CostSheet one = good();
    one.made_on = *Date::parse(day);
    return warnings(one, scheme);
  };
  EXPECT_EQ(on("2026-03-31"), "");
  EXPECT_EQ(on("2026-04-01"), "OCA049/made_on");
  EXPECT_EQ(on("2025-03-31"), "");
  EXPECT_EQ(on("2025-03-30"), "OCA044/made_on");
  scheme.sheet_months_max = 1;  // 31 March less a month is the end of February
  EXPECT_EQ(on("2026-02-28"), "");
  EXPECT_EQ(on("2026-02-27"), "OCA044/made_on");
  scheme.sheet_months_max.reset();
  EXPECT_EQ(on("1999-01-01"), "");
}

TEST(CostSheet, OCA045ComparesTheUnitsOfUsageAndPricing) {
  CostSheet one = good();
  one.materials[0].usage_unit = one.materials[0].pricing_unit = "m";
  EXPECT_EQ(warnings(one), "");
  one.materials[0].pricing_unit = "kg";
  EXPECT_EQ(warnings(one), "OCA045/materials/0/usage_unit");
}

TEST(CostSheet, OCA046WarnsOfImplausibleWhollyObtainedGoods) {
  Scheme scheme = regional();
  scheme.wholly_obtained_goods = {{WhollyObtained::no, {"01", "27"}},
                                  {WhollyObtained::production_waste, {"7204", "7204"}}};
  const auto claimed = [&](const char* code, WhollyObtained category) {
    CostSheet one = good();
    one.commodity_code = code;
    one.wholly_obtained = category;
    return warnings(one, scheme);
  };
  EXPECT_EQ(claimed("081010", WhollyObtained::plant), "");
  EXPECT_EQ(claimed("620342", WhollyObtained::plant), "OCA046/wholly_obtained_category");
  EXPECT_EQ(claimed("720449", WhollyObtained::production_waste), "");
  EXPECT_EQ(claimed("720449", WhollyObtained::mineral), "OCA046/wholly_obtained_category");
  EXPECT_EQ(claimed("620342", WhollyObtained::no), "");
}

TEST(CostSheet, OCA047WarnsOfAnotherEditionOfTheHarmonizedSystem) {
  CostSheet one = good();
  Scheme scheme = regional();
  one.hs_edition = scheme.hs_edition = 2022;
  EXPECT_EQ(warnings(one, scheme), "");
  one.hs_edition = 2017;
  EXPECT_EQ(warnings(one, scheme), "OCA047/hs_edition");
  one.hs_edition = 0;
  EXPECT_EQ(warnings(one, scheme), "");
}

TEST(CostSheet, OCA048WantsAProofForWhatIsCumulated) {
  CostSheet one = good();
  one.materials.push_back(of_party("392", "9606210000", "5"));
  EXPECT_EQ(warnings(one), "");
  one.materials.back().origin_proof_number.clear();
  EXPECT_EQ(warnings(one), "OCA048/materials/2/origin_proof_number");
  one.materials.back().origin_country = "840";
  EXPECT_EQ(warnings(one), "") << "no party, nothing to prove";
}

TEST(CostSheet, AMaterialOriginatesOnlyInAKnownPartyOfTheScheme) {
  Scheme scheme = regional();
  EXPECT_EQ(standing_of(own("1"), scheme, false), MaterialStanding::own);
  EXPECT_EQ(standing_of(of_party("392", "1", "1"), scheme, true), MaterialStanding::cumulated);
  EXPECT_EQ(standing_of(of_party("392", "1", "1"), scheme, false), MaterialStanding::non_originating);
  EXPECT_EQ(standing_of(of_party("840", "1", "1"), scheme, true), MaterialStanding::non_originating);
  EXPECT_EQ(standing_of(of_party("", "1", "1"), scheme, true), MaterialStanding::non_originating);
  Material intermediate = own("1");
  intermediate.is_intermediate = true;
  EXPECT_EQ(standing_of(intermediate, scheme, true), MaterialStanding::own);
  scheme.allows_roll_up = false;
  EXPECT_EQ(standing_of(intermediate, scheme, true), MaterialStanding::non_originating);
}

}  // namespace
}  // namespace datong::domain
