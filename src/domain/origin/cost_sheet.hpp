#pragma once
// The cost sheet of one product: what it is made of, what it costs, what was done; and the checks of the sheet itself.
// Not here: applicant and producer (application form), reading it from JSON, whether the good originates
// (determination.hpp). Pure. Thread rule: plain values. Source: COO 3.8; rules OCA031 to OCA049.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/origin/scheme.hpp"

namespace datong::domain {

/// One input of one unit of the product. Values are in the sheet's currency.
struct Material {
  std::string name{};
  std::string commodity_code{};       ///< 6 to 10 digits; needed when not originating; anything else counts as missing
  std::string origin_country{};       ///< "" = unknown, which is never originating
  std::string origin_proof_number{};  ///< foreign certificate or declaration; needed to cumulate
  bool is_originating = false;        ///< originates, under this scheme, in `origin_country`
  bool is_unaffected = false;         ///< packing, indirect or neutral element: no matter for CTC
  bool is_intermediate = false;       ///< self-produced; with is_originating it is rolled up where the scheme allows
  Decimal value{};
  Decimal weight{};          ///< 0 = unknown: no tolerance by weight
  std::string usage_unit{};  ///< both units "" = not stated
  std::string pricing_unit{};
};

struct CostSheet {
  std::string commodity_code{};  ///< of the exported good, 6 to 10 digits
  std::uint16_t hs_edition = 0;  ///< of all codes here; 0 = not stated
  Decimal ex_factory{};
  Decimal fob{};
  Decimal labour{};
  Decimal overhead{};
  Decimal profit{};
  Decimal other{};   ///< transport and the like
  Decimal weight{};  ///< of the good, in the unit of the materials' weights; 0 = unknown
  std::vector<Material> materials{};
  std::vector<std::string> processes{};  ///< carried out, by name: "chemical_reaction", "cut_and_sew"
  bool minimal_operations_only = false;
  WhollyObtained wholly_obtained = WhollyObtained::no;
  std::optional<Decimal> stated_originating{};  ///< totals as the applicant wrote them
  std::optional<Decimal> stated_non_originating{};
  std::optional<Decimal> stated_total{};
  std::optional<Date> made_on{};
};

/// Largest amount a text form can carry (19 digits before the point): sums of a whole sheet stay far inside 128 bits.
bool is_calculable(Decimal amount);

/// Why nothing may be calculated on this sheet: OCA031, OCA032, OCA034, OCA035, OCA036. Empty = it may.
std::vector<Finding> cost_sheet_refusals(const CostSheet& sheet);

/// Everything else worth saying about it: OCA041 to OCA049. Call it only where there are no refusals.
/// Output:  paths below the sheet, by the names of the form's fields: "/made_on", "/materials/0/commodity_code".
/// Time:    age is counted to `legal_day`; exactly sheet_months_max months is still in time.
std::vector<Finding> cost_sheet_warnings(const CostSheet& sheet, const Scheme& scheme, Date legal_day);

/// Where a material stands under a scheme.
enum class MaterialStanding : std::uint8_t { own, cumulated, non_originating };

/// `cumulates` = whether other parties' materials count as own for the test at hand.
MaterialStanding standing_of(const Material& material, const Scheme& scheme, bool cumulates);

}  // namespace datong::domain
