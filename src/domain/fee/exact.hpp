#pragma once
// An exact fraction of 128-bit integers, always reduced: the number a fee is worked out in, so that it is rounded once,
// at the end. Overflow is sticky: a result that left 128 bits stays `overflowed`, and whoever asks for an amount
// refuses it. Not here: money (integer fen) and quantities (base/decimal.hpp). Thread rule: plain values.
#include <compare>
#include <cstdint>
#include <optional>

#include "base/decimal.hpp"

namespace datong::domain {

enum class Rounding : std::uint8_t { down, half_up, up };  ///< of amounts that are never negative

class Exact {
 public:
  Exact() = default;
  explicit Exact(Decimal decimal) : Exact(decimal.raw(), Decimal::kScale) {}
  static Exact from_integer(std::int64_t value) { return Exact(int128{value}, int128{1}); }

  bool overflowed() const { return overflowed_; }
  bool is_zero() const { return !overflowed_ && numerator_ == 0; }

  friend Exact operator+(const Exact& a, const Exact& b);
  friend Exact operator-(const Exact& a, const Exact& b);
  friend Exact operator*(const Exact& a, const Exact& b);
  friend Exact operator/(const Exact& a, const Exact& b);  ///< division by zero counts as overflow

  /// Compares without leaving 128 bits. CHECKs that neither side has overflowed.
  friend std::strong_ordering operator<=>(const Exact& a, const Exact& b);
  friend bool operator==(const Exact& a, const Exact& b) { return (a <=> b) == 0; }

  /// Whole multiples of `unit` in this amount, rounded once; nullopt when overflowed, negative, over 63 bits, or the
  /// unit is not positive.
  std::optional<std::int64_t> multiples_of(const Exact& unit, Rounding rounding) const;
  /// For showing: five places, half away from zero; nullopt when overflowed or too large for five places.
  std::optional<Decimal> shown() const;

 private:
  Exact(int128 numerator, int128 denominator);

  int128 numerator_ = 0;
  int128 denominator_ = 1;  // positive, no common factor with the numerator
  bool overflowed_ = false;
};

}  // namespace datong::domain
