#pragma once
// Reads what sps_writer.hpp writes, and of other senders' SPSCertificate what our boxes can hold; all else is passed
// over. It does not judge: whether a certificate is complete or genuine is decided elsewhere. Thread rule: function
// without shared state.
#include <string_view>

#include "base/result.hpp"
#include "domain/certificate/phytosanitary.hpp"

namespace datong::document {

/// Treatment and re-export statement are taken from the first line that has one.
///
/// Errors: malformed with byte offset: not well-formed, another root, a kind of document other than 851 and 657, a date
/// or number
///         that is none; too_large.
Result<domain::PhytosanitaryCertificate> read_sps(std::string_view utf8);

}  // namespace datong::document
