#include "domain/origin/origin_country.hpp"

#include <gtest/gtest.h>

#include "domain/origin/origin_test_support.hpp"

namespace datong::domain {
namespace {

using namespace test;

ProvenCriterion criterion(Proof proof) {
  ProvenCriterion made;
  made.proof = proof;
  return made;
}

std::string country(const CostSheet& sheet, Proof proof, bool is_listed, RateClaim claim = RateClaim::none,
                    const std::vector<PartyRate>& rates = {}) {
  const OriginCountry found = origin_country(sheet, regional(), criterion(proof), is_listed, claim, rates);
  if (found.refusals.empty()) return found.country + found.flag;
  EXPECT_EQ(found.country, "");
  std::string out;
  for (const Finding& one : found.refusals) out += (out.empty() ? "" : " ") + std::string(one.rule);
  return out;
}

CostSheet mixed(const char* own_value, const char* japan, const char* korea) {
  return sheet("847130", "100", {own(own_value), of_party("392", "847330", japan), of_party("410", "847330", korea)});
}

TEST(OriginCountry, OCA051AGoodThatIsNotListedComesFromWhereItWasMadeOriginating) {
  EXPECT_EQ(country(mixed("1", "50", "20"), Proof::tariff_change, false), "156");
  EXPECT_EQ(country(mixed("1", "50", "20"), Proof::exclusively_originating, false), "156");
}

TEST(OriginCountry, OCA053MereMinimalOperationsOnOriginatingMaterialsLeaveItWithTheHighestContributor) {
  CostSheet one = mixed("1", "20", "50");
  one.minimal_operations_only = true;
  EXPECT_EQ(country(one, Proof::exclusively_originating, false), "410");
  EXPECT_EQ(country(one, Proof::wholly_obtained, false), "156");
}

TEST(OriginCountry, OCA052AListedGoodNeedsDomesticValueOnBothSidesOfTheThreshold) {
  EXPECT_EQ(country(mixed("5", "40", "40"), Proof::tariff_change, true), "156");
  EXPECT_EQ(country(mixed("5", "40.00001", "40"), Proof::tariff_change, true), "392");
  EXPECT_EQ(country(mixed("5", "39.99999", "40"), Proof::tariff_change, true), "156");
}

TEST(OriginCountry, OCA053OfEqualContributionsTheExportingPartyComesFirstThenTheOrderOfTheScheme) {
  CostSheet one = mixed("30", "30", "30");
  one.minimal_operations_only = true;
  EXPECT_EQ(country(one, Proof::exclusively_originating, false), "156");
  one.materials[0].value = decimal("29.99999");
  EXPECT_EQ(country(one, Proof::exclusively_originating, false), "392");
}

TEST(OriginCountry, OCA054TheImporterMayClaimTheHighestRate) {
  const std::vector<PartyRate> rates{{"156", decimal("2")}, {"392", decimal("5")}, {"410", decimal("8")}};
  const CostSheet one = mixed("30", "30", "0");
  EXPECT_EQ(country(one, Proof::tariff_change, true, RateClaim::contributing, rates), "392*");
  EXPECT_EQ(country(one, Proof::tariff_change, true, RateClaim::all, rates), "410**");
}

TEST(OriginCountry, OCA055AMissingRateRefusesTheClaim) {
  const std::vector<PartyRate> rates{{"156", decimal("2")}, {"392", decimal("5")}};
  const CostSheet one = mixed("30", "30", "0");
  EXPECT_EQ(country(one, Proof::tariff_change, true, RateClaim::contributing, rates), "392*");
  EXPECT_EQ(country(one, Proof::tariff_change, true, RateClaim::all, rates), "OCA055");
}

TEST(OriginCountry, OCA056WithoutOriginatingMaterialsNobodyContributed) {
  const CostSheet one = sheet("847130", "100", {foreign("847330", "90")});
  EXPECT_EQ(country(one, Proof::tariff_change, true), "OCA056");
  EXPECT_EQ(country(one, Proof::tariff_change, true, RateClaim::contributing), "OCA056");
  EXPECT_EQ(country(one, Proof::tariff_change, false), "156");
}

std::string possible(const CostSheet& sheet, Proof proof, RateClaim claim = RateClaim::none) {
  std::string out;
  for (const std::string& country : possible_origin_countries(sheet, regional(), criterion(proof), claim))
    out += (out.empty() ? "" : " ") + country;
  return out;
}

TEST(OriginCountry, WithoutListAndRatesEveryCountryThatMayBeRightIsPossible) {
  EXPECT_EQ(possible(mixed("5", "40", "40"), Proof::tariff_change), "156") << "20 % of its own: listed or not";
  EXPECT_EQ(possible(mixed("5", "41", "39.00001"), Proof::tariff_change), "156 392");
  EXPECT_EQ(possible(mixed("5", "40.5", "40.5"), Proof::tariff_change), "156 392 410") << "the agreement knows no order";
  EXPECT_EQ(possible(mixed("30", "30", "0"), Proof::tariff_change, RateClaim::contributing), "156 392");
  EXPECT_EQ(possible(mixed("30", "30", "0"), Proof::tariff_change, RateClaim::all), "156 392 410");
  EXPECT_EQ(possible(sheet("847130", "100", {foreign("847330", "90")}), Proof::tariff_change), "") << "OCA056";
}

}  // namespace
}  // namespace datong::domain
