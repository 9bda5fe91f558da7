#include "domain/fee/exact.hpp"

#include <limits>
#include <utility>

#include "base/check.hpp"

namespace datong::domain {
namespace {

constexpr int128 kLowest = static_cast<int128>(uint128{1} << 127);

int128 common_factor(int128 a, int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a < 0 ? -a : a;
}

/// Quotient towards minus infinity and the remainder that goes with it; the divisor is positive.
std::pair<int128, int128> divide_down(int128 a, int128 b) {
  int128 quotient = a / b;
  int128 rest = a % b;
  if (rest < 0) {
    --quotient;
    rest += b;
  }
  return {quotient, rest};
}

}  // namespace

Exact::Exact(int128 numerator, int128 denominator) {
  // The lowest value has no positive twin, so it counts as out of range.
  if (denominator == 0 || numerator == kLowest || denominator == kLowest) {
    overflowed_ = true;
    return;
  }
  const int128 factor = common_factor(numerator, denominator);
  const int128 sign = denominator < 0 ? -1 : 1;
  numerator_ = sign * (numerator / factor);
  denominator_ = sign * (denominator / factor);
}

Exact operator+(const Exact& a, const Exact& b) {
  Exact sum;
  const int128 factor = common_factor(a.denominator_, b.denominator_);
  int128 left = 0;
  int128 right = 0;
  int128 numerator = 0;
  int128 denominator = 0;
  if (a.overflowed_ || b.overflowed_ || __builtin_mul_overflow(a.numerator_, b.denominator_ / factor, &left) ||
      __builtin_mul_overflow(b.numerator_, a.denominator_ / factor, &right) ||
      __builtin_add_overflow(left, right, &numerator) ||
      __builtin_mul_overflow(a.denominator_, b.denominator_ / factor, &denominator)) {
    sum.overflowed_ = true;
    return sum;
  }
  return Exact(numerator, denominator);
}

Exact operator-(const Exact& a, const Exact& b) {
  Exact negated = b;
  negated.numerator_ = -negated.numerator_;
  return a + negated;
}

Exact operator*(const Exact& a, const Exact& b) {
  Exact product;
  const int128 left = common_factor(a.numerator_, b.denominator_);
  const int128 right = common_factor(b.numerator_, a.denominator_);
  int128 numerator = 0;
  int128 denominator = 0;
  if (a.overflowed_ || b.overflowed_ || __builtin_mul_overflow(a.numerator_ / left, b.numerator_ / right, &numerator) ||
      __builtin_mul_overflow(a.denominator_ / right, b.denominator_ / left, &denominator)) {
    product.overflowed_ = true;
    return product;
  }
  return Exact(numerator, denominator);
}

Exact operator/(const Exact& a, const Exact& b) {
  Exact inverse(b.denominator_, b.numerator_);
  inverse.overflowed_ = inverse.overflowed_ || b.overflowed_;
  return a * inverse;
}

std::strong_ordering operator<=>(const Exact& a, const Exact& b) {
  CHECK(!a.overflowed_ && !b.overflowed_);
  // Whole parts first; where they are equal, the larger of two rests is the one with the smaller inverse.
  struct Fraction {
    int128 top, bottom;
  };
  Fraction left{a.numerator_, a.denominator_};
  Fraction right{b.numerator_, b.denominator_};
  while (true) {
    const auto [left_whole, left_rest] = divide_down(left.top, left.bottom);
    const auto [right_whole, right_rest] = divide_down(right.top, right.bottom);
    if (left_whole != right_whole)
      return left_whole < right_whole ? std::strong_ordering::less : std::strong_ordering::greater;
    if (left_rest == 0 || right_rest == 0) return (left_rest != 0) <=> (right_rest != 0);
    const Fraction left_inverse{left.bottom, left_rest};
    left = {right.bottom, right_rest};
    right = left_inverse;
  }
}

std::optional<std::int64_t> Exact::multiples_of(const Exact& unit, Rounding rounding) const {
  const Exact count = *this / unit;
  if (count.overflowed_ || count.numerator_ < 0 || unit.numerator_ <= 0) return std::nullopt;
  auto [whole, rest] = divide_down(count.numerator_, count.denominator_);
  switch (rounding) {
    case Rounding::down: break;
    case Rounding::half_up:
      if (rest >= count.denominator_ - rest) ++whole;
      break;
    case Rounding::up:
      if (rest > 0) ++whole;
      break;
  }
  if (whole > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

std::optional<Decimal> Exact::shown() const {
  const Exact scaled = *this * from_integer(Decimal::kScale);
  if (scaled.overflowed_) return std::nullopt;
  const bool negative = scaled.numerator_ < 0;
  auto [whole, rest] = divide_down(negative ? -scaled.numerator_ : scaled.numerator_, scaled.denominator_);
  if (rest >= scaled.denominator_ - rest) ++whole;
  return Decimal::from_raw(negative ? -whole : whole);
}

}  // namespace datong::domain
