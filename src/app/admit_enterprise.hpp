#pragma once
// Use cases of admission to e-declaration: ask, grant, refuse, withdraw. A granted admission sets the enterprise's flag in the same
// commit; withdrawing clears it. Read: domain/party/admission.hpp.
#include <string>

#include "app/case_file.hpp"
#include "domain/party/admission.hpp"

namespace datong::app {

/// Errors: refused with every unmet condition; conflict when one is already asked or granted.
Result<std::string> ask_admission(Context& context, const domain::Actor& actor, const domain::AdmissionRequest& request);
/// Errors: not_found (also out of reach), forbidden, refused ADM005, REV006 (a reason is needed to refuse or withdraw).
Result<std::string> act_on_admission(Context& context, const domain::Actor& actor, CaseId id, domain::AdmissionEvent event, const std::string& reason);
Result<std::string> show_admission(Context& context, const domain::Actor& actor, CaseId id);

}  // namespace datong::app
