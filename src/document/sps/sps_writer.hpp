#pragma once
// Writes a phytosanitary certificate as UN/CEFACT SPSCertificate XML (schema version 17, D16B), valid against the
// official schema: 851, or 657 for the re-export model. One spelling per certificate, so that equal certificates give
// equal bytes. Not here: sending it (ePhyto hub), signing. Reads back with sps_reader.hpp. Thread rule: function
// without shared state.
#include <string>

#include "base/result.hpp"
#include "domain/certificate/phytosanitary.hpp"

namespace datong::document {

/// The whole document with its XML declaration.
///
/// Errors: malformed when a text holds a character XML cannot carry, or what the message must have is missing: number,
/// day of
///         issue, countries, mode of transport, conveyance, produce and its name, places.
Result<std::string> write_sps(const domain::PhytosanitaryCertificate& certificate);

}  // namespace datong::document
