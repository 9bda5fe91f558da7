#include "domain/origin/from_document.hpp"

#include <gtest/gtest.h>

#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

Date day(std::string_view text) { return Date::parse(text).value(); }
const Edition& classic() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}

TEST(SchemeOfEdition, EveryRuleTextOfTheSetCanBeRead) {
  const OriginTables& tables = classic().origin();
  for (const auto* rules : {&tables.specific_rules, &tables.general_rules}) {
    for (const OriginRuleRow& row : *rules) EXPECT_TRUE(parse_origin_rule(row.rule)) << row.kind << " " << row.rule;
  }
}

TEST(SchemeOfEdition, GivesTheScheme) {
  const Date on = day("2025-06-10");
  const auto rcep = scheme_of("RC", "392", classic(), on);
  ASSERT_TRUE(rcep);
  EXPECT_TRUE(rcep->allows_build_up && rcep->allows_roll_up && rcep->prints_suffixes);
  EXPECT_EQ(rcep->cumulation, Cumulation::regional);
  EXPECT_EQ(rcep->cumulation_parties.size(), 14U);
  EXPECT_EQ(rcep->de_minimis.percent, Decimal::from_integer(10));
  EXPECT_EQ(rcep->hs_edition, 2022);
  EXPECT_TRUE(rcep->general_rules.empty());
  const auto form_e = scheme_of("E", "458", classic(), on);
  ASSERT_EQ(form_e->general_rules.size(), 2U);
  EXPECT_TRUE(form_e->general_rules[0].goods.empty());
  EXPECT_FALSE(form_e->general_rules[1].except.empty());
  EXPECT_FALSE(scheme_of("TR", "", classic(), on));
  EXPECT_NE(rule_for("6204620000", specific_rules_of("RC", classic(), on)), nullptr);
}

TEST(SchemeOfEdition, FormAPrintsWhatTheDonorKnows) {
  const auto codes = [](std::string_view country) {
    std::string all;
    const auto scheme = scheme_of("G", country, classic(), day("2021-06-10"));
    for (const CriterionRow& row : scheme->criteria) all += row.code + " ";
    return all;
  };
  EXPECT_EQ(codes("276"), "P P W ");
  EXPECT_EQ(codes("643"), "P P Y ");
  EXPECT_EQ(codes("036"), "P P ");
}

}  // namespace
}  // namespace datong::domain
