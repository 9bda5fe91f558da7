#include "document/pdf/outline.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace datong::document::pdf {
namespace {

TEST(Outline, AnEmptyGlyphOfFullWidthIsOneOperator) { EXPECT_EQ(to_hex(Outline(1000).finish()), "0e"); }

TEST(Outline, AnotherWidthStandsFirst) { EXPECT_EQ(to_hex(Outline(500).finish()), "f8880e"); }

TEST(Outline, NumbersTakeTheirShortestForm) {
  Outline outline(1000);
  outline.move_to(107, -107);    // 1 byte each
  outline.move_to(215, -1238);   // +108: 2 bytes, -1131: 2 bytes
  outline.move_to(1347, -2370);  // +1132, -1132: 3 bytes each
  EXPECT_EQ(to_hex(outline.finish()),
            "f62015"
            "f700feff15"
            "1c046c1cfb9415"
            "0e");
}

TEST(Outline, StraightLinesAlternateInOneOperator) {
  Outline outline(1000);
  outline.move_to(0, 0);
  outline.line_to(10, 0);
  outline.line_to(10, 20);
  outline.line_to(0, 20);
  EXPECT_EQ(to_hex(outline.finish()),
            "8b16"
            "959f8106"
            "0e");
}

TEST(Outline, CurvesOfOneKindShareAnOperator) {
  Outline outline(1000);
  outline.move_to(0, 0);
  outline.curve_to(1, 2, 3, 4, 5, 6);
  outline.curve_to(6, 8, 9, 10, 11, 12);
  EXPECT_EQ(to_hex(outline.finish()),
            "8b16"
            "8c8d8d8d8d8d8c8d8e8d8d8d08"
            "0e");
}

TEST(Outline, RightAngledCurvesUseFourNumbers) {
  Outline outline(1000);
  outline.move_to(0, 0);
  outline.curve_to(5, 0, 10, 5, 10, 10);   // begins level, ends upright
  outline.curve_to(10, 15, 5, 20, 0, 20);  // begins upright, ends level
  EXPECT_EQ(to_hex(outline.finish()),
            "8b16"
            "90909090"
            "90869086"
            "1f"
            "0e");
}

TEST(Outline, TheStackOfTheInterpreterIsNeverOverrun) {
  Outline outline(1000);
  outline.move_to(0, 0);
  for (int i = 1; i <= 40; ++i) outline.line_to(i, i * i % 100);
  const std::string bytes = outline.finish();
  std::size_t arguments = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 32) {
      ++arguments;
    } else {
      EXPECT_LE(arguments, 48U);
      arguments = 0;
    }
  }
}

}  // namespace
}  // namespace datong::document::pdf
