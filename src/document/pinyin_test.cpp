#include "document/pinyin.hpp"

#include <gtest/gtest.h>

namespace datong::document {
namespace {

TEST(Pinyin, NamesAreReadWithoutTonesAndByInitials) {
  EXPECT_EQ(pinyin_of("上海").joined, "shanghai");
  EXPECT_EQ(pinyin_of("上海").initials, "sh");
  EXPECT_EQ(pinyin_of("美元").joined, "meiyuan");
  EXPECT_EQ(pinyin_of("人民币").initials, "rmb");
  EXPECT_EQ(pinyin_of("〇").joined, "ling");
}

TEST(Pinyin, TheVowelWithTwoDotsIsTypedV) {
  EXPECT_EQ(pinyin_of("女鞋").joined, "nvxie");
  EXPECT_EQ(pinyin_of("铝").joined, "lv");
  EXPECT_EQ(pinyin_of("路").joined, "lu");
  EXPECT_EQ(pinyin_of("Zürich").joined, "zurich") << "a letter of a foreign name is no reading";
}

TEST(Pinyin, LettersAndDigitsStayAndSignsAreLeftOut) {
  EXPECT_EQ(pinyin_of("PVC管(20尺)").joined, "pvcguan20chi");
  EXPECT_EQ(pinyin_of("PVC管(20尺)").initials, "pvcg20c");
  EXPECT_EQ(pinyin_of("\uff34恤").joined, "txu") << "full width";
  EXPECT_EQ(pinyin_of("、·-").joined, "");
  EXPECT_EQ(pinyin_of("").joined, "");
  EXPECT_EQ(pinyin_of("\xff\xfe").joined, "");
}

TEST(Pinyin, WhatIsTypedIsComparedWideAndNarrowAlike) {
  EXPECT_EQ(folded("\uff23\uff2eSHA 上海"), "cnsha 上海");
  EXPECT_EQ(folded("Toys"), "toys");
}

}  // namespace
}  // namespace datong::document
