#include "domain/fee/exact.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

using namespace datong;
using namespace datong::domain;

namespace {

Exact exact(const char* text) { return Exact(*Decimal::parse(text)); }
const Exact kOne = Exact::from_integer(1);

}  // namespace

TEST(Exact, KeepsThirdsUntilItIsAsked) {
  const Exact third = kOne / exact("3");
  EXPECT_EQ(third + third + third, kOne);
  EXPECT_EQ(third.shown()->to_string(), "0.33333");
  EXPECT_EQ((kOne - third).shown()->to_string(), "0.66667");
  EXPECT_EQ((third - kOne).shown()->to_string(), "-0.66667");
}

TEST(Exact, ComparesNumbersThatDifferBeyondTheirShownPlaces) {
  const Exact tiny = exact("0.00001") * exact("0.00001");
  EXPECT_LT(exact("60") - tiny, exact("60"));
  EXPECT_GT(exact("60") + tiny, exact("60"));
  EXPECT_LT(exact("-1.5"), exact("-1.4"));
  EXPECT_LT(exact("-0.5"), exact("0"));
  EXPECT_EQ(exact("2.50"), exact("5") / exact("2"));
  // Cross multiplication of these would leave 128 bits.
  const Exact huge = exact("9999999999999999999.99999") * exact("1000000000000");
  EXPECT_GT(huge + kOne / exact("3"), huge);
}

TEST(Exact, ComparesAsIntegersDoForManySmallFractions) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> top(-40, 40);
  std::uniform_int_distribution<int> bottom(1, 40);
  for (int i = 0; i < 5000; ++i) {
    const int a = top(random);
    const int b = bottom(random);
    const int c = top(random);
    const int d = bottom(random);
    const Exact left = Exact::from_integer(a) / Exact::from_integer(b);
    const Exact right = Exact::from_integer(c) / Exact::from_integer(d);
    ASSERT_EQ(left <=> right, a * d <=> c * b) << a << "/" << b << " " << c << "/" << d;
    ASSERT_EQ((left - right).is_zero(), a * d == c * b);
  }
}

TEST(Exact, RoundsToMultiplesInTheDirectionAsked) {
  const auto count = [](const char* amount, Rounding rounding) {
    return exact(amount).multiples_of(kOne, rounding).value_or(-1);
  };
  EXPECT_EQ(count("60.49999", Rounding::half_up), 60);
  EXPECT_EQ(count("60.5", Rounding::half_up), 61);
  EXPECT_EQ(count("60.99999", Rounding::down), 60);
  EXPECT_EQ(count("60", Rounding::up), 60);
  EXPECT_EQ(count("60.00001", Rounding::up), 61);
  EXPECT_EQ(exact("60.49999").multiples_of(exact("0.01"), Rounding::half_up), 6050);
}

TEST(Exact, OverflowSticksAndIsNeverAnAmount) {
  Exact big = exact("9999999999999999999");
  big = big * big;
  EXPECT_FALSE(big.overflowed());
  big = big * exact("9999999999999999999");
  EXPECT_TRUE(big.overflowed());
  for (const Exact& after :
       {big + kOne, kOne - big, big * exact("0"), big / big, kOne / exact("0"), exact("0") / exact("0")}) {
    EXPECT_TRUE(after.overflowed());
    EXPECT_FALSE(after.is_zero());
    EXPECT_FALSE(after.shown());
    EXPECT_FALSE(after.multiples_of(kOne, Rounding::down));
  }
  EXPECT_FALSE(exact("9223372036854775808").multiples_of(kOne, Rounding::down));
  EXPECT_EQ(exact("9223372036854775807").multiples_of(kOne, Rounding::down), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(exact("-1").multiples_of(kOne, Rounding::down));
  EXPECT_FALSE(kOne.multiples_of(exact("0"), Rounding::down));
  EXPECT_FALSE(kOne.multiples_of(exact("-1"), Rounding::down));
}
