#pragma once
// A declaration or an application as our JSON: header members by field name, one array per group of entries ("goods", "packages" …),
// integer fields as JSON numbers, everything else as JSON strings; "unknown_elements" holds what e-CIQ brought that no
// field names. Not here: checks of values (domain/), general JSON (json.hpp). Thread rule: functions without shared
// state. Read: docs/decisions on unknown members, docs/generated for the schema.
#include <string>
#include <string_view>

#include "document/reading.hpp"

namespace datong::document {

/// Member of a record that keeps elements no field names: [{"element": "Foo", "inner_xml": "a<b/>"}].
inline constexpr std::string_view kUnknownElements = "unknown_elements";

/// Reads one document of the form below `root` straight into the field tables; what is readable but wrong in shape becomes a finding.
///
/// Errors: malformed with byte offset (syntax, not strict UTF-8, byte order mark, duplicate member, NUL inside text,
/// nesting over
///         kDepthMax, values over kMembersMax, top level not an object, bytes after it); too_large over
///         kMessageBytesMax.
Result<Reading> read_form_json(std::string_view utf8, domain::Group root = domain::Group::header);

/// The same document as compact JSON in the order of the field table; absent fields are omitted.
///
/// Shape: an integer field whose text is no plain integer (an e-CIQ message may bring one) is written as a string.
std::string write_form_json(const domain::Document& document);

}  // namespace datong::document
