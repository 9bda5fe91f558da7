#include "domain/origin/example.hpp"

#include <gtest/gtest.h>

#include "domain/edition/data_set_test.hpp"
#include "domain/review/field_checks.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kKinds[] = {"C", "G", "E", "RC"};

Decimal decimal(std::string_view text) {
  const auto value = Decimal::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal{});
}

TEST(ExampleApplication, PassesTheChecksOfFieldsWithOneTwentyAndTwoHundredLines) {
  const auto edition = edition_for_test("classic");
  const Date day = *Date::from_ymd(2026, 3, 4);
  for (const std::string_view kind : kKinds) {
    for (const std::size_t lines : {1U, 20U, 200U}) {
      const Document document = example_application(kind, lines, day);
      Findings findings(*edition, day);
      check_fields(document.header(), std::nullopt, *edition, day, findings);
      for (const Finding& finding : findings.take())
        ADD_FAILURE() << kind << lines << " " << finding.rule << " " << finding.path;
      EXPECT_EQ(document.header().count(Group::origin_goods), lines);
    }
  }
}

TEST(ExampleApplication, SumsAndEndMarkAreThose) {
  for (const std::string_view kind : kKinds) {
    const Document document = example_application(kind, 7, *Date::from_ymd(2026, 3, 4), 12);
    Decimal fob;
    document.header().each(Group::origin_goods, [&](const Record& line) {
      fob = fob + decimal(line[F::origin_goods::fob_value]);
      EXPECT_EQ(line[F::origin_goods::description].ends_with("\n***"), line.index() == 6);
    });
    EXPECT_EQ(fob, decimal(document.header()[F::origin::fob_value]));
    EXPECT_EQ(document.header()[F::origin::certificate_number], std::string(kind) + "26MA1A2B3C60012");
  }
  const Document one = example_application("C", 1, *Date::from_ymd(2026, 3, 4), 0);
  EXPECT_FALSE(one.header().has(F::origin::certificate_number));
  EXPECT_EQ(one.all(Group::origin_goods)[0]->operator[](F::origin_goods::description),
            "ONE HUNDRED AND FIFTY (150) CARTONS OF WOMEN'S COTTON TROUSERS\n***");
  const Document two = example_application("C", 2, *Date::from_ymd(2026, 3, 4), 0);
  EXPECT_EQ(two.all(Group::origin_goods)[1]->operator[](F::origin_goods::description),
            "SIXTY (60) CARTONS OF KNITTED COTTON T-SHIRTS\nTOTAL: TWO HUNDRED AND TEN (210) CARTONS ONLY.\n***");
}

TEST(ExampleApplication, CostSheetsAddUpAndProveTheCriterion) {
  for (const std::string_view kind : {"E", "RC"}) {
    const Document document = example_application(kind, 20, *Date::from_ymd(2026, 3, 4));
    ASSERT_EQ(document.header().count(Group::cost_sheet), 5U);
    for (const Record* sheet : document.all(Group::cost_sheet)) {
      namespace S = F::cost_sheet;
      Decimal originating, imported;
      sheet->each(Group::cost_material, [&](const Record& material) {
        Decimal& sum = material[F::cost_material::is_originating] == "Y" ? originating : imported;
        sum = sum + decimal(material[F::cost_material::amount]);
      });
      EXPECT_EQ(originating, decimal((*sheet)[S::originating_total]));
      EXPECT_EQ(imported, decimal((*sheet)[S::non_originating_total]));
      const Decimal fob = decimal((*sheet)[S::fob_price]);
      EXPECT_EQ(originating + imported + decimal((*sheet)[S::labour]) + decimal((*sheet)[S::overhead]) +
                    decimal((*sheet)[S::profit]) + decimal((*sheet)[S::other_cost]),
                fob);
      const Decimal percent = *multiply_divide(imported, Decimal::from_integer(100), fob);
      EXPECT_EQ(percent, Decimal::from_integer(kind == "RC" ? 20 : 0)) << "PE imports nothing, RVC is 80 %";
    }
  }
}

}  // namespace
}  // namespace datong::domain
