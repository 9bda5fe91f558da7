#pragma once
// Writes a declaration as an e-CIQ message: one spelling per document, so that equal documents give equal bytes.
// Elements stand in the order of the field table, then child groups, then the elements no field names. Thread rule:
// function without shared state.
#include <string>

#include "document/eciq/eciq.hpp"
#include "domain/form/form.hpp"

namespace datong::document {

/// The whole message with its XML declaration; dates as yyyyMMddT00:00:00, certificates as three comma strings.
///
/// Errors: malformed when a value holds a control character XML cannot carry, a character GBK lacks, or a head name is
/// no XML name.
Result<std::string> write_eciq(const domain::Document& document, const Envelope& envelope, Encoding encoding);

}  // namespace datong::document
