#pragma once
// Calculation's structs filled from an application and an edition: the scheme of a kind, its product-specific rules, the
// cost sheet a goods line names. Not here: calculating (determination.hpp). Pure. Thread rule: plain functions.
// Source: COO 3.1–3.8.
#include <optional>
#include <string_view>
#include <vector>

#include "domain/edition/origin_tables.hpp"
#include "domain/form/form.hpp"
#include "domain/origin/cost_sheet.hpp"
#include "domain/origin/scheme.hpp"
#include "domain/origin/specific_rule.hpp"

namespace datong::domain {

/// nullopt when the edition has no scheme for the kind on that day. `importing_country` chooses among criteria that only
/// some countries know. A rule text that cannot be read proves nothing: it is left out.
std::optional<Scheme> scheme_of(std::string_view kind, std::string_view importing_country, const Edition& edition, Date day);
std::vector<SpecificRule> specific_rules_of(std::string_view kind, const Edition& edition, Date day);

/// Of a record of group cost_sheet. Cells that cannot be read count as zero: field checks name them.
CostSheet cost_sheet_of(const Record& sheet);
/// The cost sheet the goods line names, nullptr when it names none or one that is not there.
const Record* sheet_of_line(const Document& document, const Record& line);

}  // namespace datong::domain
