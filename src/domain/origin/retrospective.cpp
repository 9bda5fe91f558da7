#include "domain/origin/retrospective.hpp"

#include <algorithm>

namespace datong::domain {
namespace {

Date plus_months(Date day, int count) {
  const int months = day.year() * 12 + day.month() - 1 + count;
  for (int d = day.day();; --d) {
    if (const auto found = Date::from_ymd(months / 12, months % 12 + 1, d)) return *found;
    if (d <= 28) return day.plus_days(count * 31);  // years a Date cannot hold: later than any limit
  }
}

}  // namespace

std::string_view retrospective_name(RetrospectiveState state) {
  switch (state) {
    case RetrospectiveState::none: return "none";
    case RetrospectiveState::within_grace: return "within_grace";
    case RetrospectiveState::retrospective: return "retrospective";
    case RetrospectiveState::too_late: return "too_late";
  }
  return {};
}

Result<Date> after(Date day, int count, DayUnit unit, const Edition& edition) {
  switch (unit) {
    case DayUnit::calendar: return day.plus_days(count);
    case DayUnit::working: return edition.add_working_days(day, count);
    case DayUnit::months: return plus_months(day, count);
  }
  return day;
}

Result<RetrospectiveState> retrospective_state(const OriginKindRow& kind, std::optional<Date> shipped_on,
                                               std::optional<Date> export_declared_on, Date applied_on,
                                               const Edition& edition) {
  const bool from_declaration = kind.limit_from == "export_declared_on" && export_declared_on;
  if (const auto from = from_declaration ? export_declared_on : shipped_on; from && kind.limit > 0) {
    const auto last = after(*from, kind.limit, kind.limit_unit, edition);
    if (!last) return last.error();
    if (applied_on > *last) return RetrospectiveState::too_late;
  }
  if (!shipped_on || applied_on <= *shipped_on) return RetrospectiveState::none;
  if (kind.grace_days > 0) {
    const auto last = after(*shipped_on, kind.grace_days, kind.grace_unit, edition);
    if (!last) return last.error();
    if (applied_on <= *last) return RetrospectiveState::within_grace;
  }
  return kind.retrospective ? RetrospectiveState::retrospective : RetrospectiveState::too_late;
}

}  // namespace datong::domain
