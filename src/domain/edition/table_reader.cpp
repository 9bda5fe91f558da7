#include "domain/edition/table_reader.hpp"

#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

void Problems::add(std::string_view file, std::size_t line, std::string_view column, std::string why) {
  if (++count_ > limits::kFindingsMax) return;
  findings_.push_back(
      finding("DAT001", std::string(file), {std::to_string(line), std::string(column), std::move(why)}));
}

Error Problems::error() const {
  return Error{Code::malformed, findings_, std::to_string(count_) + " bad cells in the dated data"};
}

std::string Cells::required(std::string_view column) {
  std::string value = text(column);
  if (value.empty()) bad(column, "empty");
  return value;
}

std::string Cells::digits(std::string_view column, std::size_t count) {
  std::string value = text(column);
  if (value.size() != count || !is_digits(value)) bad(column, "not " + std::to_string(count) + " digits: " + value);
  return value;
}

std::string Cells::one_of(std::string_view column, std::span<const std::string_view> words) {
  std::string value = text(column);
  if (std::find(words.begin(), words.end(), value) == words.end()) bad(column, "unknown word: " + value);
  return value;
}

std::vector<std::string> Cells::words(std::string_view column) const {
  const std::string value = text(column);
  std::vector<std::string> found;
  for (const std::string_view word : split(value, ' ')) {
    if (!word.empty()) found.emplace_back(word);
  }
  return found;
}

int Cells::integer(std::string_view column, int least, int most) {
  const std::string value = text(column);
  int result = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (error == std::errc{} && end == value.data() + value.size() && least <= result && result <= most) return result;
  bad(column, "not a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ": " + value);
  return 0;
}

Decimal Cells::number(std::string_view column, Decimal least, std::optional<Decimal> most) {
  const std::string value = text(column);
  const auto result = Decimal::parse(value);
  if (result && *result >= least && (!most || *result <= *most)) return *result;
  bad(column, result ? "number out of range: " + value : "not a number: " + value);
  return {};
}

std::optional<Date> Cells::date(std::string_view column) {
  const std::string value = text(column);
  if (value.empty()) return std::nullopt;
  const auto result = Date::parse(value);
  if (!result) bad(column, "not a date: " + value);
  return result;
}

Validity Cells::validity() {
  const Validity validity{date("valid_from"), date("valid_to")};
  if (validity.from && validity.to && *validity.from > *validity.to) bad("valid_to", "before valid_from");
  return validity;
}

bool TableReader::is_of_documents(std::string_view file) {
  return file.starts_with("origin_") || file.starts_with("codes/origin_") || file == "codes/yes_no.csv" || file == "layouts.csv" ||
         file == "wording.csv" || file == "equivalents.csv" || file == "certificate_contents.csv";
}

bool TableReader::predates_documents() const {
  return std::none_of(tables_.begin(), tables_.end(), [](const auto& each) { return is_of_documents(each.first); });
}

const CsvTable* TableReader::open(std::string_view file, std::initializer_list<std::string_view> columns) {
  const auto found = tables_.find(file);
  if (found == tables_.end()) {
    if (predates_documents() && is_of_documents(file)) return nullptr;
    problems_.add(file, 0, "", "table missing");
    return nullptr;
  }
  opened_.emplace(file);
  const CsvTable& table = found->second;
  bool good = true;
  const auto bad_header = [&](std::string_view column, const char* why) {
    problems_.add(file, 1, column, why);
    good = false;
  };
  for (const std::string_view column : columns) {
    if (table.column(column) < 0) bad_header(column, "column missing");
  }
  for (const std::string& column : table.columns) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) bad_header(column, "unknown column");
    if (std::count(table.columns.begin(), table.columns.end(), column) > 1) bad_header(column, "column twice");
  }
  for (const CsvRow& row : table.rows) {
    if (row.cells.size() == table.columns.size()) continue;
    problems_.add(file, row.line, "", "other number of cells than columns");
    good = false;
  }
  return good ? &table : nullptr;
}

void TableReader::refuse_overlaps(std::string_view file, std::string_view column, std::vector<Period> periods) {
  const auto first_day = [](const Period& p) {
    return p.validity.from ? p.validity.from->days() : std::numeric_limits<std::int32_t>::min();
  };
  const auto last_day = [](const Period& p) {
    return p.validity.to ? p.validity.to->days() : std::numeric_limits<std::int32_t>::max();
  };
  std::stable_sort(periods.begin(), periods.end(), [&](const Period& a, const Period& b) {
    return a.key != b.key ? a.key < b.key : first_day(a) < first_day(b);
  });
  const Period* reaching = nullptr;  // of the rows of this key so far, the one in force longest
  for (const Period& period : periods) {
    if (reaching != nullptr && reaching->key == period.key) {
      if (first_day(period) <= last_day(*reaching)) {
        const auto [earlier, later] = std::minmax(reaching->line, period.line);
        problems_.add(file, later, column, "overlaps line " + std::to_string(earlier) + ": " + period.key);
      }
      if (last_day(period) <= last_day(*reaching)) continue;
    }
    reaching = &period;
  }
}

void TableReader::refuse_unread() {
  for (const auto& [file, table] : tables_) {
    if (!opened_.contains(file)) problems_.add(file, 0, "", "unknown table");
  }
}

}  // namespace datong::domain
