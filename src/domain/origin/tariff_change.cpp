#include "domain/origin/tariff_change.hpp"

#include <algorithm>
#include <string_view>

namespace datong::domain {
namespace {

bool is_in_any(std::string_view code, const std::vector<CodeRange>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const CodeRange& range) { return range.contains(code); });
}

bool changes(std::string_view material, std::string_view good, const Requirement& requirement) {
  const auto digits = static_cast<std::size_t>(requirement.level);
  return is_comparable_code(material) && material.substr(0, digits) != good.substr(0, digits) &&
         !is_in_any(material, requirement.exceptions);
}

/// Measures the offending materials; the weight test needs every weight.
bool is_tolerated(const CostSheet& sheet, const Scheme& scheme, TariffChange& change) {
  const DeMinimis& rule = scheme.de_minimis;
  Decimal value;
  Decimal weight;
  bool has_weights = !sheet.weight.is_zero();
  for (const std::size_t i : change.offending) {
    value = value + sheet.materials[i].value;
    weight = weight + sheet.materials[i].weight;
    has_weights = has_weights && !sheet.materials[i].weight.is_zero();
  }
  if (!rule.percent.is_zero() && (rule.goods.empty() || is_in_any(sheet.commodity_code, rule.goods))) {
    change.by_value = Share{value, rule.base == PriceBase::fob ? sheet.fob : sheet.ex_factory};
  }
  if (!rule.weight_percent.is_zero() && has_weights && is_in_any(sheet.commodity_code, rule.weight_goods)) {
    change.by_weight = Share{weight, sheet.weight};
  }
  return (change.by_value && change.by_value->is_at_most(rule.percent)) ||
         (change.by_weight && change.by_weight->is_at_most(rule.weight_percent));
}

}  // namespace

TariffChange tariff_change(const CostSheet& sheet, const Scheme& scheme, const Requirement& requirement,
                           bool cumulates) {
  TariffChange change;
  for (std::size_t i = 0; i < sheet.materials.size(); ++i) {
    const Material& material = sheet.materials[i];
    if (material.is_unaffected || standing_of(material, scheme, cumulates) != MaterialStanding::non_originating) continue;
    if (!changes(material.commodity_code, sheet.commodity_code, requirement)) change.offending.push_back(i);
  }
  if (change.offending.empty()) {
    change.outcome = ChangeOutcome::ok;
  } else if (requirement.allows_de_minimis && is_tolerated(sheet, scheme, change)) {
    change.outcome = ChangeOutcome::ok_with_de_minimis;
  }
  return change;
}

}  // namespace datong::domain
