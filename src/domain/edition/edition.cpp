#include "domain/edition/edition.hpp"

#include <algorithm>

#include "domain/edition/tables.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

const CodeTable& table_of(const EditionTables& tables, List list) {
  return tables.lists[static_cast<std::size_t>(list)];
}

template <class Row>
std::vector<const Row*> rows_in_force(const std::vector<Row>& rows, Date day) {
  std::vector<const Row*> found;
  for (const Row& row : rows) {
    if (row.validity.in_force(day)) found.push_back(&row);
  }
  return found;
}

Error no_parameter(std::string_view parameter, Date day) {
  return failure(Code::unavailable,
                 "parameter " + std::string(parameter) + " has no row in force on " + day.to_string());
}

}  // namespace

std::string TariffRow::categories(Direction direction) const {
  const std::string_view all = category;
  const std::size_t slash = std::min(all.find('/'), all.size());
  std::string letters;
  for (const char c :
       direction == Direction::import_ ? all.substr(0, slash) : all.substr(std::min(slash + 1, all.size()))) {
    if (c != '.') letters += c;
  }
  return letters;
}

CodeState Edition::code_state(List list, std::string_view code, Date day) const {
  if (list == List::office) return tables_->offices.by_key.state(code, day);
  if (list == List::tariff) return tariff_state(code, day);
  return table_of(*tables_, list).by_key.state(code, day);
}

const CodeRow* Edition::code(List list, std::string_view code, Date day) const {
  return table_of(*tables_, list).by_key.in_force(code, day);
}

std::vector<const CodeRow*> Edition::codes(List list, Date day) const {
  return rows_in_force(table_of(*tables_, list).rows, day);
}

std::span<const CodeRow> Edition::every_code(List list) const { return table_of(*tables_, list).rows; }
std::span<const OfficeRow> Edition::every_office() const { return tables_->offices.rows; }
std::span<const TariffRow> Edition::every_tariff_row() const { return tables_->tariff.rows; }

bool Edition::is_closed(List list) const { return table_of(*tables_, list).closed; }

const OfficeRow* Edition::office(std::string_view code, Date day) const {
  return tables_->offices.by_key.in_force(code, day);
}

bool Edition::is_at_or_below(std::string_view code, std::string_view node, Date day) const {
  const OfficeRow* above = office(node, day);
  if (above == nullptr) return false;
  for (const OfficeRow* at = office(code, day); at != nullptr;
       at = at->parent.empty() ? nullptr : office(at->parent, day)) {
    if (at == above) return true;
  }
  return false;
}

std::string Edition::bureau_of(std::string_view office_code, Date day) const {
  for (const OfficeRow* at = office(office_code, day); at != nullptr; at = office(at->parent, day)) {
    if (at->kind == "bureau") return at->code;
    if (at->parent.empty()) break;
  }
  return {};
}

std::optional<int> Edition::bureau_index(std::string_view office_code, Date day) const {
  const OfficeRow* row = office(office_code, day);
  if (row == nullptr) return std::nullopt;
  return row->bureau_index;
}

std::vector<const OfficeRow*> Edition::offices(Date day) const { return rows_in_force(tables_->offices.rows, day); }

const TariffRow* Edition::tariff(std::string_view commodity_code, Date day) const {
  return tables_->tariff.by_key.in_force(commodity_code, day);
}

CodeState Edition::tariff_state(std::string_view commodity_code, Date day) const {
  return tables_->tariff.by_key.state(commodity_code, day);
}

Result<Decimal> Edition::number(std::string_view parameter, Date day) const {
  const ParameterRow* row = tables_->parameters.by_key.in_force(parameter, day);
  if (row == nullptr) return no_parameter(parameter, day);
  if (!row->number) return failure(Code::corrupt, "parameter " + row->name + " is no number: " + row->value);
  return *row->number;
}

Result<std::string> Edition::text(std::string_view parameter, Date day) const {
  const ParameterRow* row = tables_->parameters.by_key.in_force(parameter, day);
  if (row == nullptr) return no_parameter(parameter, day);
  return row->value;
}

bool Edition::flag(std::string_view parameter, Date day) const {
  const ParameterRow* row = tables_->parameters.by_key.in_force(parameter, day);
  return row != nullptr && row->value == "yes";
}

Result<bool> Edition::is_working_day(Date day) const {
  const auto& years = tables_->years;
  const int number = day.year();
  const auto year =
      std::lower_bound(years.begin(), years.end(), number, [](const CalendarYear& y, int n) { return y.year < n; });
  if (year == years.end() || year->year != number) {
    Error error = failure(Code::unavailable, "no working calendar of " + std::to_string(number));
    error.refusals.push_back(finding("CAL001", {}, {std::to_string(number)}));
    return error;
  }
  if (std::binary_search(year->holidays.begin(), year->holidays.end(), day)) return false;
  return day.weekday() <= 5 || std::binary_search(year->workdays.begin(), year->workdays.end(), day);
}

Result<Date> Edition::add_working_days(Date day, int count) const {
  const int step = count < 0 ? -1 : 1;
  while (count != 0) {
    day = day.plus_days(step);
    const auto working = is_working_day(day);
    if (!working) return working.error();
    if (*working) count -= step;
  }
  return day;
}

const RateRow* Edition::exchange_rate(std::string_view currency, Date day) const {
  static const RateRow kOwnCurrency{"156", Decimal::from_integer(1), Decimal::from_integer(1), {}};
  if (currency == kOwnCurrency.currency) return &kOwnCurrency;
  return tables_->rates.by_key.in_force(currency, day);
}

std::vector<const FeeItemRow*> Edition::fee_items(Date day) const { return rows_in_force(tables_->fee_items, day); }
std::vector<const DeadlineRow*> Edition::deadlines(Date day) const { return rows_in_force(tables_->deadlines, day); }
std::vector<const ValidityRow*> Edition::validities(Date day) const { return rows_in_force(tables_->validities, day); }
std::vector<const SelectionRow*> Edition::selection(Date day) const { return rows_in_force(tables_->selection, day); }

std::string_view Edition::equivalent(List list, std::string_view code, Date day) const {
  const EquivalentRow* row =
      tables_->equivalents.by_key.in_force(std::string(list_name(list)) + ":" + std::string(code), day);
  return row == nullptr ? std::string_view() : row->equivalent;
}

std::vector<const ContentRow*> Edition::contents(std::string_view kind, Date day) const {
  std::vector<const ContentRow*> found = rows_in_force(tables_->contents, day);
  std::erase_if(found, [&](const ContentRow* row) { return row->kind != kind; });
  return found;
}

bool Edition::rule_is_on(std::string_view rule, Date day) const {
  const RuleSwitchRow* row = tables_->switches.by_key.in_force(rule, day);
  return row == nullptr || row->on;
}

const OriginTables& Edition::origin() const { return tables_->origin; }

}  // namespace datong::domain
