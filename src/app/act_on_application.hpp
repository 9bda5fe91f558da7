#pragma once
// Use case: one act on an application for a certificate of origin by an officer, its own unit or the machine's timer; issuing among them:
// the paper is made before the decision, stored as a blob, and committed with the step, the public record and the certificate it supersedes.
// Repeating an Idempotency-Key with the same request gets the first answer; a lost race is decided again once.
#include "app/application_file.hpp"

namespace datong::app {

struct ApplicationAct {
  CaseId id;
  domain::OriginRequest request;
  domain::Actor actor;
  std::string session;          ///< of the person, kept in the step; "" for the machine and installations
  std::string idempotency_key;  ///< "" only for the machine
  std::string request_hash;     ///< hex SHA-256 of the request as sent
};

/// The answer: canonical JSON {case, stage, certificate_number, receipts: [bodies]}. It waits for the commit: for the pool and the timers.
/// Errors: not_found (also: out of reach), forbidden REV005, refused with the guard's rule, conflict, unavailable.
Result<std::string> act_on_application(Context& context, const ApplicationAct& act);

/// The acts the actor may do now, and those whose guard refuses with the reason.
Result<std::vector<domain::AllowedOriginAction>> allowed_actions(Context& context, const ApplicationFile& file, const domain::Actor& actor);

}  // namespace datong::app
