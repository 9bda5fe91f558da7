#include "base/csv.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace datong {
namespace {

using namespace std::string_view_literals;

std::string refusal_of(std::string_view text) {
  const auto table = read_csv(text);
  if (table) return "(read)";
  EXPECT_EQ(table.error().code, Code::malformed);
  return table.error().detail;
}

using Cells = std::vector<std::string>;

TEST(Csv, ReadsColumnsAndRowsWithTheirLines) {
  const auto table = read_csv("code,name\n1,one\n2,two\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->columns, (Cells{"code", "name"}));
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].line, 2U);
  EXPECT_EQ(table->rows[1].line, 3U);
  EXPECT_EQ(table->rows[1].cells, (Cells{"2", "two"}));
  EXPECT_EQ(table->column("name"), 1);
  EXPECT_EQ(table->column("Name"), -1);
}

TEST(Csv, ReadsWithoutALastLineEndWithCrlfAndWithAByteOrderMark) {
  const auto table = read_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n3,4");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->columns, (Cells{"a", "b"}));
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].cells, (Cells{"1", "2"}));
  EXPECT_EQ(table->rows[1].cells, (Cells{"3", "4"}));
  EXPECT_EQ(table->rows[1].line, 3U);
}

TEST(Csv, AByteOrderMarkInTheMiddleIsText) {
  const auto table = read_csv(
      "a\n\xEF\xBB\xBF"
      "1\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows[0].cells, (Cells{"\xEF\xBB\xBF"
                                         "1"}));
}

TEST(Csv, QuotedCellsHoldCommasQuotesAndLineEnds) {
  const auto table = read_csv("a,b\n\"x,\"\"y\"\"\",\"two\nlines\"\nlast,row\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].cells, (Cells{"x,\"y\"", "two\nlines"}));
  EXPECT_EQ(table->rows[0].line, 2U);
  EXPECT_EQ(table->rows[1].line, 4U) << "a line end inside quotes counts";
}

TEST(Csv, KeepsEmptyCellsAndSkipsBlankLines) {
  const auto table = read_csv("a,b,c\n,,\n\n1,,3\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].cells, (Cells{"", "", ""}));
  EXPECT_EQ(table->rows[1].cells, (Cells{"1", "", "3"}));
  EXPECT_EQ(table->rows[1].line, 4U);
}

TEST(Csv, BlanksAroundACellAreKept) {
  const auto table = read_csv("a\n x \n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows[0].cells, (Cells{" x "}));
}

TEST(Csv, RefusesAWrongNumberOfCellsWithItsLine) {
  EXPECT_EQ(refusal_of("a,b\n1,2\n3\n"), "line 3: 1 cells, 2 columns");
  EXPECT_EQ(refusal_of("a,b\n1,2,3\n"), "line 2: 3 cells, 2 columns");
  EXPECT_EQ(refusal_of("a,b\n\"1\n\",2\n3,4,\n"), "line 4: 3 cells, 2 columns");
}

TEST(Csv, RefusesAnUnclosedQuoteWithTheLineItsRowBeganOn) {
  EXPECT_EQ(refusal_of("a,b\n1,\"2\n3,4\n5,6\n"), "line 2: quote not closed");
  EXPECT_EQ(refusal_of("\""), "line 1: quote not closed");
}

TEST(Csv, RefusesQuotesOutOfPlace) {
  EXPECT_EQ(refusal_of("a\nx\"y\"\n"), "line 2: quote inside a cell");
  EXPECT_EQ(refusal_of("a\n\"x\"y\n"), "line 2: text after a closing quote");
  EXPECT_EQ(refusal_of("a\n\"x\" \"y\"\n"), "line 2: text after a closing quote");
  EXPECT_EQ(refusal_of("a\n\"\" \n"), "line 2: text after a closing quote");
}

TEST(Csv, RefusesNul) {
  EXPECT_EQ(refusal_of("a\n1\0\n"sv), "line 2: NUL byte");
  EXPECT_EQ(refusal_of("a\n\"1\0\"\n"sv), "line 2: NUL byte");
}

TEST(Csv, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(refusal_of("a\n\xFF\n"), "not UTF-8");
  EXPECT_EQ(refusal_of("\xC0\x80\n"), "not UTF-8") << "overlong";
  EXPECT_EQ(refusal_of("\xB9\xFA\xBC\xD2\n"), "not UTF-8") << "GBK";
}

TEST(Csv, RefusesNothingAtAll) {
  EXPECT_EQ(refusal_of(""), "line 1: no header line");
  EXPECT_EQ(refusal_of("\n\n"), "line 1: no header line");
  EXPECT_EQ(refusal_of("\xEF\xBB\xBF"), "line 1: no header line");
}

TEST(Csv, RefusesARowOverTheLimitAndReadsOneBelowIt) {
  const std::string longest(limits::kCodeRowBytesMax - 1, 'x');
  EXPECT_TRUE(read_csv("a\n" + longest + "\n"));
  EXPECT_EQ(refusal_of("a\n" + longest + "xxx\n"), "line 2: row too long");
  EXPECT_EQ(refusal_of("a\n\"" + std::string(1U << 20U, 'x')), "line 2: row too long");
}

TEST(Csv, AHeaderAloneIsATableWithoutRows) {
  const auto table = read_csv("rule,on\n");
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->rows.empty());
}

TEST(Csv, ReadsBackWhatItWrites) {
  const Cells cells{"plain", "", "a,b", "say \"yes\"", "two\r\nlines", "中文", "\"", " "};
  std::string text = "a,b,c,d,e,f,g,h\n";
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) text += ',';
    append_csv_cell(text, cell);
  }
  const auto table = read_csv(text + "\n");
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows.size(), 1U);
  EXPECT_EQ(table->rows[0].cells, cells);
  std::string out;
  append_csv_cell(out, "plain");
  EXPECT_EQ(out, "plain") << "quotes only when needed";
}

}  // namespace
}  // namespace datong
