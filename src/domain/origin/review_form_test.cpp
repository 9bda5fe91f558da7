// Every form rule of an application: an application it accepts and one it refuses, one edit apart.
#include <array>
#include <set>

#include "domain/declaration/review_test.hpp"
#include "domain/origin/example.hpp"
#include "domain/origin/review.hpp"

namespace datong::domain {
namespace {

struct Case {
  std::string_view rule;
  std::string_view kind;
  std::vector<Edit> before;  ///< makes the accepted application
  Edit edit;                 ///< makes the refused one
  std::string path;
  std::size_t lines = 1;
};

std::string day(int offset) { return test_day().plus_days(offset).to_string(); }

constexpr std::string_view kLine = "/goods/0/";
Edit line(std::string_view field, std::string value) { return {std::string(kLine) + std::string(field), std::move(value)}; }
std::string at(std::string_view field) { return std::string(kLine) + std::string(field); }

/// Edits for goods shipped `days` before the application, with everything it then needs.
std::vector<Edit> shipped(int days, std::vector<Edit> more = {}) {
  std::vector<Edit> edits{{"/shipped_on", day(-days)},
                          {"/invoiced_on", day(-days)},
                          {"/attached_documents/-/document_kind", "3"},
                          {"/attached_documents/-/document_kind", "4"},
                          {"/retrospective_reason", "LATE"}};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

/// An amendment with everything it needs.
std::vector<Edit> amended(std::string application_class, std::vector<Edit> more = {}) {
  std::vector<Edit> edits{{"/application_class", std::move(application_class)},
                          {"/changes/-/previous_number", "C2533MA1A2B30009"},
                          {"/changes/0/reason", "WRONG WEIGHT"},
                          {"/changes/0/original_returned", "1"},
                          {"/changes/0/original_unused", "1"}};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

std::vector<Edit> third_party(std::vector<Edit> more = {}) {
  std::vector<Edit> edits{{"/third_party_invoice", "1"},
                          {"/third_parties/-/name", "EXAMPLE HOLDING LTD"},
                          {"/third_parties/0/country", "344"},
                          {"/third_parties/0/country_name", "HONG KONG"}};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

/// Edits that turn the FORM E into one by this criterion, without the cost sheet.
std::vector<Edit> by(std::string criterion, std::vector<Edit> more = {}) {
  std::vector<Edit> edits{line("criterion", std::move(criterion)), line("cost_sheet", "")};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

constexpr std::string_view kDocument = "/attached_documents/0/document_number";

std::vector<Case> party_cases() {
  const std::string exporter = "SHANGHAI EXAMPLE IMPORT AND EXPORT CO., LTD.\nNO. 100 EXAMPLE ROAD, PUDONG\nSHANGHAI, CHINA";
  return {
      {"ORG002", "C", {}, {"/exporter", "EXAMPLE CO., LTD.\n1 EXAMPLE ROAD, KOWLOON, CHINA"}, "/exporter"},
      {"ORG002", "C", {{"/exporter", exporter + "\nVIA EXAMPLE LTD, GERMANY"}}, {"/exporter", "EXAMPLE LTD\n1 STREET, GERMANY"}, "/exporter"},
      {"ORG102", "G", {}, {"/exporter", exporter + "\nO/B EXAMPLE LTD, GERMANY"}, "/exporter"},
      {"ORG202", "C", {{"/exporter", exporter + "\nVIA EXAMPLE LTD, GERMANY"}}, {"/exporter", exporter + "\nVIA OTHER LTD, SHANGHAI"}, "/exporter"},
      {"ORG003", "E", {}, {"/exporter", "OTHER CO., LTD.\n" + exporter}, "/exporter"},
      {"ORG003", "G", {}, {"/exporter", "OTHER INC\n" + exporter}, "/exporter"},
      {"ORG004", "C", {}, {"/exporter", "EXAMPLE CO., LTD.\nSHANGHAI, CHINA"}, "/exporter"},
      {"ORG004", "C", {}, {"/exporter", "EXAMPLE CO., LTD.\n1 EXAMPLE ROAD, SHANGHAI"}, "/exporter"},
      {"ORG005", "E", {}, {"/consignee", "EXAMPLE SDN. BHD.\nPORT KLANG"}, "/consignee"},
      {"ORG005", "E", {}, {"/consignee", "TO ORDER"}, "/consignee"},
      {"ORG005", "C", {{"/consignee", "TO ORDER"}}, {"/consignee", "BEISPIEL GMBH, HAMBURG"}, "/consignee"},
      {"ORG005", "G", {{"/consignee", "TO WHOM IT MAY CONCERN"}}, {"/consignee", "EKSEMPEL AS, OSLO"}, "/consignee"},
      {"ORG105", "C", {}, {"/destination_country_name", "GERMANNY"}, "/destination_country_name"},
      {"ORG006", "G", {}, {"/consignee", "EXAMPLE LTD, HONG KONG\nFOR NORWAY"}, "/consignee"},
  };
}

std::vector<Case> transport_cases() {
  return {
      {"ORG007", "C", {}, {"/loading_port", "HONG KONG"}, "/loading_port"},
      {"ORG107", "E", {}, {"/destination_port", "SINGAPORE"}, "/destination_port"},
      {"ORG107", "C", {{"/destination_port", ""}}, {"/discharge_port", "OSLO"}, "/discharge_port"},
      {"ORG207", "C", {}, {"/loading_port", "ATLANTIS"}, "/loading_port"},
      {"ORG207", "C", {}, {"/destination_port", "ATLANTIS"}, "/destination_port"},
      {"ORG307", "C", {}, {"/loading_port", ""}, "/loading_port"},
      {"ORG008", "C", {}, {"/transport_details", ""}, "/transport_details"},
      {"ORG008", "G", {}, {"/transport_details", ""}, "/transport_details"},
      {"ORG108", "C", {}, {"/transport_details", "FROM SHANGHAI,CHINA TO BREMEN,GERMANY BY SEA"}, "/transport_details"},
      {"ORG009", "C", shipped(1), {"/conveyance", "BY SEA"}, "/conveyance"},
      {"ORG009", "E", shipped(1), {"/conveyance", ""}, "/conveyance"},
      {"ORG109", "C", shipped(1), {"/attached_documents/1/document_kind", "7"}, "/attached_documents"},
      {"ORG010", "C", {{"/conveyance", "***"}}, {"/conveyance", "TO BE ADVISED"}, "/conveyance"},
      {"ORG011", "C", {{"/transit_country", "702"}, {"/transit_country_name", "SINGAPORE"}}, {"/transit_country_name", ""}, "/transit_country_name"},
      {"ORG011", "C", {}, {"/transit_country_name", "SINGAPORE"}, "/transit_country"},
      {"ORG111", "G", {{"/transit_country", "702"}, {"/transit_country_name", "SINGAPORE"}, {"/note", "THROUGH B/L"}}, {"/note", ""}, "/transit_country"},
      {"ORG012", "E", {}, {"/destination_country", "276"}, "/destination_country"},
      {"ORG013", "G", {}, {"/destination_country", "276"}, "/destination_country"},
  };
}

std::vector<Case> goods_cases() {
  const std::string two = "ONE HUNDRED AND FIFTY (150) CARTONS OF WOMEN'S COTTON TROUSERS";
  return {
      {"ORG014", "C", {{"/marks", "N/M"}}, {"/marks", "NIL"}, "/marks"},
      {"ORG015", "C", {}, {"/marks", "As per invoice"}, "/marks"},
      {"ORG016", "C", {{"/marks", "MADE IN CHINA"}}, {"/marks", "MADE IN GERMANY"}, "/marks"},
      {"ORG016", "C", {{"/marks", "MADE IN THE PEOPLE'S REPUBLIC OF CHINA"}}, {"/marks", "MADE IN THE PHILIPPINES"}, "/marks"},
      {"ORG016", "C", {{"/marks", "PRODUCT OF P.R. CHINA"}}, {"/marks", "PRODUCT OF PERU"}, "/marks"},
      {"ORG016", "C", {{"/marks", "MADE IN THE PEOPLES REPUBLIC OF CHINA"}}, {"/marks", "MADE IN THE PEOPLES REPUBLIC OF KOREA"}, "/marks"},
      {"ORG016", "C", {}, {"/marks", "VIA HONGKONG"}, "/marks"},
      {"ORG017", "C", {{"/marks", "C/NO.1-150"}}, {"/marks", "C/NO.1-149"}, "/marks"},
      {"ORG018", "C", {{"/mark_pictures/-/sha256", "ab"}, {"/note", "MARKS ON ATTACHED PAGE"}}, {"/note", ""}, "/note"},
      {"ORG019", "C", {}, line("line_number", "2"), at("line_number")},
      {"ORG020", "C", {}, line("goods_name_en", "GARMENTS"), at("goods_name_en")},
      {"ORG021", "C", {}, line("description", "ONE HUNDRED AND FORTY (150) CARTONS OF TROUSERS\n***"), at("description")},
      {"ORG021", "C", {line("description", "ONE HUNDRED FIFTY (150) CTNS OF TROUSERS\n***")}, line("package_quantity", "151"), at("description")},
      {"ORG121", "C", {}, line("package_unit", "PACKAGES"), at("package_unit")},
      {"ORG022", "C", {}, line("package_regularity", "2"), at("package_regularity")},
      {"ORG022", "C", {line("package_regularity", "2"), line("package_unit", "IN BULK")}, line("package_regularity", "1"), at("package_regularity")},
      {"ORG023", "C", {line("description", two), {"/goods/-/is_remark", "Y"}, {"/goods/1/line_number", "2"}, {"/goods/1/package_quantity", "150"}, {"/goods/1/description", "SAY 150 CTNS ONLY ***"}}, {"/goods/1/package_quantity", "149"}, "/goods/1/package_quantity"},
      {"ORG024", "C", {line("description", two + " \\")}, line("description", two), at("description")},
      {"ORG124", "C", {}, {"/goods/0/description", "x ***"}, "/goods/0/description", 2},
      {"ORG025", "C", {}, {"/goods/1/description", "SIXTY (60) CARTONS OF SHIRTS ***"}, "/goods", 2},
      {"ORG025", "C", {line("description", "ONE HUNDRED AND FIFTY (150) CARTONS OF TOTAL STATIONS")}, {"/goods/1/description", "SIXTY (60) CARTONS OF TOTAL STATIONS MODEL (210) ***"}, "/goods", 2},
      {"ORG026", "C", {line("commodity_code", "620462")}, line("commodity_code", "62046"), at("commodity_code")},
      {"ORG126", "C", {}, line("commodity_code", "6204999999"), at("commodity_code")},
      {"ORG226", "C", {}, line("commodity_code", "9703000090"), at("commodity_code")},
      {"ORG027", "C", {}, line("commodity_code", "8516500000"), at("commodity_code")},
      {"ORG039", "RC", {}, line("unit_en", "CTNS"), at("unit_en")},
      {"ORG139", "C", {line("unit_en", "KGS"), line("quantity", "1800")}, line("quantity", "1700"), at("quantity")},
      {"ORG040", "C", {line("net_weight", "1800")}, line("net_weight", "1800.00001"), at("net_weight")},
  };
}

/// Edits of the RCEP example whose main material came from Japan, at this price of 15.5 FOB with 3.1 imported, and so does
/// the good: right for goods on the importing party's list whose own value here is below a fifth.
std::vector<Edit> japanese(std::string amount) {
  const std::string material = "/cost_sheets/0/materials/0/";
  return {{material + "origin_country", "392"},
          {material + "origin_proof_number", "P1"},
          {material + "amount", std::move(amount)},
          line("criterion_sub", "ACU"),
          line("origin_country", "392")};
}

std::vector<Case> criterion_cases() {
  return {
      {"ORG028", "G", {}, line("criterion", "WO"), at("criterion")},
      {"ORG028", "RC", {}, line("criterion", "WP"), at("criterion")},
      {"ORG028", "G", {}, line("criterion", "Y"), at("criterion")},
      {"ORG128", "C", {}, line("criterion", "P"), at("criterion")},
      {"ORG029", "E", {}, line("criterion", ""), at("criterion")},
      {"ORG029", "G", {{"/destination_country", "554"}, line("criterion", "")}, {"/destination_country", "578"}, at("criterion")},
      {"ORG030", "G", {line("criterion", "W"), line("criterion_reference", "62.04")}, line("criterion_reference", "62.03"), at("criterion_reference")},
      {"ORG130", "B", {{"/kind", "B"}, {"/destination_country", "410"}, line("criterion", "B"), line("cost_sheet", ""), line("criterion_reference", "55")}, line("criterion_reference", "55.00001"), at("criterion_reference")},
      {"ORG230", "E", by("RVC", {line("criterion_reference", "45%")}), line("criterion_reference", ""), at("criterion_reference")},
      {"ORG031", "E", by("PSR", {line("criterion_sub", "1"), line("commodity_code", "6109100010")}), line("criterion_sub", "4"), at("criterion_sub")},
      {"ORG131", "E", by("WO"), line("criterion_sub", "1"), at("criterion_sub")},
      {"ORG231", "E", by("RVC", {line("criterion_reference", "100")}), line("criterion_reference", "100.1"), at("criterion_reference")},
      {"ORG032", "E", by("RVC", {line("criterion_reference", "40")}), line("criterion_reference", "39.99999"), at("criterion_reference")},
      {"ORG032", "RC", by("RVC", {line("imported_percent", "60")}), line("imported_percent", "60.01"), at("imported_percent")},
      {"ORG132", "E", by("RVC", {line("criterion_reference", "45")}), line("fob_value", ""), at("fob_value")},
      {"ORG232", "RC", by("RVC"), line("imported_percent", ""), at("imported_percent")},
      {"ORG033", "E", by("WO", {line("commodity_code", "0902100000")}), line("commodity_code", "6204620000"), at("criterion")},
      {"ORG034", "E", {}, {"/trade_mode", "3"}, at("criterion")},
      {"ORG034", "E", {}, {"/cost_sheets/0/materials/1/is_originating", "N"}, at("criterion")},
      {"ORG034", "RC", by("PE", {line("imported_percent", "0")}), line("imported_percent", "5"), at("criterion")},
      {"ORG035", "E", {line("criterion", "RVC"), line("criterion_reference", "100")}, line("criterion", "WO"), at("criterion")},
      {"ORG135", "RC", {line("imported_percent", "20")}, line("imported_percent", "19.99"), at("imported_percent")},
      {"ORG235", "E", {}, line("cost_sheet", "9"), at("cost_sheet")},
      {"ORG335", "E", {}, {"/cost_sheets/0/fob_price", "0"}, at("cost_sheet")},
      {"ORG435", "RC", {line("commodity_code", "6204629000")}, line("commodity_code", "6204630000"), at("cost_sheet")},
      {"ORG435", "RC", {{"/cost_sheets/0/commodity_code", "620462"}}, {"/cost_sheets/0/commodity_code", "8471300000"}, at("cost_sheet")},
      {"ORG535", "E", {}, {"/cost_sheets/1/sheet_number", "1"}, "/cost_sheets/1/sheet_number", 2},
      {"ORG036", "E", by("PSR", {line("criterion_sub", "1"), line("commodity_code", "6109100010")}), line("commodity_code", "6204620000"), at("criterion")},
      {"ORG037", "RC", {}, line("origin_country", ""), at("origin_country")},
      {"ORG037", "RC", {}, {"/currency", ""}, "/currency"},
      {"ORG237", "RC", {}, line("origin_country", "392"), at("origin_country")},
      {"ORG237", "RC", {line("origin_country", "392"), line("tax_rate_choice", "2")}, line("tax_rate_choice", "1"), at("origin_country")},
      {"ORG237", "RC", japanese("9.30001"), {"/cost_sheets/0/materials/0/amount", "9.3"}, at("origin_country")},
      {"ORG137", "RC", {}, line("invoice_number", "OTHER"), at("invoice_number")},
      {"ORG038", "RC", {}, {"/goods/1/producer", "OTHER CO., LTD"}, "/producer", 2},
      {"ORG138", "RC", {{"/producer", "SEE BOX 8"}}, {"/goods/1/producer", ""}, "/producer", 2},
      {"ORG238", "RC", {{"/producer", "CONFIDENTIAL"}, {"/producer_confidential", "Y"}}, {"/producer", "EXAMPLE"}, "/producer"},
  };
}

std::vector<Case> date_cases() {
  return {
      {"ORG041", "C", {}, {"/invoice_number", ""}, "/invoice_number"},
      {"ORG041", "C", {}, {"/invoiced_on", ""}, "/invoiced_on"},
      {"ORG141", "C", {{"/invoiced_on", day(0)}}, {"/invoiced_on", day(1)}, "/invoiced_on"},
      {"ORG241", "C", shipped(3, {{"/invoiced_on", day(-3)}}), {"/invoiced_on", day(-2)}, "/invoiced_on"},
      {"ORG045", "C", shipped(1), {"/retrospective_reason", ""}, "/retrospective_reason"},
      {"ORG045", "C", shipped(0, {{"/retrospective_reason", ""}}), {"/shipped_on", day(-1)}, "/retrospective_reason"},
      {"ORG045", "E", shipped(3, {{"/retrospective_reason", ""}}), {"/shipped_on", day(-4)}, "/retrospective_reason"},
      {"ORG145", "C", shipped(1), {"/attached_documents/2/document_kind", "7"}, "/attached_documents"},
      {"ORG046", "C", shipped(365), {"/shipped_on", day(-366)}, "/shipped_on"},
      {"ORG337", "RC", {{"/kind", "BR"}, {"/valid_until_on", day(0)}}, {"/valid_until_on", day(-1)}, "/valid_until_on"},
      {"ORG437", "RC", {{"/kind", "BR"}, {"/valid_until_on", day(0)}}, {"/valid_until_on", ""}, "/valid_until_on"},
      {"ORG437", "RC", {}, {"/back_to_back", "1"}, "/valid_until_on"},
      {"ORG246", "E", {{"/shipped_on", "2031-06-07"}, {"/applied_on", "2031-06-10"}}, {"/kind", "K"}, "/shipped_on"},
  };
}

std::vector<Case> form_cases() {
  return {
      {"ORG047", "C", amended("1"), {"/changes/0/reason", ""}, "/changes/0/reason"},
      {"ORG047", "C", amended("1"), {"/changes/0/previous_number", ""}, "/changes/0/previous_number"},
      {"ORG148", "C", amended("1"), {"/changes/0/original_returned", ""}, "/changes/0/original_returned"},
      {"ORG048", "C", amended("2"), {"/changes/0/original_unused", "0"}, "/changes/0/original_unused"},
      {"ORG048", "C", amended("3"), {"/changes/0/original_unused", ""}, "/changes/0/original_unused"},
      {"ORG248", "C", amended("1"), {"/application_class", "0"}, "/changes"},
      {"ORG049", "E", {}, {"/third_party_invoice", "1"}, "/third_parties"},
      {"ORG149", "E", third_party(), {"/third_parties/0/country", "156"}, "/third_parties/0/country"},
      {"ORG249", "EC", third_party({{"/kind", "EC"}, {"/producer", "EXAMPLE"}}), {"/producer", ""}, "/producer"},
      {"ORG050", "E", third_party(), {"/third_parties/0/name", "Shanghai Example Import"}, "/third_parties/0/name"},
      {"ORG150", "E", third_party(), {"/third_party_invoice", "0"}, "/third_party_invoice"},
      {"ORG051", "E", {{"/exhibition", "1"}, {"/exhibition_name", "EXAMPLE FAIR, KUALA LUMPUR"}}, {"/exhibition_name", ""}, "/exhibition_name"},
      {"ORG052", "H", {{"/kind", "H"}, {"/exporter_fax", "1"}}, {"/exporter_fax", ""}, "/exporter_fax"},
      {"ORG053", "PR", {{"/kind", "PR"}, {"/process", "ASSEMBLY"}}, {"/process", ""}, "/process"},
      {"ORG053", "TR", {{"/kind", "TR"}, {"/origin_country", "276"}}, {"/origin_country", ""}, "/origin_country"},
      {"ORG153", "TR", {{"/kind", "TR"}, {"/origin_country", "276"}}, {"/origin_country", "156"}, "/origin_country"},
      {"ORG054", "C", {}, line("producer_code", ""), at("producer_code")},
      {"ORG055", "C", {}, {"/attached_documents/0/document_kind", "2"}, "/attached_documents"},
      {"ORG155", "C", {}, {std::string(kDocument), "PRO-FORMA 12"}, std::string(kDocument)},
      {"ORG056", "C", {{"/marks", "CAFÉ"}}, {"/marks", "ＡＢＣ"}, "/marks"},
      {"ORG056", "C", {}, line("goods_name_en", "女裤"), at("goods_name_en")},
      {"ORG057", "C", {}, {"/marks", "Example"}, "/marks"},
      {"ORG157", "C", {{"/goods_special_clause", "L/C NO. 12-34 OF JAN. 22,2025"}}, {"/goods_special_clause", "L/C OF 2025-01-22"}, "/goods_special_clause"},
      {"ORG157", "C", {}, {"/goods_special_clause", "L/C OF 22/01/25"}, "/goods_special_clause"},
      {"ORG058", "C", {}, line("package_unit", ""), at("package_unit")},
      {"ORG158", "C", {}, line("commodity_code", ""), at("commodity_code")},
      {"ORG158", "RC", {}, {"/producer", ""}, "/producer"},
      {"ORG258", "C", {}, {"/remarks", "REMARK"}, "/remarks"},
      {"ORG258", "G", {}, {"/exhibition_name", "FAIR"}, "/exhibition_name"},
      {"ORG059", "C", {}, {"/certificate_number", "C25MA1A2B3C6000A"}, "/certificate_number"},
      {"ORG059", "C", {}, {"/kind", "TR"}, "/certificate_number"},
      {"ORG061", "C", {{"/fob_value", "23250.01"}}, {"/fob_value", "23250.02"}, "/fob_value"},
      {"ORG064", "C", {}, {"/promise", "0"}, "/promise"},
      {"ORG065", "C", {}, line("goods_name_en", "EXAMPLE BRAND TROUSERS"), at("goods_name_en")},
      {"ORG066", "C", {{"/applicant_person_name", std::string(18, 'A') + "\xF0\xA0\xAE\xB7"}}, {"/applicant_person_name", std::string(19, 'A') + "\xF0\xA0\xAE\xB7"}, "/applicant_person_name"},
      {"ORG166", "E", {{"/transport_details", ""}}, {"/transit_port", std::string(620, 'A')}, "/transport_details"},
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (auto part : {party_cases(), transport_cases(), goods_cases(), criterion_cases(), date_cases(), form_cases()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

Document application(const Case& example) {
  const bool has_example = example.kind == "C" || example.kind == "G" || example.kind == "E" || example.kind == "RC";
  Document document = example_application(has_example ? example.kind : "E", example.lines, test_day());
  change(document, example.before);
  return document;
}

TEST(OriginReviewForm, ORG002ToORG166EachRefusesOneEditAndNotTheOther) {
  for (const Case& example : all_cases()) {
    SCOPED_TRACE(std::string(example.rule) + " " + std::string(example.kind) + " " + example.edit.path + " = " + example.edit.value);
    const std::string& path = example.path;
    Document document = application(example);
    const auto found = review_origin_form(document, classic(), test_day());
    EXPECT_FALSE(has(found, example.rule, path)) << list(found);
    change(document, {example.edit});
    const auto after = review_origin_form(document, classic(), test_day());
    EXPECT_TRUE(has(after, example.rule, path)) << list(after);
    for (const Finding& finding : after) {
      EXPECT_EQ(words(finding, "en").find('{'), std::string::npos);
      EXPECT_NE(words(finding, "zh"), words(finding, "en"));
    }
  }
}

TEST(OriginReviewForm, EveryRowOfTheReferencesListHasACase) {
  std::set<std::string_view> named;
  for (const Case& example : all_cases()) named.insert(example.rule);
  named.insert({"ORG112", "ORG118", "ORG119", "ORG219", "ORG228", "ORG042", "ORG043", "ORG143"});  // tests of their own below
  for (const Rule& rule : kRules) {
    const bool is_ours = rule.id.starts_with("ORG") && rule.kind == RuleKind::form;
    EXPECT_TRUE(!is_ours || named.contains(rule.id)) << rule.id;
  }
}

TEST(OriginReviewForm, ExamplesReviewClean) {
  for (const std::string_view kind : {"C", "G", "E", "RC"}) {
    for (const std::size_t lines : {1U, 5U, 20U}) {
      const Document document = example_application(kind, lines, test_day());
      const OriginReview review = review_origin(document, classic(), test_day());
      EXPECT_TRUE(review.findings.empty()) << kind << lines << ": " << list(review.findings);
      EXPECT_EQ(review.retrospective, RetrospectiveState::none);
      EXPECT_EQ(review.determinations.size(), kind == "E" || kind == "RC" ? lines : 0U);
    }
  }
}

TEST(OriginReviewForm, AllProblemsAreToldAtOnce) {
  Document document = example_application("E", 1, test_day());
  change(document, {{"/marks", "AS PER INVOICE"}, {"/destination_country", "276"}, line("criterion", "WP"), {"/promise", "0"}});
  const auto found = review_origin_form(document, classic(), test_day());
  for (const char* rule : {"ORG015", "ORG012", "ORG028", "ORG064"}) EXPECT_TRUE(has_rule(found, rule)) << rule;
}

TEST(OriginReviewForm, OCA041ToOCA050StandAtTheFieldsOfTheSheetAndDoNotRefuse) {
  const std::string sheet = "/cost_sheets/0/", own = sheet + "materials/0/", foreign = sheet + "materials/1/";
  struct Warning {
    const char* rule;
    std::vector<Edit> edits;
    std::string path;
  };
  const Warning warnings[] = {
      {"OCA041", {{sheet + "originating_total", "7.76"}}, sheet + "originating_total"},
      {"OCA041", {{sheet + "non_originating_total", "3.2"}}, sheet + "non_originating_total"},
      {"OCA042", {{sheet + "ex_factory_price", "10"}}, sheet + "ex_factory_price"},
      {"OCA042", {{sheet + "ex_factory_price", "15.6"}}, sheet + "fob_price"},
      {"OCA043", {{foreign + "commodity_code", ""}}, foreign + "commodity_code"},
      {"OCA044", {{sheet + "made_on", "2024-06-09"}}, sheet + "made_on"},
      {"OCA046", {{sheet + "wholly_obtained_category", "1"}}, sheet + "wholly_obtained_category"},
      {"OCA048", {{own + "origin_country", "392"}}, own + "origin_proof_number"},
      {"OCA049", {{sheet + "made_on", day(1)}}, sheet + "made_on"},
      {"OCA050", {{sheet + "ex_factory_price", ""}}, sheet + "ex_factory_price"},
  };
  for (const Warning& warning : warnings) {
    Document document = example_application("RC", 1, test_day());
    EXPECT_FALSE(has_rule(review_origin_form(document, classic(), test_day()), warning.rule));
    change(document, warning.edits);
    const auto found = review_origin_form(document, classic(), test_day());
    EXPECT_TRUE(has(found, warning.rule, warning.path)) << warning.rule << ": " << list(found);
    for (const Finding& one : found) {
      EXPECT_TRUE(one.rule != warning.rule || one.severity == Severity::warning) << one.rule;
      EXPECT_EQ(words(one, "en").find('{'), std::string::npos) << one.rule;
    }
  }
  Document ripe = example_application("RC", 1, test_day());
  change(ripe, {{sheet + "made_on", "2024-06-10"}});
  EXPECT_TRUE(review_origin_form(ripe, classic(), test_day()).empty()) << "twelve months to the day";
  // A sheet that many lines name is spoken of once; one that cannot be calculated with only by its lines.
  Document many = example_application("RC", 20, test_day());
  change(many, {{sheet + "made_on", "2024-06-09"}});
  EXPECT_EQ(list(review_origin_form(many, classic(), test_day())), "OCA044 " + sheet + "made_on");
  change(many, {{sheet + "fob_price", "0"}});
  EXPECT_FALSE(has_rule(review_origin_form(many, classic(), test_day()), "OCA044"));
}

TEST(OriginReviewForm, ORG112RefusesAKindNotIssuedOnThatDay) {
  Document document = example_application("RC", 1, *Date::parse("2025-01-01"));
  EXPECT_FALSE(has_rule(review_origin_form(document, classic(), *Date::parse("2022-01-01")), "ORG112"));
  EXPECT_TRUE(has(review_origin_form(document, classic(), *Date::parse("2021-12-31")), "ORG112", "/kind"));
}

TEST(OriginReviewForm, ORG013CountsMembershipOnTheApplicationDate) {
  Document document = example_application("G", 1, *Date::parse("2021-11-30"));
  change(document, {{"/destination_country", "276"}});
  EXPECT_FALSE(has_rule(review_origin_form(document, classic(), *Date::parse("2021-11-30")), "ORG013"));
  change(document, {{"/applied_on", "2021-12-01"}});
  EXPECT_TRUE(has_rule(review_origin_form(document, classic(), *Date::parse("2021-12-01")), "ORG013"));
}

TEST(OriginReviewForm, ORG118RefusesAttachedMarksWithoutAPicture) {
  Document document = example_application("C", 1, test_day());
  change(document, {{"/marks", "SEE THE ATTACHMENT"}, {"/note", "MARKS ON ATTACHED PAGE"}});
  EXPECT_TRUE(has(review_origin_form(document, classic(), test_day()), "ORG118", "/marks"));
  change(document, {{"/mark_pictures/-/sha256", "ab"}});
  EXPECT_FALSE(has_rule(review_origin_form(document, classic(), test_day()), "ORG118"));
}

TEST(OriginReviewForm, ORG119AndORG219CountGoodsLinesByTheKindsLimit) {
  for (const std::string_view kind : {"G", "E"}) {
    EXPECT_FALSE(has_rule(review_origin_form(example_application(kind, 20, test_day()), classic(), test_day()), "ORG119"));
    EXPECT_TRUE(has(review_origin_form(example_application(kind, 21, test_day()), classic(), test_day()), "ORG119", "/goods"));
  }
  EXPECT_FALSE(has_rule(review_origin_form(example_application("RC", 200, test_day()), classic(), test_day()), "ORG119"));
  Document empty = example_application("C", 1, test_day());
  change(empty, {line("is_remark", "Y")});
  EXPECT_TRUE(has(review_origin_form(empty, classic(), test_day()), "ORG219", "/goods"));
}

TEST(OriginReviewForm, ORG228RefusesSuffixesTheCriterionDoesNotTake) {
  Document document = example_application("RC", 1, test_day());
  change(document, by("CTC", {line("criterion_sub", "ACU DMI")}));
  EXPECT_FALSE(has_rule(review_origin_form(document, classic(), test_day()), "ORG228"));
  change(document, {line("criterion", "RVC")});
  EXPECT_TRUE(has(review_origin_form(document, classic(), test_day()), "ORG228", at("criterion")));
}

TEST(OriginReviewForm, ORG042ORG043AndORG143KeepTheDatesOfThePaperInOrder) {
  Document document = example_application("C", 1, test_day());
  change(document, {{"/invoiced_on", day(0)}, {"/shipped_on", day(2)}});
  const auto rules = [&](int declared, int issued, const Edition& edition = classic()) {
    return list(review_origin_issue(document, test_day().plus_days(declared), test_day().plus_days(issued), edition));
  };
  EXPECT_EQ(rules(0, 0), "");
  EXPECT_EQ(rules(-1, 0), "ORG042 /invoiced_on");
  EXPECT_EQ(rules(1, 0), "ORG043 /applied_on");
  EXPECT_EQ(rules(-1, -1), "ORG042 /invoiced_on, ORG043 /invoiced_on");
  EXPECT_EQ(rules(0, 3), "") << "the legend follows the application's date";
  EditionBuilder builder;
  add_data_set(builder, "classic");
  std::string parameters = bytes_of_test_file(std::filesystem::path(DATONG_SOURCE_DIR) / "data/classic/parameters.csv");
  const std::string name = "origin_legend_by_application_date,yes";
  parameters.replace(parameters.find(name), name.size(), "origin_legend_by_application_date,no");
  builder.add("parameters.csv", read_csv(parameters).value());
  const auto strict = builder.build("strict", "hash").value();
  EXPECT_EQ(rules(0, 2, *strict), "");
  EXPECT_EQ(rules(0, 3, *strict), "ORG143 /shipped_on");
}

TEST(OriginReviewForm, ORG337ACertificateBackToBackIsGoodNoLongerThanItsFirstProof) {
  const Date issued = *Date::parse("2025-06-10");
  const auto good_until = [&](std::string_view kind, std::vector<Edit> edits) {
    Document document = example_application(kind, 1, issued);
    change(document, edits);
    return last_good_day(document, issued, classic()).value().to_string();
  };
  EXPECT_EQ(good_until("RC", {}), "2026-06-09");
  EXPECT_EQ(good_until("RC", {{"/kind", "BR"}, {"/valid_until_on", "2025-09-30"}}), "2025-09-30");
  EXPECT_EQ(good_until("RC", {{"/back_to_back", "1"}, {"/valid_until_on", "2025-09-30"}}), "2025-09-30");
  EXPECT_EQ(good_until("RC", {{"/kind", "BR"}, {"/valid_until_on", "2026-06-10"}}), "2026-06-09");
  EXPECT_EQ(good_until("C", {{"/valid_until_on", "2025-09-30"}}), "2026-06-09") << "follows on no proof";
  Document document = example_application("RC", 1, issued);
  change(document, {{"/kind", "BR"}, {"/valid_until_on", "2025-06-12"}});
  EXPECT_EQ(list(review_origin_issue(document, issued, issued.plus_days(2), classic())), "");
  EXPECT_EQ(list(review_origin_issue(document, issued, issued.plus_days(3), classic())), "ORG337 /valid_until_on");
}

TEST(OriginReviewForm, HumanRulesSuspectAndDoNotReturn) {
  Document document = example_application("C", 1, test_day());
  change(document, {line("goods_name_en", "GARMENTS")});
  const auto found = review_origin_form(document, classic(), test_day());
  EXPECT_FALSE(machine_refuses(found)) << list(found);
  ASSERT_EQ(for_officer(found).size(), 1U);
  EXPECT_EQ(for_officer(found)[0].rule, "ORG020");
  change(document, {{"/marks", "NIL"}});
  EXPECT_TRUE(machine_refuses(review_origin_form(document, classic(), test_day())));
}

// --- retrospective issue: the worked vectors of COO 9

RetrospectiveState state(std::string_view kind, std::string_view shipped, std::string_view applied, std::string_view declared = {}) {
  const OriginKindRow* row = classic().origin().kind(kind, test_day());
  return retrospective_state(*row, Date::parse(shipped), Date::parse(declared), *Date::parse(applied), classic()).value();
}

TEST(Retrospective, ORG045FollowsGraceAndLimitOfTheKind) {
  using enum RetrospectiveState;
  EXPECT_EQ(state("E", "2025-03-01", "2025-03-01"), none);
  EXPECT_EQ(state("E", "2025-03-01", "2025-03-04"), within_grace);
  EXPECT_EQ(state("E", "2025-03-01", "2025-03-05"), retrospective);
  EXPECT_EQ(state("P", "2025-03-01", "2025-03-16"), within_grace);
  EXPECT_EQ(state("P", "2025-03-01", "2025-03-17"), retrospective);
  EXPECT_EQ(state("C", "2025-03-01", "2025-03-02"), retrospective);
  EXPECT_EQ(state("C", "2025-03-01", "2026-03-01"), retrospective);
  EXPECT_EQ(state("C", "2025-03-01", "2026-03-02"), too_late);
  EXPECT_EQ(state("C", "2024-02-29", "2025-02-28"), retrospective);
  EXPECT_EQ(state("C", "2024-02-29", "2025-03-01"), too_late);
  EXPECT_EQ(state("C", "", "2026-03-02"), none);
}

TEST(Retrospective, ORG046CountsWorkingDaysAndDeclarationDays) {
  using enum RetrospectiveState;
  EXPECT_EQ(state("B", "2025-06-05", "2025-06-10"), within_grace) << "Thursday and three working days";
  EXPECT_EQ(state("B", "2025-06-05", "2025-06-11"), too_late);
  EXPECT_EQ(state("K", "2025-06-05", "2025-06-16"), within_grace);
  EXPECT_EQ(state("K", "2025-06-05", "2025-06-17"), retrospective);
  EXPECT_EQ(state("H", "2025-03-01", "2025-05-30", "2025-03-01"), retrospective) << "90 days";
  EXPECT_EQ(state("H", "2025-03-01", "2025-05-31", "2025-03-01"), too_late);
}

TEST(OriginReview, PrintingAsksForTheSameStateAsTheReview) {
  Document document = example_application("C", 1, test_day());
  for (const int days : {-5, 0, 1, 3, 4, 5, 40, 400}) {
    document.header().set(F::origin::shipped_on, document.keep(test_day().plus_days(-days).to_string()));
    EXPECT_EQ(retrospective_of(document, classic(), test_day()), review_origin(document, classic(), test_day()).retrospective) << days;
  }
}

}  // namespace
}  // namespace datong::domain
