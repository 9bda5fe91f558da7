#include "domain/inspection/inspection_certificate.hpp"

#include <gtest/gtest.h>

#include "domain/declaration/example.hpp"
#include "domain/declaration/review_test.hpp"

namespace datong::domain {
namespace {

const Date kDay = test_day();

InspectionFacts facts_for(std::string_view code) { return {"310100225000001", kDay, example_content(code)}; }

Printed printed(const Document& document, std::string_view code, const InspectionFacts& facts) {
  auto made = printed_certificate(document, facts, code, classic(), kDay);
  EXPECT_TRUE(made) << code << " " << list(made ? std::vector<Finding>{} : made.error().refusals);
  return made.value_or(Printed{});
}
Printed printed(std::string_view code) { return printed(example_export(kDay), code, facts_for(code)); }

std::string value(const Printed::Texts& texts, std::string_view key) {
  const auto found = texts.find(key);
  return found == texts.end() ? "" : found->second;
}

TEST(InspectionCertificate, EveryKindThatIsAPaperSaysWhatTheDeclarationSays) {
  const std::pair<const char*, const char*> kinds[] = {
      {"11", "quality"},    {"12", "weight"},           {"13", "quantity"},      {"14", "veterinary"},
      {"15", "health"},     {"16", "sanitary"},         {"17", "animal_health"}, {"18", "phytosanitary"},
      {"19", "fumigation"}, {"20", "exchange_voucher"}, {"21", "entry_proof"},   {"22", "non_conformity"},
      {"23", "inspection"}, {"95", "inspection"},       {"96", "inspection"},    {"98", "inspection"},
      {"99", "inspection"}};
  for (const auto& [code, layout] : kinds) {
    SCOPED_TRACE(code);
    const Printed page = printed(code);
    EXPECT_EQ(page.layout, layout);
    EXPECT_EQ(value(page.values, "consignor"), "上海示例进出口有限公司\nSHANGHAI EXAMPLE IMPORT AND EXPORT CO., LTD.");
    EXPECT_EQ(value(page.values, "consignee"), "EXAMPLE APPAREL INC.");
    EXPECT_EQ(value(page.values, "marks"), "N/M");
    EXPECT_EQ(value(page.values, "result_on_en"), "JUN. 10,2025");
    EXPECT_EQ(value(page.values, "conveyance_en"), "BY WATER: EXAMPLE STAR 012E");
    ASSERT_EQ(page.rows.size(), 1U);
    const auto& row = page.rows[0];
    EXPECT_EQ(value(row, "goods"), "棉制女式长裤\nWOMEN'S COTTON TROUSERS");
    EXPECT_EQ(value(row, "quantity"), "1200件\n1200 ITEMS");
    EXPECT_EQ(value(row, "weight_en"), "480.5 KILOGRAMS");
    EXPECT_EQ(value(row, "packages_en"), "SIXTY (60) CARTON OR FIBREBOARD BOXES");
    EXPECT_EQ(value(row, "commodity_code"), "6204620000");
    for (const ContentRow* content : classic().contents(code, kDay)) {
      if (!content->is_needed && content->preset.empty()) continue;
      const bool in_row = content->content == "certified_quantity" || content->content == "botanical_names";
      const std::string key = content->content == "botanical_names" ? "botanical_name" : content->content;
      EXPECT_NE(value(in_row ? row : page.values, key), "") << content->content;
    }
  }
}

TEST(InspectionCertificate, CRT109WhatIsNoPaperHasNothingToPrint) {
  for (const char* code : {"97", "94", "24", "", "11 "}) {
    const auto made = printed_certificate(example_export(kDay), facts_for("11"), code, classic(), kDay);
    ASSERT_FALSE(made) << code;
    EXPECT_EQ(list(made.error().refusals), "CRT109 ") << code;
  }
}

TEST(InspectionCertificate, RefusesContentThatDoesNotFitTheKindAllAtOnce) {
  const auto made = printed_certificate(example_export(kDay), {"", kDay, {}}, "19", classic(), kDay);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().refusals.size(), 4U);
}

TEST(InspectionCertificate, CRT110EveryCountryOfAPhytosanitaryCertificateHasTwoLetters) {
  Document document = example_export(kDay);
  change(document, {{"/trading_country", "999"}, {"/goods/0/origin_country", "891"}});
  const auto made = printed_certificate(document, facts_for("18"), "18", classic(), kDay);
  ASSERT_FALSE(made);
  EXPECT_EQ(list(made.error().refusals), "CRT110 , CRT110 ");
}

TEST(InspectionCertificate, StatedResultsTakeThePlaceOfThePresetOnes) {
  InspectionFacts facts = facts_for("11");
  EXPECT_EQ(value(printed("11").values, "results_en"), "INSPECTED AND FOUND TO CONFORM.");
  facts.content.texts["results_en"] = "MOISTURE 12.5 %\nADMIXTURE 0.3 %";
  const Printed page = printed(example_export(kDay), "11", facts);
  EXPECT_EQ(value(page.values, "results_en"), "MOISTURE 12.5 %\nADMIXTURE 0.3 %");
  EXPECT_EQ(value(page.values, "results_zh"), "经检验检疫,上述货物合格。");
}

TEST(InspectionCertificate, CertifiedQuantitiesStandBesideTheirLines) {
  Document two = example_export(kDay);
  make_lines(two, 2);
  InspectionFacts facts = facts_for("12");
  facts.content.texts["certified_quantity"] = "480.25 035\n1 070";
  const Printed page = printed(two, "12", facts);
  EXPECT_EQ(value(page.rows[0], "certified_quantity"), "480.25千克\n480.25 KILOGRAMS");
  EXPECT_EQ(value(page.rows[1], "certified_quantity"), "1吨\n1 TONNE");
}

TEST(InspectionCertificate, PhytosanitaryBoxesAndTicks) {
  InspectionFacts facts = facts_for("18");
  const Printed plain = printed("18");
  EXPECT_EQ(value(plain.values, "organisation"), "PLANT PROTECTION ORGANIZATION OF CHINA");
  EXPECT_EQ(value(plain.values, "to_organisation"), "PLANT PROTECTION ORGANIZATION(S) OF UNITED STATES");
  EXPECT_EQ(value(plain.values, "treated_on_en"), "MAR. 1,2024");
  EXPECT_EQ(value(plain.values, "duration_hours_en"), "24 HOURS");
  EXPECT_EQ(value(plain.values, "temperature_celsius_en"), "21.5 °C");
  EXPECT_EQ(value(plain.rows[0], "botanical_name"), "GOSSYPIUM HIRSUTUM");
  EXPECT_TRUE(plain.ticks.empty());
  facts.content.texts["reexport_of"] = "JP-1";
  facts.content.texts["reexport_origin"] = "392";
  facts.content.texts["reexport_marks"] = "original repacked";
  const Printed again = printed(example_export(kDay), "18", facts);
  EXPECT_EQ(again.layout, "phytosanitary_reexport");
  EXPECT_EQ(again.ticks, (std::set<std::string, std::less<>>{"original", "repacked"}));
  EXPECT_EQ(value(again.values, "reexport_of"), "JP-1");
  EXPECT_EQ(value(again.values, "reexport_origin_en"), "JAPAN");
}

TEST(InspectionCertificate, AVoucherHoldsUntilTheShortestPeriodOfItsGoods) {
  EXPECT_EQ(value(printed("20").values, "valid_until_en"), "AUG. 9,2025") << "60 days of 2025-06-10";
  EXPECT_EQ(valid_until("no_such_object", nullptr, classic(), kDay), std::nullopt);
}

TEST(ClearanceForm, SaysWhatCustomsClearsByInEachDirection) {
  const Printed out =
      printed_clearance_form(example_export(kDay), {"310100225000001", kDay.plus_days(59)}, classic(), kDay);
  EXPECT_EQ(out.layout, "clearance_export");
  EXPECT_EQ(value(out.values, "valid_until"), "2025年8月8日\nAUG. 8,2025");
  EXPECT_EQ(value(out.values, "trading_country_zh"), "美国");
  EXPECT_EQ(value(out.values, "containers"), "CSQU3054383");
  EXPECT_EQ(value(out.rows[0], "statutory_quantity"), "1200件\n1200 ITEMS");
  EXPECT_EQ(value(out.rows[0], "value"), "18600 US DOLLAR");
  const Printed in = printed_clearance_form(example_import(kDay), {"310100125000001", {}}, classic(), kDay);
  EXPECT_EQ(in.layout, "clearance_import");
  EXPECT_EQ(value(in.values, "valid_until"), "");
  EXPECT_EQ(value(in.values, "consignee"), "上海示例医疗器械有限公司");
  EXPECT_EQ(value(in.values, "destination_en"), "CHINA");
  EXPECT_EQ(value(in.rows[0], "origin_en"), "GERMANY");
}

TEST(ExchangeSlip, CarriesTheThreeThingsThePortAsksFor) {
  const Printed slip = printed_exchange_slip(example_export(kDay),
                                             {"310100225000001", "310100250000007", "482913", kDay}, classic(), kDay);
  EXPECT_EQ(slip.layout, "exchange_slip");
  EXPECT_EQ(value(slip.values, "declaration_number"), "310100225000001");
  EXPECT_EQ(value(slip.values, "transfer_number"), "310100250000007");
  EXPECT_EQ(value(slip.values, "password"), "482913");
  EXPECT_EQ(slip.rows.size(), 1U);
}

TEST(FeeSlip, PrintsTheWorkingLineByLineAndTheTotalInCapitals) {
  const Document document = example_export(kDay);
  const auto working = inspection_fee(document, classic(), kDay, {});
  ASSERT_TRUE(working);
  const Printed slip =
      printed_fee_slip(document, *working, {"310100225000001", working->total_fen, "P-1"}, classic(), kDay);
  EXPECT_EQ(slip.layout, "fee_slip");
  ASSERT_EQ(slip.rows.size(), working->lines.size());
  EXPECT_EQ(value(slip.values, "amount_capital").substr(0, 9), "人民币");
  EXPECT_EQ(value(slip.values, "payment_reference"), "P-1");
  for (std::size_t i = 0; i < slip.rows.size(); ++i) {
    EXPECT_EQ(value(slip.rows[i], "rule"), working->lines[i].rule);
    EXPECT_EQ(value(slip.rows[i], "result"), working->lines[i].result.to_string());
    EXPECT_NE(value(slip.rows[i], "working_zh"), "");
    EXPECT_EQ(value(slip.rows[i], "working").find('{'), std::string::npos) << "every input is filled in";
  }
  const auto& last = slip.rows.back();
  EXPECT_EQ(*Decimal::parse(value(last, "result")), *Decimal::parse(value(slip.values, "amount")));
}

TEST(Documents, AnEmptyDeclarationPrintsWithoutInventingAnything) {
  Document empty;
  empty.seal();
  const Printed form = printed_clearance_form(empty, {}, classic(), kDay);
  EXPECT_TRUE(form.rows.empty());
  EXPECT_EQ(value(form.values, "consignor"), "");
  EXPECT_EQ(value(printed_fee_slip(empty, {}, {}, classic(), kDay).values, "amount_capital"), "人民币零元整");
}

TEST(Documents, CodesNoListHasStandAsTheyWereSent) {
  Document document = example_export(kDay);
  change(document,
         {{"/loading_port", "999999"}, {"/goods/0/packages/0/package_kind", "ZZZ"}, {"/goods/0/quantity_unit", "999"}});
  const Printed page = printed(document, "11", facts_for("11"));
  EXPECT_EQ(value(page.values, "loading_port"), "999999");
  EXPECT_EQ(value(page.rows[0], "packages_en"), "SIXTY (60) ZZZ");
  EXPECT_EQ(value(page.rows[0], "quantity_en"), "1200 999");
}

}  // namespace
}  // namespace datong::domain
