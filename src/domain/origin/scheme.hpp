#pragma once
// Everything an agreement or national measure lays down for calculating origin, as one value: the caller fills it from
// the dated rows in force for (kind of certificate, importing country, legal day). No number of a scheme stands in
// code. Not here: the product-specific rules (SpecificRule, handed in beside it), the goods (cost_sheet.hpp), form and
// deadlines of certificates. Pure. Thread rule: plain values. Source: COO 2.12, 3.
//
// What is left empty is not allowed, never guessed: no criteria rows = nothing can be proved, no cumulation parties =
// no cumulation, de minimis percent 0 = none. Every percentage is 0 to 100.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "domain/origin/code_range.hpp"
#include "domain/origin/specific_rule.hpp"

namespace datong::domain {

/// Ways a good is wholly obtained; the numbers are those of COO 3.4.
enum class WhollyObtained : std::uint8_t {
  no = 0,
  plant = 1,             ///< grown and harvested
  animal = 2,            ///< born and raised
  animal_product = 3,    ///< from live animals
  hunting_fishing = 4,   ///< hunting, trapping, fishing, aquaculture inland
  mineral = 5,           ///< minerals and natural substances extracted
  sea_fishing = 6,       ///< outside territorial waters by own registered vessels
  factory_ship = 7,      ///< made from 6 on own factory ships
  seabed = 8,            ///< taken from the seabed with a right to it
  production_waste = 9,  ///< waste and scrap of production
  used_article = 10,     ///< fit only for recovery of raw materials
  made_from_these = 11,  ///< made only from 1 to 10
};

/// Goods for which a claim of "wholly obtained" is plausible (V33). `category` no = any category.
struct PlausibleRange {
  WhollyObtained category = WhollyObtained::no;
  CodeRange goods;
};

/// How proofs become criterion codes. **The order of rows is the order of proposal**: cheapest to prove first.
/// E.g. RC: WO, PE, CTC, RVC (prints), CR; E: WO, PE, general RVC with code "" (prints "45%"), general CTH,
/// specific PSR with sub-codes 1, 2, 3; G to EU, CH, NO, JP, TR: P, W; B: A, B (prints), C (prints).
struct CriterionRow {
  Proof proof = Proof::wholly_obtained;
  bool under_general_rule = false;  ///< the row is for proofs by a general rule; WO and PE are looked up with false
  std::string code;                 ///< as printed; may be "" where the percentage itself is the code, or for kind C
  std::string sub_code{};           ///< E: 1 RVC, 2 CTC, 3 process
  bool prints_percentage = false;
  bool prints_heading = false;  ///< G: "W 62.03"
  int printed_decimals = 0;     ///< 0…5, of the printed percentage; rounded against the applicant
};

/// A rule for goods without a product-specific one. Several that fit are alternatives of each other (E: "RVC40" for
/// all, "CTH" for listed chapters).
struct GeneralRule {
  std::vector<CodeRange> goods{};   ///< empty = all goods
  std::vector<CodeRange> except{};  ///< of these (29 without 29.01 to 29.02)
  OriginRule rule;
};

/// Tolerance of materials that do not change classification. COO 3.3.
struct DeMinimis {
  Decimal percent{};  ///< of the price below, at most; 0 = no tolerance by value
  PriceBase base = PriceBase::fob;
  std::vector<CodeRange> goods{};         ///< where the value test holds; empty = all goods
  Decimal weight_percent{};               ///< of the good's weight, at most; 0 = no tolerance by weight
  std::vector<CodeRange> weight_goods{};  ///< where the weight test is an alternative; empty = nowhere
};

/// Whose originating materials count as own. COO 3.5. `none` with parties filled: they count for CUM only (APTA B and
/// C). `full` (processing counted) is in force nowhere and not here.
enum class Cumulation : std::uint8_t { none, bilateral, regional, donor };

struct Scheme {
  std::string exporting_party;   ///< country code, as materials carry it
  std::uint16_t hs_edition = 0;  ///< edition the rules are written in, e.g. 2022; 0 = not stated, not compared
  std::vector<CriterionRow> criteria{};
  bool prints_suffixes = false;  ///< " ACU" and " DMI" after the code (RC, H)
  std::vector<GeneralRule> general_rules{};
  bool allows_build_down = false;  ///< for an RVC whose rule names no method
  bool allows_build_up = false;
  bool allows_roll_up = false;    ///< a qualifying intermediate counts as 100 % originating; else as non-originating
  bool counts_unaffected = true;  ///< packing and neutral elements stay in the values (they never matter for CTC)
  DeMinimis de_minimis{};
  Cumulation cumulation = Cumulation::none;
  std::vector<std::string> cumulation_parties{};        ///< without the exporting party
  std::vector<PlausibleRange> wholly_obtained_goods{};  ///< empty = not checked
  std::optional<int> sheet_months_max{};                ///< age of a cost sheet; not set = not checked
  int shown_decimals = 2;                               ///< of percentages in the working, 0…5
  /// RCEP 2.6: domestic value that keeps a listed good's country. Not laid down = the strictest, all of it.
  Decimal domestic_percent = Decimal::from_integer(100);
};

}  // namespace datong::domain
