#include "domain/edition/origin_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

Date day(std::string_view text) { return Date::parse(text).value(); }
const Edition& classic() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}

std::string text_of(std::string_view file) {
  return bytes_of_test_file(std::filesystem::path(DATONG_SOURCE_DIR) / "data/classic" / file);
}

/// What the edition says against `file` with its first data row's cell in `column` replaced.
std::string complaint(std::string_view file, std::string_view column, const std::string& cell, std::size_t row = 0) {
  CsvTable table = read_csv(text_of(file)).value();
  table.rows[row].cells[static_cast<std::size_t>(table.column(column))] = cell;
  EditionBuilder builder;
  add_data_set(builder, "classic");
  builder.add(file, table);
  const auto edition = builder.build("test", "hash");
  if (edition) return "";
  const Finding& bad = edition.error().refusals.front();
  EXPECT_EQ(bad.rule, "DAT001");
  return bad.path + ":" + bad.values[1];
}

TEST(OriginTables, EveryKindOfTheListHasItsRowsAndBuilds) {
  const Date on = day("2026-11-25");
  const OriginTables& tables = classic().origin();
  for (const CodeRow* kind : classic().codes(List::origin_kind, on)) {
    const OriginKindRow* row = tables.kind(kind->code, on);
    ASSERT_NE(row, nullptr) << kind->code;
    EXPECT_EQ(row->has_criterion, !tables.criteria_of(kind->code, on).empty()) << kind->code;
    EXPECT_EQ(row->any_country, tables.partners_of(kind->code, on).empty()) << kind->code;
    EXPECT_EQ(row->is_preferential, tables.scheme(kind->code, on) != nullptr && kind->code != "C") << kind->code;
    EXPECT_EQ(row->approves_automatically, kind->code == "C");
  }
}

TEST(OriginTables, EveryProofPrintsACodeTheKindKnows) {
  const Date on = day("2026-11-25");
  const OriginTables& tables = classic().origin();
  for (const OriginProofRow& proof : tables.proofs) {
    if (proof.kind == "C") continue;
    const auto rows = tables.criteria_of(proof.kind, on);
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const auto* row) { return row->code == proof.code; }))
        << proof.kind << " " << proof.code;
  }
}

TEST(OriginTables, DonorsEndOnTheirDays) {
  const OriginTables& tables = classic().origin();
  EXPECT_TRUE(tables.is_partner("G", "276", day("2021-11-30")));
  EXPECT_FALSE(tables.is_partner("G", "276", day("2021-12-01")));
  EXPECT_FALSE(tables.is_partner("G", "392", day("2019-04-01")));
  EXPECT_TRUE(tables.is_partner("G", "578", day("2026-11-25")));
  EXPECT_FALSE(tables.is_partner("RC", "608", day("2023-06-01")));
  EXPECT_TRUE(tables.is_partner("RC", "608", day("2023-06-02")));
}

TEST(OriginTables, RangesOfCodes) {
  EXPECT_TRUE(is_in_goods("2901100000", "25 2901-2902"));
  EXPECT_TRUE(is_in_goods("2902", "25 2901-2902"));
  EXPECT_FALSE(is_in_goods("2903", "25 2901-2902"));
  EXPECT_FALSE(is_in_goods("29", "2901"));
  for (const char* bad : {"", "1", "123", "02-01", "01-0102", "1-2", "0101x", "01020304"}) EXPECT_FALSE(goods_range(bad)) << bad;
}

TEST(OriginTables, AKindsOwnFieldRowHidesThatOfEveryKind) {
  int exhibition = 0;
  for (const OriginFieldRow* row : classic().origin().fields_of("E", day("2026-11-25")))
    exhibition += row->field == "exhibition" ? (row->need == 'O' ? 1 : 100) : 0;
  EXPECT_EQ(exhibition, 1);
}

TEST(OriginTables, DAT001NamesBadCells) {
  EXPECT_EQ(complaint("origin_kinds.csv", "kind", "ZZ"), "origin_kinds.csv:kind");
  EXPECT_EQ(complaint("origin_kinds.csv", "lines_max", "1001"), "origin_kinds.csv:lines_max");
  EXPECT_EQ(complaint("origin_kinds.csv", "lines_max", "1000"), "");
  EXPECT_EQ(complaint("origin_kinds.csv", "grace_unit", "months"), "origin_kinds.csv:grace_unit");
  EXPECT_EQ(complaint("origin_kinds.csv", "legend_box", ""), "origin_kinds.csv:legend_box");
  EXPECT_EQ(complaint("origin_kinds.csv", "language", "fr"), "origin_kinds.csv:language");
  EXPECT_EQ(complaint("origin_kinds.csv", "kind", "G"), "origin_kinds.csv:kind");
  EXPECT_EQ(complaint("origin_partners.csv", "country", "999"), "origin_partners.csv:country");
  EXPECT_EQ(complaint("origin_criteria.csv", "need", "much"), "origin_criteria.csv:need");
  EXPECT_EQ(complaint("origin_criteria.csv", "sub_codes", "1"), "origin_criteria.csv:sub_codes");
  EXPECT_EQ(complaint("origin_criteria.csv", "at_most", "101", 2), "origin_criteria.csv:at_most");
  EXPECT_EQ(complaint("origin_criteria.csv", "countries", "999"), "origin_criteria.csv:countries");
  EXPECT_EQ(complaint("origin_proofs.csv", "proof", "PSR"), "origin_proofs.csv:proof");
  EXPECT_EQ(complaint("origin_fields.csv", "field", "colour"), "origin_fields.csv:field");
  EXPECT_EQ(complaint("origin_fields.csv", "group", "permits"), "origin_fields.csv:group");
  EXPECT_EQ(complaint("origin_fields.csv", "rule", "XYZ999"), "origin_fields.csv:rule");
  EXPECT_EQ(complaint("origin_fields.csv", "need", "O"), "origin_fields.csv:rule");
  EXPECT_EQ(complaint("origin_words.csv", "word", ""), "origin_words.csv:word");
  EXPECT_EQ(complaint("origin_specific_rules.csv", "rule", ""), "origin_specific_rules.csv:rule");
  EXPECT_EQ(complaint("origin_specific_rules.csv", "goods", "1"), "origin_specific_rules.csv:goods");
  EXPECT_EQ(complaint("origin_general_rules.csv", "except", "x"), "origin_general_rules.csv:except");
  EXPECT_EQ(complaint("origin_schemes.csv", "cumulation", "full"), "origin_schemes.csv:cumulation");
  EXPECT_EQ(complaint("origin_schemes.csv", "de_minimis_percent", "100.1"), "origin_schemes.csv:de_minimis_percent");
}

}  // namespace
}  // namespace datong::domain
