#pragma once
// Shares of value: the formulas of COO 3.1, exact. A share is kept as two integers, compared by multiplying across and
// rounded only for showing, always against the applicant. Not here: thresholds (rule and scheme). Pure.
// Thread rule: plain values.
#include <cstdint>
#include <string>

#include "base/decimal.hpp"
#include "domain/origin/cost_sheet.hpp"

namespace datong::domain {

/// What a cost sheet adds up to under a scheme, for a test with or without cumulation.
struct Amounts {
  Decimal fob;
  Decimal ex_factory;
  Decimal own;              ///< VOM: the exporting party's originating materials
  Decimal cumulated;        ///< other parties' materials that count as own
  Decimal non_originating;  ///< VNM: all others, unknown origin among them
  Decimal added;            ///< direct labour, direct overhead, profit and other costs
  Decimal price(PriceBase base) const { return base == PriceBase::fob ? fob : ex_factory; }
};
Amounts amounts_of(const CostSheet& sheet, const Scheme& scheme, bool cumulates);

/// part ÷ whole of a sheet without refusals, so that nothing here leaves 128 bits; whole is more than zero.
struct Share {
  Decimal part;
  Decimal whole;
  bool is_at_least(Decimal percent) const;
  bool is_at_most(Decimal percent) const;
  /// The percentage with up to `decimals` (0…5) places, rounded down or up.
  std::string rounded_down(int decimals) const;
  std::string rounded_up(int decimals) const;
};

Share build_down(const Amounts& amounts, PriceBase base);  ///< (price − VNM) ÷ price; also the ad valorem test of CO
Share build_up(const Amounts& amounts, PriceBase base);    ///< (VOM + labour + overhead + profit + other) ÷ price
Share non_originating_share(const Amounts& amounts, PriceBase base);  ///< VNM ÷ price
Share cumulative_content(const Amounts& amounts);  ///< APTA: (other parties' materials + value added here) ÷ FOB
Share domestic_value(const Amounts& amounts);      ///< RCEP 2.6: (FOB − VNM − other parties' materials) ÷ FOB

}  // namespace datong::domain
