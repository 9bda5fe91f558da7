#pragma once
// The work list of an officer: the cases on which the tables and their guards allow him, now, an act that brings the case forward.
// Four kinds in one list, oldest first: declarations, applications, admissions to e-declaration and to e-visa. Read from the narrow work
// rows of his offices and stages; a request looks at no more than limits::kWorkScanMax cases. Thread rule: free functions, any thread.
#include <optional>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/timeline.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

struct WorkFilter {
  std::optional<std::string> kind;  ///< "declaration", "origin", "admission", "visa_admission"
  std::optional<std::string> role;  ///< only what he may do in this one of his roles
  std::optional<std::string> stage;
  CaseId after;
  std::size_t limit = 50;
};

/// {rows, counts?, next?}; counts on the first page only. Errors: malformed (kind, role).
Result<std::string> list_work(Context& context, const domain::Actor& actor, const WorkFilter& filter);

/// The row of any case as lists show it, acts empty when he has none; null when it is out of the actor's reach or no kind that is listed.
Result<document::Json> row_in_reach(Context& context, const domain::Actor& actor, const Head& stored, UnitNames& units);

/// The roles in which the officer may now do an act that brings the case forward. Errors: not_found, also when out of reach.
Result<std::vector<domain::Role>> roles_with_work(Context& context, const domain::Actor& actor, HeadKind kind, CaseId id);

}  // namespace datong::app
