#pragma once
// What both admissions (e-declaration, e-visa) share as stored cases: loading, who may see one, opening a new one, and the move that
// writes head, step and receipt. What is asked for and what granting does stands in admit_enterprise.cpp and admit_to_visa.cpp.
// Internal to app/.
#include <string>
#include <vector>

#include "app/case_file.hpp"
#include "document/json/json.hpp"
#include "domain/party/admission.hpp"

namespace datong::app {

struct AdmissionFile {
  Head stored;
  document::Json body;
  std::int64_t unit = 0;
  domain::AdmissionStage stage = domain::AdmissionStage::none;
};
/// Errors: not_found also when the id is an admission of the other kind, or out of the actor's reach.
Result<AdmissionFile> load_admission(Context& context, domain::AdmissionKind kind, CaseId id, const domain::Actor& actor, const domain::Edition& edition);

/// A new case of `unit` with the record that says it stands. Errors: conflict when one is asked or granted already.
Result<AdmissionFile> open_admission(Context& context, Decision& decision, domain::AdmissionKind kind, const domain::Enterprise& unit,
                                     const domain::Edition& edition);

struct AdmissionMove {
  domain::AdmissionEvent event;
  domain::AdmissionStage to;
  const domain::Actor& actor;
  const std::string& reason;
};
/// Adds head, step and receipt of one move, commits, tells the unit; gives the body as stored.
Result<std::string> commit_move(Context& context, Decision decision, AdmissionFile file, const AdmissionMove& move, const domain::Edition& edition);

/// REV006 unless the reason is there when the event needs one, and not too long.
Result<void> review_reason(domain::AdmissionEvent event, const std::string& reason);

/// The digest of 64 hexadecimal digits; nullopt for anything else.
std::optional<crypto::Digest> digest_of(std::string_view hex);

}  // namespace datong::app
