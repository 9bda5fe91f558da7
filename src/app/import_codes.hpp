#pragma once
// Use cases: load a whole data set as an edition, and import one table (code list, tariff, rates …) from a CSV file,
// also of a foreign layout, into the edition in force. All or nothing: a new edition is put only when it builds as a
// whole. Not here: reading files and folders (programs), telling a running server (it notices the new edition by
// polling). Thread rule: any thread but one import at a time; slow (seconds), so never on a server loop.
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.hpp"

namespace datong::app {

using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// One file to import. A column's value is `fixed`, else the file's column named in `columns`, else the file's column
/// of the same name; a column with none of them keeps its value in rows that exist and is empty in new ones.
struct CodesImport {
  std::string file_name;  ///< shown in findings; its stem names the list when `list` is empty
  std::string bytes;
  std::string list;                            ///< "tariff", "unit", "exchange_rates" …
  std::map<std::string, std::string> columns;  ///< our column → the file's; when empty, unknown columns are refused
  std::map<std::string, std::string> fixed;    ///< our column → one value for every row
  std::optional<std::size_t> code_digits;      ///< keep only rows whose code is that many digits
  std::size_t pad_to = 0;                      ///< longer codes of digits: zeros added up to this length
  bool replace = false;                        ///< rows of the table that the file does not have go; else they stay
  Progress progress;
};

struct ImportReport {
  std::size_t rows = 0;  ///< of the file, after `code_digits`
  std::size_t added = 0, changed = 0, unchanged = 0, removed = 0;
  std::string edition;  ///< hash of the edition now current; the old one when nothing changed
};

/// Inserts or updates by the table's key and valid_from, builds the edition and makes it current.
/// Errors: not_found before the first edition; too_large; malformed with one DAT001 finding per bad cell (path = the
/// file,
///         values = its line, its column, why), all at once; a row of another table that no longer fits names that
///         table; conflict when another import came between.
Result<ImportReport> import_codes(Context& context, const CodesImport& import);

/// Builds the edition of a whole data set and makes it current.
/// Errors: too_large, malformed as EditionBuilder::build. Nothing is stored then.
Result<void> load_edition(Context& context, const std::string& name, EditionFiles files);

/// The files of `base`, each replaced by the file of the same name in `over`, and those only `over` has; sorted by
/// name.
EditionFiles overlay(const EditionFiles& base, const EditionFiles& over);

/// What read_csv says of a file it cannot read, as a malformed error with the line in a DAT001 finding.
Error unreadable_csv(std::string_view file, std::string_view detail);

}  // namespace datong::app
