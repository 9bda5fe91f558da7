#include "domain/edition/rule_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "domain/declaration/example.hpp"
#include "domain/edition/data_set_test.hpp"
#include "domain/origin/example.hpp"
#include "domain/origin/review.hpp"

namespace datong::domain {
namespace {

using Texts = std::vector<std::string_view>;
constexpr std::size_t kWhole = static_cast<std::size_t>(-1);

const Edition& all_rows() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}

std::shared_ptr<const Edition> read(const Texts& texts) {
  auto edition = RuleRows::read(texts);
  EXPECT_TRUE(edition) << (edition ? "" : edition.error().detail);
  return edition ? *edition : nullptr;
}

TEST(RuleRows, WhatIsReadIsWrittenAsItWas) {
  const std::string text = RuleRows::write(all_rows(), kWhole);
  EXPECT_EQ(RuleRows::write(*read({text}), kWhole), text);
  EXPECT_LT(text.size(), 150'000U) << "the browser fetches it before the first key";
}

TEST(RuleRows, FormRulesSayTheSameOverThem) {
  const std::string text = RuleRows::write(all_rows(), kWhole);
  const auto rows = read({text});
  for (const char* day : {"2024-01-15", "2026-06-01", "2026-12-31"}) {
    const Date on = *Date::parse(day);
    const Date another = on.plus_days(40);  // so that there is something to say
    for (const auto& declaration : {example_export, example_plant_export, example_import})
      EXPECT_EQ(review_form(declaration(on), *rows, another), review_form(declaration(on), all_rows(), another)) << day;
    for (const char* kind : {"C", "G", "E", "RC"}) {
      const Document application = example_application(kind, 3, on);
      EXPECT_EQ(review_origin_form(application, *rows, another), review_origin_form(application, all_rows(), another)) << kind;
    }
  }
}

TEST(RuleRows, ALargeTariffComesByCode) {
  const std::string text = RuleRows::write(all_rows(), 0);
  EXPECT_TRUE(RuleRows::is_without_tariff(text));
  EXPECT_FALSE(RuleRows::is_without_tariff(RuleRows::write(all_rows(), kWhole)));
  const Date day = *Date::parse("2026-06-01");
  const Document declaration = example_export(day);
  const std::string_view code = declaration.all(Group::goods).front()->operator[](F::goods::commodity_code);
  EXPECT_EQ(read({text})->tariff_state(code, day), CodeState::unknown);
  const std::array codes{code, std::string_view("0000000000")};
  const std::string tariff = RuleRows::write_tariff(all_rows(), codes);
  const auto rows = read({text, tariff});
  EXPECT_EQ(rows->tariff_state(code, day), CodeState::in_force);
  EXPECT_EQ(rows->tariff_state(codes[1], day), CodeState::unknown);
  EXPECT_EQ(review_form(declaration, *rows, day), review_form(declaration, all_rows(), day));
}

TEST(RuleRows, TextNobodyWroteIsRefused) {
  for (const char* text : {"x", "#nothing\nx\n", "#list\nno_such_list\t1\n", "#list\ncountry\n", "#list\ncountry\t1\tmore\n", "#codes\n156\tx\t\n",
                           "#offices\n310000\t\t\t\\\n", "#tariff\n1\n", "#years\n2026\t1 x\t\n",
                           "#origin_fields\nC\t13\texporter\t9999\tM\t2\tORG052\t\t\n", "#origin_fields\nC\t99\texporter\t1\tM\t2\tORG052\t\t\n",
                           "#origin_proofs\nC\tNO\t\t\t\t\t0\t\t\n"}) {
    const auto edition = RuleRows::read(Texts{text});
    ASSERT_FALSE(edition) << text;
    EXPECT_EQ(edition.error().code, Code::malformed);
  }
  EXPECT_TRUE(RuleRows::read(Texts{})) << "no rows: rules refuse what they cannot look up";
}

TEST(RuleRows, CellsKeepWhatSeparatesThem) {
  const std::string whole = RuleRows::write(all_rows(), kWhole);
  const std::string text = whole + "#parameters\na\\tb\\nc\\\\d\\#\t\\#x\t\t\n";
  const auto value = read({text})->text("a\tb\nc\\d#", *Date::parse("2026-06-01"));
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, "#x");
  EXPECT_NE(RuleRows::write(*read({text}), kWhole).find("a\\tb\\nc\\\\d\\#\t\\#x\t\t\n"), std::string::npos);
}

}  // namespace
}  // namespace datong::domain
