#pragma once
// What the handlers of people share. Internal to http/.
#include <string>
#include <string_view>

#include "domain/people/people.hpp"

namespace datong::http {

/// What a body states of a person; `sign_in` from the path, or "" when the body names it. Errors: malformed (SYS001), also for a member of
/// another type.
Result<domain::PersonDraft> person_draft(std::string_view body, const std::string& sign_in);

}  // namespace datong::http
