#pragma once
// Use case: apply for a certificate of origin, or only check an application. As lodging a declaration: what was read and signed is a fact,
// is stored, becomes or continues a case, and gets a receipt; the same bytes again get the very same receipt body.
#include "app/application_file.hpp"

namespace datong::app {

/// Errors: malformed (cannot be read), conflict SYS003, SYS004, ORL033, ORL037, ORL040; SYS006 forbidden; unavailable.
/// `done` may run on any thread, after the commit is durable.
void apply_for_certificate(Context& context, LodgeCommand command, LodgeDone done);

/// Runs the same rules and stores nothing: JSON of the findings, what the machine may not approve by itself, and the working of origin.
Result<std::string> check_application(Context& context, std::string_view bytes, std::string_view format, const Sender& sender);

/// "json" or "coo-xml" from a Content-Type; nullopt when it is none of ours.
std::optional<std::string> application_format_of(std::string_view content_type);

}  // namespace datong::app
