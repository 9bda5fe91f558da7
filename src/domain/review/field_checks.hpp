#pragma once
// Field checks straight from the tables of the forms: type, length, mandatory by direction, code lists, number of rows. The same for
// every form. Not here: rules between fields (domain/declaration, domain/origin). Thread rule: plain functions.
#include <optional>

#include "domain/review/findings.hpp"

namespace datong::domain {

/// Checks `root` and everything below it; DEC001 to DEC013 go to `out`. `direction` is empty for forms that know none.
void check_fields(const Record& root, std::optional<Direction> direction, const Edition& edition, Date legal_day,
                  Findings& out);

}  // namespace datong::domain
