#pragma once
// Use case: import parties (enterprises, declarants, signatories, mandates, admissions of agents, permits, officers) from CSV, one
// layout a kind, columns named like the members of domain/party/party.hpp; data/example-parties/README.md describes
// them. All rows are checked before the first is written. Not here: reading files, whether a referred party exists
// (that is decided when it acts). Thread rule: any thread; passwords cost 40 ms a row, so never on a server loop.
#include <string_view>

#include "app/import_codes.hpp"

namespace datong::app {

/// Inserts or updates by the record's key; a row equal to what is stored writes nothing. One Decision a
/// limits::kImportRowsPerCommit rows: a failure of the store between two leaves the earlier ones, and importing again
/// is safe.
///
/// Input:  kind = enterprise, declarant, signatory, mandate, agent_admission, permit or officer.
/// Shape:  ImportReport::edition is that of the edition the rows were checked against.
/// Errors: malformed with one DAT001 finding per bad cell (path = kind, values = line, column, why), all at once:
/// shapes and
///         check digits, dates, words, offices and codes the edition does not have, a key twice in the file, a permit
///         whose quantity or unit is not the opened one, a new person without a password; too_large; conflict when a
///         record changed meanwhile; not_found before the first edition.
Result<ImportReport> import_parties(Context& context, std::string_view kind, std::string_view csv_bytes,
                                    const Progress& progress = {});

}  // namespace datong::app
