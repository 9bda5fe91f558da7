#include "crypto/one_time_code.hpp"

#include <gtest/gtest.h>

using namespace datong;
using namespace datong::crypto;

namespace {
constexpr std::string_view kSecret = "12345678901234567890";  // of both standards' appendices
Instant seconds(std::int64_t value) { return Instant::from_ms(value * 1000); }
}  // namespace

// RFC 4226 appendix D.
TEST(OneTimeCode, CountsAsTheStandardDoes) {
  const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                         "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(one_time_code(kSecret, step), codes[step]);
}

// RFC 6238 appendix B, the last six of its eight digits.
TEST(OneTimeCode, TellsTheTimeAsTheStandardDoes) {
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [at, code] : vectors) {
    EXPECT_EQ(one_time_code(kSecret, one_time_step(seconds(at))), code);
    EXPECT_EQ(matching_step(kSecret, code, seconds(at)), at / 30);
  }
}

TEST(OneTimeCode, ServesOneStepEarlyOrLateAndNoFurther) {
  const std::string code = one_time_code(kSecret, 1000);
  EXPECT_FALSE(matching_step(kSecret, code, seconds(999 * 30 - 1)));
  for (const std::int64_t at : {999 * 30, 1000 * 30, 1001 * 30, 1002 * 30 - 1}) {
    EXPECT_EQ(matching_step(kSecret, code, seconds(at)), 1000) << at;
  }
  EXPECT_FALSE(matching_step(kSecret, code, seconds(1002 * 30)));
}

TEST(OneTimeCode, RefusesEveryOtherText) {
  const std::string code = one_time_code(kSecret, 1000);
  for (const std::string& other : {std::string(), code.substr(1), code + "0", " " + code, std::string("abcdef"),
                                   std::string(6, '\0'), code.substr(0, 5) + (code[5] == '9' ? '0' : '9')}) {
    EXPECT_FALSE(matching_step(kSecret, other, seconds(30'000))) << other;
  }
  EXPECT_FALSE(matching_step("another secret of 20", code, seconds(30'000)));
}

// RFC 4648 §10, without its padding.
TEST(Base32, WritesAndReadsTheExamplesOfTheStandard) {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "MY"},
                                                          {"fo", "MZXQ"},
                                                          {"foo", "MZXW6"},
                                                          {"foob", "MZXW6YQ"},
                                                          {"fooba", "MZXW6YTB"},
                                                          {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : examples) {
    EXPECT_EQ(to_base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  for (const char* text : {"M", "MZX", "MZXW6Y", "MZ", "MY======", "MY ", "my", "M1"}) {
    EXPECT_FALSE(from_base32(text)) << text;
  }
}

TEST(Base32, ASecretHas16To64Bytes) {
  EXPECT_FALSE(is_one_time_secret(""));
  EXPECT_FALSE(is_one_time_secret(to_base32(std::string(15, 'x'))));
  EXPECT_TRUE(is_one_time_secret(to_base32(std::string(16, 'x'))));
  EXPECT_TRUE(is_one_time_secret(to_base32(std::string(64, 'x'))));
  EXPECT_FALSE(is_one_time_secret(to_base32(std::string(65, 'x'))));
  EXPECT_FALSE(is_one_time_secret("not base32 at all, is it"));
}
