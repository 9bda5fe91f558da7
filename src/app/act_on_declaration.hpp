#pragma once
// Use case: one act on a declaration by an officer, its own unit, a partner or the machine's timer. Repeating the same
// Idempotency-Key with the same request gets the first answer; a lost race is decided again once.
#include <functional>
#include <string>

#include "app/case_file.hpp"

namespace datong::app {

struct ActCommand {
  CaseId id;
  domain::ActRequest request;
  domain::Actor actor;
  std::string idempotency_key;  ///< "" only for the machine
  std::string request_hash;     ///< hex SHA-256 of the request as sent
};

/// The answer: canonical JSON {case, stage, declaration_number, receipts: [bodies]}.
using ActDone = std::function<void(Result<std::string>)>;

/// Errors: not_found (also: out of reach), forbidden REV005, refused with the guard's rule, conflict (another act won, or the key was
/// used for another request), unavailable.
void act_on_declaration(Context& context, ActCommand command, ActDone done);

/// The acts the actor may do now, and those whose guard refuses with the reason. Errors: not_found.
Result<std::vector<domain::AllowedAction>> allowed_actions(Context& context, const CaseFile& file, const domain::Actor& actor);

}  // namespace datong::app
