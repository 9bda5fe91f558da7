#include "domain/certificate/words.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <utility>

namespace datong::domain {
namespace {

TEST(Words, NumbersAreSaidAsTheReferenceSaysThem) {  // COO 4.4
  const std::pair<std::uint64_t, std::string_view> vectors[] = {
      {0, "ZERO"},
      {1, "ONE"},
      {13, "THIRTEEN"},
      {20, "TWENTY"},
      {21, "TWENTY ONE"},
      {99, "NINETY NINE"},
      {100, "ONE HUNDRED"},
      {101, "ONE HUNDRED AND ONE"},
      {150, "ONE HUNDRED AND FIFTY"},
      {306, "THREE HUNDRED AND SIX"},
      {999, "NINE HUNDRED AND NINETY NINE"},
      {1000, "ONE THOUSAND"},
      {1005, "ONE THOUSAND AND FIVE"},
      {1100, "ONE THOUSAND ONE HUNDRED"},
      {2000, "TWO THOUSAND"},
      {2150, "TWO THOUSAND ONE HUNDRED AND FIFTY"},
      {10'000, "TEN THOUSAND"},
      {100'005, "ONE HUNDRED THOUSAND AND FIVE"},
      {1'000'000, "ONE MILLION"},
      {1'001'000, "ONE MILLION ONE THOUSAND"},
      {1'000'000'001, "ONE BILLION AND ONE"},
  };
  for (const auto& [number, words] : vectors) EXPECT_EQ(number_words(number), words);
  EXPECT_EQ(number_words(std::numeric_limits<std::uint64_t>::max()),
            "EIGHTEEN QUINTILLION FOUR HUNDRED AND FORTY SIX QUADRILLION SEVEN HUNDRED AND FORTY FOUR TRILLION SEVENTY "
            "THREE BILLION SEVEN HUNDRED AND NINE MILLION FIVE HUNDRED AND FIFTY ONE THOUSAND SIX HUNDRED AND FIFTEEN");
}

TEST(Words, PackagesCarryTheirNumberTwiceAndTheUnitFollowsIt) {  // COO 4.4
  EXPECT_EQ(package_words(150, "carton"), "ONE HUNDRED AND FIFTY (150) CARTONS");
  EXPECT_EQ(package_words(2000, "CTNS", "TOOTHBRUSH"), "TWO THOUSAND (2000) CTNS OF TOOTHBRUSH");
  EXPECT_EQ(package_words(2, "CARTONS", "SHIRTS"), "TWO (2) CARTONS OF SHIRTS");
  EXPECT_EQ(package_words(1, "PIECES"), "ONE (1) PIECE");
  EXPECT_EQ(package_words(11, "PCS IN NUDE", "T SHIRT"), "ELEVEN (11) PCS IN NUDE OF T SHIRT");
  EXPECT_EQ(total_words(306, "CARTONS"), "TOTAL: THREE HUNDRED AND SIX (306) CARTONS ONLY.");
}

TEST(Words, UnitsHaveOneAndMany) {
  const std::array<std::string_view, 3> vectors[] = {
      {"Carton or fibreboard box", "CARTON OR FIBREBOARD BOX", "CARTON OR FIBREBOARD BOXES"},
      {"Steel drum, removable head", "STEEL DRUM, REMOVABLE HEAD", "STEEL DRUMS, REMOVABLE HEAD"},
      {"Box of other material", "BOX OF OTHER MATERIAL", "BOXES OF OTHER MATERIAL"},
      {"Composite packaging with plastic receptacle", "COMPOSITE PACKAGING WITH PLASTIC RECEPTACLE",
       "COMPOSITE PACKAGING WITH PLASTIC RECEPTACLE"},
      {"pair (of shoes)", "PAIR (OF SHOES)", "PAIRS (OF SHOES)"},
      {"BOXES", "BOX", "BOXES"},
      {"CASES", "CASE", "CASES"},
      {"bunches", "BUNCH", "BUNCHES"},
      {"tray", "TRAY", "TRAYS"},
      {"bodies", "BODY", "BODIES"},
      {"foot", "FOOT", "FEET"},
      {"gross", "GROSS", "GROSS"},
      {"glass", "GLASS", "GLASSES"},
      {"dozen", "DOZEN", "DOZEN"},
      {"PC", "PC", "PCS"},
      {"KGS", "KG", "KGS"},
      {"thousand units", "THOUSAND UNITS", "THOUSAND UNITS"},
      {"Bulk", "BULK", "BULK"},
      {"", "", ""},
  };
  for (const auto& [unit, one, many] : vectors) {
    EXPECT_EQ(unit_words(unit, true), one);
    EXPECT_EQ(unit_words(unit, false), many);
  }
}

TEST(Words, QuantitiesAreExact) {
  EXPECT_EQ(quantity_words(*Decimal::parse("1250.50000"), "kilogram"), "1250.5 KILOGRAMS");
  EXPECT_EQ(quantity_words(*Decimal::parse("1"), "piece"), "1 PIECE");
  EXPECT_EQ(quantity_words(*Decimal::parse("0.00001"), "tonne"), "0.00001 TONNES");
}

TEST(Words, DatesAreWrittenAsOnThePaper) {  // COO 4.4
  EXPECT_EQ(date_words(*Date::parse("2006-01-22")), "JAN. 22,2006");
  EXPECT_EQ(date_words(*Date::parse("2010-05-03")), "MAY 3,2010");
  EXPECT_EQ(date_words(*Date::parse("2010-12-31")), "DEC. 31,2010");
  EXPECT_EQ(date_words_zh(*Date::parse("2006-01-22")), "2006年1月22日");
}

TEST(Words, CapitalAmountsFollowThePaymentRules) {
  const std::pair<std::int64_t, std::string_view> vectors[] = {
      {0, "人民币零元整"},
      {1, "人民币壹分"},
      {10, "人民币壹角"},
      {105, "人民币壹元零伍分"},
      {1000, "人民币壹拾元整"},
      {6000, "人民币陆拾元整"},
      {10'500, "人民币壹佰零伍元整"},
      {140'950, "人民币壹仟肆佰零玖元伍角"},
      {600'714, "人民币陆仟零柒元壹角肆分"},
      {168'032, "人民币壹仟陆佰捌拾元零叁角贰分"},
      {10'700'053, "人民币壹拾万柒仟元零伍角叁分"},
      {1'640'902, "人民币壹万陆仟肆佰零玖元零贰分"},
      {32'504, "人民币叁佰贰拾伍元零肆分"},
      {1'050'000, "人民币壹万零伍佰元整"},
      {1'000'000'00, "人民币壹佰万元整"},
      {100'000'000'00, "人民币壹亿元整"},
      {100'000'001'00, "人民币壹亿零壹元整"},
      {120'050'000'00, "人民币壹亿贰仟零伍万元整"},
      {-5'00, "人民币负伍元整"},
  };
  for (const auto& [fen, words] : vectors) EXPECT_EQ(capital_amount(fen), words);
  EXPECT_FALSE(capital_amount(std::numeric_limits<std::int64_t>::min()).empty());
}

TEST(Words, AmountsInFiguresHaveTwoPlaces) {
  EXPECT_EQ(amount_figures(0), "0.00");
  EXPECT_EQ(amount_figures(105), "1.05");
  EXPECT_EQ(amount_figures(1'234'560), "12345.60");
  EXPECT_EQ(amount_figures(-7), "-0.07");
}

}  // namespace
}  // namespace datong::domain
