#pragma once
// Required certificates: in our form a group of entries, in e-CIQ three parallel comma strings of the header (codes,
// originals, copies). Here the two are turned into each other, so that a document inside the platform has one shape
// only. Thread rule: functions without shared state.
#include <array>
#include <string>
#include <vector>

#include "document/reading.hpp"

namespace datong::document {

/// Turns the three comma strings of the header into required_certificate entries and clears them; "" and "0" mean none.
///
/// Errors: as findings, and the strings stay: DEC001 when the counts differ or entries are there as well; DEC009 over
/// the limit. Time:   before Document::seal.
void take_certificate_strings(domain::Document& document, std::vector<Finding>& findings);

/// The three comma strings (codes, originals, copies) of a header: joined from its entries, or as they stand when it
/// has none.
std::array<std::string, 3> certificate_strings(const domain::Record& header);

}  // namespace datong::document
