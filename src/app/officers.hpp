#pragma once
// The officers of an office and below, their powers given by its administrator; the offices; and each office's phrases for reasons. Not
// here: what a role may do (the lifecycle tables), own passwords (unit_page.hpp). Thread rule: any thread; a new password takes 40 ms.
// Read: docs/decisions/0026-people-and-powers.md.
#include <string>
#include <vector>

#include "app/context.hpp"
#include "domain/people/people.hpp"

namespace datong::app {

/// Every officer at or below the actor's office; with the latest changes for who manages them. Errors: forbidden (a partner).
Result<std::string> show_officers(Context& context, const domain::Actor& actor);
/// Makes or changes one. A new officer gets a password, unless one is given, and the secret of his one-time codes; both are told in the
/// answer, once. `new_secret`: a new one for a known officer.
/// Errors: as domain::decide_officer; conflict PEO002.
Result<std::string> put_officer(Context& context, const domain::Actor& actor, const domain::PersonDraft& draft, bool new_secret);

/// The offices in force today.
Result<std::string> show_offices(Context& context);

struct Phrase {
  std::string act, zh, en;  ///< act "" = any
};
/// Those of the actor's office and of the offices above it, each with its office and what may be changed.
Result<std::string> show_phrases(Context& context, const domain::Actor& actor);
/// The phrases of the actor's own office, in the place of those of `version`.
/// Errors: refused PEO018; conflict when somebody changed them since.
Result<std::string> put_phrases(Context& context, const domain::Actor& actor, std::uint32_t version, const std::vector<Phrase>& phrases);

}  // namespace datong::app
