#include "document/pdf/text.hpp"

#include <gtest/gtest.h>

#include "document/pdf/sample_test.hpp"

namespace datong::document::pdf {
namespace {

/// The lines of a text in a width of that many Han characters, as text again.
std::vector<std::string> broken(std::string_view text, Length han_wide) {
  Subset subset(fonts_for_test());
  const Letters letters = subset.letters(text);
  std::vector<std::string> out;
  for (const Line& line : lines_of(letters, han_wide * 1000, 1000)) {
    std::string words;
    for (std::size_t i = line.first; i < line.last; ++i) {
      const char32_t c = letters[i].character;
      if (c < 0x80)
        words += static_cast<char>(c);
      else if (c < 0x800)
        (words += static_cast<char>(0xC0 | c >> 6)) += static_cast<char>(0x80 | (c & 63));
      else
        ((words += static_cast<char>(0xE0 | c >> 12)) += static_cast<char>(0x80 | (c >> 6 & 63))) +=
            static_cast<char>(0x80 | (c & 63));
    }
    EXPECT_LE(line.width, han_wide * 1000) << text;
    out.push_back(words);
  }
  return out;
}
using Lines = std::vector<std::string>;

TEST(TextLines, AnEmptyTextHasNone) { EXPECT_EQ(broken("", 5), Lines{}); }
TEST(TextLines, LineBreaksAreKept) { EXPECT_EQ(broken("A\n\nB", 5), (Lines{"A", "", "B"})); }
TEST(TextLines, WordsStayWhole) {
  EXPECT_EQ(broken("COTTON SHIRTS OF CHINA", 5), (Lines{"COTTON", "SHIRTS OF", "CHINA"}));
}
TEST(TextLines, HanBreaksAnywhere) { EXPECT_EQ(broken("男式棉制衬衫", 4), (Lines{"男式棉制", "衬衫"})); }
TEST(TextLines, NoLineBeginsWithAClosingSign) { EXPECT_EQ(broken("男式棉制，衬衫", 4), (Lines{"男式棉", "制，衬衫"})); }
TEST(TextLines, NoLineEndsWithAnOpeningSign) { EXPECT_EQ(broken("男式棉（衬衫）", 4), (Lines{"男式棉", "（衬衫）"})); }
TEST(TextLines, AWordWiderThanTheLineIsBrokenByForce) {
  const Lines lines = broken(std::string(50, 'W'), 5);
  std::string all;
  for (const std::string& line : lines) all += line;
  EXPECT_EQ(all, std::string(50, 'W'));
  EXPECT_GT(lines.size(), 5U);
}
TEST(TextLines, HyphensAndCommasMayEndALineButNumbersStayTogether) {
  EXPECT_EQ(broken("NINGBO,CHINA", 5), (Lines{"NINGBO,", "CHINA"}));
  EXPECT_EQ(broken("AB 1,250,000", 5), (Lines{"AB", "1,250,000"}));
}
TEST(TextLines, ACarriageReturnVanishesAndATabIsABlank) { EXPECT_EQ(broken("A\r\nB\tC", 5), (Lines{"A", "B C"})); }

}  // namespace
}  // namespace datong::document::pdf
