#pragma once
// Reads the CSV tables of an edition row by row and keeps every complaint with file, line and column, so that all bad
// cells are named at once. Private to domain/edition. Thread rule: one per build.
#include <algorithm>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/csv.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/edition/edition.hpp"

namespace datong::domain {

/// Everything wrong with the tables so far, at most limits::kFindingsMax of them listed, the rest counted.
class Problems {
 public:
  void add(std::string_view file, std::size_t line, std::string_view column, std::string why);
  bool none() const { return count_ == 0; }
  Error error() const;

 private:
  std::vector<Finding> findings_;
  std::size_t count_ = 0;
};

/// One row, asked cell by cell. A bad cell is reported and read as empty, zero or open.
class Cells {
 public:
  Cells(std::string_view file, const CsvTable& table, const CsvRow& row, Problems& problems)
      : file_(file), table_(table), row_(row), problems_(problems) {}
  std::size_t line() const { return row_.line; }
  void bad(std::string_view column, std::string why) { problems_.add(file_, row_.line, column, std::move(why)); }

  std::string text(std::string_view column) const {
    return row_.cells[static_cast<std::size_t>(table_.column(column))];
  }
  std::string required(std::string_view column);
  /// Digits only, exactly `count` of them.
  std::string digits(std::string_view column, std::size_t count);
  std::string one_of(std::string_view column, std::span<const std::string_view> words);
  std::string one_of(std::string_view column, std::initializer_list<std::string_view> words) {
    return one_of(column, std::span(words.begin(), words.size()));
  }
  std::vector<std::string> words(std::string_view column) const;  ///< separated by blanks
  int integer(std::string_view column, int least, int most);
  Decimal number(std::string_view column, Decimal least, std::optional<Decimal> most = std::nullopt);
  std::optional<Date> date(std::string_view column);
  Validity validity();  ///< valid_from, valid_to

 private:
  std::string_view file_;
  const CsvTable& table_;
  const CsvRow& row_;
  Problems& problems_;
};

/// Rows of a table with the line each stood on.
template <class Row>
struct ReadRows {
  std::vector<Row> rows;
  std::vector<std::size_t> lines;
};

class TableReader {
 public:
  using Tables = std::map<std::string, CsvTable, std::less<>>;
  explicit TableReader(const Tables& tables) : tables_(tables) {}
  Problems& problems() { return problems_; }

  /// The rows of `file` through `read(cells)`; none, with a complaint, when the table or a column is missing or
  /// unknown.
  template <class Read>
  auto read(std::string_view file, std::initializer_list<std::string_view> columns, Read&& read_row) {
    ReadRows<decltype(read_row(std::declval<Cells&>()))> result;
    const CsvTable* table = open(file, columns);
    if (table == nullptr) return result;
    result.rows.reserve(table->rows.size());
    for (const CsvRow& row : table->rows) {
      Cells cells(file, *table, row, problems_);
      result.rows.push_back(read_row(cells));
      result.lines.push_back(row.line);
    }
    return result;
  }

  /// Complains about rows of one key in force on the same day, at the later of the two in the file.
  template <class Row, class Key>
  void refuse_overlaps(std::string_view file, std::string_view column, const ReadRows<Row>& read, Key&& key) {
    std::vector<Period> periods;
    for (std::size_t i = 0; i < read.rows.size(); ++i) {
      if (std::string k = key(read.rows[i]); !k.empty())
        periods.push_back({std::move(k), read.rows[i].validity, read.lines[i]});
    }
    refuse_overlaps(file, column, std::move(periods));
  }

  /// The tables that came with printed documents and certificates of origin.
  static bool is_of_documents(std::string_view file);
  /// An edition stored before any of them existed: it has none, and old decisions are replayed with it as it is.
  bool predates_documents() const;

  /// Complains about tables nobody asked for.
  void refuse_unread();

 private:
  struct Period {
    std::string key;
    Validity validity;
    std::size_t line = 0;
  };
  const CsvTable* open(std::string_view file, std::initializer_list<std::string_view> columns);
  void refuse_overlaps(std::string_view file, std::string_view column, std::vector<Period> periods);

  const Tables& tables_;
  std::set<std::string, std::less<>> opened_;
  Problems problems_;
};

}  // namespace datong::domain
