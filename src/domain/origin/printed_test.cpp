// Texts and boxes of printed certificates.
#include "domain/origin/printed.hpp"

#include "domain/declaration/review_test.hpp"
#include "domain/origin/example.hpp"
#include "domain/origin/printed_text.hpp"

namespace datong::domain {
namespace {

using State = RetrospectiveState;

Printed printed(std::string_view kind, std::vector<Edit> edits = {}, State state = State::none, std::size_t lines = 1) {
  Document document = example_application(kind, lines, test_day());
  change(document, edits);
  return printed_application(document, state, classic(), test_day());
}

std::string text_of(const Printed::Texts& texts, std::string_view key) {
  const auto found = texts.find(key);
  return found == texts.end() ? std::string() : found->second;
}
std::string value(const Printed& printed, std::string_view key) { return text_of(printed.values, key); }
std::string cell(const Printed& printed, std::string_view key, std::size_t row = 0) {
  return row < printed.rows.size() ? text_of(printed.rows[row], key) : "no such row";
}

TEST(PrintedText, PackagesAreSaidInWordsAndFigures) {
  Document document = example_application("C", 2, test_day());
  change(document, {{"/goods/0/goods_name_en", "Gloves"}});
  const Record& line = *document.all(Group::origin_goods)[0];
  EXPECT_EQ(package_text(line, classic(), test_day()), "ONE HUNDRED AND FIFTY (150) CARTONS OF GLOVES");
  EXPECT_EQ(total_text(document, classic(), test_day()), "TOTAL: TWO HUNDRED AND TEN (210) CARTONS ONLY.");
  change(document, {{"/goods/1/package_unit", "BAG"}});
  EXPECT_EQ(total_text(document, classic(), test_day()), "TOTAL: TWO HUNDRED AND TEN (210) PACKAGES ONLY.");
  EXPECT_EQ(total_text(example_application("C", 1, test_day()), classic(), test_day()), "");
}

TEST(PrintedText, TransportNamesPortsTransitMeansAndDate) {
  Document document = example_application("C", 1, test_day());
  change(document, {{"/transit_port", "Singapore"}, {"/shipped_on", "2006-01-22"}});
  EXPECT_EQ(transport_text(document, classic(), test_day()),
            "FROM SHANGHAI,CHINA TO HAMBURG,GERMANY VIA SINGAPORE BY SEA ON JAN. 22,2006");
  change(document, {{"/loading_port", ""}});
  EXPECT_EQ(transport_text(document, classic(), test_day()), "");
}

TEST(Printed, OfKindCFillsItsTwelveBoxes) {
  const Printed page = printed("C", {}, State::retrospective, 2);
  EXPECT_EQ(page.layout, "C");
  EXPECT_EQ(value(page, "transport"), "FROM SHANGHAI,CHINA TO HAMBURG,GERMANY BY SEA");
  EXPECT_EQ(value(page, "destination"), "GERMANY");
  EXPECT_EQ(value(page, "legend"), "ISSUED RETROSPECTIVELY");
  EXPECT_EQ(value(page, "declared"), "SHANGHAI, CHINA, JUN. 10,2025");
  EXPECT_EQ(cell(page, "marks"), "EXAMPLE\nHAMBURG\nC/NO. 1-UP");
  EXPECT_EQ(cell(page, "marks", 1), "");
  EXPECT_EQ(cell(page, "description"), "ONE HUNDRED AND FIFTY (150) CARTONS OF WOMEN'S COTTON TROUSERS");
  EXPECT_EQ(cell(page, "hs_code"), "620462");
  EXPECT_EQ(cell(page, "quantity"), "1500 PIECES\n1800 KGS G.W.");
  EXPECT_EQ(cell(page, "invoice"), "INV-C-0001\nJUN. 9,2025");
  EXPECT_EQ(cell(page, "invoice", 1), "") << "the same invoice is said once";
  EXPECT_EQ(cell(page, "criterion"), "");
  EXPECT_EQ(cell(page, "description", 2), "***");
}

TEST(Printed, LegendIsTheKindsOwn) {
  EXPECT_EQ(value(printed("C"), "legend"), "");
  EXPECT_EQ(value(printed("C", {}, State::within_grace), "legend"), "");
  EXPECT_EQ(value(printed("G", {}, State::retrospective), "legend"), "ISSUED RETROSPECTIVELY");
  const Printed form_e = printed("E", {}, State::retrospective);
  EXPECT_EQ(value(form_e, "legend"), "");
  EXPECT_TRUE(form_e.ticks.contains("retroactive"));
  EXPECT_TRUE(printed("RC", {}, State::retrospective).ticks.contains("retroactive"));
  EXPECT_TRUE(printed("RC").ticks.empty());
}

TEST(Printed, ReplacementNamesTheCertificateBefore) {
  const Printed page = printed("C", {{"/application_class", "2"},
                                     {"/changes/-/previous_number", "C2533A12B5670045"},
                                     {"/changes/0/previous_issued_on", "2025-05-03"}});
  EXPECT_EQ(value(page, "legend"),
            "THIS CERTIFICATE IS IN REPLACEMENT OF CERTIFICATE OF ORIGIN NO. C2533A12B5670045 DATED MAY 3,2025 WHICH IS CANCELLED");
}

TEST(Printed, FormAShowsHeadingWithW) {
  const Printed page = printed("G", {{"/goods/0/criterion", "W"}, {"/goods/0/commodity_code", "6203420000"}, {"/goods/0/criterion_reference", "62.03"}});
  EXPECT_EQ(cell(page, "criterion"), "\"W\" 62.03");
  EXPECT_EQ(cell(printed("G"), "criterion"), "P");
  EXPECT_EQ(cell(printed("G"), "item"), "1");
}

TEST(Printed, FormEShowsPercentageAndValueOnlyWithAValueCriterion) {
  EXPECT_EQ(cell(printed("E"), "criterion"), "PE");
  EXPECT_EQ(cell(printed("E"), "quantity").find("FOB"), std::string::npos);
  EXPECT_NE(cell(printed("E"), "description").find("\nHS CODE: 620462"), std::string::npos);
  const Printed page = printed("E", {{"/goods/0/criterion", "RVC"}, {"/goods/0/criterion_reference", "45%"}});
  EXPECT_EQ(cell(page, "criterion"), "45%");
  EXPECT_EQ(cell(page, "quantity"), "1500 PIECES\n1800 KGS G.W.\nFOB USD 23250");
}

TEST(Printed, ThirdPartyStandsWhereTheKindWantsIt) {
  const std::vector<Edit> third{{"/third_party_invoice", "1"},
                                {"/third_parties/-/name", "EXAMPLE HOLDING LTD"},
                                {"/third_parties/0/country_name", "HONG KONG"}};
  const Printed form_e = printed("E", third), rcep = printed("RC", third);
  EXPECT_TRUE(form_e.ticks.contains("third_party_invoice"));
  EXPECT_EQ(cell(form_e, "description", 1), "EXAMPLE HOLDING LTD, HONG KONG");
  EXPECT_TRUE(rcep.ticks.contains("third_party_invoice"));
  EXPECT_EQ(value(rcep, "remarks"), "EXAMPLE HOLDING LTD, HONG KONG");
}

TEST(Printed, RcepShowsSuffixesProducersAndOriginCountry) {
  const Printed page = printed("RC",
                               {{"/goods/0/criterion", "CTC"},
                                {"/goods/0/criterion_sub", "ACU DMI"},
                                {"/goods/0/tax_rate_choice", "1"},
                                {"/producer", "SEE BOX 8"},
                                {"/goods/1/producer", "OTHER CO., LTD"}},
                               State::none, 2);
  EXPECT_EQ(cell(page, "criterion"), "CTC ACU DMI");
  EXPECT_EQ(cell(page, "quantity").find("FOB"), std::string::npos);
  EXPECT_EQ(cell(page, "origin_country"), "CHINA *");
  EXPECT_EQ(cell(page, "origin_country", 1), "CHINA");
  EXPECT_EQ(value(page, "producer"), "SEE BOX 8");
  EXPECT_NE(cell(page, "description", 1).find("PRODUCER: OTHER CO., LTD"), std::string::npos);
  EXPECT_EQ(cell(page, "criterion", 1), "RVC");
  EXPECT_NE(cell(page, "quantity", 1).find("FOB USD 2520"), std::string::npos);
  EXPECT_EQ(value(page, "departure_date"), "JUN. 15,2025");
  EXPECT_EQ(value(page, "discharge_port"), "YOKOHAMA,JAPAN");
  EXPECT_EQ(value(printed("RC", {{"/producer_confidential", "Y"}}), "producer"), "CONFIDENTIAL");
}

TEST(Printed, ATotalStationIsNoTotal) {
  const auto totals = [](std::string first, std::string second) {
    const Printed page = printed("C", {{"/goods/0/description", first}, {"/goods/1/description", second}}, State::none, 2);
    return std::count_if(page.rows.begin(), page.rows.end(), [](const Printed::Texts& row) {
      return text_of(row, "description").find("TOTAL: TWO HUNDRED AND TEN (210) CARTONS ONLY.") != std::string::npos;
    });
  };
  const std::string stations = "ONE HUNDRED AND FIFTY (150) CARTONS OF TOTAL STATIONS", shirts = "SIXTY (60) CARTONS OF SHIRTS";
  const std::string total = "\nTOTAL: TWO HUNDRED AND TEN (210) CARTONS ONLY.\n***";
  EXPECT_EQ(totals(stations, shirts + "\n***"), 1) << "nobody said the total: the paper does";
  EXPECT_EQ(totals(stations, shirts + total), 1) << "once";
}

TEST(Printed, BackToBackAndExhibitionAreTicked) {
  const std::vector<Edit> flags{{"/back_to_back", "1"}, {"/first_proof", "NO. 1 OF MAY 3,2025"}};
  EXPECT_TRUE(printed("RC", flags).ticks.contains("back_to_back"));
  EXPECT_EQ(value(printed("RC", flags), "remarks"), "NO. 1 OF MAY 3,2025");
  EXPECT_TRUE(printed("E", flags).ticks.contains("movement"));
  EXPECT_EQ(value(printed("E", flags), "movement_reference"), "NO. 1 OF MAY 3,2025");
  const Printed fair = printed("E", {{"/exhibition", "1"}, {"/exhibition_name", "EXAMPLE FAIR"}});
  EXPECT_TRUE(fair.ticks.contains("exhibition"));
  EXPECT_TRUE(value(fair, "consignee").ends_with("\nEXAMPLE FAIR"));
}

TEST(Printed, WeightSaysGrossOrNet) {
  const auto weight = [](const char* quantity) {
    return cell(printed("C", {{"/goods/0/unit_en", "KGS"}, {"/goods/0/quantity", quantity}}), "quantity");
  };
  EXPECT_EQ(weight("1800"), "1800 KGS G.W.");
  EXPECT_EQ(weight("1500"), "1500 KGS N.W.");
}

TEST(Printed, OtherKindsAreGeneral) {
  const Printed page = printed("RC", {{"/kind", "K"}, {"/destination_country", "410"}}, State::retrospective);
  EXPECT_EQ(page.layout, "general");
  EXPECT_EQ(value(page, "remarks"), "ISSUED RETROACTIVELY");
  EXPECT_EQ(value(page, "title"), "CHINA-KOREA CERTIFICATE");
}

}  // namespace
}  // namespace datong::domain
