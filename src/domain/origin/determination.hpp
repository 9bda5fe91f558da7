#pragma once
// Whether a good originates under a scheme, by which criteria, and how that came about, line by line.
// Not here: reading sheets and schemes, the checks between a claimed criterion and this one (ORG rules). Pure.
// Thread rule: plain values. Source: COO 2.12, 3; rules OCA001 to OCA036 (domain/rules_origin_calculation.def).
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/origin/cost_sheet.hpp"
#include "domain/origin/scheme.hpp"
#include "domain/origin/specific_rule.hpp"

namespace datong::domain {

enum class Verdict : std::uint8_t { note, met, not_met };

/// One line of the working: the rule's words filled with `values` say it to a person.
struct OriginWorkingLine {
  int alternative = 0;  ///< counted from 1 in the order they were tried; 0 = the whole sheet
  Verdict verdict = Verdict::note;
  std::string_view rule;  ///< OCA0nn, static storage
  std::vector<std::string> values;
  bool operator==(const OriginWorkingLine&) const = default;
};
std::string words(const OriginWorkingLine& line, std::string_view language);

/// A criterion the good meets.
struct ProvenCriterion {
  Proof proof = Proof::wholly_obtained;
  bool under_general_rule = false;
  std::string code;  ///< of the scheme; may be ""
  std::string sub_code;
  std::string percentage;        ///< digits to print, without the sign; "" when the code prints none
  std::string heading;           ///< "62.03", of the good, whatever the code
  bool uses_cumulation = false;  ///< the verdict would differ without other parties' materials
  bool uses_de_minimis = false;
  int alternative = 0;  ///< where in the working
  std::string printed;  ///< "WO", "B 50%", "45%", "W 62.03", "CTC ACU DMI"
  bool operator==(const ProvenCriterion&) const = default;
};

struct Determination {
  std::vector<Finding> refusals;  ///< not empty: nothing was calculated
  std::vector<OriginWorkingLine> lines;
  std::vector<ProvenCriterion> criteria;  ///< all that are met, in the order of proposal; the first is proposed
  bool is_originating() const { return !criteria.empty(); }
};

/// Tries every way the scheme and the rules allow.
///
/// Input:   `rules` in force for this agreement and day; the one that fits the good best is used (rule_for), else the
///          scheme's general rules. WO and PE are tried whenever the scheme has a criterion for them.
/// Errors:  refusals OCA031 to OCA036, all of them at once; the sheet's warnings are cost_sheet_warnings.
/// Why:     minimal operations are looked at first: after them only WO and PE remain, which no operation confers.
Determination determine(const CostSheet& sheet, const Scheme& scheme, const std::vector<SpecificRule>& rules);

}  // namespace datong::domain
