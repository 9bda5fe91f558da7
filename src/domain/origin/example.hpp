#pragma once
// Complete example applications for certificates of origin of kinds C, G, E and RC: for tests of every module, the
// benchmark, guided examples and printed samples. Invented names; the applicant is 3100600001 of data/example-parties.
// Only a scheme's limit of lines can stand against one (G and E: 20). Not here: declarations
// (domain/declaration/example.hpp). Thread rule: pure.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/date.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

/// A new certificate, applied for by the exporter on `legal_day`, shipped five days later by sea.
///
/// Input:  `kind` C (to Germany), G (to Norway), E (to Malaysia) or RC (to Japan), CHECKed; `lines` 1 … kOriginLinesMax
///         goods lines of five wares in turn; `serial` 1 … 9999 makes reference, invoice and proposed certificate number
///         differ, 0 proposes no number.
/// Shape:  E and RC have one cost sheet a ware, whose criterion (PE; RVC 80 %) follows from it.
/// Source: COO 2.5–2.8, 4.2 (V01–V66), 4.4.
Document example_application(std::string_view kind, std::size_t lines, Date legal_day, std::uint32_t serial = 1);

}  // namespace datong::domain
