#pragma once
// Strict CSV (RFC 4180, UTF-8, LF or CRLF, optional byte-order mark): the form of all dated data and of import files.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace datong {

struct CsvRow {
  std::size_t line = 0;  ///< 1 = the file's first line
  std::vector<std::string> cells;
};

struct CsvTable {
  std::vector<std::string> columns;
  std::vector<CsvRow> rows;
  int column(std::string_view name) const;  ///< -1 when absent
};

/// Errors: malformed with the line: quote out of place, other number of cells than columns, not UTF-8, NUL, a row over the limit.
Result<CsvTable> read_csv(std::string_view text);
void append_csv_cell(std::string& out, std::string_view cell);  ///< quotes only when needed

}  // namespace datong
