#pragma once
// Claims: an officer who works on a case keeps it from others of the same desk for a while. A claim is a record beside the case, kind
// "claim", key the case's id; it renews with each act of its holder, ends with the act that leaves him nothing more to do, and expires.
// A supervisor may take it over. It keeps nobody of another role from his work. Read: D-0030. Thread rule: free functions, any thread.
#include <optional>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "document/json/json.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

struct Claim {
  std::string officer, name;
  std::vector<domain::Role> roles;  ///< those in which the holder had something to do
  Instant since, until;
  std::uint32_t version = 0;
};
/// The claim on a case, or nothing when there is none or it has expired.
Result<std::optional<Claim>> claim_on(Context& context, CaseId id);
/// Sets claimed_by, claimed_name and claimed_since.
void set_claim(document::Json& row, const Claim& claim);

/// Who of the office works on a case is shown to officers only.
Result<void> show_claim(Context& context, const domain::Actor& actor, CaseId id, document::Json& json);

/// Claims a declaration or an application, whichever `id` is; again by its holder renews it. The answer is
/// {claimed_by, claimed_name, claimed_since, until}. Errors: not_found; conflict LCK001 when another has it and it is not taken over by a
/// supervisor; refused LCK003 when the officer has nothing to do on it.
Result<std::string> claim_case(Context& context, const domain::Actor& actor, HeadKind kind, CaseId id, bool take_over);
/// By its holder or a supervisor; nothing to release is no error. Errors: not_found; conflict LCK001.
Result<std::string> release_claim(Context& context, const domain::Actor& actor, HeadKind kind, CaseId id);

/// What an act in a role does to the claim, added to its Decision: renews the holder's when he `goes_on`, ends it otherwise.
/// Errors: conflict LCK001 when another officer of that role has it.
Result<void> mind_claim(Context& context, Decision& decision, CaseId id, const domain::Actor& actor, domain::Role acting, bool goes_on);

/// An act that came too late says who was first, when and with what: LCK002 beside the refusals of a REV004 or a lost race.
Error told_who_was_first(Context& context, CaseId id, Error error);

}  // namespace datong::app
