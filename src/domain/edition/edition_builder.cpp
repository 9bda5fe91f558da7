#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/edition/edition.hpp"
#include "domain/edition/layout_tables.hpp"
#include "domain/edition/table_reader.hpp"
#include "domain/edition/tables.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kDirections[] = {"", "I", "O"};
constexpr std::string_view kOfficeKinds[] = {"headquarters", "bureau", "office", "port_office"};
constexpr std::string_view kCreditGrades[] = {"", "AA", "A", "B", "C", "D"};
constexpr std::string_view kSmallLotClass = "small_lot_food";  // what a lot is, not what a commodity is: fees only
constexpr int kDaysMax = 3660;                                 // ten years: no period of the law is longer
constexpr int kOfficeDepthMax = 8;                             // headquarters, bureau, branch, office: four in life
constexpr int kBureauIndexMax = 63;                            // six bits of a case id
constexpr std::string_view kImportLetters = "MPRLV", kExportLetters = "NQSW";

bool is_goods_class(std::string_view word) {
  return std::find(std::begin(kGoodsClasses), std::end(kGoodsClasses), word) != std::end(kGoodsClasses);
}

std::string goods_class_or_empty(Cells& cells) {
  std::string word = cells.text("goods_class");
  if (!word.empty() && !is_goods_class(word)) cells.bad("goods_class", "unknown word: " + word);
  return word;
}

/// Joins key cells with a character no cell of a good table needs.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string key;
  for (const std::string_view part : parts) (key += part) += '|';
  return key;
}

/// Builds the tables one after the other; code lists first, because later tables name their codes.
class Build {
 public:
  explicit Build(const TableReader::Tables& tables) : reader_(tables), made_(std::make_shared<EditionTables>()) {}

  Result<std::shared_ptr<const EditionTables>> run() {
    read_code_lists();
    read_lists();
    read_offices();
    read_tariff();
    read_parameters();
    read_rates();
    read_fee_items();
    read_deadlines();
    read_validities();
    read_selection();
    read_switches();
    read_equivalents();
    read_contents();
    read_calendar();
    made_->origin = read_origin_tables(reader_, table_of(List::origin_kind).rows, table_of(List::country).rows);
    read_layouts(reader_, made_->layouts);
    reader_.refuse_unread();
    if (!reader_.problems().none()) return reader_.problems().error();
    return std::shared_ptr<const EditionTables>(made_);
  }

 private:
  CodeTable& table_of(List list) { return made_->lists[static_cast<std::size_t>(list)]; }
  bool has_code(List list, std::string_view code) { return table_of(list).by_key.has(code); }

  template <class Row, class Key>
  void keep(IndexedRows<Row>& kept, std::string_view file, std::string_view column, ReadRows<Row> read, Key key) {
    reader_.refuse_overlaps(file, column, read, [&](const Row& row) { return row.*key; });
    kept.rows = std::move(read.rows);
    kept.by_key.reserve(kept.rows.size());
    for (const Row& row : kept.rows) kept.by_key.add(row.*key, &row);
  }

  void read_code_lists() {
    for (std::size_t i = 1; i < kListCount; ++i) {
      const List list = static_cast<List>(i);
      if (list == List::office || list == List::tariff) continue;
      const std::string file = "codes/" + std::string(list_name(list)) + ".csv";
      keep(table_of(list), file, "code",
           reader_.read(file, {"code", "name_zh", "name_en", "valid_from", "valid_to"},
                        [](Cells& cells) {
                          return CodeRow{cells.required("code"), cells.required("name_zh"), cells.required("name_en"),
                                         cells.validity()};
                        }),
           &CodeRow::code);
    }
  }

  void read_lists() {
    std::array<bool, kListCount> seen{};
    const std::string_view file = "lists.csv";
    reader_.read(file, {"list", "closed", "source"}, [&](Cells& cells) {
      const auto list = list_by_name(cells.required("list"));
      const bool closed = cells.one_of("closed", {"yes", "no"}) == "yes";
      cells.required("source");
      if (!list || *list == List::none) {
        cells.bad("list", "unknown list: " + cells.text("list"));
      } else if (std::exchange(seen[static_cast<std::size_t>(*list)], true)) {
        cells.bad("list", "listed twice: " + cells.text("list"));
      } else {
        table_of(*list).closed = closed;
      }
      return 0;
    });
    for (std::size_t i = 1; i < kListCount; ++i) {
      const std::string codes = "codes/" + std::string(list_name(static_cast<List>(i))) + ".csv";
      if (!seen[i] && !(reader_.predates_documents() && TableReader::is_of_documents(codes)))
        reader_.problems().add(file, 0, "list", "no row for " + std::string(list_name(static_cast<List>(i))));
    }
  }

  void read_offices() {
    const std::string_view file = "offices.csv";
    auto read = reader_.read(file,
                             {"code", "customs_code", "parent", "bureau_index", "kind", "name_zh", "name_en", "source",
                              "valid_from", "valid_to"},
                             [](Cells& cells) {
                               OfficeRow row{cells.digits("code", 6),
                                             cells.text("customs_code"),
                                             cells.text("parent"),
                                             cells.one_of("kind", kOfficeKinds),
                                             cells.required("name_zh"),
                                             cells.required("name_en"),
                                             0,
                                             {}};
                               cells.required("source");
                               if (!row.customs_code.empty()) cells.digits("customs_code", 4);
                               const bool has_index = row.kind == "headquarters" || row.kind == "bureau";
                               if (has_index) row.bureau_index = cells.integer("bureau_index", 0, kBureauIndexMax);
                               if (has_index && (row.kind == "headquarters") != (row.bureau_index == 0))
                                 cells.bad("bureau_index", "0 is headquarters' alone");
                               if (!has_index && !cells.text("bureau_index").empty())
                                 cells.bad("bureau_index", "only a bureau has one");
                               row.validity = cells.validity();
                               return row;
                             });
    const std::vector<std::size_t> lines = read.lines;
    reader_.refuse_overlaps(file, "customs_code", read, [](const OfficeRow& row) { return row.customs_code; });
    auto& offices = made_->offices;
    reader_.refuse_overlaps(file, "code", read, [](const OfficeRow& row) { return row.code; });
    offices.rows = std::move(read.rows);
    offices.by_key.reserve(offices.rows.size() * 2);
    for (const OfficeRow& row : offices.rows) {
      offices.by_key.add(row.code, &row);
      if (!row.customs_code.empty()) offices.by_key.add(row.customs_code, &row);
    }
    hang_offices(file, lines);
  }

  /// Checks that every office hangs below one bureau and every bureau below headquarters, and gives offices their
  /// bureau's index.
  void hang_offices(std::string_view file, const std::vector<std::size_t>& lines) {
    std::map<int, std::string> index_owner;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      OfficeRow& row = made_->offices.rows[i];
      const auto bad = [&](std::string_view column, std::string why) {
        reader_.problems().add(file, lines[i], column, std::move(why));
      };
      if (row.kind == "headquarters") {
        if (!row.parent.empty()) bad("parent", "headquarters has none");
      } else if (!made_->offices.by_key.has(row.parent)) {
        bad("parent", "unknown office: " + row.parent);
      } else if (row.kind == "bureau") {
        const auto [owner, fresh] = index_owner.emplace(row.bureau_index, row.code);
        if (!fresh && owner->second != row.code) bad("bureau_index", "also that of " + owner->second);
        if (!parents_are(row, "headquarters")) bad("parent", "a bureau stands below headquarters");
      } else if (const auto index = bureau_index_above(row, 0)) {
        row.bureau_index = *index;
      } else {
        bad("parent", "leads to no bureau");
      }
    }
  }

  bool parents_are(const OfficeRow& row, std::string_view kind) {
    bool all = true;
    made_->offices.by_key.each(row.parent, [&](const OfficeRow& parent) { return all = parent.kind == kind; });
    return all;
  }

  /// Index of the one bureau above, over every period of every parent; nullopt when there is none, several, or a
  /// circle.
  std::optional<int> bureau_index_above(const OfficeRow& row, int depth) {
    if (row.kind == "bureau") return row.bureau_index;
    if (row.kind == "headquarters" || depth > kOfficeDepthMax) return std::nullopt;
    std::optional<int> index;
    bool one = true;
    made_->offices.by_key.each(row.parent, [&](const OfficeRow& parent) {
      const auto found = bureau_index_above(parent, depth + 1);
      one = found.has_value() && (!index || *index == *found);
      index = found;
      return one;
    });
    return one ? index : std::nullopt;
  }

  void read_tariff() {
    const std::string_view file = "tariff.csv";
    keep(made_->tariff, file, "code",
         reader_.read(file,
                      {"code", "name_zh", "name_en", "unit", "second_unit", "supervision", "category", "goods_class",
                       "import_permits", "export_permits", "mark", "valid_from", "valid_to"},
                      [this](Cells& cells) { return tariff_row(cells); }),
         &TariffRow::code);
  }

  TariffRow tariff_row(Cells& cells) {
    TariffRow row;
    row.code = cells.digits("code", 10);
    row.name_zh = cells.required("name_zh");
    row.name_en = cells.required("name_en");
    row.unit = cells.required("unit");
    row.second_unit = cells.text("second_unit");
    for (const char* column : {"unit", "second_unit"}) {
      const std::string unit = cells.text(column);
      if (!unit.empty() && !has_code(List::unit, unit)) cells.bad(column, "no such unit: " + unit);
    }
    row.supervision = cells.text("supervision");
    for (const char c : row.supervision) {
      if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
        cells.bad("supervision", "letters only: " + row.supervision);
    }
    row.category = category(cells);
    row.goods_class = cells.one_of("goods_class", kGoodsClasses);
    row.import_permits = permits(cells, "import_permits");
    row.export_permits = permits(cells, "export_permits");
    row.mark = cells.text("mark");
    row.validity = cells.validity();
    return row;
  }

  /// "M.P/N.Q": import letters before the one '/', export letters after it; or empty.
  static std::string category(Cells& cells) {
    std::string text = cells.text("category");
    if (text.empty()) return text;
    const std::size_t slash = text.find('/');
    bool good = slash != text.npos && text.size() > 1;
    for (std::size_t i = 0; good && i < text.size(); ++i) {
      const std::string_view letters = i < slash ? kImportLetters : kExportLetters;
      good = i == slash || text[i] == '.' || letters.find(text[i]) != letters.npos;
    }
    if (!good) cells.bad("category", "not import letters / export letters: " + text);
    return text;
  }

  std::vector<std::string> permits(Cells& cells, std::string_view column) {
    std::vector<std::string> needs = cells.words(column);
    for (const std::string& need : needs) {
      for (const std::string_view kind : split(need, '|')) {
        if (!has_code(List::permit_kind, kind)) cells.bad(column, "no such permit kind: " + std::string(kind));
      }
    }
    return needs;
  }

  void read_parameters() {
    const std::string_view file = "parameters.csv";
    keep(made_->parameters, file, "name",
         reader_.read(
             file, {"name", "value", "provenance", "source", "valid_from", "valid_to"},
             [](Cells& cells) {
               cells.one_of("provenance", {"reg", "notice", "guide", "known", "assumed"});
               cells.required("source");
               ParameterRow row{cells.required("name"), cells.required("value"), std::nullopt, cells.validity()};
               row.number = Decimal::parse(row.value);
               return row;
             }),
         &ParameterRow::name);
  }

  void read_rates() {
    const std::string_view file = "exchange_rates.csv";
    const Decimal least = Decimal::from_raw(1);
    keep(made_->rates, file, "currency",
         reader_.read(file, {"currency", "per", "rate", "source", "valid_from", "valid_to"},
                      [&](Cells& cells) {
                        cells.required("source");
                        RateRow row{cells.required("currency"), cells.number("per", least), cells.number("rate", least),
                                    cells.validity()};
                        if (!has_code(List::currency, row.currency))
                          cells.bad("currency", "no such currency: " + row.currency);
                        return row;
                      }),
         &RateRow::currency);
  }

  void read_fee_items() {
    const std::string_view file = "fee_items.csv";
    auto read =
        reader_.read(file,
                     {"item", "name_zh", "name_en", "category", "goods_class", "base", "rate_per_mille", "rule",
                      "source", "valid_from", "valid_to"},
                     [](Cells& cells) {
                       FeeItemRow row;
                       row.item = cells.required("item");
                       row.name_zh = cells.required("name_zh");
                       row.name_en = cells.required("name_en");
                       row.category = cells.text("category");
                       for (const char c : row.category) {
                         if ((std::string(kImportLetters) + std::string(kExportLetters)).find(c) == std::string::npos)
                           cells.bad("category", "no such letter");
                       }
                       row.goods_classes = cells.words("goods_class");
                       for (const std::string& word : row.goods_classes) {
                         if (!is_goods_class(word) && word != kSmallLotClass)
                           cells.bad("goods_class", "unknown word: " + word);
                       }
                       row.base = cells.one_of("base", {"value"});
                       row.rate_per_mille = cells.number("rate_per_mille", {}, Decimal::from_integer(1000));
                       row.rule = cells.text("rule");
                       if (!row.rule.empty() && find_rule(row.rule) == nullptr)
                         cells.bad("rule", "no such rule: " + row.rule);
                       row.source = cells.required("source");
                       row.validity = cells.validity();
                       return row;
                     });
    reader_.refuse_overlaps(file, "item", read, [](const FeeItemRow& row) {
      std::string key = joined({row.item, row.category});
      for (const std::string& word : row.goods_classes) key += word + ' ';
      return key;
    });
    made_->fee_items = std::move(read.rows);
  }

  void read_deadlines() {
    const std::string_view file = "deadlines.csv";
    auto read = reader_.read(
        file,
        {"deadline", "direction", "goods_class", "days", "before", "severity", "source", "valid_from", "valid_to"},
        [](Cells& cells) {
          DeadlineRow row;
          row.deadline = cells.required("deadline");
          row.direction = cells.one_of("direction", kDirections);
          row.goods_class = goods_class_or_empty(cells);
          row.days = cells.integer("days", 0, kDaysMax);
          row.before = cells.required("before");
          const int position = field_by_name(Group::header, row.before);
          if (position < 0 || fields_of(Group::header)[static_cast<std::size_t>(position)].type != FieldType::date) {
            cells.bad("before", "no date of the form: " + row.before);
          }
          row.severity = cells.one_of("severity", {"warning", "refusal"});
          row.source = cells.required("source");
          row.validity = cells.validity();
          return row;
        });
    reader_.refuse_overlaps(file, "deadline", read, [](const DeadlineRow& row) {
      return joined({row.deadline, row.direction, row.goods_class});
    });
    made_->deadlines = std::move(read.rows);
  }

  void read_validities() {
    const std::string_view file = "validity.csv";
    auto read =
        reader_.read(file, {"object", "direction", "goods_class", "winter", "days", "source", "valid_from", "valid_to"},
                     [](Cells& cells) {
                       ValidityRow row;
                       row.object = cells.required("object");
                       row.direction = cells.one_of("direction", kDirections);
                       row.goods_class = goods_class_or_empty(cells);
                       row.winter = cells.one_of("winter", {"", "yes"});
                       row.days = cells.integer("days", 1, kDaysMax);
                       row.source = cells.required("source");
                       row.validity = cells.validity();
                       return row;
                     });
    reader_.refuse_overlaps(file, "object", read, [](const ValidityRow& row) {
      return joined({row.object, row.direction, row.goods_class, row.winter});
    });
    made_->validities = std::move(read.rows);
  }

  void read_selection() {
    const std::string_view file = "selection.csv";
    auto read = reader_.read(file,
                             {"level", "direction", "goods_class", "category", "credit_grade", "ratio", "reason",
                              "source", "valid_from", "valid_to"},
                             [](Cells& cells) {
                               SelectionRow row;
                               row.level = cells.integer("level", 1, 9);
                               row.direction = cells.one_of("direction", kDirections);
                               row.goods_class = goods_class_or_empty(cells);
                               row.category = cells.text("category");
                               row.credit_grade = cells.one_of("credit_grade", kCreditGrades);
                               row.ratio = cells.number("ratio", {}, Decimal::from_integer(1));
                               row.reason = cells.required("reason");
                               row.source = cells.required("source");
                               row.validity = cells.validity();
                               return row;
                             });
    reader_.refuse_overlaps(file, "level", read, [](const SelectionRow& row) {
      return joined({std::to_string(row.level), row.direction, row.goods_class, row.category, row.credit_grade});
    });
    made_->selection = std::move(read.rows);
    std::stable_sort(made_->selection.begin(), made_->selection.end(),
                     [](const SelectionRow& a, const SelectionRow& b) { return a.level < b.level; });
  }

  void read_equivalents() {
    const std::string_view file = "equivalents.csv";
    keep(made_->equivalents, file, "code",
         reader_.read(file, {"list", "code", "equivalent", "source", "valid_from", "valid_to"},
                      [](Cells& cells) {
                        cells.required("source");
                        const std::string list_word = cells.required("list"), code = cells.required("code");
                        EquivalentRow row{list_word + ":" + code, cells.required("equivalent"), cells.validity()};
                        const auto list = list_by_name(list_word);
                        if (!list || *list == List::none) cells.bad("list", "unknown list: " + list_word);
                        return row;
                      }),
         &EquivalentRow::key);
  }

  void read_contents() {
    const std::string_view file = "certificate_contents.csv";
    auto read = reader_.read(file,
                             {"kind", "content", "need", "longest", "preset", "label_zh", "label_en", "source",
                              "valid_from", "valid_to"},
                             [this](Cells& cells) {
                               ContentRow row;
                               row.kind = cells.required("kind");
                               if (!has_code(List::certificate_kind, row.kind))
                                 cells.bad("kind", "no such certificate kind: " + row.kind);
                               row.content = cells.one_of("content", kCertificateContents);
                               row.is_needed = cells.one_of("need", {"M", "O"}) == "M";
                               row.longest = static_cast<std::size_t>(
                                   cells.integer("longest", 1, static_cast<int>(limits::kContentCharactersMax)));
                               row.preset = cells.text("preset");
                               row.label_zh = cells.required("label_zh");
                               row.label_en = cells.required("label_en");
                               cells.required("source");
                               row.validity = cells.validity();
                               return row;
                             });
    reader_.refuse_overlaps(file, "content", read, [](const ContentRow& row) { return joined({row.kind, row.content}); });
    made_->contents = std::move(read.rows);
  }

  void read_switches() {
    const std::string_view file = "rule_switches.csv";
    keep(made_->switches, file, "rule",
         reader_.read(
             file, {"rule", "on", "valid_from", "valid_to"},
             [](Cells& cells) {
               RuleSwitchRow row{cells.required("rule"), cells.one_of("on", {"yes", "no"}) == "yes", cells.validity()};
               if (find_rule(row.rule) == nullptr) cells.bad("rule", "no such rule: " + row.rule);
               return row;
             }),
         &RuleSwitchRow::rule);
  }

  void read_calendar() {
    std::map<int, CalendarYear> years;
    reader_.read("calendar_years.csv", {"year", "source"}, [&](Cells& cells) {
      cells.required("source");
      const int year = cells.integer("year", 1900, 2199);
      if (!years.emplace(year, CalendarYear{year, {}, {}}).second)
        cells.bad("year", "listed twice: " + std::to_string(year));
      return 0;
    });
    std::map<Date, std::size_t> seen;
    reader_.read("calendar.csv", {"date", "kind", "name_zh", "name_en"}, [&](Cells& cells) {
      const std::string kind = cells.one_of("kind", {"holiday", "workday"});
      cells.required("name_zh");
      cells.required("name_en");
      cells.required("date");
      const auto day = cells.date("date");
      if (!day) return 0;
      const auto year = years.find(day->year());
      const auto [first, fresh] = seen.emplace(*day, cells.line());
      if (year == years.end()) {
        cells.bad("date", "its year is not in calendar_years.csv: " + day->to_string());
      } else if (!fresh) {
        cells.bad("date", "also on line " + std::to_string(first->second) + ": " + day->to_string());
      } else if (kind == "workday" && day->weekday() <= 5) {
        cells.bad("kind", "a working day by its weekday already: " + day->to_string());
      } else {
        (kind == "workday" ? year->second.workdays : year->second.holidays).push_back(*day);
      }
      return 0;
    });
    for (auto& [number, year] : years) {
      std::sort(year.holidays.begin(), year.holidays.end());
      std::sort(year.workdays.begin(), year.workdays.end());
      made_->years.push_back(std::move(year));
    }
  }

  TableReader reader_;
  std::shared_ptr<EditionTables> made_;
};

}  // namespace

void EditionBuilder::add(std::string_view file, CsvTable table) {
  tables_.insert_or_assign(std::string(file), std::move(table));
}

Result<std::shared_ptr<const Edition>> EditionBuilder::build(std::string name, std::string hash) const {
  auto tables = Build(tables_).run();
  if (!tables) return tables.error();
  auto edition = std::make_shared<Edition>();
  edition->name_ = std::move(name);
  edition->hash_ = std::move(hash);
  edition->tables_ = std::move(*tables);
  return std::shared_ptr<const Edition>(std::move(edition));
}

}  // namespace datong::domain
