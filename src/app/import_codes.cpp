#include "app/import_codes.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/csv.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::app {
namespace {

/// Rows of the imported file carry their line plus this while the edition is built, so that a finding tells whose line
/// it is.
constexpr std::size_t kImportedLine = std::size_t{1} << 40;
constexpr std::size_t kProgressRows = 1000;

constexpr std::string_view kCodeColumn[] = {"code"};
constexpr std::string_view kParameterColumn[] = {"name"};
constexpr std::string_view kRateColumn[] = {"currency"};
constexpr std::string_view kFeeColumns[] = {"item", "category", "goods_class"};
constexpr std::string_view kDeadlineColumns[] = {"deadline", "direction", "goods_class"};
constexpr std::string_view kValidityColumns[] = {"object", "direction", "goods_class", "winter"};
constexpr std::string_view kSelectionColumns[] = {"level", "direction", "goods_class", "category", "credit_grade"};
constexpr std::string_view kEquivalentColumns[] = {"list", "code"};
constexpr std::string_view kContentColumns[] = {"kind", "content"};
constexpr std::string_view kSwitchColumn[] = {"rule"};
constexpr std::string_view kCalendarColumn[] = {"date"};
constexpr std::string_view kYearColumn[] = {"year"};
constexpr std::string_view kListColumn[] = {"list"};

/// The columns that, with valid_from, name a row of the table.
std::span<const std::string_view> key_columns(std::string_view file) {
  if (file == "parameters.csv") return kParameterColumn;
  if (file == "exchange_rates.csv") return kRateColumn;
  if (file == "fee_items.csv") return kFeeColumns;
  if (file == "deadlines.csv") return kDeadlineColumns;
  if (file == "validity.csv") return kValidityColumns;
  if (file == "selection.csv") return kSelectionColumns;
  if (file == "equivalents.csv") return kEquivalentColumns;
  if (file == "certificate_contents.csv") return kContentColumns;
  if (file == "rule_switches.csv") return kSwitchColumn;
  if (file == "calendar.csv") return kCalendarColumn;
  if (file == "calendar_years.csv") return kYearColumn;
  if (file == "lists.csv") return kListColumn;
  return kCodeColumn;
}

std::string list_of(const CodesImport& import) {
  if (!import.list.empty()) return import.list;
  std::string_view name = import.file_name;
  if (const std::size_t slash = name.find_last_of("/\\"); slash != name.npos) name.remove_prefix(slash + 1);
  return std::string(name.substr(0, name.find('.')));
}

/// Position in `files` of the table of that list, or nullopt.
std::optional<std::size_t> table_of(const EditionFiles& files, const std::string& list) {
  const std::string whole = (list == "office" ? "offices" : list) + ".csv", code_list = "codes/" + list + ".csv";
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].first == whole || files[i].first == code_list) return i;
  }
  return std::nullopt;
}

std::string csv_bytes(const CsvTable& table) {
  std::string out;
  const auto line = [&out](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      append_csv_cell(out, cells[i]);
    }
    out += '\n';
  };
  line(table.columns);
  for (const CsvRow& row : table.rows) line(row.cells);
  return out;
}

/// One table of the edition in force and the rows of one file on their way into it.
class Merge {
 public:
  Merge(const CodesImport& import, std::string file, CsvTable stored)
      : import_(import),
        file_(std::move(file)),
        shown_(import.file_name.empty() ? file_ : import.file_name),
        stored_(std::move(stored)) {}

  /// The table with the file's rows in it. Errors: malformed with every bad row.
  Result<CsvTable> run(ImportReport& report) {
    auto read = read_csv(import_.bytes);
    if (!read) return unreadable_csv(shown_, read.error().detail);
    find_sources(*read);
    if (!findings_.empty()) return bad();
    index_stored();
    const std::size_t total = read->rows.size();
    for (std::size_t i = 0; i < total; ++i) {
      take(read->rows[i], report);
      if (import_.progress && ((i + 1) % kProgressRows == 0 || i + 1 == total)) import_.progress(i + 1, total);
    }
    if (count_ > 0) return bad();
    return merged(report);
  }

  /// The builder's findings with lines and columns of the imported file where the row came from there.
  Error translated(Error error) const {
    for (Finding& finding : error.refusals) {
      std::size_t line = 0;
      if (finding.path != file_ || finding.values.size() != 3 || !number(finding.values[0], line)) continue;
      if (line < kImportedLine) continue;
      finding.path = shown_;
      finding.values[0] = std::to_string(line - kImportedLine);
      finding.values[2] = overlap_words(finding.values[2]);
      const int column = stored_.column(finding.values[1]);
      if (column >= 0) finding.values[1] = source_name(static_cast<std::size_t>(column));
    }
    return error;
  }

 private:
  static bool number(std::string_view text, std::size_t& value) {
    return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
  }

  /// "overlaps line N: key" says whose line N is.
  static std::string overlap_words(const std::string& why) {
    constexpr std::string_view kBegin = "overlaps line ";
    std::size_t line = 0;
    const std::size_t colon = why.find(':');
    if (!why.starts_with(kBegin) || colon == why.npos || !number(std::string_view(why).substr(kBegin.size()), line))
      return why;
    if (line < kImportedLine) return why + " (a row in force that the file does not have)";
    return std::string(kBegin) + std::to_string(line - kImportedLine) + why.substr(colon);
  }

  std::string source_name(std::size_t column) const {
    const std::string& ours = stored_.columns[column];
    const auto foreign = import_.columns.find(ours);
    return foreign == import_.columns.end() || import_.fixed.contains(ours) ? ours : foreign->second;
  }

  void complain(std::size_t line, std::string column, std::string why) {
    if (++count_ > limits::kFindingsMax) return;
    findings_.push_back(domain::finding("DAT001", shown_, {std::to_string(line), std::move(column), std::move(why)}));
  }
  Error bad() const { return Error{Code::malformed, findings_, std::to_string(count_) + " bad cells in " + shown_}; }

  /// Where each of our columns comes from, and the key's positions.
  void find_sources(const CsvTable& read) {
    for (const auto* given : {&import_.columns, &import_.fixed}) {
      for (const auto& [ours, other] : *given) {
        if (stored_.column(ours) < 0) complain(1, ours, "no such column in " + file_);
      }
    }
    for (const auto& [ours, foreign] : import_.columns) {
      if (read.column(foreign) < 0) complain(1, foreign, "column missing");
    }
    for (const std::string& column : read.columns) {
      if (import_.columns.empty() && stored_.column(column) < 0) complain(1, column, "unknown column");
    }
    for (std::size_t i = 0; i < stored_.columns.size(); ++i) {
      const std::string name = source_name(i);
      sources_.push_back(read.column(name));
      if (std::count(read.columns.begin(), read.columns.end(), name) > 1) complain(1, name, "column twice");
    }
    for (const std::string_view name : key_columns(file_)) {
      const auto position = static_cast<std::size_t>(stored_.column(name));
      key_.push_back(position);
      if (sources_[position] < 0 && !import_.fixed.contains(std::string(name)))
        complain(1, source_name(position), "column missing");
    }
    if (const int from = stored_.column("valid_from"); from >= 0) key_.push_back(static_cast<std::size_t>(from));
    code_ = stored_.column("code");
    if (code_ < 0 && (import_.code_digits || import_.pad_to > 0)) complain(1, "code", "no such column in " + file_);
  }

  std::string key_of(const std::vector<std::string>& cells) const {
    std::string key;
    for (const std::size_t i : key_) (key += cells[i]) += '\x1f';
    return key;
  }

  void index_stored() {
    for (std::size_t i = 0; i < stored_.rows.size(); ++i) at_.emplace(key_of(stored_.rows[i].cells), i);
    taken_.resize(stored_.rows.size());
  }

  /// The value a column gets from the file, or nullopt when it is not in it.
  std::optional<std::string> value(const CsvRow& row, std::size_t column) const {
    if (const auto fixed = import_.fixed.find(stored_.columns[column]); fixed != import_.fixed.end())
      return fixed->second;
    if (sources_[column] < 0) return std::nullopt;
    return row.cells[static_cast<std::size_t>(sources_[column])];
  }

  void take(const CsvRow& row, ImportReport& report) {
    std::vector<std::optional<std::string>> given;
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < stored_.columns.size(); ++i) {
      given.push_back(value(row, i));
      cells.push_back(given.back().value_or(""));
    }
    if (code_ >= 0) {
      std::string& code = cells[static_cast<std::size_t>(code_)];
      if (import_.code_digits && (code.size() != *import_.code_digits || !is_digits(code))) return;
      if (code.size() < import_.pad_to && is_digits(code)) code.resize(import_.pad_to, '0');
    }
    ++report.rows;
    const std::string key = key_of(cells);
    if (const auto [first, fresh] = seen_.emplace(key, row.line); !fresh) {
      return complain(row.line, source_name(key_.front()), "same key as line " + std::to_string(first->second));
    }
    const auto found = at_.find(key);
    if (found == at_.end()) {
      ++report.added;
      new_rows_.push_back({row.line + kImportedLine, std::move(cells)});
      return;
    }
    CsvRow& old = stored_.rows[found->second];
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!given[i]) cells[i] = old.cells[i];
    }
    ++(cells == old.cells ? report.unchanged : report.changed);
    old = {row.line + kImportedLine, std::move(cells)};
    taken_[found->second] = true;
  }

  Result<CsvTable> merged(ImportReport& report) {
    CsvTable table{stored_.columns, {}};
    for (std::size_t i = 0; i < stored_.rows.size(); ++i) {
      if (!import_.replace || taken_[i]) {
        table.rows.push_back(std::move(stored_.rows[i]));
      } else {
        ++report.removed;
      }
    }
    std::move(new_rows_.begin(), new_rows_.end(), std::back_inserter(table.rows));
    return table;
  }

  const CodesImport& import_;
  std::string file_, shown_;
  CsvTable stored_;
  std::vector<int> sources_;  // of our columns: position in the file, -1 = not in it
  std::vector<std::size_t> key_;
  int code_ = -1;
  std::unordered_map<std::string, std::size_t> at_, seen_;  // key → position in stored_, line of the file
  std::vector<bool> taken_;
  std::vector<CsvRow> new_rows_;
  std::vector<Finding> findings_;
  std::size_t count_ = 0;
};

Result<CsvTable> stored_table(const std::string& file, const std::string& bytes) {
  auto table = read_csv(bytes);
  if (!table) return failure(Code::corrupt, "stored " + file + ": " + table.error().detail);
  return table;
}

/// Whether the edition builds with `merged` as the table at `position`.
Result<void> build_with(const EditionFiles& files, std::size_t position, CsvTable merged) {
  domain::EditionBuilder builder;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i == position) continue;
    auto table = stored_table(files[i].first, files[i].second);
    if (!table) return table.error();
    builder.add(files[i].first, std::move(*table));
  }
  builder.add(files[position].first, std::move(merged));
  auto built = builder.build("import", "");
  if (!built) return built.error();
  return {};
}

/// What is stored must be readable again: limits of one row and of the file.
Result<void> check_limits(const std::string& file, const std::string& bytes) {
  if (bytes.size() > limits::kCodeFileBytesMax) return failure(Code::too_large, file);
  if (auto again = read_csv(bytes); !again) return failure(Code::too_large, file + ": " + again.error().detail);
  return {};
}

}  // namespace

Result<ImportReport> import_codes(Context& context, const CodesImport& import) {
  if (import.bytes.size() > limits::kCodeFileBytesMax) return failure(Code::too_large, import.file_name);
  auto current = context.store.current_edition();
  if (!current) return current.error();
  auto files = context.store.edition(*current);
  if (!files) return files.error();
  const std::string list = list_of(import);
  const auto position = table_of(*files, list);
  if (!position) return failure(Code::malformed, "no list named \"" + list + "\"");
  auto& [file, bytes] = (*files)[*position];
  auto stored = stored_table(file, bytes);
  if (!stored) return stored.error();

  ImportReport report;
  Merge merge(import, file, std::move(*stored));
  auto merged = merge.run(report);
  if (!merged) return merged.error();
  report.edition = *current;
  if (report.added + report.changed + report.removed == 0) return report;
  bytes = csv_bytes(*merged);
  if (auto within = check_limits(file, bytes); !within) return within.error();
  if (auto built = build_with(*files, *position, std::move(*merged)); !built) return merge.translated(built.error());

  report.edition = edition_hash(*files);
  auto still = context.store.current_edition();
  if (!still) return still.error();
  if (*still != *current) return failure(Code::conflict, "another edition came between");
  const Instant now = context.clock.now();
  auto put = context.store.put_edition(list + " imported " + legal_day(now).to_string(), report.edition, *files, now);
  if (!put) return put.error();
  return report;
}

Result<void> load_edition(Context& context, const std::string& name, EditionFiles files) {
  files = overlay({}, files);
  for (const auto& [file, bytes] : files) {
    if (bytes.size() > limits::kCodeFileBytesMax) return failure(Code::too_large, file);
  }
  auto built = build_edition(name, files);
  if (!built) return built.error();
  return context.store.put_edition(name, (*built)->hash(), files, context.clock.now());
}

Error unreadable_csv(std::string_view file, std::string_view detail) {
  constexpr std::string_view kLine = "line ";
  std::size_t line = 1;
  if (detail.starts_with(kLine)) {
    std::from_chars(detail.data() + kLine.size(), detail.data() + detail.size(), line);
    detail.remove_prefix(std::min(detail.find(": ") + 2, detail.size()));
  }
  Error error = failure(Code::malformed, std::string(file) + " is no CSV table");
  error.refusals.push_back(
      domain::finding("DAT001", std::string(file), {std::to_string(line), "", std::string(detail)}));
  return error;
}

EditionFiles overlay(const EditionFiles& base, const EditionFiles& over) {
  std::map<std::string, std::string> files(base.begin(), base.end());
  for (const auto& [name, bytes] : over) files[name] = bytes;
  return {files.begin(), files.end()};
}

}  // namespace datong::app
