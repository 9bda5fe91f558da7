// Inspection's documents drawn by the layouts of the classic set: each has its layout, holds what was stated, and takes
// any number of lines.
#include <gtest/gtest.h>

#include <set>

#include "document/pdf/sample_test.hpp"
#include "domain/declaration/example.hpp"
#include "domain/inspection/inspection_certificate.hpp"

namespace datong::document::pdf {
namespace {

const Date kDay = Date::parse("2025-06-10").value();

const domain::Edition& classic() {
  static const auto edition = domain::edition_for_test("classic");
  return *edition;
}

domain::Document exported(std::size_t lines) {
  domain::Document document = domain::example_export(kDay);
  domain::make_lines(document, lines);
  return document;
}

domain::CertificateContent content_of(std::string_view code, std::size_t lines) {
  domain::CertificateContent content = domain::example_content(code);
  const auto found = content.texts.find("certified_quantity");
  if (found == content.texts.end()) return content;
  const std::string one = found->second;
  for (std::size_t i = 1; i < lines; ++i) found->second += "\n" + one;
  return content;
}

Drawn drawn(const domain::Printed& printed) {
  Setting setting;
  setting.issue = {{"number", "310100225000001-18-01"},
                   {"issued_on", "JUN. 10,2025"},
                   {"check_code", "ABCD-EFGH-JKLM-NPQR"},
                   {"certified", "SHANGHAI, JUN. 10,2025"},
                   {"signatory", "WANG FANG"}};
  setting.title = printed.layout;
  auto made = draw(printed, *form_for_test(printed.layout), setting);
  EXPECT_TRUE(made) << printed.layout << ": " << made.error().detail;
  return made ? std::move(*made) : Drawn{};
}

TEST(InspectionDocuments, EveryCertificateIsDrawnWithOneAndWithFiftyLines) {
  for (const char* code :
       {"11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "95", "96", "98", "99"}) {
    for (const std::size_t lines : {1U, 50U}) {
      const domain::InspectionFacts facts{"310100225000001", kDay, content_of(code, lines)};
      const auto printed = domain::printed_certificate(exported(lines), facts, code, classic(), kDay);
      ASSERT_TRUE(printed) << code;
      const Drawn file = drawn(*printed);
      EXPECT_EQ(file.pages > 1, lines > 1) << code;
    }
  }
}

/// What a drafter may state has its place in the layout of the kind, under its key or that of one language.
TEST(InspectionDocuments, EveryContentOfAKindHasItsPlace) {
  for (const domain::CodeRow* kind : classic().codes(domain::List::certificate_kind, kDay)) {
    const domain::InspectionFacts facts{"1", kDay, content_of(kind->code, 1)};
    const auto printed = domain::printed_certificate(exported(1), facts, kind->code, classic(), kDay);
    if (!printed) continue;  // no paper: CRT109
    const auto form = form_for_test(printed->layout);
    for (const domain::ContentRow* row : classic().contents(kind->code, kDay)) {
      if (row->content.starts_with("reexport_")) continue;
      const std::string key = row->content == "botanical_names" ? "botanical_name" : row->content;
      domain::Printed one{printed->layout, {{key, "X"}, {key + "_zh", "X"}, {key + "_en", "X"}}, {}, {}};
      const bool in_row = key == "botanical_name" || key == "certified_quantity";
      if (in_row) one = {printed->layout, {}, {{{key, "X"}}}, {}};
      const std::size_t keys = in_row ? 1 : 3;
      EXPECT_LT(unplaced(one, *form).size(), keys) << kind->code << " " << row->content;
    }
  }
}

TEST(InspectionDocuments, AReexportTicksItsBoxes) {
  domain::InspectionFacts facts{"1", kDay, domain::example_content("18")};
  facts.content.texts["reexport_of"] = "JP-2025-77";
  facts.content.texts["reexport_origin"] = "392";
  facts.content.texts["reexport_marks"] =
      "original certified_copy packed repacked original_containers new_containers "
      "original_certificate additional_inspection";
  const auto printed = domain::printed_certificate(exported(1), facts, "18", classic(), kDay);
  ASSERT_TRUE(printed);
  EXPECT_EQ(drawn(*printed).pages, 1U);
  const domain::Printed stated{
      printed->layout, {{"reexport_of", "X"}, {"reexport_origin_en", "X"}}, {}, printed->ticks};
  EXPECT_EQ(unplaced(stated, *form_for_test(printed->layout)), std::vector<std::string>{});
}

TEST(InspectionDocuments, FormsSlipsAndFeesAreDrawn) {
  EXPECT_EQ(drawn(domain::printed_clearance_form(exported(1), {"1", kDay}, classic(), kDay)).pages, 1U);
  EXPECT_EQ(drawn(domain::printed_clearance_form(domain::example_import(kDay), {"1", {}}, classic(), kDay)).pages, 1U);
  EXPECT_EQ(drawn(domain::printed_exchange_slip(exported(1), {"1", "2", "3", kDay}, classic(), kDay)).pages, 1U);
  const auto working = domain::inspection_fee(exported(20), classic(), kDay, {});
  ASSERT_TRUE(working);
  EXPECT_GE(
      drawn(domain::printed_fee_slip(exported(20), *working, {"1", working->total_fen, "P-1"}, classic(), kDay)).pages,
      1U);
}

/// A long additional declaration is shrunk, then goes on on an attached page; nothing is cut.
TEST(InspectionDocuments, ALongAdditionalDeclarationGoesOnOnAnAttachedPage) {
  domain::InspectionFacts facts{"1", kDay, domain::example_content("18")};
  std::string& text = facts.content.texts["additional_declaration"];
  for (text.clear(); text.size() < 3'990;) text += "FOUND FREE ";
  const auto printed = domain::printed_certificate(exported(1), facts, "18", classic(), kDay);
  ASSERT_TRUE(printed);
  EXPECT_EQ(drawn(*printed).pages, 2U);
}

}  // namespace
}  // namespace datong::document::pdf
