#include "domain/edition/rule_rows.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <concepts>

#include "base/text.hpp"
#include "domain/edition/tables.hpp"

namespace datong::domain {
namespace {

/// Lists whose English or Chinese names rules print or look for.
constexpr List kNamedLists[] = {List::country, List::port, List::domestic_port, List::origin_package,
                                List::origin_document_kind};
bool is_named(List list) { return std::find(std::begin(kNamedLists), std::end(kNamedLists), list) != std::end(kNamedLists); }

constexpr std::string_view kTariff = "tariff", kNoTariff = "tariff_by_code";

// ---- the cells of each row, once for both ways

template <class Row, class Wanted>
concept RowOf = std::same_as<std::remove_const_t<Row>, Wanted>;

template <class Cell>
void cells_of(Cell& cell, RowOf<OfficeRow> auto& row) {
  cell(row.code), cell(row.customs_code), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<TariffRow> auto& row) {
  cell(row.code), cell(row.unit), cell(row.supervision), cell(row.category), cell(row.goods_class);
  cell(row.import_permits), cell(row.export_permits), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<ParameterRow> auto& row) {
  cell(row.name), cell(row.value), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<RateRow> auto& row) {
  cell(row.currency), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<RuleSwitchRow> auto& row) {
  cell(row.rule), cell(row.on), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<DeadlineRow> auto& row) {
  cell(row.deadline), cell(row.direction), cell(row.goods_class), cell(row.before), cell(row.severity), cell(row.days);
  cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<CalendarYear> auto& row) {
  cell(row.year), cell(row.holidays), cell(row.workdays);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginKindRow> auto& row) {
  cell(row.kind), cell(row.is_preferential), cell(row.any_country), cell(row.lines_max), cell(row.grace_days);
  cell(row.grace_unit), cell(row.retrospective), cell(row.legend), cell(row.legend_box), cell(row.legend_tick);
  cell(row.limit), cell(row.limit_unit), cell(row.limit_from), cell(row.validity_months), cell(row.has_criterion);
  cell(row.hs_digits), cell(row.hs_edition), cell(row.third_party_place), cell(row.third_party_tick);
  cell(row.replacement_box), cell(row.uses_remarks), cell(row.uses_producer), cell(row.uses_predicted_departure);
  cell(row.uses_exhibition), cell(row.fob_with_value_content_only), cell(row.approves_automatically);
  cell(row.language), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginPartnerRow> auto& row) {
  cell(row.kind), cell(row.country), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginCriterionRow> auto& row) {
  cell(row.kind), cell(row.code), cell(row.group), cell(row.need), cell(row.sub_codes), cell(row.suffixes);
  cell(row.countries), cell(row.at_least), cell(row.at_most), cell(row.prints), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginProofRow> auto& row) {
  cell(row.kind), cell(row.proof), cell(row.under_general_rule), cell(row.code), cell(row.sub_code);
  cell(row.prints_percentage), cell(row.printed_decimals), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginFieldRow> auto& row) {
  cell(row.kind), cell(row.group), cell(row.field), cell(row.position), cell(row.need), cell(row.box), cell(row.rule);
  cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginWordRow> auto& row) {
  cell(row.purpose), cell(row.code), cell(row.word);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginRuleRow> auto& row) {
  cell(row.kind), cell(row.goods), cell(row.except), cell(row.rule), cell(row.validity);
}
template <class Cell>
void cells_of(Cell& cell, RowOf<OriginSchemeRow> auto& row) {
  cell(row.kind), cell(row.build_down), cell(row.build_up), cell(row.roll_up), cell(row.counts_unaffected);
  cell(row.prints_suffixes), cell(row.de_minimis_percent), cell(row.de_minimis_base), cell(row.de_minimis_goods);
  cell(row.weight_percent), cell(row.weight_goods), cell(row.cumulation), cell(row.natural_goods);
  cell(row.sheet_months_max), cell(row.domestic_percent), cell(row.validity);
}

/// Calls `table(name, rows)` for every table that is a plain list of rows.
template <class Tables, class Table>
void each_table(Tables& tables, Table&& table) {
  table("offices", tables.offices.rows), table("parameters", tables.parameters.rows), table("rates", tables.rates.rows);
  table("switches", tables.switches.rows), table("deadlines", tables.deadlines), table("years", tables.years);
  auto& origin = tables.origin;
  table("origin_kinds", origin.kinds), table("origin_partners", origin.partners);
  table("origin_criteria", origin.criteria), table("origin_proofs", origin.proofs);
  table("origin_fields", origin.fields), table("origin_words", origin.words);
  table("origin_specific_rules", origin.specific_rules), table("origin_general_rules", origin.general_rules);
  table("origin_schemes", origin.schemes);
}

// ---- writing

class CellWriter {
 public:
  explicit CellWriter(std::string& out) : out_(out) {}
  void begin(std::string_view table) { (out_ += '#').append(table) += '\n'; }
  template <class Row>
  void row(const Row& row) {
    cells_of(*this, row);
    end();
  }
  void end() { out_.back() = '\n'; }

  void operator()(std::string_view text) {
    for (const char c : text) {
      switch (c) {
        case '\t': out_ += "\\t"; break;
        case '\n': out_ += "\\n"; break;
        case '\\': out_ += "\\\\"; break;
        case '#': out_ += "\\#"; break;  // so that no row looks like the beginning of a table
        default: out_ += c;
      }
    }
    out_ += '\t';
  }
  void operator()(const std::string& text) { (*this)(std::string_view(text)); }
  void operator()(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) (text += word) += ' ';
    (*this)(text);
  }
  void operator()(const std::vector<Date>& days) {
    std::string text;
    for (const Date day : days) (text += std::to_string(day.days())) += ' ';
    (*this)(text);
  }
  void operator()(bool value) { (*this)(std::string_view(value ? "1" : "")); }
  void operator()(char letter) { (*this)(std::string_view(&letter, 1)); }
  template <class Value>
  requires std::integral<Value> || std::is_enum_v<Value>
  void operator()(Value value) { (*this)(std::to_string(static_cast<int>(value))); }
  void operator()(Decimal value) { (*this)(value.to_string()); }
  void operator()(const std::optional<Decimal>& value) { (*this)(value ? value->to_string() : std::string()); }
  void operator()(const Validity& validity) {
    for (const auto& day : {validity.from, validity.to}) (*this)(day ? std::to_string(day->days()) : std::string());
  }

 private:
  std::string& out_;
};

void write_list(CellWriter& writer, List list, const CodeTable& table) {
  writer.begin("list");
  writer(list_name(list)), writer(table.closed), writer.end();
  writer.begin("codes");
  for (const CodeRow& row : table.rows) {
    writer(row.code), writer(row.validity);
    if (is_named(list)) writer(row.name_zh), writer(row.name_en);
    writer.end();
  }
}

std::bitset<kListCount> lists_of_forms() {
  std::bitset<kListCount> lists;
  for (const Field& field : kFields) lists.set(static_cast<std::size_t>(field.list));
  for (const List list : kNamedLists) lists.set(static_cast<std::size_t>(list));
  for (const List list : {List::none, List::office, List::tariff}) lists.reset(static_cast<std::size_t>(list));
  return lists;
}

// ---- reading

class CellReader {
 public:
  explicit CellReader(std::string_view line) : left_(line) {}
  bool good() const { return good_ && !more_; }

  void operator()(std::string& text) {
    if (!more_) good_ = false;
    const std::size_t end = left_.find('\t');
    std::string_view cell = left_.substr(0, end);
    more_ = end != left_.npos;
    left_ = more_ ? left_.substr(end + 1) : std::string_view();
    text.clear();
    while (!cell.empty()) {
      const std::size_t plain = std::min(cell.find('\\'), cell.size());
      text += cell.substr(0, plain);
      cell.remove_prefix(plain);
      if (cell.empty()) return;
      if (cell.size() == 1) return void(good_ = false);
      text += cell[1] == 't' ? '\t' : cell[1] == 'n' ? '\n' : cell[1];
      cell.remove_prefix(2);
    }
  }
  void operator()(std::vector<std::string>& words) {
    for (const std::string_view word : split(next(), ' ')) {
      if (!word.empty()) words.emplace_back(word);
    }
  }
  void operator()(std::vector<Date>& days) {
    for (const std::string_view word : split(next(), ' ')) {
      if (!word.empty()) days.push_back(Date::from_days(integer(word)));
    }
  }
  void operator()(bool& value) { value = next() == "1"; }
  void operator()(char& letter) { letter = next().size() == 1 ? text_[0] : ' '; }
  template <class Value>
  requires std::integral<Value> || std::is_enum_v<Value>
  void operator()(Value& value) { value = static_cast<Value>(integer(next())); }
  void operator()(Decimal& value) { value = decimal(next()); }
  void operator()(std::optional<Decimal>& value) {
    if (!next().empty()) value = decimal(text_);
  }
  void operator()(Validity& validity) {
    for (auto* day : {&validity.from, &validity.to}) {
      if (!next().empty()) *day = Date::from_days(integer(text_));
    }
  }

 private:
  const std::string& next() {
    (*this)(text_);
    return text_;
  }
  int integer(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    good_ &= error == std::errc{} && end == text.data() + text.size();
    return value;
  }
  Decimal decimal(std::string_view text) {
    const auto value = Decimal::parse(text);
    good_ &= value.has_value();
    return value.value_or(Decimal());
  }

  std::string_view left_;
  std::string text_;
  bool more_ = true, good_ = true;
};

/// Takes the texts line by line; every table's rows go where its name says.
class Reading {
 public:
  explicit Reading(EditionTables& tables) : tables_(tables) {}

  /// What could not be read, "" when all could.
  std::string take(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      if (line.starts_with('#')) {
        table_ = line.substr(1);
      } else if (!take_row(line)) {
        return std::string(table_) + ": " + std::string(line);
      }
    }
    return {};
  }

  void index() {
    for (CodeTable& list : tables_.lists) fill(list, &CodeRow::code);
    fill(tables_.tariff, &TariffRow::code);
    fill(tables_.parameters, &ParameterRow::name);
    fill(tables_.rates, &RateRow::currency);
    fill(tables_.switches, &RuleSwitchRow::rule);
    auto& offices = tables_.offices;
    offices.by_key.reserve(offices.rows.size() * 2);
    for (const OfficeRow& row : offices.rows) {
      offices.by_key.add(row.code, &row);
      if (!row.customs_code.empty()) offices.by_key.add(row.customs_code, &row);
    }
    for (ParameterRow& row : tables_.parameters.rows) row.number = Decimal::parse(row.value);
  }

 private:
  template <class Row>
  static void fill(IndexedRows<Row>& table, std::string Row::*key) {
    table.by_key.reserve(table.rows.size());
    for (const Row& row : table.rows) table.by_key.add(row.*key, &row);
  }
  bool take_row(std::string_view line) {
    CellReader cell(line);
    if (table_ == "list") {
      std::string name;
      bool closed = false;
      cell(name), cell(closed);
      const auto list = list_by_name(name);
      if (!cell.good() || !list) return false;
      list_ = *list;
      tables_.lists[static_cast<std::size_t>(list_)].closed = closed;
      return true;
    }
    if (table_ == "codes") {
      CodeRow& row = tables_.lists[static_cast<std::size_t>(list_)].rows.emplace_back();
      cell(row.code), cell(row.validity);
      if (is_named(list_)) cell(row.name_zh), cell(row.name_en);
      return cell.good();
    }
    if (table_ == kTariff) return take_into(cell, tables_.tariff.rows);
    bool taken = false;
    each_table(tables_, [&](std::string_view name, auto& rows) {
      if (name == table_) taken = take_into(cell, rows);
    });
    return taken;
  }
  template <class Row>
  static bool take_into(CellReader& cell, std::vector<Row>& rows) {
    cells_of(cell, rows.emplace_back());
    return cell.good();
  }

  EditionTables& tables_;
  std::string_view table_;
  List list_ = List::none;
};

/// What rules take for granted of a row once an edition is built.
bool rows_are_good(const OriginTables& tables) {
  const auto is_field = [](const OriginFieldRow& row) {
    return static_cast<std::size_t>(row.group) < kGroupCount && root_of(row.group) == Group::origin &&
           row.position < fields_of(row.group).size();
  };
  const auto is_proof = [](const OriginProofRow& row) {
    return std::find(std::begin(kProofWords), std::end(kProofWords), row.proof) != std::end(kProofWords);
  };
  return std::all_of(tables.fields.begin(), tables.fields.end(), is_field) &&
         std::all_of(tables.proofs.begin(), tables.proofs.end(), is_proof);
}

}  // namespace

std::string RuleRows::write(const Edition& edition, std::size_t tariff_rows_max) {
  const EditionTables& tables = *edition.tables_;
  std::string text;
  CellWriter writer(text);
  const auto lists = lists_of_forms();
  for (std::size_t i = 0; i < kListCount; ++i) {
    if (lists[i]) write_list(writer, static_cast<List>(i), tables.lists[i]);
  }
  for (const List list : {List::office, List::tariff}) {  // rows of their own
    writer.begin("list");
    writer(list_name(list)), writer(edition.is_closed(list)), writer.end();
  }
  each_table(tables, [&](std::string_view name, const auto& rows) {
    writer.begin(name);
    for (const auto& row : rows) writer.row(row);
  });
  const bool whole = tables.tariff.rows.size() <= tariff_rows_max;
  writer.begin(whole ? kTariff : kNoTariff);
  if (whole) {
    for (const TariffRow& row : tables.tariff.rows) writer.row(row);
  }
  return text;
}

std::string RuleRows::write_tariff(const Edition& edition, std::span<const std::string_view> codes) {
  std::string text;
  CellWriter writer(text);
  writer.begin(kTariff);
  for (const std::string_view code : codes) {
    edition.tables_->tariff.by_key.each(code, [&](const TariffRow& row) {
      writer.row(row);
      return true;
    });
  }
  return text;
}

Result<std::shared_ptr<const Edition>> RuleRows::read(std::span<const std::string_view> texts) {
  auto tables = std::make_shared<EditionTables>();
  Reading reading(*tables);
  for (const std::string_view text : texts) {
    if (std::string wrong = reading.take(text); !wrong.empty()) return failure(Code::malformed, std::move(wrong));
  }
  if (!rows_are_good(tables->origin)) return failure(Code::malformed, "a row of origin names no field or no proof");
  reading.index();
  auto edition = std::make_shared<Edition>();
  edition->tables_ = std::move(tables);
  return std::shared_ptr<const Edition>(std::move(edition));
}

bool RuleRows::is_without_tariff(std::string_view text) { return text.find("#tariff_by_code\n") != text.npos; }

}  // namespace datong::domain
