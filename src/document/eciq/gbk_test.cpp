#include "document/eciq/gbk.hpp"

#include <gtest/gtest.h>

namespace datong::document {
namespace {

TEST(Gbk, ConvertsBothWays) {
  const std::pair<std::string_view, std::string_view> pairs[] = {
      {"", ""},
      {"plain ASCII longer than eight bytes", "plain ASCII longer than eight bytes"},
      {"\xB1\xA8\xBC\xEC", "报检"},
      {"a\xB1\xA8"
       "1234567890\xBC\xEC"
       "b",
       "a报1234567890检b"},
      {"\x81\x40\xB0\x5C|", "丂癨|"},  // second bytes that look like ASCII letters and a backslash
      {"\xA3\xAC\xA1\xA3", "\uFF0C\u3002"},
  };
  for (const auto& [gbk, utf8] : pairs) {
    EXPECT_EQ(utf8_from_gbk(gbk), std::string(utf8));
    EXPECT_EQ(gbk_from_utf8(utf8), std::string(gbk));
  }
}

TEST(Gbk, NamesTheFirstByteThatIsNotGbk) {
  const std::pair<std::string, std::string> bad[] = {{"abcdefghij\x80", "byte 10"},
                                                     {"\xB1\xA8\xFF\xFF", "byte 2"},
                                                     {"ok\xB1", "byte 2"},
                                                     {"\xB1\x0A", "byte 0"},
                                                     {"\xB1\xA8\xA1", "byte 2"}};
  for (const auto& [bytes, where] : bad) {
    const auto utf8 = utf8_from_gbk(bytes);
    ASSERT_FALSE(utf8) << where;
    EXPECT_EQ(utf8.error().code, Code::malformed);
    EXPECT_TRUE(utf8.error().detail.ends_with(where)) << utf8.error().detail;
  }
}

TEST(Gbk, NamesTheCharacterGbkLacks) {
  const auto gbk = gbk_from_utf8("中文 ok 😀");
  ASSERT_FALSE(gbk);
  EXPECT_EQ(gbk.error().code, Code::malformed);
  EXPECT_EQ(gbk.error().detail, "GBK has no character 😀 (byte 10)");
  EXPECT_FALSE(gbk_from_utf8("naïve café ÿ"));
  EXPECT_EQ(gbk_from_utf8("ab\xFF").error().detail, "not UTF-8 at byte 2");
  EXPECT_EQ(gbk_from_utf8("ab\xE4\xB8").error().detail, "not UTF-8 at byte 2");
}

TEST(Gbk, EveryTwoByteCharacterSurvivesTheWayThereAndBack) {
  std::size_t characters = 0;
  for (int high = 0x81; high <= 0xFE; ++high) {
    for (int low = 0x40; low <= 0xFE; ++low) {
      const std::string gbk{static_cast<char>(high), static_cast<char>(low)};
      const auto utf8 = utf8_from_gbk(gbk);
      if (!utf8) continue;
      ++characters;
      ASSERT_EQ(gbk_from_utf8(*utf8), gbk) << high << ' ' << low;
    }
  }
  EXPECT_GT(characters, 21'000U);
}

}  // namespace
}  // namespace datong::document
