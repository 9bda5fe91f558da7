#pragma once
// For tests only: short ways to write cost sheets and schemes. Not here: anything the product uses, or numbers of real
// agreements beyond what a test needs. Thread rule: one thread.
#include <string>
#include <utility>
#include <vector>

#include "domain/origin/determination.hpp"

namespace datong::domain::test {

inline Decimal decimal(const char* text) { return *Decimal::parse(text); }

inline Material foreign(const char* code, const char* value) {
  Material made;
  made.name = std::string("of ") + code;
  made.commodity_code = code;
  made.origin_country = "840";
  made.value = decimal(value);
  return made;
}
inline Material own(const char* value) {
  Material made = foreign("5208120000", value);
  made.origin_country = "156";
  made.is_originating = true;
  return made;
}
inline Material of_party(const char* country, const char* code, const char* value) {
  Material made = foreign(code, value);
  made.origin_country = country;
  made.is_originating = true;
  made.origin_proof_number = "P1";
  return made;
}

inline CostSheet sheet(const char* code, const char* fob, std::vector<Material> materials) {
  CostSheet made;
  made.commodity_code = code;
  made.fob = decimal(fob);
  made.ex_factory = made.fob;
  made.materials = std::move(materials);
  return made;
}

inline OriginRule rule(const char* text) { return *parse_origin_rule(text); }
inline std::vector<SpecificRule> rules(const char* chapter, const char* text) {
  return {{{chapter, chapter}, rule(text)}};
}

/// In the manner of RCEP.
inline Scheme regional() {
  Scheme made;
  made.exporting_party = "156";
  made.criteria = {{Proof::wholly_obtained, false, "WO"},
                   {Proof::exclusively_originating, false, "PE"},
                   {Proof::tariff_change, false, "CTC"},
                   {Proof::value_content, false, "RVC", "", true},
                   {Proof::chemical_reaction, false, "CR"}};
  made.prints_suffixes = true;
  made.allows_build_down = true;
  made.allows_build_up = true;
  made.allows_roll_up = true;
  made.de_minimis.percent = decimal("10");
  made.de_minimis.weight_percent = decimal("10");
  made.de_minimis.weight_goods = {{"50", "63"}};
  made.cumulation = Cumulation::regional;
  made.cumulation_parties = {"392", "410"};
  made.domestic_percent = decimal("20");
  return made;
}

/// No cumulation but by CUM, everything by general rules, in the manner of APTA.
inline Scheme by_general_rules(const char* text) {
  Scheme made;
  made.exporting_party = "156";
  made.criteria = {{Proof::wholly_obtained, false, "A"},
                   {Proof::non_originating_share, true, "B", "", true},
                   {Proof::cumulative_content, true, "C", "", true}};
  made.cumulation_parties = {"410"};
  made.general_rules = {{{}, {}, rule(text)}};
  return made;
}

inline std::string printed(const Determination& found) {
  std::string out;
  for (const ProvenCriterion& one : found.criteria) out += (out.empty() ? "" : "; ") + one.printed;
  return found.refusals.empty() ? out : "refused " + std::string(found.refusals.front().rule);
}

/// The values of the first line of the working by that rule; {"none"} when there is none.
inline std::vector<std::string> values_of(const Determination& found, std::string_view id) {
  for (const OriginWorkingLine& line : found.lines) {
    if (line.rule == id) return line.values;
  }
  return {"none"};
}

}  // namespace datong::domain::test
