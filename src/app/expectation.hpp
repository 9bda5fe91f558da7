#pragma once
// What a unit is told before it lodges: the fee to expect, the days that will count, and who acts next. Computed from
// the document as it stands, the dated data of today and the lifecycle tables; nobody is bound by it. Not here: rules
// and findings (domain/…/review). Thread rule: functions without shared state.
#include "document/json/json.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// JSON {fee, fee_because, deadlines, next}. `fee` null when it cannot be calculated: then `fee_because` has the
/// findings. `papers` nullopt = the unit is not known.
document::Json expect_of_declaration(const domain::Document& document, const domain::Edition& edition, Date today,
                                     std::optional<domain::PapersMode> papers, bool would_be_returned);

/// The same of an application; the dated data know no fee of certificates of origin. `machine_approves`: nothing sends
/// it to an officer.
document::Json expect_of_application(const domain::Document& document, const domain::Edition& edition, Date today,
                                     bool machine_approves, bool would_be_returned);

}  // namespace datong::app
