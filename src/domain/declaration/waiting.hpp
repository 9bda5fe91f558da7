#pragma once
// Who must act next on a declaration, what is expected of him, and whose time passes meanwhile: the service clock. Read from
// stage and tracks alone, so that the same answer stands on the case, in every list and on every line of its timeline.
// Also which acts are work: those that bring a case forward, not those that undo. Pure; plain values.
// Source: D-0028; the acts themselves: lifecycle.hpp.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/declaration/decide.hpp"

namespace datong::domain {

/// Whose time passes. `nobody`: the service is rendered, or the case has ended.
enum class Turn : std::uint8_t { nobody, enterprise, machine, officer };

/// A duty somebody has now.
struct Waiting {
  Role role = Role::machine;
  std::string_view duty;    ///< stable name: "correct", "pay", "release" …
  std::string_view zh, en;  ///< what he is to do
  Turn turn = Turn::nobody;
  bool operator==(const Waiting&) const = default;
};

/// nullopt when the case has ended. A head without a stage waits for nobody.
std::optional<Waiting> waiting_for(const DeclarationHead& head, bool clearance_form_in_use);
inline Turn turn_of(const std::optional<Waiting>& waiting) { return waiting ? waiting->turn : Turn::nobody; }
/// When the one waited for must have acted at the latest, as far as the case keeps it.
std::optional<Instant> due_of(const DeclarationHead& head, const Waiting& waiting);

/// Whether an act brings this case forward, so that being allowed it puts the case on somebody's work list. Reassigning, reversing,
/// recalling, cancelling, calculating anew and filing away do not.
bool is_work(const DeclarationHead& head, Event event);
/// Whether one act may be done on many declarations at once: those that look at nothing which differs from case to case.
bool may_be_done_on_many(Event event);
/// The stages in which a role may have work; what it has is for the guards to say.
std::vector<Stage> work_stages(Role role);

/// The data of a step, as stored.
using StepData = std::vector<std::pair<std::string, std::string>>;
/// Brings stage, tracks and certificates one step further by the tables. Errors: corrupt, naming an event without a row.
Result<void> advance(DeclarationHead& head, Event event, const StepData& data);
/// The head as it was before its first step, ready to be advanced through its steps again: what no step moves stays.
DeclarationHead before_first_step(const DeclarationHead& head);

}  // namespace datong::domain
