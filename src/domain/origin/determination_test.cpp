#include "domain/origin/determination.hpp"

#include <gtest/gtest.h>

#include "domain/origin/origin_test_support.hpp"

namespace datong::domain {
namespace {

using namespace test;
using Values = std::vector<std::string>;

std::vector<Material> trouser_inputs(const char* label_value) {
  return {foreign("5208120000", "20"), foreign("9606210000", "5"), foreign("6217900000", label_value)};
}

// --- change of classification

TEST(Determination, OCA007TrousersChangeTheirHeading) {
  const Determination found = determine(sheet("620342", "100", trouser_inputs("30")), regional(), rules("62", "CTH"));
  EXPECT_EQ(printed(found), "CTC");
  EXPECT_EQ(values_of(found, "OCA007"), (Values{"CTH", "620342"}));
  EXPECT_EQ(values_of(found, "OCA008"), Values{"none"});
}

TEST(Determination, OCA008TrousersKeepTheirChapterAndOCA009ToleratesASmallShare) {
  const auto found = [](const char* value) {
    return determine(sheet("620342", "100", trouser_inputs(value)), regional(), rules("62", "CC"));
  };
  EXPECT_EQ(printed(found("8")), "CTC DMI");
  EXPECT_EQ(values_of(found("8"), "OCA008"), (Values{"CC", "620342", "3"}));
  EXPECT_EQ(values_of(found("8"), "OCA009"), (Values{"8", "FOB", "100", "8", "10"}));
  EXPECT_EQ(printed(found("9.99999")), "CTC DMI");
  EXPECT_EQ(printed(found("10")), "CTC DMI");
  EXPECT_EQ(printed(found("10.00001")), "");
  EXPECT_EQ(values_of(found("10.00001"), "OCA009"), (Values{"10.00001", "FOB", "100", "10.01", "10"}));
}

TEST(Determination, OCA010ToleratesTextilesByWeightWhenEveryWeightIsKnown) {
  const auto found = [](const char* code, const char* good_weight, const char* label_weight) {
    CostSheet one = sheet(code, "100", {foreign("6217900000", "60"), foreign("6217100000", "0")});
    one.weight = decimal(good_weight);
    one.materials[0].weight = decimal(label_weight);
    one.materials[1].weight = decimal("1");
    return determine(one, regional(), {{{"01", "97"}, rule("CC except from 62")}});
  };
  EXPECT_EQ(printed(found("620342", "100", "9")), "CTC DMI");
  EXPECT_EQ(values_of(found("620342", "100", "9"), "OCA010"), (Values{"10", "100", "10", "10"}));
  EXPECT_EQ(printed(found("620342", "100", "9.00001")), "");
  EXPECT_EQ(printed(found("620342", "0", "9")), "") << "weight of the good unknown";
  EXPECT_EQ(printed(found("620342", "100", "0")), "") << "weight of a material unknown";
  EXPECT_EQ(printed(found("640110", "100", "9")), "") << "not a textile";
}

TEST(Determination, ADiskDriveOfSubheadingLevelPassesAtSubheadingAndFailsAtHeading) {
  const CostSheet drive = sheet("847130", "100", {foreign("847160", "40")});
  EXPECT_EQ(printed(determine(drive, regional(), rules("84", "CTSH"))), "CTC");
  EXPECT_EQ(printed(determine(drive, regional(), rules("84", "CTH"))), "");
}

TEST(Determination, AMissingCodeFailsLikeOneThatDoesNotChange) {
  EXPECT_EQ(printed(determine(sheet("620342", "100", {foreign("", "30")}), regional(), rules("62", "CTSH"))), "");
  EXPECT_EQ(printed(determine(sheet("620342", "100", {foreign("5208", "30")}), regional(), rules("62", "CTSH"))), "");
  EXPECT_EQ(printed(determine(sheet("620342", "100", {foreign("", "3")}), regional(), rules("62", "CTSH"))), "CTC DMI");
}

TEST(Determination, ExceptionsAreRangesAtTwoFourAndSixDigits) {
  const auto passes = [](const char* material, const char* text) {
    return printed(determine(sheet("190110", "100", {foreign(material, "30")}), regional(), rules("19", text))) ==
           "CTC";
  };
  EXPECT_TRUE(passes("100590", "CC except from 10.06"));
  EXPECT_FALSE(passes("100630", "CC except from 10.06"));
  EXPECT_FALSE(passes("110100", "CC except from 10 to 11"));
  EXPECT_TRUE(passes("120100", "CC except from 10 to 11"));
  EXPECT_FALSE(passes("100630", "CC except from 1006.20 to 1006.30"));
  EXPECT_TRUE(passes("100640", "CC except from 1006.20 to 1006.30"));
}

TEST(Determination, ARuleWithoutDeMinimisToleratesNothing) {
  const CostSheet one = sheet("620342", "100", trouser_inputs("8"));
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "CC without de minimis"))), "");
  Scheme none = regional();
  none.de_minimis = {};
  EXPECT_EQ(printed(determine(one, none, rules("62", "CC"))), "");
}

TEST(Determination, ToleratedMaterialsStillCountAsNonOriginating) {
  const CostSheet one = sheet("620342", "100", {foreign("620349", "10"), foreign("5208120000", "50.00001")});
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "CTH"))), "CTC DMI");
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "CTH and RVC40 build-down"))), "");
}

TEST(Determination, UnaffectedMaterialsAreNoMatterForTheChange) {
  CostSheet one = sheet("620342", "100", {foreign("620349", "30")});
  one.materials[0].is_unaffected = true;
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "CTH"))), "CTC");
}

// --- value

TEST(Determination, OCA011BuildDownAtTheThreshold) {
  const auto found = [](const char* value) {
    return determine(sheet("847130", "100", {foreign("847130", value)}), regional(), rules("84", "RVC40 build-down"));
  };
  EXPECT_EQ(printed(found("58.00")), "RVC 42%");
  EXPECT_EQ(printed(found("60")), "RVC 40%");
  EXPECT_EQ(printed(found("59.99999")), "RVC 40%") << "40.00001 is rounded down";
  EXPECT_EQ(printed(found("60.00001")), "");
  EXPECT_EQ(values_of(found("60.01"), "OCA011"), (Values{"RVC40 build-down", "39.99", "100", "39.99", "40"}));
  EXPECT_EQ(printed(found("60.01")), "") << "never rounded up to 40";
}

TEST(Determination, OCA011BuildUpAddsMaterialsLabourOverheadProfitAndOther) {
  CostSheet one = sheet("847130", "100", {own("25"), foreign("847130", "70")});
  one.labour = decimal("8");
  one.overhead = decimal("4");
  one.profit = decimal("3");
  one.other = decimal("1");
  const Determination found = determine(one, regional(), rules("84", "RVC40"));
  EXPECT_EQ(printed(found), "RVC 41%") << "build-down fails at 30, build-up is tried next";
  one.other = decimal("0");
  EXPECT_EQ(printed(determine(one, regional(), rules("84", "RVC40"))), "RVC 40%");
  one.profit = decimal("2.99999");
  EXPECT_EQ(printed(determine(one, regional(), rules("84", "RVC40"))), "");
}

TEST(Determination, OCA012NonOriginatingShareIsRoundedUp) {
  const auto found = [](const char* fob, const char* value, const char* text) {
    return printed(determine(sheet("847130", fob, {foreign("847130", value)}), by_general_rules(text), {}));
  };
  EXPECT_EQ(found("200", "104", "MAXVNM50"), "") << "Y: 52 % over 50";
  EXPECT_EQ(found("200", "100", "MAXVNM50"), "B 50%");
  EXPECT_EQ(found("200", "100.00001", "MAXVNM50"), "");
  EXPECT_EQ(found("100", "50", "MAXVNM55"), "B 50%") << "APTA B";
  EXPECT_EQ(found("100", "49.00001", "MAXVNM55"), "B 50%");
  EXPECT_EQ(found("100", "55", "MAXVNM55"), "B 55%");
  EXPECT_EQ(found("100", "55.00001", "MAXVNM55"), "");
}

TEST(Determination, AptaCumulatesForItsCumulativeContentOnly) {
  CostSheet one = sheet("847130", "100", {of_party("410", "847130", "20"), own("40"), foreign("847130", "40")});
  EXPECT_EQ(printed(determine(one, by_general_rules("CUM60"), {})), "C 60%");
  one.materials[1].value = decimal("39.99999");
  EXPECT_EQ(printed(determine(one, by_general_rules("CUM60"), {})), "");
  EXPECT_EQ(printed(determine(one, by_general_rules("MAXVNM60"), {})), "B 60%") << "the party's 20 count as foreign";
  EXPECT_EQ(printed(determine(one, by_general_rules("MAXVNM59.99999"), {})), "");
}

TEST(Determination, DomesticAdValoremOfTheNonPreferentialRuleIsTakenOnTheExFactoryPrice) {
  Scheme scheme = by_general_rules("CTH");
  scheme.allows_build_down = true;
  scheme.criteria = {{Proof::tariff_change, true, ""}, {Proof::value_content, false, ""}};
  const auto originates = [&](const char* value) {
    CostSheet one = sheet("847130", "120", {foreign("847130", value)});
    one.ex_factory = decimal("100");
    return determine(one, scheme, rules("84", "RVC30 EXW")).is_originating();
  };
  EXPECT_TRUE(originates("70"));
  EXPECT_FALSE(originates("70.00001"));
  EXPECT_FALSE(originates("70.5"));
}

TEST(Determination, OCA023ARuleWithoutAMethodNeedsOneFromTheScheme) {
  Scheme scheme = regional();
  scheme.allows_build_down = scheme.allows_build_up = false;
  const CostSheet one = sheet("847130", "100", {foreign("847130", "10")});
  const Determination found = determine(one, scheme, rules("84", "RVC40"));
  EXPECT_EQ(printed(found), "");
  EXPECT_EQ(values_of(found, "OCA023"), Values{"RVC40"});
  EXPECT_EQ(printed(determine(one, scheme, rules("84", "RVC40 build-down"))), "RVC 90%");
}

TEST(Determination, OCA033RefusesMoreForeignMaterialThanFob) {
  EXPECT_EQ(printed(determine(sheet("847130", "100", {foreign("1", "100")}), regional(), {})), "");
  EXPECT_EQ(printed(determine(sheet("847130", "100", {foreign("1", "100.00001")}), regional(), {})), "refused OCA033");
  EXPECT_EQ(printed(determine(sheet("847130", "0", {}), regional(), {})), "refused OCA031");
}

// --- wholly obtained, exclusively originating, minimal operations

TEST(Determination, OCA003And004WhollyObtainedToleratesNoForeignMaterial) {
  CostSheet apples = sheet("080810", "100", {});
  EXPECT_EQ(values_of(determine(apples, regional(), {}), "OCA004"), (Values{"0", ""})) << "no category given";
  apples.wholly_obtained = WhollyObtained::plant;
  EXPECT_EQ(printed(determine(apples, regional(), {})), "WO");
  EXPECT_EQ(values_of(determine(apples, regional(), {}), "OCA003"), Values{"1"});
  apples.materials = {own("5")};
  EXPECT_EQ(printed(determine(apples, regional(), {})), "WO; PE");
  apples.materials.push_back(of_party("392", "310210", "5"));
  EXPECT_EQ(printed(determine(apples, regional(), {})), "PE ACU") << "another party's is not the country's own";
  apples.materials.push_back(foreign("310210", "1"));
  EXPECT_EQ(values_of(determine(apples, regional(), {}), "OCA004"), (Values{"1", "2, 3"}));
  apples.materials.back().is_unaffected = apples.materials[1].is_unaffected = true;
  EXPECT_EQ(printed(determine(apples, regional(), {})), "WO; PE");
}

TEST(Determination, OCA005And006ExclusivelyFromOriginatingMaterials) {
  CostSheet one = sheet("620342", "100", {own("30"), own("10")});
  EXPECT_EQ(values_of(determine(one, regional(), {}), "OCA005"), Values{"2"});
  one.materials.push_back(foreign("9606210000", "0"));
  EXPECT_EQ(printed(determine(one, regional(), {})), "");
  EXPECT_EQ(values_of(determine(one, regional(), {}), "OCA006"), Values{"3"});
  one.materials.clear();
  EXPECT_EQ(printed(determine(one, regional(), {})), "") << "made of nothing";
}

TEST(Determination, OCA002AfterMinimalOperationsNoWorkingConfersOrigin) {
  CostSheet one = sheet("620342", "100", {foreign("5208120000", "20")});
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "CTH or RVC40"))), "CTC; RVC 80%");
  one.minimal_operations_only = true;
  const Determination found = determine(one, regional(), rules("62", "CTH or RVC40"));
  EXPECT_EQ(printed(found), "");
  EXPECT_EQ(values_of(found, "OCA002"), Values{});
  EXPECT_EQ(values_of(found, "OCA007"), Values{"none"}) << "not even tried";
  one.materials = {own("20")};
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "CTH or RVC40"))), "PE");
}

// --- roll-up and cumulation

TEST(Determination, OCA016AQualifyingIntermediateCountsWholly) {
  CostSheet one = sheet("847130", "100", {own("70"), foreign("847130", "30")});
  one.materials[0].is_intermediate = true;
  Scheme scheme = regional();
  EXPECT_EQ(printed(determine(one, scheme, rules("84", "RVC40"))), "RVC 70%");
  EXPECT_EQ(values_of(determine(one, scheme, rules("84", "RVC40")), "OCA016"), Values{"1"});
  scheme.allows_roll_up = false;
  EXPECT_EQ(printed(determine(one, scheme, rules("84", "RVC40"))), "");
}

TEST(Determination, OCA015CumulationIsMarkedOnlyWhereItMattered) {
  CostSheet one = sheet("847130", "100", {of_party("392", "847130", "30"), foreign("8542310000", "40")});
  Determination found = determine(one, regional(), rules("84", "RVC40 or CTH"));
  EXPECT_EQ(printed(found), "CTC ACU; RVC 60% ACU");
  EXPECT_EQ(values_of(found, "OCA015"), (Values{"1", "392", "P1"}));
  one.materials[1].value = decimal("30");
  EXPECT_EQ(printed(determine(one, regional(), rules("84", "RVC40"))), "RVC 70%") << "40 % without it, too";
  one.materials[0].origin_proof_number.clear();
  EXPECT_EQ(printed(determine(one, regional(), rules("84", "RVC40 or CTH"))), "RVC 40%") << "no proof, no cumulation";
  one = sheet("847130", "100", {of_party("392", "847130", "30"), foreign("847130", "10")});
  EXPECT_EQ(printed(determine(one, regional(), rules("84", "CTH"))), "CTC ACU DMI");
}

// --- which rule, which code

TEST(Determination, OCA017And018TheSpecificRuleStandsBeforeTheGeneralOne) {
  Scheme scheme = regional();
  scheme.criteria = {{Proof::wholly_obtained, false, "WO"},
                     {Proof::exclusively_originating, false, "PE"},
                     {Proof::value_content, true, "", "", true},
                     {Proof::tariff_change, true, "CTH"},
                     {Proof::tariff_change, false, "PSR", "2"}};
  scheme.prints_suffixes = false;
  scheme.general_rules = {{{}, {}, rule("RVC40")}, {{{"29", "29"}}, {{"2901", "2902"}}, rule("CTH")}};
  const CostSheet benzene = sheet("290220", "100", {foreign("270730", "45.4")});
  const CostSheet phenol = sheet("290711", "100", {foreign("290220", "54.6")});
  EXPECT_EQ(printed(determine(benzene, scheme, {})), "54%")
      << "the percentage is the code; 29.02 is not listed for CTH";
  EXPECT_EQ(printed(determine(phenol, scheme, {})), "45%; CTH");
  EXPECT_EQ(values_of(determine(phenol, scheme, {}), "OCA018"), (Values{"290711", "RVC40"}));
  const Determination specific = determine(phenol, scheme, rules("2907", "CTH"));
  EXPECT_EQ(printed(specific), "PSR");
  EXPECT_EQ(specific.criteria[0].sub_code, "2");
  EXPECT_EQ(values_of(specific, "OCA017"), (Values{"290711", "CTH"}));
}

TEST(Determination, OCA022And020WithoutAnyRuleNothingIsMet) {
  const Determination found = determine(sheet("620342", "100", {foreign("520812", "1")}), regional(), {});
  EXPECT_FALSE(found.is_originating());
  EXPECT_EQ(values_of(found, "OCA022"), Values{"620342"});
  EXPECT_EQ(values_of(found, "OCA020"), Values{});
}

TEST(Determination, OCA021AProofWithoutACodeCannotBeUsed) {
  CostSheet one = sheet("290711", "100", {foreign("290711", "90")});
  one.processes = {"distillation"};
  const Determination found = determine(one, regional(), rules("29", "PROCESS distillation"));
  EXPECT_FALSE(found.is_originating());
  EXPECT_EQ(values_of(found, "OCA021"), Values{"process"});
}

TEST(Determination, OCA013And014ProcessesAreNamed) {
  CostSheet one = sheet("290711", "100", {foreign("290711", "90")});
  EXPECT_EQ(values_of(determine(one, regional(), rules("29", "CR")), "OCA014"), Values{"chemical_reaction"});
  one.processes = {"chemical_reaction"};
  EXPECT_EQ(printed(determine(one, regional(), rules("29", "CR"))), "CR");
  EXPECT_EQ(values_of(determine(one, regional(), rules("29", "CR")), "OCA013"), Values{"chemical_reaction"});
}

TEST(Determination, OCA019ProposesTheCheapestProofAndListsTheOthers) {
  CostSheet one = sheet("290711", "100", {own("40"), foreign("270730", "10")});
  one.processes = {"chemical_reaction"};
  const Determination found = determine(one, regional(), rules("29", "RVC40; or CR; or CTH"));
  EXPECT_EQ(printed(found), "CTC; RVC 90%; CR");
  EXPECT_EQ(values_of(found, "OCA019"), Values{"CTC"});
  EXPECT_EQ(words(found.lines.back(), "en"), "Proposed criterion: CTC.");
}

TEST(Determination, RequirementsJoinedByAndPrintTheOneHardestToProve) {
  const CostSheet one = sheet("620342", "100", {foreign("5208120000", "59.4")});
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "RVC40 and CTH"))), "RVC 40%") << "40.6 is rounded down";
  EXPECT_EQ(printed(determine(one, regional(), rules("62", "RVC41 and CTH"))), "");
}

TEST(Determination, FormAPrintsTheHeadingOfTheGood) {
  Scheme scheme = by_general_rules("CTH");
  CriterionRow row{Proof::tariff_change, true, "W"};
  row.prints_heading = true;
  scheme.criteria = {row};
  EXPECT_EQ(printed(determine(sheet("620342", "100", {foreign("520812", "50")}), scheme, {})), "W 62.03");
}

TEST(Determination, OCA001TheWorkingBeginsWithTheSumsAndIsSaidInBothLanguages) {
  const Determination found = determine(sheet("620342", "100", {own("25.5"), foreign("520812", "20")}), regional(), {});
  EXPECT_EQ(words(found.lines.front(), "en"),
            "FOB 100, ex-factory 100, originating materials 25.5, non-originating materials 20.");
  EXPECT_EQ(words(found.lines.front(), "zh"), "FOB 100,出厂价 100,原产材料 25.5,非原产材料 20。");
}

}  // namespace
}  // namespace datong::domain
