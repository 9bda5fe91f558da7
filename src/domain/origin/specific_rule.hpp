#pragma once
// A rule of origin as agreements print it ("CC except from 10.06; or RVC40"): its parts, reading and writing its text.
// Not here: which rule fits which good on which day (dated rows), and whether a good fulfils it (determination.hpp).
// Pure. Thread rule: plain values. Source: COO 3.6.
//
//   rule        = alternative { ( "or" | ";" | "; or" ) alternative }
//   alternative = requirement { "and" requirement }
//   requirement = "WO" | "PE" | "CR" | "PROCESS" name
//               | ( "CC" | "CTH" | "CTSH" ) [ "except from" range { "," range } ] [ "without de minimis" ]
//               | "RVC" percent [ "build-down" | "build-up" ] [ "FOB" | "EXW" ]
//               | "MAXVNM" percent [ "FOB" | "EXW" ]
//               | "CUM" percent
//   range       = code [ "to" code ]            code = 10 | 1006 | 10.06 | 100610 | 1006.10
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/origin/code_range.hpp"

namespace datong::domain {

/// What a requirement proves when it is met; criterion codes hang on it (scheme.hpp).
enum class Proof : std::uint8_t {
  wholly_obtained,          ///< WO
  exclusively_originating,  ///< PE: produced only from originating materials (WP in some kinds)
  tariff_change,            ///< CC, CTH, CTSH
  value_content,            ///< RVC: qualifying content, at least
  non_originating_share,    ///< MAXVNM: non-originating content, at most
  cumulative_content,       ///< CUM: content of all parties together, at least
  chemical_reaction,        ///< CR
  process,                  ///< PROCESS: any other named process
};
std::string_view proof_name(Proof proof);

enum class ChangeLevel : std::uint8_t {
  chapter = 2,
  heading = 4,
  subheading = 6
};                                                                         ///< the number is the digits compared
enum class ContentMethod : std::uint8_t { either, build_down, build_up };  ///< either: whatever the scheme allows
enum class PriceBase : std::uint8_t { fob, ex_factory };

/// One primitive. Which members count depends on `proof`; the others stay as they are here.
struct Requirement {
  Proof proof = Proof::wholly_obtained;
  ChangeLevel level = ChangeLevel::heading;      ///< tariff_change
  std::vector<CodeRange> exceptions{};           ///< tariff_change: materials from these never count as changed
  bool allows_de_minimis = true;                 ///< tariff_change
  Decimal percent{};                             ///< the three contents: more than 0, at most 100
  ContentMethod method = ContentMethod::either;  ///< value_content
  PriceBase base = PriceBase::fob;               ///< value_content, non_originating_share
  std::string process{};                         ///< process: [a-z0-9_]+
  bool operator==(const Requirement&) const = default;
};

struct Alternative {
  std::vector<Requirement> requirements;  ///< all of them must be met; never empty
  bool operator==(const Alternative&) const = default;
};

struct OriginRule {
  std::vector<Alternative> alternatives;  ///< any of them is enough; never empty when read from text
  bool operator==(const OriginRule&) const = default;
};

/// A rule of origin for the goods of a range of codes, in force on the day the caller chose it for.
struct SpecificRule {
  CodeRange goods;
  OriginRule rule;
};

/// Reads the text above, strictly.
///
/// Errors:  OCA061 {byte, what was expected}, counted from 1; Code::malformed.
Result<OriginRule> parse_origin_rule(std::string_view text);

/// The one canonical text; parse_origin_rule gives the same rule back.
std::string to_text(const OriginRule& rule);
std::string to_text(const Requirement& requirement);

/// The rule for this good: the longest code wins, then the narrower range, then the first; nullptr when none fits.
const SpecificRule* rule_for(std::string_view commodity_code, const std::vector<SpecificRule>& rules);

}  // namespace datong::domain
