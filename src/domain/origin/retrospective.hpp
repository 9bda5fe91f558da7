#pragma once
// Issue after shipment: days of grace, legend, and the limit after which nothing is issued, by the kind's dated row.
// Not here: which papers are then asked (date_rules.cpp), the box the legend stands in (printed.cpp). Pure. Thread rule:
// plain functions. Source: COO 1.4, 1.5, 2.3.
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/edition/origin_tables.hpp"

namespace datong::domain {

enum class RetrospectiveState : std::uint8_t {
  none,           ///< applied for up to the day of shipment, or that day is not known
  within_grace,   ///< after it, no legend yet
  retrospective,  ///< legend, reason and papers
  too_late,       ///< past the limit, or the kind knows no retrospective issue
};
std::string_view retrospective_name(RetrospectiveState state);

/// Errors: the working calendar has no such year (CAL001).
Result<RetrospectiveState> retrospective_state(const OriginKindRow& kind, std::optional<Date> shipped_on,
                                               std::optional<Date> export_declared_on, Date applied_on,
                                               const Edition& edition);

/// `count` days or months after `day`; a month's day that is not there becomes its last. Errors: as above.
Result<Date> after(Date day, int count, DayUnit unit, const Edition& edition);

}  // namespace datong::domain
