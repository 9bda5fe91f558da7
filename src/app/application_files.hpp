#pragma once
// What the customs interface sends and asks beside an application: its papers as messages of their own, and how its case stands as a
// business receipt. Source: certificate-of-origin reference §6.1. Thread rule: free functions, any thread.
#include <string>
#include <string_view>

#include "app/application_file.hpp"

namespace datong::app {

/// Takes a paper (`File` message) to the application of its certificate number; the same paper again changes nothing. The answer is the
/// technical receipt, XML. Errors: malformed, too_large, not_found (no such application in the unit's reach).
Result<std::string> take_application_file(Context& context, const domain::Actor& actor, std::string_view xml);

/// The latest receipt of the case as a business receipt, XML. Errors: not_found.
Result<std::string> business_receipt(Context& context, const domain::Actor& actor, CaseId id);

/// Papers that came as messages: [{sha256, document_kind, file_name}].
Result<document::Json> application_files(Context& context, CaseId id);

}  // namespace datong::app
