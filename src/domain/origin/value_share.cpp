#include "domain/origin/value_share.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace datong::domain {
namespace {

constexpr int128 kHundredPercent = int128{100} * Decimal::kScale;

// A sum has at most kCostMaterialsMax materials and four other amounts, each below 10^24 raw; the largest product is a sum
// times 100 %, at five places.
static_assert(limits::kCostMaterialsMax + 4 < 1'000);
constexpr int128 kLargestSum = int128{1'000} * 10'000'000'000 * 1'000'000'000 * Decimal::kScale;
static_assert(kLargestSum < static_cast<int128>(~uint128{0} >> 1) / kHundredPercent);

std::string percentage(Share share, int decimals, bool up) {
  int128 unit = 1;
  for (int place = std::clamp(decimals, 0, 5); place < 5; ++place) unit *= 10;  // of the percentage's raw value
  const int128 numerator = share.part.raw() * (kHundredPercent / unit);
  const int128 denominator = share.whole.raw();
  int128 quotient = numerator / denominator;
  const int128 rest = numerator % denominator;
  if (up && rest > 0) ++quotient;
  if (!up && rest < 0) --quotient;
  return Decimal::from_raw(quotient * unit).to_string();
}

}  // namespace

Amounts amounts_of(const CostSheet& sheet, const Scheme& scheme, bool cumulates) {
  Amounts sums{sheet.fob, sheet.ex_factory, {}, {}, {}, sheet.labour + sheet.overhead + sheet.profit + sheet.other};
  for (const Material& material : sheet.materials) {
    if (material.is_unaffected && !scheme.counts_unaffected) continue;
    switch (standing_of(material, scheme, cumulates)) {
      case MaterialStanding::own: sums.own = sums.own + material.value; break;
      case MaterialStanding::cumulated: sums.cumulated = sums.cumulated + material.value; break;
      case MaterialStanding::non_originating: sums.non_originating = sums.non_originating + material.value; break;
    }
  }
  return sums;
}

bool Share::is_at_least(Decimal percent) const { return part.raw() * kHundredPercent >= percent.raw() * whole.raw(); }
bool Share::is_at_most(Decimal percent) const { return part.raw() * kHundredPercent <= percent.raw() * whole.raw(); }
std::string Share::rounded_down(int decimals) const { return percentage(*this, decimals, false); }
std::string Share::rounded_up(int decimals) const { return percentage(*this, decimals, true); }

Share build_down(const Amounts& amounts, PriceBase base) {
  return {amounts.price(base) - amounts.non_originating, amounts.price(base)};
}
Share build_up(const Amounts& amounts, PriceBase base) {
  return {amounts.own + amounts.cumulated + amounts.added, amounts.price(base)};
}
Share non_originating_share(const Amounts& amounts, PriceBase base) {
  return {amounts.non_originating, amounts.price(base)};
}
Share cumulative_content(const Amounts& amounts) {
  return {amounts.cumulated + amounts.own + amounts.added, amounts.fob};
}
Share domestic_value(const Amounts& amounts) {
  return {amounts.fob - amounts.non_originating - amounts.cumulated, amounts.fob};
}

}  // namespace datong::domain
