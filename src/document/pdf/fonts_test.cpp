#include "document/pdf/fonts.hpp"

#include <gtest/gtest.h>

#include "document/pdf/sample_test.hpp"

namespace datong::document::pdf {
namespace {

TEST(Fonts, HaveHanLatinGreekAndCyrillic) {
  for (const char* text : {"宁波示例纺织品有限公司", "㐂䶮𠮷", "őŐŞşŁłČčĀǘ", "ΑΒΓω", "ЖЯё", "こんにちはカナ", "한국",
                           "①℃‰№±×½²", "“”‘’—…￥€£"})
    EXPECT_EQ(fonts_for_test().first_missing(text), std::nullopt) << text;
}

TEST(Fonts, ALineBreakCanBeShown) { EXPECT_EQ(fonts_for_test().first_missing("A\nB"), std::nullopt); }

TEST(Fonts, TheFirstCharacterThatCannotBeShownIsNamed) {
  const std::pair<const char*, char32_t> cases[] = {{"AB\x01"
                                                     "C",
                                                     0x01},
                                                    {"\t", 0x09},
                                                    {"e\u0301", 0x301},
                                                    {"שלום", 0x5E9},
                                                    {"مرحبا", 0x645},
                                                    {"नमस्ते", 0x928},
                                                    {"ไทย", 0xE44},
                                                    {"A\u202E", 0x202E},
                                                    {"A\u200B", 0x200B},
                                                    {"\U0001F600", 0x1F600},
                                                    {"\uE000", 0xE000},
                                                    {"\xFF", 0xFFFD}};
  for (const auto& [text, character] : cases) {
    const auto missing = fonts_for_test().first_missing(text);
    if (character == 0xFFFD && !missing) continue;  // a font may have the replacement sign itself
    EXPECT_EQ(missing, character) << text;
  }
}

TEST(Fonts, WhatIsBuiltIsReadBack) {
  FontSetBuilder builder;
  builder.add(U'A', 600, "first");
  builder.add(0x20BB7, 1000, "second");
  EXPECT_TRUE(builder.has(U'A'));
  EXPECT_FALSE(builder.has(U'B'));
  const std::string bytes = builder.finish();
  const auto set = FontSet::read(bytes);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->glyph_count(), 3U);
  EXPECT_EQ(set->advance(set->glyph(U'A')), 600);
  EXPECT_EQ(set->outline(set->glyph(0x20BB7)), "second");
  EXPECT_EQ(set->glyph(U'B'), 0U);
  EXPECT_EQ(set->glyph(0x110000), 0U);
}

TEST(Fonts, BytesThatAreNoSetAreRefused) {
  FontSetBuilder builder;
  builder.add(U'A', 600, "first");
  const std::string bytes = builder.finish();
  EXPECT_FALSE(FontSet::read(""));
  for (std::size_t size = 0; size < bytes.size(); size += size < 64 ? 1 : 997) {
    const std::string cut = bytes.substr(0, size);
    EXPECT_FALSE(FontSet::read(cut)) << size;
  }
  for (std::size_t at = 0; at < bytes.size() - 5; at += at < 32 ? 1 : 101) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x7F);
    (void)FontSet::read(flipped);  // accepted or not: it is never read out of bounds
  }
}

}  // namespace
}  // namespace datong::document::pdf
