#pragma once
// The editions of dated data as people see and make them: the list, the tables of the current one, and a new one from changed tables by
// headquarters. All problems are told at once and nothing is stored while there is one. Not here: importing foreign layouts
// (import_codes.hpp). Thread rule: any thread; building takes a second, so never on a server loop.
#include <string>

#include "app/context.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// [{hash, name, at, current}], newest first.
Result<std::string> show_editions(Context& context);
/// Name, size and number of rows of each table of the current edition.
Result<std::string> show_tables(Context& context);
/// One table as CSV; "country.csv" also names "codes/country.csv". Errors: not_found.
Result<std::string> show_table(Context& context, const std::string& file);

struct NewEdition {
  std::string name;
  std::string base;    ///< hash of the edition that was changed
  EditionFiles files;  ///< changed and new tables, whole
};
/// The current edition with these tables in the place of theirs becomes current; recorded with who and when.
/// Errors: forbidden (not headquarters; PEO015 without a one-time code); malformed with one DAT001 finding per bad cell (path = file,
///         values = line, column, why); conflict when `base` is no longer current; too_large.
Result<std::string> publish_edition(Context& context, const domain::Actor& actor, const NewEdition& edition);

}  // namespace datong::app
