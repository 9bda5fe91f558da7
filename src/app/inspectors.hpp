#pragma once
// Who a case may be assigned to: the active inspectors of the inspecting office, of the offices above it and of those below. Read by
// officers who assign; not whether a particular one is allowed, which the act decides. Thread rule: function without shared state.
#include <string>

#include "app/context.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// {inspectors: [{sign_in, name, office}]}, at most limits::kInspectorsShown. Errors: not_found, also when the case is out of reach.
Result<std::string> show_inspectors(Context& context, const domain::Actor& actor, CaseId id);

}  // namespace datong::app
