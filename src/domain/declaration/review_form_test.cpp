// Every form rule once: a document it accepts and one it refuses, one edit apart.
#include <array>
#include <set>

#include "domain/declaration/review_test.hpp"

namespace datong::domain {
namespace {

enum class Base { export_, import_ };
using enum Base;

struct Case {
  std::string_view rule;
  Base base;
  std::vector<Edit> before;  ///< makes the accepted document
  Edit edit;                 ///< makes the refused one
  std::string path;
};

Document document_of(const Case& example) {
  Document document = example.base == export_ ? example_export(test_day()) : example_import(test_day());
  change(document, example.before);
  return document;
}

std::string day(int offset) { return test_day().plus_days(offset).to_string(); }

/// Edits that turn the import into biscuits with everything food needs.
std::vector<Edit> biscuits(std::vector<Edit> more = {}) {
  std::vector<Edit> edits{{"/goods/0/commodity_code", "1905310000"},
                          {"/goods/0/ciq_code", "1905310000999"},
                          {"/goods/0/statutory_unit", "035"},
                          {"/goods/0/attributes", "14,17"},
                          {"/goods/0/foreign_producer_name", "KEKSWERK GMBH"},
                          {"/goods/0/produced_on", "20250301"},
                          {"/goods/0/lot_number", "L1"},
                          {"/goods/0/shelf_life", "12 months"},
                          {"/goods/0/ingredients", "flour, sugar"}};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

/// Edits that give the line this commodity.
std::vector<Edit> ware(const std::string& code, const std::string& unit, std::vector<Edit> more = {}) {
  std::vector<Edit> edits{
      {"/goods/0/commodity_code", code}, {"/goods/0/ciq_code", code + "999"}, {"/goods/0/statutory_unit", unit}};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

/// Sulphuric acid with everything dangerous goods need.
std::vector<Edit> acid() {
  return ware("2807000010", "035",
              {{"/goods/0/un_number", "UN1830"},
               {"/goods/0/dangerous_goods_name", "SULPHURIC ACID"},
               {"/goods/0/packing_group", "2"},
               {"/goods/0/dangerous_packaging_mark", "1A1/X1.4/250"}});
}

std::vector<Case> field_cases() {
  return {
      {"DEC001", export_, {}, {"/declared_on", "2025-02-30"}, "/declared_on"},
      {"DEC002", export_, {}, {"/contact_telephone", std::string(21, '1')}, "/contact_telephone"},
      {"DEC003", export_, {}, {"/contract_number", std::string(33, 'A')}, "/contract_number"},
      {"DEC004", export_, {}, {"/contract_number", ""}, "/contract_number"},
      {"DEC005", export_, {}, {"/trade_mode", "77"}, "/trade_mode"},
      {"DEC009",
       export_,
       {{"/marks/-/picture", "1"},
        {"/marks/-/picture", "2"},
        {"/marks/-/picture", "3"},
        {"/marks/-/picture", "4"},
        {"/marks/-/picture", "5"}},
       {"/marks/-/picture", "6"},
       "/marks"},
      {"DEC010", export_, {}, {"/goods/0/quantity_unit", "999"}, "/goods/0/quantity_unit"},
      {"DEC011", export_, {}, {"/entry_port", "310101"}, "/entry_port"},
      {"DEC012", export_, {}, {"/goods/0/ciq_name", "裤"}, "/goods/0/ciq_name"},
      {"DEC013", export_, {}, {"/goods/0/unit_price", "-1"}, "/goods/0/unit_price"},
  };
}

std::vector<Case> numbered_cases() {
  return {
      {"DEC101", export_, {}, {"/goods/0/ciq_code", "6204630000999"}, "/goods/0/ciq_code"},
      {"DEC202", export_, {}, {"/goods/0/line_number", "2"}, "/goods/0/line_number"},
      {"DEC222", export_, {{"/goods/-/line_number", "2"}}, {"/goods/1/line_number", "1"}, "/goods/1/line_number"},
      {"DEC103", export_, {}, {"/goods/0/goods_name_zh", "棉 裤"}, "/goods/0/goods_name_zh"},
      {"DEC104",
       export_,
       {{"/goods/0/weight", ""}, {"/goods/0/weight_unit", ""}},
       {"/goods/0/quantity", ""},
       "/goods/0/quantity"},
      {"DEC204", export_, {}, {"/goods/0/statutory_unit", "035"}, "/goods/0/statutory_unit"},
      {"DEC224", export_, {}, {"/goods/0/weight_unit", ""}, "/goods/0/weight_unit"},
      {"DEC234", export_, {}, {"/goods/0/weight", "0.00000"}, "/goods/0/weight"},
      {"DEC105", export_, {}, {"/goods/0/packages/0/main_package_flag", "0"}, "/goods/0/packages"},
      {"DEC205", export_, {}, {"/goods/0/packages/0/package_count", "0"}, "/goods/0/packages/0/package_count"},
      {"DEC106", import_, {{"/arrived_on", day(-35)}}, {"/arrived_on", day(-36)}, "/arrived_on"},
      {"DEC206", import_, {{"/discharged_on", day(-3)}}, {"/discharged_on", day(-4)}, "/discharged_on"},
      {"DEC226", import_, {{"/claim_until_on", day(0)}}, {"/claim_until_on", day(-1)}, "/claim_until_on"},
      {"DEC107", export_, {{"/shipped_on", day(0)}}, {"/shipped_on", day(-1)}, "/shipped_on"},
      {"DEC109",
       export_,
       {},
       {"/required_certificates/0/certificate_code", "21"},
       "/required_certificates/0/certificate_code"},
      {"DEC209",
       export_,
       {},
       {"/required_certificates/1/certificate_code", "11"},
       "/required_certificates/1/certificate_code"},
      {"DEC110",
       export_,
       {{"/goods/0/packages/0/package_kind", "4C12"}},
       {"/attached_documents/0/document_kind", "101025"},
       "/attached_documents"},
      {"DEC210", export_, {}, {"/goods/0/packages/0/package_kind", "93"}, "/attached_documents"},
      {"DEC113", export_, {}, {"/consignor_code", "9900600001"}, "/consignor_code"},
      {"DEC115", export_, {}, {"/attached_documents/0/document_kind", "101003"}, "/credit_number"},
      {"DEC215", export_, {}, {"/credit_number", "LC-1"}, "/special_requirements"},
      {"DEC116", export_, {}, {"/goods/0/currency", "051"}, "/goods/0/currency"},
      {"DEC216", export_, {}, {"/goods/0/value", "0"}, "/goods/0/value"},
      {"DEC117", export_, {}, {"/special_business_flags", "0100"}, "/special_business_flags"},
      {"DEC218",
       import_,
       {{"/original_container_flag", "1"}, {"/special_clearance_flags", "1000"}},
       {"/original_container_flag", "0"},
       "/original_container_flag"},
      {"DEC119",
       export_,
       {},
       {"/containers/0/numbers/0/container_number", "CSQU3054384"},
       "/containers/0/numbers/0/container_number"},
      {"DEC219", export_, {}, {"/containers/0/container_count", "2"}, "/containers/0/container_count"},
      {"DEC229",
       export_,
       {{"/containers/0/numbers/-/container_number", "MSKU0000008"}},
       {"/containers/0/numbers/1/container_number", "CSQU3054383"},
       "/containers/0/numbers/1/container_number"},
      {"DEC239", export_, {}, {"/containers/0/numbers/0/goods_lines", "1,2"}, "/containers/0/numbers/0/goods_lines"},
      {"DEC249",
       export_,
       {{"/goods/0/line_containers/-/container_number", "CSQU3054383"}},
       {"/goods/0/line_containers/0/container_number", "MSKU0000008"},
       "/goods/0/line_containers/0/container_number"},
      {"DEC120",
       export_,
       {{"/declaration_kind", "25"}, {"/related_declaration", "310100225000001"}, {"/related_reason", "01"}},
       {"/related_declaration", ""},
       "/related_declaration"},
      {"DEC220", import_, {{"/declaration_kind", "14"}}, {"/destination_office", ""}, "/destination_office"},
      {"DEC230",
       import_,
       ware("8471309000", "001", {{"/declaration_kind", "15"}}),
       {"/goods/0/commodity_code", "9018129100"},
       "/goods/0/commodity_code"},
      {"DEC240", export_, {}, {"/declaration_kind", "13"}, "/declaration_kind"},
  };
}

std::vector<Case> conditional_cases() {
  return {
      {"CON001", export_, {}, {"/consignor_name_foreign", ""}, "/consignor_name_foreign"},
      {"CON002", export_, {}, {"/goods/0/goods_name_foreign", ""}, "/goods/0/goods_name_foreign"},
      {"CON003", export_, {}, {"/conveyance_number", ""}, "/conveyance_number"},
      {"CON004", export_, {}, {"/related_declaration", "310100225000001"}, "/related_reason"},
      {"CON005",
       import_,
       {{"/required_certificates/-/certificate_code", "12"}},
       {"/claim_until_on", ""},
       "/claim_until_on"},
      {"CON006", import_, {}, {"/goods/0/packages/0/package_kind", "00"}, "/discharged_on"},
      {"CON007", export_, {}, {"/customs_office", ""}, "/customs_office"},
      {"CON008", import_, {}, {"/customs_office", ""}, "/customs_office"},
      {"CON009", export_, {}, {"/customs_registration", ""}, "/customs_registration"},
      {"CON011", import_, biscuits(), {"/goods/0/foreign_producer_name", ""}, "/goods/0/foreign_producer_name"},
      {"CON012", import_, biscuits(), {"/goods/0/produced_on", ""}, "/goods/0/produced_on"},
      {"CON013", import_, biscuits(), {"/goods/0/lot_number", ""}, "/goods/0/lot_number"},
      {"CON014", import_, biscuits(), {"/goods/0/shelf_life", ""}, "/goods/0/shelf_life"},
      {"CON015", import_, biscuits(), {"/goods/0/ingredients", ""}, "/goods/0/ingredients"},
      {"CON016", export_, acid(), {"/goods/0/un_number", ""}, "/goods/0/un_number"},
      {"CON017", export_, acid(), {"/goods/0/dangerous_goods_name", ""}, "/goods/0/dangerous_goods_name"},
      {"CON018", export_, acid(), {"/goods/0/packing_group", ""}, "/goods/0/packing_group"},
      {"CON019", export_, acid(), {"/goods/0/dangerous_packaging_mark", ""}, "/goods/0/dangerous_packaging_mark"},
      {"CON020",
       export_,
       ware("2918140000", "035", {{"/goods/0/not_dangerous_flag", "1"}, {"/container_suitability_flag", "1"}}),
       {"/goods/0/not_dangerous_flag", ""},
       "/goods/0/not_dangerous_flag"},
      {"CON021", export_, acid(), {"/goods/0/not_dangerous_flag", "1"}, "/goods/0/not_dangerous_flag"},
      {"CON022", export_, acid(), {"/goods/0/un_number", "183"}, "/goods/0/un_number"},
      {"CON023", import_, {}, {"/declaration_kind", "14"}, "/end_users"},
      {"CON024", export_, {}, {"/containers/0/container_kind", "221"}, "/container_suitability_flag"},
      {"CON025", import_, {}, {"/trade_mode", "18"}, "/enterprise_nature"},
      {"CON026",
       import_,
       ware("8471309000", "001", {{"/goods/0/attributes", "11"}, {"/declaration_kind", "15"}}),
       {"/goods/0/attributes", "19"},
       "/goods/0/attributes"},
      {"CON027", import_, biscuits(), {"/goods/0/attributes", "17"}, "/goods/0/attributes"},
      {"CON028", import_, {}, {"/goods/0/attributes", "16,17"}, "/goods/0/attributes"},
      {"CON030",
       export_,
       {{"/goods/0/permits/-/permit_kind", "411"},
        {"/goods/0/permits/0/permit_number", "A1"},
        {"/goods/0/permits/0/write_off_unit", "035"},
        {"/goods/0/permits/0/write_off_quantity", "1"}},
       {"/goods/0/permits/0/write_off_quantity", ""},
       "/goods/0/permits/0/write_off_quantity"},
      {"CON031",
       export_,
       {{"/attached_documents_text", "合同,装箱单"}},
       {"/attached_documents/1/document_kind", "101040"},
       "/attached_documents"},
      {"CON034",
       import_,
       {{"/trade_mode", "27"}, {"/goods/0/origin_country", "156"}},
       {"/goods/0/origin_country", "276"},
       "/goods/0/origin_country"},
      {"CON036", import_, {}, {"/goods/0/attributes", "20"}, "/goods/0/goods_name_zh"},
  };
}

std::vector<Case> number_cases() {
  return {
      {"CHK001", import_, {}, {"/organisation_code", "100000017"}, "/organisation_code"},
      {"CHK002", export_, {}, {"/organisation_code", "91310000MA1A2B3C6Y"}, "/organisation_code"},
      {"CHK003", export_, {}, {"/organisation_code", "91310000123456780A"}, "/organisation_code"},
      {"CHK004", export_, {}, {"/declarant_registration", "9900600001"}, "/declarant_registration"},
      {"CHK005", export_, {}, {"/declarant_person_certificate", "310070001"}, "/declarant_person_certificate"},
      {"CHK007", export_, {}, {"/organisation_code", "12345"}, "/organisation_code"},
      {"CHK008", export_, {}, {"/declarant_registration", "3100700001"}, "/declarant_registration"},
      {"CHK009", export_, {}, {"/declarant_person_certificate", "3100600001"}, "/declarant_person_certificate"},
      {"CHK010",
       import_,
       {{"/goods/0/permits/-/permit_kind", "411"},
        {"/goods/0/permits/0/vehicles/-/vehicle_identification", "LSVAA49J132047371"}},
       {"/goods/0/permits/0/vehicles/0/vehicle_identification", "LSVAA49JI32047371"},
       "/goods/0/permits/0/vehicles/0/vehicle_identification"},
      {"CHK011",
       export_,
       {{"/attached_documents/0/attachment_hash", std::string(64, 'a')}},
       {"/attached_documents/0/attachment_hash", std::string(64, 'A')},
       "/attached_documents/0/attachment_hash"},
      {"TIM001", export_, {{"/shipped_on", day(7)}}, {"/shipped_on", day(6)}, "/shipped_on"},
      {"TIM002", import_, ware("0602909990", "028", {{"/arrived_on", day(7)}}), {"/arrived_on", day(6)}, "/arrived_on"},
      {"TIM003", import_, {{"/claim_until_on", day(20)}}, {"/claim_until_on", day(19)}, "/claim_until_on"},
      {"TIM004",
       import_,
       ware("2709000000", "035", {{"/discharged_on", day(0)}, {"/arrived_on", day(-3)}}),
       {"/discharged_on", day(-1)},
       "/discharged_on"},
      {"TIM005", export_, {}, {"/declared_on", day(1)}, "/declared_on"},
      {"SUP005", import_, {}, {"/goods/0/commodity_code", "8457101000"}, "/goods/0/commodity_code"},
      {"SUP008",
       import_,
       ware("8471309000", "001", {{"/declaration_kind", "15"}}),
       {"/declaration_kind", "13"},
       "/goods/0/commodity_code"},
      {"TAR002", export_, {}, {"/goods/0/commodity_code", "9999999999"}, "/goods/0/commodity_code"},
      {"TAR003", import_, {}, {"/goods/0/commodity_code", "9703000090"}, "/goods/0/commodity_code"},
      {"TAR004", export_, {}, {"/goods/0/commodity_code", "62046200"}, "/goods/0/commodity_code"},
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& part : {field_cases(), numbered_cases(), conditional_cases(), number_cases()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(ReviewForm, TheExamplesPassEveryRuleOnAnyDayOf2024To2026) {
  for (Date at = *Date::from_ymd(2024, 1, 1); at <= *Date::from_ymd(2026, 12, 31); at = at.plus_days(5)) {
    EXPECT_EQ(list(review_form(example_export(at), classic(), at)), "") << at.to_string();
    EXPECT_EQ(list(review_form(example_import(at), classic(), at)), "") << at.to_string();
  }
}

TEST(ReviewForm, EveryRuleAcceptsAndRefusesOneEditApart) {
  for (const Case& example : all_cases()) {
    SCOPED_TRACE(example.rule);
    Document document = document_of(example);
    const auto before = review_form(document, classic(), test_day());
    EXPECT_FALSE(has_rule(before, example.rule)) << list(before);
    change(document, std::vector<Edit>{example.edit});
    const auto after = review_form(document, classic(), test_day());
    EXPECT_TRUE(has(after, example.rule, example.path)) << list(after);
  }
}

TEST(ReviewForm, EveryFormRuleOfTheCatalogueHasItsCase) {
  std::set<std::string_view> tested{
      "DEC007",  // decided by the reader of a message, before there is a document
      // each has its own test below, or a reason of supervision() in review_supervision_test.cpp
      "DEC006", "DEC008", "DEC102", "TAR001", "SUP001", "SUP002", "SUP003", "SUP004", "SUP006", "SUP007"};
  for (const Case& example : all_cases()) tested.insert(example.rule);
  for (const Rule& rule : kRules) {
    if (rule.kind != RuleKind::form || rule.id.starts_with("OR")) continue;  // OR…: applications, domain/origin
    EXPECT_TRUE(tested.contains(rule.id)) << rule.id << " has no test";
  }
}

TEST(ReviewForm, TheSeverityOfAFindingIsTheRulesOrTheDeadlineRows) {
  for (const Case& example : all_cases()) {
    Document document = document_of(example);
    change(document, std::vector<Edit>{example.edit});
    for (const Finding& found : review_form(document, classic(), test_day())) {
      EXPECT_EQ(found.severity, find_rule(found.rule)->severity) << found.rule;
      EXPECT_NE(words(found, "zh").find_first_not_of(' '), std::string::npos);
      EXPECT_EQ(words(found, "en").find('{'), std::string::npos);
    }
  }
}

TEST(ReviewForm, DEC102AnEmptyDocumentNamesEveryMandatoryBlankAndTheMissingGoods) {
  Document document;
  document.seal();
  const auto found = review_form(document, classic(), test_day());
  EXPECT_TRUE(has(found, "DEC102", "/goods"));
  EXPECT_TRUE(has(found, "DEC004", "/direction"));
  EXPECT_FALSE(has(found, "DEC004", "/arrival_port")) << "without a direction only what both need is missed";
}

TEST(ReviewForm, DEC006ACodeOutOfItsDatesIsRefused) {
  EditionBuilder builder;
  add_data_set(builder, "classic");
  auto table = read_csv("code,name_zh,name_en,valid_from,valid_to\n22,纸箱,Carton,,2025-06-10\n");
  ASSERT_TRUE(table);
  builder.add("codes/package.csv", *table);
  const auto edition = builder.build("test", "test");
  ASSERT_TRUE(edition);
  const Date last = *Date::from_ymd(2025, 6, 10);
  EXPECT_EQ(list(review_form(example_export(last), **edition, last)), "");
  const Date next = last.plus_days(1);
  EXPECT_EQ(list(review_form(example_export(next), **edition, next)), "DEC006 /goods/0/packages/0/package_kind");
}

TEST(ReviewForm, DEC008AnElementTheTableDoesNotNameIsKeptAndFlagged) {
  Document document = example_export(test_day());
  document.header().unknown().push_back({"NoOtherPack", "1"});
  const auto found = review_form(document, classic(), test_day());
  ASSERT_EQ(list(found), "DEC008 ");
  EXPECT_EQ(found[0].values, std::vector<std::string>{"NoOtherPack"});
}

TEST(ReviewForm, TAR001AnUnknownCommodityIsRefusedWhenTheParameterSaysSoOrIsMissing) {
  Document document = example_export(test_day());
  change(document, {{"/goods/0/commodity_code", "9999999999"}, {"/goods/0/ciq_code", "9999999999999"}});
  EXPECT_EQ(list(review_form(document, classic(), test_day())), "TAR002 /goods/0/commodity_code");
  for (const char* row : {"unknown_commodity_is_refused,yes,assumed,test,,\n", ""}) {
    EditionBuilder builder;
    add_data_set(builder, "classic");
    auto table = read_csv(
        std::string("name,value,provenance,source,valid_from,valid_to\nwood_package_kinds,23,assumed,test,,\n") + row);
    ASSERT_TRUE(table);
    builder.add("parameters.csv", *table);
    const auto edition = builder.build("test", "test");
    ASSERT_TRUE(edition);
    EXPECT_EQ(list(review_form(document, **edition, test_day())), "TAR001 /goods/0/commodity_code");
  }
}

TEST(ReviewForm, ASwitchedOffRuleIsSkippedOnlyWhenItIsKnownOrAssumed) {
  EditionBuilder builder;
  add_data_set(builder, "classic");
  auto table = read_csv("rule,on,valid_from,valid_to\nCON031,no,,\nDEC104,no,,\n");
  ASSERT_TRUE(table);
  builder.add("rule_switches.csv", *table);
  const auto edition = builder.build("test", "test");
  ASSERT_TRUE(edition);
  Document document = example_export(test_day());
  change(document, {{"/attached_documents/1/document_kind", "101040"},
                    {"/attached_documents_text", "合同,装箱单"},
                    {"/goods/0/quantity", ""},
                    {"/goods/0/quantity_unit", ""},
                    {"/goods/0/weight", ""},
                    {"/goods/0/weight_unit", ""}});
  EXPECT_EQ(list(review_form(document, classic(), test_day())), "DEC104 /goods/0/quantity, CON031 /attached_documents");
  EXPECT_EQ(list(review_form(document, **edition, test_day())), "DEC104 /goods/0/quantity");
}

TEST(ReviewForm, TwentyFaultsGiveTwentyFindingsInTheOrderOfTheForm) {
  Document document = example_export(test_day());
  change(document, {{"/declarant_reference", ""},
                    {"/declared_on", "10.6.2025"},
                    {"/issuing_office", "319999"},
                    {"/declarant_registration", "3100600001X"},
                    {"/organisation_code", "91310000MA1A2B3C6Y"},
                    {"/declarant_person_name", std::string(51, 'A')},
                    {"/consignor_name_foreign", ""},
                    {"/transport_mode", "8"},
                    {"/trading_country", "XX"},
                    {"/entry_port", "310101"},
                    {"/shipped_on", day(-1)},
                    {"/goods_place", ""},
                    {"/goods/0/line_number", "7"},
                    {"/goods/0/ciq_code", "123"},
                    {"/goods/0/goods_name_zh", "棉 裤"},
                    {"/goods/0/statutory_unit", "035"},
                    {"/goods/0/currency", "051"},
                    {"/goods/0/packages/0/main_package_flag", "0"},
                    {"/containers/0/container_count", "3"},
                    {"/required_certificates/1/certificate_code", "21"},
                    {"/containers/0/numbers/0/goods_lines", "7"}});
  EXPECT_EQ(
      list(review_form(document, classic(), test_day())),
      "DEC004 /declarant_reference, DEC001 /declared_on, DEC005 /issuing_office, DEC001 /declarant_registration, "
      "CHK002 /organisation_code, DEC002 /declarant_person_name, CON001 /consignor_name_foreign, "
      "DEC005 /transport_mode, DEC005 /trading_country, DEC011 /entry_port, DEC107 /shipped_on, DEC004 /goods_place, "
      "DEC202 /goods/0/line_number, DEC101 /goods/0/ciq_code, DEC103 /goods/0/goods_name_zh, DEC204 "
      "/goods/0/statutory_unit, "
      "DEC116 /goods/0/currency, DEC105 /goods/0/packages, DEC219 /containers/0/container_count, "
      "DEC109 /required_certificates/1/certificate_code");
}

TEST(ReviewForm, FieldsAreTakenExactlyAtTheirBorders) {
  struct Border {
    std::string path, good, bad, rule;
  };
  const std::vector<Border> borders{
      {"/contact_telephone", std::string(20, '1'), std::string(21, '1'), "DEC002"},
      {"/contact_name", std::string(20, 'A'), std::string(21, 'A'), "DEC003"},
      {"/contact_name", "一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十一",
       "DEC003"},
      {"/goods/0/quantity", "99999999999999.99999", "999999999999999.99999", "DEC002"},
      {"/goods/0/quantity", "0.00001", "0.000001", "DEC001"},
      {"/goods/0/quantity", "1", "1.", "DEC001"},
      {"/goods/0/quantity", "0.5", ".5", "DEC001"},
      {"/goods/0/quantity", "10", "1e1", "DEC001"},
      {"/goods/0/quantity", "10", "+10", "DEC001"},
      {"/goods/0/quantity", "10", " 10", "DEC001"},
      {"/goods/0/unit_price", "0", "-0.5", "DEC013"},
      {"/goods/0/packages/0/package_count", "999999999", "01", "DEC001"},
      {"/goods/0/packages/0/package_count", "1", "1.0", "DEC001"},
      {"/goods/0/packages/0/main_package_flag", "1", "2", "DEC001"},
      {"/goods/0/produced_on", "20240229;20250301", "20250229", "DEC001"},
      {"/goods/0/produced_on", "20250301", "20250301;", "DEC001"},
      {"/shipped_on", "2025-06-30", "2025-06-31", "DEC001"},
      {"/shipped_on", "2025-06-30", "20250630", "DEC001"},
      {"/goods/0/attributes", "17,19", "17,,19", "DEC001"},
      {"/goods/0/attributes", "17,19", "17,77", "DEC005"},
      {"/contact_name", "张三", "\xFF\xFE", "DEC001"},
      {"/contact_name", "张三", std::string("a\0b", 3), "DEC001"},
      {"/special_business_flags", "0000000000", "0002", "DEC001"},
  };
  for (const Border& border : borders) {
    Document good = example_export(test_day()), bad = example_export(test_day());
    change(good, {{border.path, border.good}});
    change(bad, {{border.path, border.bad}});
    EXPECT_FALSE(has(review_form(good, classic(), test_day()), border.rule, border.path))
        << border.path << " " << border.good;
    EXPECT_TRUE(has(review_form(bad, classic(), test_day()), border.rule, border.path))
        << border.path << " " << border.bad;
  }
}

TEST(ReviewForm, EveryTextFieldIsTakenAtItsLengthAndRefusedOneOver) {
  for (const Field& field : fields_of(Group::header)) {
    if (field.type != FieldType::text) continue;
    const std::string path = "/" + std::string(field.name);
    std::string full;
    for (std::uint32_t i = 0; i < field.longest; ++i) full += "货";
    Document good = example_import(test_day()), bad = example_import(test_day());
    change(good, {{path, full}});
    change(bad, {{path, full + "货"}});
    EXPECT_FALSE(has(review_form(good, classic(), test_day()), "DEC002", path)) << path;
    EXPECT_TRUE(has(review_form(bad, classic(), test_day()), "DEC002", path)) << path;
  }
}

TEST(ReviewForm, EveryMandatoryFieldIsMissedInItsDirectionOnly) {
  for (const Field& field : fields_of(Group::header)) {
    if (field.name == "direction") continue;
    const std::string path = "/" + std::string(field.name);
    Document out = example_export(test_day()), in = example_import(test_day());
    change(out, {{path, ""}});
    change(in, {{path, ""}});
    EXPECT_EQ(has(review_form(out, classic(), test_day()), "DEC004", path), field.export_need == Need::M) << path;
    EXPECT_EQ(has(review_form(in, classic(), test_day()), "DEC004", path), field.import_need == Need::M) << path;
  }
}

TEST(ReviewForm, DEC202LineNumbersRunWithoutGapAndAGapIsSaidOnce) {
  Document document = example_export(test_day());
  make_lines(document, 5);
  change(document, {{"/goods/2/line_number", "4"}, {"/goods/3/line_number", "5"}, {"/goods/4/line_number", "6"}});
  const auto found = review_form(document, classic(), test_day());
  EXPECT_EQ(std::count_if(found.begin(), found.end(), [](const Finding& f) { return f.rule == "DEC202"; }), 1);
  EXPECT_TRUE(has(found, "DEC202", "/goods/2/line_number"));
}

TEST(ReviewForm, DEC009FiftyLinesAreTakenAndFiftyOneAreNot) {
  Document document = example_export(test_day());
  make_lines(document, 50);
  EXPECT_FALSE(has_rule(review_form(document, classic(), test_day()), "DEC009"));
  make_lines(document, 51);
  EXPECT_TRUE(has(review_form(document, classic(), test_day()), "DEC009", "/goods"));
  make_lines(document, 1);
  EXPECT_EQ(list(review_form(document, classic(), test_day())), "");
}

/// Element and value as a client of the time sent them (names and numbers of parties invented); header, goods line,
/// package.
struct Sent {
  std::string_view element, value;
};

Document import_as_clients_sent_it() {
  constexpr std::array header{Sent{"EntDeclNo", "1020bae0"},
                              Sent{"EntUuid", "1020bae0"},
                              Sent{"AppCertCode", "0"},
                              Sent{"ApplOri", "0"},
                              Sent{"techRegCode", "588424997"},
                              Sent{"DeclRegNo", "3200910000"},
                              Sent{"DeclRegName", "示例物流有限公司"},
                              Sent{"DespCtryCode", "840"},
                              Sent{"GoodsPlace", "港务物流"},
                              Sent{"DeclPersnCertNo", "3900700000"},
                              Sent{"TradeModeCode", "11"},
                              Sent{"VsaOrgCode", "320000"},
                              Sent{"ConvynceName", "GODSPEED"},
                              Sent{"AplKind", "I"},
                              Sent{"DespDate", "2016-08-01"},
                              Sent{"Contactperson", "张三"},
                              Sent{"ConsignorEname", "EXAMPLE WORLDWIDE,L.L.C.,"},
                              Sent{"EntyPortCode", "399501"},
                              Sent{"ContTel", "5550000"},
                              Sent{"DeclDate", "2016-09-06"},
                              Sent{"TradeCountryCode", "840"},
                              Sent{"ConsigneeCname", "厦门示例商业有限公司"},
                              Sent{"DeclCode", "13"},
                              Sent{"PurpOrgCode", "320000"},
                              Sent{"DeclPersonName", "张三"},
                              Sent{"DestCode", "350206"},
                              Sent{"BillLadNo", "NYKSCHIS51191200_03"},
                              Sent{"GdsArvlDate", "2016-08-24"},
                              Sent{"TransModeCode", "1"},
                              Sent{"OrigBoxFlag", "0"},
                              Sent{"DeliveryOrder", "NYKSCHIS51191200_03"},
                              Sent{"InspOrgCode", "320000"},
                              Sent{"AttaCollectName", "合同,发票,报检委托书,装箱单,其他单据,提单/运单"},
                              Sent{"TransMeanNo", "263W"},
                              Sent{"SpeclInspQuraRe", "无纸化报检"},
                              Sent{"SpecPassFlag", "0000"},
                              Sent{"SpecDeclFlag", "0000"},
                              Sent{"ConsigneeEname", "***"},
                              Sent{"DespPortCode", "840432"},
                              Sent{"OrgCode", "320000"},
                              Sent{"MarkNo", "10280000"},
                              Sent{"ConsigneeCode", "3995610000"},
                              Sent{"ContractNo", "SO0348744"}};
  constexpr std::array goods{Sent{"StdWeight", "0"},
                             Sent{"StdWeightUnitCode", "075"},
                             Sent{"GoodsNo", "1"},
                             Sent{"ProdHsCode", "9703000090"},
                             Sent{"HsCodeDesc", "雕塑品原件"},
                             Sent{"CiqCode", "9703000090999"},
                             Sent{"CiqName", "雕塑品原件"},
                             Sent{"DeclGoodsCname", "海豚喷泉雕塑"},
                             Sent{"Qty", "2"},
                             Sent{"QtyMeasUnit", "023"},
                             Sent{"Weight", "350"},
                             Sent{"WtMeasUnit", "035"},
                             Sent{"StdQty", "2"},
                             Sent{"GoodsTotalVal", "28000"},
                             Sent{"Currency", "840"},
                             Sent{"OriCtryCode", "840"},
                             Sent{"Purpose", "99"},
                             Sent{"StdQtyUnitCode", "023"},
                             Sent{"NoDangFlag", "1"}};
  constexpr std::array package{Sent{"PackTypeCode", "4C12"}, Sent{"PackCatgName", "中木箱"}, Sent{"PackQty", "2"},
                               Sent{"IsMainPack", "1"}};
  Document document;
  const auto fill = [](Record& record, const auto& all) {
    for (const Sent& sent : all)
      record.set(static_cast<std::size_t>(field_by_element(record.group(), sent.element)), sent.value);
  };
  fill(document.header(), header);
  Record& line = document.header().children().emplace_back(Group::goods, document.arena());
  fill(line, goods);
  fill(line.children().emplace_back(Group::package, document.arena()), package);
  document.seal();
  return document;
}

TEST(ReviewForm, AMessageAsClientsSentItMeetsNoRefusal) {
  const auto found = review_form(import_as_clients_sent_it(), classic(), *Date::from_ymd(2016, 9, 6));
  for (const Finding& each : found) EXPECT_EQ(each.severity, Severity::warning) << each.rule << " " << each.path;
  EXPECT_EQ(list(found), "DEC012 /goods/0/commodity_text, DEC012 /goods/0/ciq_name, DEC210 /attached_documents");
}

TEST(ReviewForm, HostileDocumentsGiveFindingsAndNothingElse) {
  const std::string huge(100'000, '9'), odd("\xC3\x28\x01\x7F,;|/~");
  for (const std::string& value : {huge, odd, std::string("0"), std::string("-"), std::string("I"), std::string(",")}) {
    Document document = example_import(test_day());
    const auto poison = [&](auto&& self, Record& record) -> void {
      for (std::size_t i = 0; i < fields_of(record.group()).size(); ++i) record.set(i, value);
      for (Record& child : record.children()) self(self, child);
    };
    poison(poison, document.header());
    document.seal();
    EXPECT_FALSE(review_form(document, classic(), test_day()).empty());
    EXPECT_FALSE(review_office(document, {}, classic(), test_day()).empty());
    EXPECT_EQ(supervision(document, classic(), test_day()).size(), 1U);
    (void)permit_reservations(document);
  }
}

}  // namespace
}  // namespace datong::domain
