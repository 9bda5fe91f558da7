#pragma once
// The figures of a month: kept by the worker behind the commits, one narrow row a case, and shown to anybody in a coarse form. Not here:
// what is counted and how (domain/figures). Thread rule: any thread; showing reads a row a case of the month, so never on a server loop.
// Read: docs/decisions/0027-figures.md.
#include <optional>
#include <string>

#include "app/context.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// Takes up to `limit` more steps of the log into the figures; how many are left is unknown, 0 = nothing was left to take. Call it once a
/// second, from one process or several.
Result<std::size_t> count_figures(Context& context, std::size_t limit);

/// A calendar month at +08:00.
struct Month {
  int number = 0;  ///< year × 12 + month − 1
  static std::optional<Month> parse(std::string_view text);  ///< YYYY-MM
  static Month of(Date day) { return {day.year() * 12 + day.month() - 1}; }
  std::string to_string() const;
  Date first_day() const;
};

/// Answer of GET /v1/figures. `bureau` "" = every bureau that had a case.
/// Errors: not_found (no such bureau).
Result<std::string> show_figures(Context& context, Month month, std::string_view bureau);

/// Answer of GET /v1/figures/counter: what an officer typed or accepted on paper at the actor's own bureau, by enterprise and reason.
/// Errors: forbidden (neither desk, supervisor, administrator nor headquarters); not_found (another bureau).
Result<std::string> show_counter_cases(Context& context, const domain::Actor& actor, Month month, std::string_view bureau);

}  // namespace datong::app
