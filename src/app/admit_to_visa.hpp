#pragma once
// Use cases of admission to e-visa (产地证电子签证): ask, grant, refuse, ask for other signatories, set the standing, withdraw. Granting
// sets the enterprise's flag, English name and seal and files its signatories in the same commit. Read: domain/party/visa_admission.hpp.
// Thread rule: any thread; they read pictures and wait for the commit, so never on a server loop.
#include <string>

#include "app/case_file.hpp"
#include "domain/party/admission.hpp"
#include "domain/party/visa_admission.hpp"

namespace datong::app {

/// Errors: refused with every unmet condition; conflict when one is already asked or granted.
Result<std::string> ask_visa_admission(Context& context, const domain::Actor& actor, const domain::VisaAdmissionRequest& request);

struct VisaAct {
  domain::AdmissionEvent event;
  std::string reason;
  std::string standing, until;          ///< set_standing
  domain::VisaAdmissionRequest change;  ///< ask_change: what is stated here replaces what was asked before, the signatories always
};
/// Errors: not_found (also out of reach), forbidden, refused VIS005, REV006, and for grant and ask_change every unmet condition.
Result<std::string> act_on_visa_admission(Context& context, const domain::Actor& actor, CaseId id, const VisaAct& act);
Result<std::string> show_visa_admission(Context& context, const domain::Actor& actor, CaseId id);
/// Bytes of a paper or picture the admission names. Errors: not_found.
Result<std::string> show_visa_paper(Context& context, const domain::Actor& actor, CaseId id, std::string_view sha256_hex);

/// Sets the standing of an enterprise that has no case to act on (the operator's command). Errors: not_found, refused VIS020, VIS021.
Result<void> set_visa_standing(Context& context, std::int64_t unit, const std::string& standing, const std::string& reason, const std::string& until);

}  // namespace datong::app
