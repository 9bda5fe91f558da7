#pragma once
// What an Edition holds: the rows of every table in file order, and indexes from keys onto them. Private to
// domain/edition: everyone else asks the Edition. Rows never move once an index points at them. Thread rule: constant
// once built.
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/edition/edition.hpp"
#include "domain/edition/layout_tables.hpp"
#include "domain/edition/origin_tables.hpp"

namespace datong::domain {

/// From a key to the rows that carry it (a key may have rows of several periods): open addressing, keys are views into
/// the rows. Filled once, rows of a key in the order they were added.
template <class Row>
class RowIndex {
 public:
  /// Makes room; call once, before `add`.
  void reserve(std::size_t rows) { slots_.resize(std::bit_ceil(rows * 2 + 2)); }
  void add(std::string_view key, const Row* row) {
    std::size_t at = hash(key) & (slots_.size() - 1);
    while (slots_[at].row != nullptr) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {key, row};
  }
  /// The row of that key in force on that day, or nullptr.
  const Row* in_force(std::string_view key, Date day) const {
    const Row* found = nullptr;
    each(key, [&](const Row& row) {
      if (!row.validity.in_force(day)) return true;
      found = &row;
      return false;
    });
    return found;
  }
  CodeState state(std::string_view key, Date day) const {
    CodeState state = CodeState::unknown;
    each(key, [&](const Row& row) {
      state = row.validity.in_force(day) ? CodeState::in_force : CodeState::out_of_date;
      return state != CodeState::in_force;
    });
    return state;
  }
  bool has(std::string_view key) const {
    bool found = false;
    each(key, [&](const Row&) { return !(found = true); });
    return found;
  }
  /// Calls `visit(row)` for the rows of that key until it returns false.
  template <class Visit>
  void each(std::string_view key, Visit&& visit) const {
    if (slots_.empty()) return;
    for (std::size_t at = hash(key) & (slots_.size() - 1); slots_[at].row != nullptr;
         at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].key == key && !visit(*slots_[at].row)) return;
    }
  }

 private:
  struct Slot {
    std::string_view key;
    const Row* row = nullptr;
  };
  static std::size_t hash(std::string_view key) {
    std::uint32_t h = 2166136261U;
    for (const char c : key) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
    return h ^ (h >> 15);
  }
  std::vector<Slot> slots_;
};

/// Rows in file order with one index over them.
template <class Row>
struct IndexedRows {
  std::vector<Row> rows;
  RowIndex<Row> by_key;
};

struct ParameterRow {
  std::string name, value;
  std::optional<Decimal> number;  ///< the value, when it is one
  Validity validity;
};
struct RuleSwitchRow {
  std::string rule;
  bool on = true;
  Validity validity;
};
struct CodeTable : IndexedRows<CodeRow> {
  bool closed = true;
};
/// One year of the working calendar: the days that are not what their weekday says.
struct CalendarYear {
  int year = 0;
  std::vector<Date> holidays, workdays;  ///< sorted
};

struct EditionTables {
  std::array<CodeTable, kListCount> lists;
  IndexedRows<OfficeRow> offices;  ///< keyed by both codes
  IndexedRows<TariffRow> tariff;
  IndexedRows<ParameterRow> parameters;
  IndexedRows<RateRow> rates;
  IndexedRows<RuleSwitchRow> switches;
  IndexedRows<EquivalentRow> equivalents;
  std::vector<ContentRow> contents;
  std::vector<FeeItemRow> fee_items;
  std::vector<DeadlineRow> deadlines;
  std::vector<ValidityRow> validities;
  std::vector<SelectionRow> selection;  ///< by level, then file order
  std::vector<CalendarYear> years;      ///< sorted
  OriginTables origin;
  LayoutTables layouts;
};

}  // namespace datong::domain
