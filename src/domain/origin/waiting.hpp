#pragma once
// Who must act next on an application for a certificate of origin, and which acts are work: as declaration/waiting.hpp for
// declarations. Pure; plain values.
#include <optional>
#include <vector>

#include "domain/declaration/waiting.hpp"
#include "domain/origin/decide.hpp"

namespace datong::domain {

/// nullopt once the certificate is issued or the application has ended. `by_machine`: the machine will decide on it.
std::optional<Waiting> waiting_for(OriginStage stage, bool by_machine);
std::optional<Waiting> waiting_for(const OriginHead& head);
/// The end of the officer's last day, or nothing.
std::optional<Instant> due_of(const OriginHead& head, const Waiting& waiting);

/// Whether an act brings the application forward; cancelling, revoking and recording prints do not.
bool is_work(OriginEvent event);
/// The stages in which a role may have work.
std::vector<OriginStage> work_stages_of_origin(Role role);

}  // namespace datong::domain
