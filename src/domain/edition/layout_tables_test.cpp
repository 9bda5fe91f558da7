#include "domain/edition/layout_tables.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"
#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kHeader =
    "layout,element,key,page,x1,y1,x2,y2,size,size_min,align,style,title_zh,title_en,source,valid_from,valid_to\n";
constexpr std::string_view kWordingHeader = "key,text_zh,text_en,provenance,source,valid_from,valid_to\n";
constexpr std::string_view kWording = "C.declaration,,All is correct.,assumed,COO 7.2,,\n";

Date day(std::string_view text) { return Date::parse(text).value(); }

Result<std::shared_ptr<const Edition>> edition_with(std::string_view layouts, std::string_view wording = kWording) {
  EditionBuilder builder;
  add_data_set(builder, "classic");
  builder.add("layouts.csv", read_csv(std::string(kHeader) + std::string(layouts)).value());
  builder.add("wording.csv", read_csv(std::string(kWordingHeader) + std::string(wording)).value());
  return builder.build("test", "hash");
}

/// "file:line:column" of everything wrong.
std::vector<std::string> complaints(std::string_view layouts, std::string_view wording = kWording) {
  std::vector<std::string> found;
  if (const auto edition = edition_with(layouts, wording); !edition) {
    for (const Finding& bad : edition.error().refusals)
      found.push_back(bad.path + ":" + bad.values[0] + ":" + bad.values[1]);
  }
  return found;
}

using Complaints = std::vector<std::string>;

TEST(LayoutTables, ReadsPlacesSizesAndStyleOfARow) {
  const auto edition =
      edition_with("C,box,exporter,first,12,18.5,105,45,9,6.25,right,bold bottom #33475b,出口商,Exporter,COO 7.2,,\n");
  ASSERT_TRUE(edition);
  const auto layout = (*edition)->layout("C", day("2026-06-01"));
  ASSERT_TRUE(layout);
  ASSERT_EQ(layout->elements.size(), 1U);
  const LayoutRow& row = layout->elements[0];
  EXPECT_EQ(row.kind, ElementKind::box);
  EXPECT_EQ(row.key, "exporter");
  EXPECT_EQ((std::array{row.x1, row.y1, row.x2, row.y2}), (std::array{1200, 1850, 10500, 4500}));
  EXPECT_EQ(row.size, 900);
  EXPECT_EQ(row.size_min, 625);
  EXPECT_EQ(row.align, Align::right);
  EXPECT_TRUE(row.is_bold && row.is_at_bottom && !row.is_underlined);
  EXPECT_EQ(row.colour, 0x33475BU);
  EXPECT_TRUE(row.is_on(PageKind::first));
  EXPECT_FALSE(row.is_on(PageKind::next) || row.is_on(PageKind::attached));
}

TEST(LayoutTables, PageWordsNameTheirPages) {
  const auto edition = edition_with(
      "C,frame,,table,1,1,2,2,1,,,,,,COO 7.2,,\nC,frame,,following,1,1,2,2,1,,,,,,COO "
      "7.2,,\nC,frame,,every,1,1,2,2,1,,,,,,COO 7.2,,\n");
  ASSERT_TRUE(edition);
  const auto layout = (*edition)->layout("C", day("2026-06-01"));
  EXPECT_EQ(layout->elements[0].on_page, (std::array{true, true, false}));
  EXPECT_EQ(layout->elements[1].on_page, (std::array{false, true, true}));
  EXPECT_EQ(layout->elements[2].on_page, (std::array{true, true, true}));
}

TEST(LayoutTables, ALayoutHasTheRowsAndTheWordingOfItsDay) {
  const auto edition = edition_with(
      "C,label,,first,1,1,2,2,9,,,,,old,COO 7.2,,2025-12-31\nC,label,,first,1,1,2,2,9,,,,,new,COO 7.2,2026-01-01,\n"
      "C,wording,C.declaration,first,1,5,2,9,9,,,,,,COO 7.2,,\n",
      "C.declaration,,Old words.,assumed,COO 7.2,,2025-12-31\nC.declaration,新,New words.,assumed,COO "
      "7.2,2026-01-01,2026-12-31\n");
  ASSERT_TRUE(edition);
  const auto before = (*edition)->layout("C", day("2025-12-31")), after = (*edition)->layout("C", day("2026-01-01"));
  EXPECT_EQ(before->elements[0].title_en, "old");
  EXPECT_EQ(before->elements[1].title_en, "Old words.");
  EXPECT_EQ(after->elements[0].title_en, "new");
  EXPECT_EQ(after->elements[1].title_zh, "新");
  EXPECT_FALSE(*before == *after);
  EXPECT_EQ((*edition)->layout("C", day("2027-01-01")).error().code, Code::unavailable);  // no wording any more
  EXPECT_EQ((*edition)->layout("Q", day("2026-01-01")).error().code, Code::not_found);
}

TEST(LayoutTables, EveryBadCellIsNamed) {
  EXPECT_EQ(complaints("C,circle,,first,1,1,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:element"}));
  EXPECT_EQ(complaints("C,text,,first,1,1,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:key"}));
  EXPECT_EQ(complaints("C,frame,,last,1,1,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:page"}));
  EXPECT_EQ(complaints("C,frame,,first,2.01,1,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:x2"}));
  EXPECT_EQ(complaints("C,frame,,first,1,2.01,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:y2"}));
  EXPECT_EQ(complaints("C,frame,,first,1,1,210.01,2,9,,,,,,COO 7.2,,\n").front(), "layouts.csv:2:x2");
  EXPECT_EQ(complaints("C,frame,,first,1,1,210,297,9,,,,,,COO 7.2,,\n"), Complaints{});
  EXPECT_EQ(complaints("C,frame,,first,1.001,1,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:x1"}));
  EXPECT_EQ(complaints("C,frame,,first,1,1,2,2,9,9.01,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:size_min"}));
  EXPECT_EQ(complaints("C,frame,,first,1,1,2,2,0,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:size"}));
  EXPECT_EQ(complaints("C,frame,,first,1,1,2,2,9,,middle,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:align"}));
  EXPECT_EQ(complaints("C,frame,,first,1,1,2,2,9,,,pink #12345G,,,COO 7.2,,\n"),
            (Complaints{"layouts.csv:2:style", "layouts.csv:2:style"}));
  EXPECT_EQ(complaints("C,wording,nobody,first,1,1,2,2,9,,,,,,COO 7.2,,\n"), (Complaints{"layouts.csv:2:key"}));
  EXPECT_EQ(complaints("C,frame,,first,1,1,2,2,9,,,,,,,,\n"), (Complaints{"layouts.csv:2:source"}));
}

TEST(LayoutTables, AnElementStandsOnceInAPlaceAndAWordingOnceADay) {
  EXPECT_EQ(complaints("C,label,,first,1,1,2,2,9,,,,,a,COO 7.2,,\nC,label,,first,1,1,2,2,9,,,,,b,COO 7.2,,\n"),
            (Complaints{"layouts.csv:3:layout"}));
  EXPECT_EQ(complaints("", "a,,A,assumed,COO 7.2,,\na,,B,assumed,COO 7.2,2026-01-01,\n"),
            (Complaints{"wording.csv:3:key"}));
  EXPECT_EQ(complaints("", "a,,,assumed,COO 7.2,,\n"), (Complaints{"wording.csv:2:text_en"}));
}

TEST(ClassicData, HasLayoutsOfCGERcTheOthersAndReports) {
  const auto edition = edition_for_test("classic");
  for (const char* name : {"C", "G", "E", "RC", "general", "report"})
    EXPECT_TRUE(edition->layout(name, day("2026-06-01"))) << name;
}

/// COO 2.5–2.8: the boxes of the form are numbered without a gap.
TEST(ClassicData, BoxesAreNumberedAsTheFormsNumberThem) {
  const auto edition = edition_for_test("classic");
  for (const auto& [name, last] : {std::pair{"C", 12}, {"G", 12}, {"E", 13}, {"RC", 17}}) {
    std::set<int> numbers;
    const Layout layout = edition->layout(name, day("2026-06-01")).value();
    for (const LayoutRow& row : layout.elements) {
      if (const std::size_t dot = row.title_en.find('.');
          dot != std::string::npos && dot <= 2 && row.is_on(PageKind::first))
        if (is_digits(row.title_en.substr(0, dot))) numbers.insert(std::stoi(row.title_en));
    }
    EXPECT_EQ(numbers.size(), static_cast<std::size_t>(last)) << name;
    EXPECT_EQ(*numbers.begin(), 1) << name;
    EXPECT_EQ(*numbers.rbegin(), last) << name;
  }
}

}  // namespace
}  // namespace datong::domain
