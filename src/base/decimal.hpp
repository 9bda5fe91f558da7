#pragma once
// Exact decimal numbers with five places: quantities, weights, values, rates, balances. No binary floating point anywhere.
// Text form -?\d{1,19}(\.\d{1,5})? (source: inspection-declaration reference §3.3, dec(19,5)).
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace datong {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

class Decimal {
 public:
  static constexpr std::int64_t kScale = 100'000;  ///< five places
  constexpr Decimal() = default;
  static constexpr Decimal from_raw(int128 hundred_thousandths) { Decimal d; d.raw_ = hundred_thousandths; return d; }
  static constexpr Decimal from_integer(std::int64_t value) { return from_raw(int128{value} * kScale); }
  /// Exact reading; nullopt for anything but the text form above (no blanks, no sign '+', no exponent, no leading '.').
  static std::optional<Decimal> parse(std::string_view text);

  constexpr int128 raw() const { return raw_; }
  constexpr bool is_zero() const { return raw_ == 0; }
  constexpr bool is_negative() const { return raw_ < 0; }
  /// Shortest exact form: "12", "0.5", "-3.14159".
  std::string to_string() const;

  friend constexpr Decimal operator+(Decimal a, Decimal b) { return from_raw(a.raw_ + b.raw_); }
  friend constexpr Decimal operator-(Decimal a, Decimal b) { return from_raw(a.raw_ - b.raw_); }
  friend constexpr Decimal operator-(Decimal a) { return from_raw(-a.raw_); }
  friend constexpr auto operator<=>(Decimal a, Decimal b) { return a.raw_ <=> b.raw_; }
  friend constexpr bool operator==(Decimal a, Decimal b) = default;

 private:
  int128 raw_ = 0;
};

/// a × b ÷ c, exact inside, rounded half away from zero once at five places; nullopt when it leaves 128 bits or c is 0.
std::optional<Decimal> multiply_divide(Decimal a, Decimal b, Decimal c);

}  // namespace datong
