#pragma once
// What vendors need to build a message, printed from the field table: JSON Schema, XML Schema and the reference page.
// They say what we write and what passes without a remark on its shape; which field must be filled in when, and codes,
// are rules (domain/). Thread rule: functions without shared state.
#include <string>
#include <string_view>

#include "domain/form/form.hpp"

namespace datong::document {

/// JSON Schema (draft 2020-12) of the form below `root` (header or origin), indented.
std::string form_json_schema(domain::Group root);

/// XML Schema 1.0 of the e-CIQ message: ITF_DCL_IO_DECL bare, in ROOT, or in OBORMessage.
///
/// Shape: per group a sequence of optional elements in the order write_eciq uses, child groups, then foreign elements.
std::string eciq_xsd();

/// Reference table of the form's groups and fields in Markdown; language "zh" or "en".
std::string field_page(domain::Group root, std::string_view language);

}  // namespace datong::document
