#include "base/csv.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong {
namespace {

Error bad_line(std::size_t line, std::string_view why) {
  return failure(Code::malformed, "line " + std::to_string(line) + ": " + std::string(why));
}

/// Reads one record from the front of `text`; advances text and line.
Result<std::vector<std::string>> read_record(std::string_view& text, std::size_t& line) {
  const std::size_t first_line = line;
  std::vector<std::string> cells(1);
  std::size_t i = 0;
  bool quoted = false, closed = false;
  for (;; ++i) {
    if (i > limits::kCodeRowBytesMax) return bad_line(first_line, "row too long");
    if (i == text.size()) {
      if (quoted) return bad_line(first_line, "quote not closed");
      break;
    }
    const char c = text[i];
    if (c == '\0') return bad_line(line, "NUL byte");
    if (quoted) {
      if (c == '\n') ++line;
      if (c != '"') { cells.back() += c; continue; }
      if (i + 1 < text.size() && text[i + 1] == '"') { cells.back() += '"'; ++i; continue; }
      quoted = false;
      closed = true;
    } else if (c == ',') {
      cells.emplace_back();
      closed = false;
    } else if (c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) {
      i += c == '\r' ? 2 : 1;
      ++line;
      break;
    } else if (c == '"') {
      if (!cells.back().empty() || closed) return bad_line(line, "quote inside a cell");
      quoted = true;
    } else {
      if (closed) return bad_line(line, "text after a closing quote");
      cells.back() += c;
    }
  }
  text.remove_prefix(std::min(i, text.size()));
  return cells;
}

}  // namespace

int CsvTable::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

Result<CsvTable> read_csv(std::string_view text) {
  if (!is_utf8(text)) return failure(Code::malformed, "not UTF-8");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvTable table;
  std::size_t line = 1;
  while (!text.empty()) {
    const std::size_t at = line;
    auto cells = read_record(text, line);
    if (!cells) return cells.error();
    if (cells->size() == 1 && cells->front().empty()) continue;  // blank line
    if (table.columns.empty()) {
      table.columns = std::move(*cells);
    } else if (cells->size() != table.columns.size()) {
      return bad_line(at, std::to_string(cells->size()) + " cells, " + std::to_string(table.columns.size()) + " columns");
    } else {
      table.rows.push_back({at, std::move(*cells)});
    }
  }
  if (table.columns.empty()) return failure(Code::malformed, "line 1: no header line");
  return table;
}

void append_csv_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == cell.npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace datong
