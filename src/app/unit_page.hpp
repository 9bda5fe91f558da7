#pragma once
// An enterprise's own page and what its people may do there: people, installations, enrolment codes, mandates. Shown: also its admissions
// and how many batches it lodged this month against the number from which electronic lodging is an obligation (notice N02). A person by
// session who manages the unit changes it; an installation only reads. Thread rule: any thread; hashing a password takes 40 ms.
// Read: docs/decisions/0026-people-and-powers.md.
#include <string>

#include "app/context.hpp"
#include "app/lodge_declaration.hpp"
#include "domain/people/people.hpp"

namespace datong::app {

Result<std::string> show_unit(Context& context, const domain::Actor& actor);

/// A new person; without a password one is made and told in the answer, once.
/// Errors: forbidden PEO005; refused; conflict PEO002 (the name is taken).
Result<std::string> add_unit_person(Context& context, const domain::Actor& actor, const domain::PersonDraft& draft);
/// Name, standing, password, whether he manages. Errors: as above; not_found (nobody of this unit).
Result<std::string> change_unit_person(Context& context, const domain::Actor& actor, const domain::PersonDraft& draft);
/// A code to enrol one installation with, told once. Errors: forbidden PEO005.
Result<std::string> make_unit_enrolment_code(Context& context, const domain::Actor& actor);
/// Its signatures are refused from now on. Errors: forbidden PEO005; not_found.
Result<std::string> revoke_installation(Context& context, const domain::Actor& actor, const std::string& id);
/// Errors: forbidden PEO005, PEO012; refused PEO013, PEO014.
Result<std::string> give_mandate(Context& context, const domain::Actor& actor, const domain::MandateDraft& draft);
/// By either side. Errors: forbidden PEO005; not_found.
Result<std::string> revoke_mandate(Context& context, const domain::Actor& actor, const std::string& key);

/// One's own password, the present one given. Errors: forbidden (an installation); refused PEO004, PEO016.
Result<std::string> change_own_password(Context& context, const domain::Actor& actor, const std::string& present, const std::string& password);

}  // namespace datong::app
