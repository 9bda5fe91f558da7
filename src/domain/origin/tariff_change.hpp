#pragma once
// Change of tariff classification with its tolerance. Not here: value content (value_share.hpp). Pure.
// Thread rule: plain values. Source: COO 3.2, 3.3.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/origin/cost_sheet.hpp"
#include "domain/origin/value_share.hpp"

namespace datong::domain {

enum class ChangeOutcome : std::uint8_t { ok, ok_with_de_minimis, fail };

struct TariffChange {
  ChangeOutcome outcome = ChangeOutcome::fail;
  std::vector<std::size_t> offending;  ///< places in sheet.materials that do not change (or have no usable code)
  std::optional<Share> by_value;       ///< what the tolerance was measured by, where the scheme has one for the good
  std::optional<Share> by_weight;
};

/// Tests one requirement of proof tariff_change on a sheet without refusals.
/// Why: a missing code fails like an unchanged one, and both may be tolerated.
TariffChange tariff_change(const CostSheet& sheet, const Scheme& scheme, const Requirement& requirement,
                           bool cumulates);

}  // namespace datong::domain
