#include <gtest/gtest.h>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"

using namespace datong;

TEST(Decimal, ReadsExactlyItsTextForm) {
  for (const char* good : {"0", "1", "-1", "1.5", "0.00001", "9999999999999999999.99999", "-9999999999999999999.99999", "007"}) {
    ASSERT_TRUE(Decimal::parse(good)) << good;
  }
  for (const char* bad : {"", "-", ".", ".5", "5.", "1.123456", "12345678901234567890", "+1", " 1", "1 ", "1e3", "0x1", "1,5", "--1", "1.2.3", "１"}) {
    EXPECT_FALSE(Decimal::parse(bad)) << bad;
  }
  EXPECT_EQ(Decimal::parse("12.50000")->to_string(), "12.5");
  EXPECT_EQ(Decimal::parse("-0.00001")->to_string(), "-0.00001");
  EXPECT_EQ(Decimal::parse("-0")->to_string(), "0");
  EXPECT_EQ(Decimal::parse("100")->to_string(), "100");
}

TEST(Decimal, MultiplyDivideRoundsHalfAwayFromZeroOnce) {
  const auto d = [](const char* t) { return *Decimal::parse(t); };
  EXPECT_EQ(multiply_divide(d("28000"), d("1.5"), d("1000"))->to_string(), "42");
  EXPECT_EQ(multiply_divide(d("0.00001"), d("0.5"), d("1"))->to_string(), "0.00001");
  EXPECT_EQ(multiply_divide(d("-0.00001"), d("0.5"), d("1"))->to_string(), "-0.00001");
  EXPECT_EQ(multiply_divide(d("0.00001"), d("0.49999"), d("1"))->to_string(), "0");
  EXPECT_FALSE(multiply_divide(d("1"), d("1"), d("0")));
  EXPECT_FALSE(multiply_divide(d("9999999999999999999"), d("9999999999999999999"), d("1")));
}

TEST(Date, RefusesDaysThatDoNotExist) {
  EXPECT_EQ(Date::parse("2024-02-29")->to_string(), "2024-02-29");
  EXPECT_EQ(Date::parse("2026-11-23")->weekday(), 1);
  for (const char* bad : {"2023-02-29", "2023-13-01", "2023-1-1", "20230101", "2023-00-10", "1899-01-01", "2023-01-32", "abcd-ef-gh"}) {
    EXPECT_FALSE(Date::parse(bad)) << bad;
  }
}

TEST(Instant, LegalDayTurnsAtFourInTheAfternoonUtc) {
  EXPECT_EQ(legal_day(*Instant::parse("2013-01-01T15:59:59.999Z")).to_string(), "2013-01-01");
  EXPECT_EQ(legal_day(*Instant::parse("2013-01-01T16:00:00Z")).to_string(), "2013-01-02");
  EXPECT_EQ(start_of_legal_day(*Date::parse("2013-01-02")).to_string(), "2013-01-01T16:00:00.000Z");
  EXPECT_FALSE(Instant::parse("2013-01-01T16:00:00+08:00"));
}

TEST(Text, CountsCodePointsAndRefusesWhatIsNotUtf8) {
  EXPECT_EQ(utf8_length("海豚 fountain"), 11u);
  EXPECT_EQ(utf8_length("𠮷"), 1u);
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\xB5", "\x80", "\xFF"}) EXPECT_FALSE(utf8_length(bad));
  EXPECT_TRUE(has_white_space("海豚 喷泉"));
  EXPECT_TRUE(has_white_space("海豚　喷泉"));
  EXPECT_FALSE(has_white_space("海豚喷泉"));
}

TEST(Text, JsonStringsEscapeWhatJcsEscapes) {
  EXPECT_EQ(json_string("a\"b\\c\n\x01/中"), "\"a\\\"b\\\\c\\n\\u0001/中\"");
}

TEST(Ids, GrowAndKeepTheBureauInFront) {
  IdMaker maker(1);
  const Instant now = *Instant::parse("2026-11-23T00:00:00Z");
  CaseId last;
  for (int i = 0; i < 1000; ++i) {
    const CaseId id = maker.next(5, now);
    EXPECT_GT(id, last);
    EXPECT_EQ(id.value >> 49, 5);
    last = id;
  }
  EXPECT_EQ(CaseId::parse(last.to_string()), last);
  EXPECT_FALSE(CaseId::parse("0"));
  EXPECT_FALSE(CaseId::parse("36028797018963968"));
}
