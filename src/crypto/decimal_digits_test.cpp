#include "crypto/decimal_digits.hpp"

#include <gtest/gtest.h>

using namespace datong::crypto;

TEST(DecimalDigits, EveryLengthComesBack) {
  for (std::size_t size = 0; size <= 40; ++size) {
    for (const char fill : {'\x00', '\x01', '\x7F', '\xFF'}) {
      std::string bytes(size, fill);
      for (std::size_t i = 0; i < size; i += 3) bytes[i] = static_cast<char>(i * 37);
      const auto back = from_decimal_digits(to_decimal_digits(bytes));
      ASSERT_TRUE(back) << size;
      EXPECT_EQ(*back, bytes);
    }
  }
}

TEST(DecimalDigits, GroupsHaveTheirFixedLengths) {
  EXPECT_EQ(to_decimal_digits(""), "");
  EXPECT_EQ(to_decimal_digits(std::string(1, '\x07')), "007");
  EXPECT_EQ(to_decimal_digits("\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), "72057594037927935");
  EXPECT_EQ(to_decimal_digits(std::string("\0\0\0\0\0\0\1\2", 8)), "00000000000000001002");
}

TEST(DecimalDigits, RefusesWhatNoBytesHave) {
  for (const char* digits : {"1",
                             "12",
                             "1234",
                             "123456",
                             "1234567",
                             "123456789",
                             "12345678901",
                             "123456789012",
                             "12345678901234",
                             "1234567890123456",
                             "256",
                             "65536",
                             "72057594037927936",
                             " 07",
                             "0x7",
                             "+07",
                             "00000000000000001"
                             "256",
                             "00000000000000001"
                             "1",
                             "99999999999999999",
                             "१२३"}) {
    EXPECT_FALSE(from_decimal_digits(digits)) << digits;
  }
  EXPECT_TRUE(from_decimal_digits("255"));
  EXPECT_TRUE(from_decimal_digits("72057594037927935"));
}
