#include "domain/inspection/certificate_content.hpp"

#include <gtest/gtest.h>

#include "domain/declaration/example.hpp"
#include "domain/declaration/review_test.hpp"

namespace datong::domain {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

const Document& cotton() {
  static const Document document = example_export(test_day());
  return document;
}

/// "CRT101 /results_zh …" of everything found.
std::string review(std::string_view code, const CertificateContent& content, const Document* document = &cotton()) {
  std::string found;
  for (const Finding& each : review_content(code, content, document, classic(), test_day())) {
    EXPECT_EQ(each.severity, Severity::refusal);
    found += (found.empty() ? "" : ", ") + std::string(each.rule) + " " + each.path.substr(1);
  }
  return found;
}
std::string review(std::string_view code, Texts texts) { return review(code, CertificateContent{std::move(texts)}); }

/// The example's content of that kind with some texts changed.
std::string changed(std::string_view code, const Texts& changes) {
  CertificateContent content = example_content(code);
  for (const auto& [name, text] : changes) content.texts[name] = text;
  return review(code, content);
}

TEST(CertificateContent, CRT101EveryKindRefusesWithoutEachOfItsNeeds) {
  std::size_t needs = 0;
  for (const CodeRow* kind : classic().codes(List::certificate_kind, test_day())) {
    EXPECT_EQ(review(kind->code, example_content(kind->code)), "") << kind->code;
    for (const ContentRow* row : classic().contents(kind->code, test_day())) {
      if (!row->is_needed) continue;
      ++needs;
      EXPECT_EQ(changed(kind->code, {{row->content, ""}}), "CRT101 " + row->content) << kind->code;
    }
  }
  EXPECT_GE(needs, 9U);
}

TEST(CertificateContent, CRT101AllThatIsMissingIsNamedAtOnce) {
  EXPECT_EQ(review("19", Texts{}),
            "CRT101 treated_on, CRT101 treatment, CRT101 duration_hours, CRT101 temperature_celsius");
  EXPECT_EQ(review("17", Texts{}), "CRT101 animal_identification, CRT101 health_statement");
}

TEST(CertificateContent, CRT102ATextMayBeAsLongAsItsRowSaysAndNoLonger) {
  std::string longest;
  for (int i = 0; i < 4'000; ++i) longest += "字";
  EXPECT_EQ(changed("18", {{"additional_declaration", longest}}), "");
  EXPECT_EQ(changed("18", {{"additional_declaration", longest + "字"}}), "CRT102 additional_declaration");
}

TEST(CertificateContent, CRT103AContentOfAnotherKindIsRefused) {
  EXPECT_EQ(review("11", Texts{{"botanical_names", "X"}, {"treated_on", ""}}), "CRT103 botanical_names");
  EXPECT_EQ(review("97", Texts{{"remarks", "X"}}), "CRT103 remarks");
}

TEST(CertificateContent, CRT104DatesNumbersAndCodesHaveTheirForm) {
  EXPECT_EQ(changed("19", {{"treated_on", "2024-02-30"}}), "CRT104 treated_on");
  EXPECT_EQ(changed("19", {{"duration_hours", "-1"}}), "CRT104 duration_hours");
  EXPECT_EQ(changed("19", {{"duration_hours", "24 hours"}}), "CRT104 duration_hours");
  EXPECT_EQ(changed("19", {{"temperature_celsius", "-18.5"}}), "");
  EXPECT_EQ(changed("19", {{"temperature_celsius", "warm"}}), "CRT104 temperature_celsius");
  EXPECT_EQ(changed("12", {{"certified_quantity", "480.5"}}), "CRT104 certified_quantity");
  EXPECT_EQ(changed("12", {{"certified_quantity", "480.5 999"}}), "CRT104 certified_quantity");
  EXPECT_EQ(changed("12", {{"certified_quantity", "480.500001 035"}}), "CRT104 certified_quantity");
  const Texts reexport{{"reexport_of", "P-1"}, {"reexport_origin", "392"}, {"reexport_marks", "original packed"}};
  EXPECT_EQ(changed("18", reexport), "");
  EXPECT_EQ(changed("18", {{"reexport_of", "P-1"}, {"reexport_origin", "JP"}, {"reexport_marks", "opened"}}),
            "CRT104 reexport_origin, CRT104 reexport_marks");
}

TEST(CertificateContent, CRT105CharactersThatCannotBePrintedAreRefused) {
  EXPECT_EQ(review("11", Texts{{"results_en", "TWO\nLINES"}}), "");
  for (const std::string& bad : {std::string("A\tB"), std::string("A\0B", 3), std::string("A\x1B[2J"),
                                 std::string("\x7F"), std::string("\xFF\xFE"), std::string("\xED\xA0\x80")})
    EXPECT_EQ(review("11", Texts{{"results_en", bad}}), "CRT105 results_en");
}

TEST(CertificateContent, CRT106EachGoodsLineHasItsQuantityAndOneBotanicalNameMayServeAll) {
  Document two = example_export(test_day());
  make_lines(two, 2);
  const auto of_two = [&](std::string_view code, std::string_view name, std::string text) {
    CertificateContent content = example_content(code);
    content.texts[std::string(name)] = std::move(text);
    return review(code, content, &two);
  };
  EXPECT_EQ(of_two("12", "certified_quantity", "1 035"), "CRT106 certified_quantity");
  EXPECT_EQ(of_two("12", "certified_quantity", "1 035\n2 035\n"), "");
  EXPECT_EQ(of_two("12", "certified_quantity", "1 035\n2 035\n3 035"), "CRT106 certified_quantity");
  EXPECT_EQ(of_two("18", "botanical_names", "ONE"), "");
  EXPECT_EQ(of_two("18", "botanical_names", "ONE\nTWO"), "");
  EXPECT_EQ(of_two("18", "botanical_names", "ONE\nTWO\nTHREE"), "CRT106 botanical_names");
}

TEST(CertificateContent, CRT107ATreatmentHasItsDateAndItsKind) {
  const Texts names{{"botanical_names", "ORYZA SATIVA"}, {"chemical", "PHOSPHINE"}};
  EXPECT_EQ(review("18", names), "CRT107 treated_on, CRT107 treatment");
  EXPECT_EQ(review("18", Texts{{"botanical_names", "ORYZA SATIVA"}}), "");
}

TEST(CertificateContent, CRT108AReexportNamesItsOriginalCertificateAndOrigin) {
  EXPECT_EQ(changed("18", {{"reexport_marks", "original"}}), "CRT108 reexport_of, CRT108 reexport_origin");
  EXPECT_EQ(changed("18", {{"reexport_of", "P-1"}}), "CRT108 reexport_origin, CRT108 reexport_marks");
}

TEST(CertificateContent, HistoryHasTheSameContentsAsTheClassicSet) {
  const auto history = edition_for_test("cn-history");
  EXPECT_EQ(history->contents("18", test_day()).size(), classic().contents("18", test_day()).size());
}

TEST(Equivalents, CountriesUnitsAndPackagesHaveTheirInternationalCodes) {
  EXPECT_EQ(classic().equivalent(List::country, "156", test_day()), "CN");
  EXPECT_EQ(classic().equivalent(List::unit, "035", test_day()), "KGM");
  EXPECT_EQ(classic().equivalent(List::package, "22", test_day()), "CT");
  EXPECT_EQ(classic().equivalent(List::transport_mode, "1", test_day()), "1");
  EXPECT_EQ(classic().equivalent(List::country, "999", test_day()), "");
  for (const CodeRow* country : classic().codes(List::country, test_day()))
    EXPECT_EQ(classic().equivalent(List::country, country->code, test_day()).size(), 2U) << country->code;
}

}  // namespace
}  // namespace datong::domain
