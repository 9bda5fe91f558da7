#include "domain/origin/value_share.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "domain/origin/origin_test_support.hpp"

namespace datong::domain {
namespace {

using namespace test;

Amounts amounts(const char* fob, const char* ex_factory, const char* own, const char* cumulated, const char* foreign,
                const char* added) {
  return {decimal(fob), decimal(ex_factory), decimal(own), decimal(cumulated), decimal(foreign), decimal(added)};
}

TEST(ValueShare, TheWorkedVectorsOfTheReferenceComeOut) {
  EXPECT_EQ(build_down(amounts("100", "100", "0", "0", "58.00", "0"), PriceBase::fob).rounded_down(2), "42");
  EXPECT_EQ(build_down(amounts("100", "100", "0", "0", "60.01", "0"), PriceBase::fob).rounded_down(2), "39.99");
  EXPECT_EQ(build_up(amounts("100", "100", "25", "0", "0", "16"), PriceBase::fob).rounded_down(2), "41");
  EXPECT_EQ(non_originating_share(amounts("200", "200", "0", "0", "104", "0"), PriceBase::fob).rounded_up(2), "52");
  EXPECT_EQ(non_originating_share(amounts("100", "100", "0", "0", "50", "0"), PriceBase::fob).rounded_up(2), "50");
  EXPECT_EQ(cumulative_content(amounts("100", "100", "40", "20", "0", "0")).rounded_down(2), "60");
  EXPECT_EQ(build_down(amounts("110", "100", "0", "0", "70", "0"), PriceBase::ex_factory).rounded_down(2), "30");
  EXPECT_EQ(build_down(amounts("110", "100", "0", "0", "70.5", "0"), PriceBase::ex_factory).rounded_down(2), "29.5");
  EXPECT_EQ(domestic_value(amounts("100", "100", "0", "30", "50", "0")).rounded_down(2), "20");
}

TEST(ValueShare, ComparesUnroundedOnBothSidesOfTheThreshold) {
  const Decimal forty = decimal("40");
  EXPECT_TRUE((Share{decimal("40"), decimal("100")}.is_at_least(forty)));
  EXPECT_TRUE((Share{decimal("40.00001"), decimal("100")}.is_at_least(forty)));
  EXPECT_FALSE((Share{decimal("39.99999"), decimal("100")}.is_at_least(forty)));
  EXPECT_TRUE((Share{decimal("40"), decimal("100")}.is_at_most(forty)));
  EXPECT_TRUE((Share{decimal("39.99999"), decimal("100")}.is_at_most(forty)));
  EXPECT_FALSE((Share{decimal("40.00001"), decimal("100")}.is_at_most(forty)));
  EXPECT_FALSE((Share{decimal("1"), decimal("3")}.is_at_least(decimal("33.33334"))));
  EXPECT_TRUE((Share{decimal("1"), decimal("3")}.is_at_least(decimal("33.33333"))));
}

TEST(ValueShare, RoundsAgainstTheApplicant) {
  const Share third{decimal("1"), decimal("3")};
  EXPECT_EQ(third.rounded_down(0), "33");
  EXPECT_EQ(third.rounded_up(0), "34");
  EXPECT_EQ(third.rounded_down(2), "33.33");
  EXPECT_EQ(third.rounded_up(2), "33.34");
  EXPECT_EQ(third.rounded_down(5), "33.33333");
  EXPECT_EQ(third.rounded_down(9), "33.33333") << "never more than five places";
  EXPECT_EQ((Share{decimal("40.6"), decimal("100")}.rounded_down(0)), "40");
  EXPECT_EQ((Share{decimal("-1"), decimal("3")}.rounded_down(0)), "-34") << "a loss is not rounded away";
  EXPECT_EQ((Share{decimal("-1"), decimal("3")}.rounded_up(0)), "-33");
  EXPECT_EQ((Share{Decimal{}, decimal("3")}.rounded_up(2)), "0");
}

TEST(ValueShare, TheLargestSheetStaysInside128Bits) {
  const char* most = "9999999999999999999.99999";
  CostSheet full = sheet("620342", most, std::vector<Material>(limits::kCostMaterialsMax, own(most)));
  full.labour = full.overhead = full.profit = full.other = decimal(most);
  EXPECT_TRUE(cost_sheet_refusals(full).empty());
  const Share share = build_up(amounts_of(full, regional(), true), PriceBase::fob);
  EXPECT_TRUE(share.is_at_least(decimal("100")));
  EXPECT_EQ(share.rounded_up(5), "50400");
}

TEST(ValueShare, UnaffectedMaterialsCountOnlyWhereTheSchemeSaysSo) {
  Material packing = foreign("4819100000", "7");
  packing.is_unaffected = true;
  Scheme scheme = regional();
  EXPECT_EQ(amounts_of(sheet("620342", "100", {packing}), scheme, true).non_originating, decimal("7"));
  scheme.counts_unaffected = false;
  EXPECT_EQ(amounts_of(sheet("620342", "100", {packing}), scheme, true).non_originating, Decimal{});
}

}  // namespace
}  // namespace datong::domain
