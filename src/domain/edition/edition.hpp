#pragma once
// One immutable edition of all dated data: code lists, offices, tariff, calendar, exchange rates, fees, deadlines,
// validity, selection ratios, parameters, rule switches. Every decision records its hash, so it can be replayed years
// later. Rows carry valid_from/valid_to (inclusive; empty = open). A missing row is a refusal or failure where it is
// asked for, never a guess. Not here: files and databases; an edition is built from CSV tables by name. Thread rule:
// constant once built.
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

struct Validity {
  std::optional<Date> from, to;  ///< inclusive; nullopt = open
  bool in_force(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// data/<set>/codes/<list>.csv: code,name_zh,name_en,valid_from,valid_to
struct CodeRow {
  std::string code, name_zh, name_en;
  Validity validity;
};
enum class CodeState : std::uint8_t { in_force, out_of_date, unknown };

/// offices.csv: code,customs_code,parent,bureau_index,kind,name_zh,name_en,source,valid_from,valid_to.
/// kind: headquarters, bureau, office, port_office. Both the 6-digit and the 4-digit customs code find the row.
struct OfficeRow {
  std::string code, customs_code, parent, kind, name_zh, name_en;
  int bureau_index = 0;  ///< 0…63: headquarters 0, bureaus 1…35; an office below has its bureau's (the cell is empty)
  Validity validity;
};

/// tariff.csv:
/// code,name_zh,name_en,unit,second_unit,supervision,category,goods_class,import_permits,export_permits,mark,valid_from,valid_to.
/// supervision: letters (A, B, D …); category "M.P/N.Q"; goods_class: one of kGoodsClasses; permits: kinds separated by
/// blanks, all needed, alternatives within one need by '|' ("410|411").
struct TariffRow {
  std::string code, name_zh, name_en, unit, second_unit, supervision, category, goods_class, mark;
  std::vector<std::string> import_permits, export_permits;
  Validity validity;
  bool has_supervision(char letter) const { return supervision.find(letter) != std::string::npos; }
  /// The letters of the category for the direction: import before '/', export after it.
  std::string categories(Direction direction) const;
};

/// exchange_rates.csv: currency,per,rate,source,valid_from,valid_to — `per` units of the currency cost `rate` CNY.
struct RateRow {
  std::string currency;
  Decimal per, rate;
  Validity validity;
};

/// fee_items.csv: item,name_zh,name_en,category,goods_class,base,rate_per_mille,rule,source,valid_from,valid_to.
/// category: letters any of which makes the item apply ("MN"; empty = every line); goods_class: words separated by
/// blanks (empty = all; also small_lot_food, which a line may be), a row naming the class wins over a row of the same
/// item and letters that does not; base: value.
struct FeeItemRow {
  std::string item, name_zh, name_en, category, base, rule, source;
  std::vector<std::string> goods_classes;
  Decimal rate_per_mille;
  Validity validity;
};

/// deadlines.csv: deadline,direction,goods_class,days,before,severity,source,valid_from,valid_to — declare `days`
/// before the event `before` (shipped_on, arrived_on, claim_until_on …). validity.csv:
/// object,direction,goods_class,winter,days,source,valid_from,valid_to.
struct DeadlineRow {
  std::string deadline, direction, goods_class, before, severity, source;
  int days = 0;
  Validity validity;
};
struct ValidityRow {
  std::string object, direction, goods_class, winter, source;
  int days = 0;
  Validity validity;
};

/// The goods classes a tariff, fee, deadline, validity or selection row may name. `fresh` = fresh, chilled or live for
/// eating.
inline constexpr std::string_view kGoodsClasses[] = {"general",
                                                     "animal",
                                                     "ornamental_animal",
                                                     "animal_product",
                                                     "breeding_animal",
                                                     "plant",
                                                     "plant_product",
                                                     "fresh",
                                                     "special_item",
                                                     "toy",
                                                     "vegetable_oil",
                                                     "growing_medium",
                                                     "food",
                                                     "food_equipment",
                                                     "cosmetics",
                                                     "dangerous",
                                                     "waste",
                                                     "used_machinery",
                                                     "vehicle",
                                                     "coating",
                                                     "bulk",
                                                     "none"};

/// selection.csv: level,direction,goods_class,category,credit_grade,ratio,reason,source,valid_from,valid_to. ratio 0…1,
/// first matching row of the lowest level wins; empty cells match everything.
struct SelectionRow {
  int level = 0;
  std::string direction, goods_class, category, credit_grade, reason, source;
  Decimal ratio;
  Validity validity;
};

/// equivalents.csv: list,code,equivalent,source,valid_from,valid_to — what international messages call our code: ISO 3166-1
/// alpha-2 for country, UNECE Recommendation 19, 20, 21 for transport_mode, unit, package.
struct EquivalentRow {
  std::string key, equivalent;  ///< key: "country:156"
  Validity validity;
};

/// What a drafter may be asked to state: the names of the act's parameters, of the stored texts and of printed values.
inline constexpr std::string_view kCertificateContents[] = {"results_zh",
                                                            "results_en",
                                                            "basis",
                                                            "certified_quantity",
                                                            "health_statement",
                                                            "animal_identification",
                                                            "botanical_names",
                                                            "additional_declaration",
                                                            "treated_on",
                                                            "treatment",
                                                            "chemical",
                                                            "duration_hours",
                                                            "temperature_celsius",
                                                            "concentration",
                                                            "treatment_information",
                                                            "reexport_of",
                                                            "reexport_origin",
                                                            "reexport_marks",
                                                            "remarks"};

/// certificate_contents.csv: kind,content,need,longest,preset,label_zh,label_en,source,valid_from,valid_to — what a drafter
/// states for a certificate of that kind, beyond the declaration. need: M must, O may; longest in code points; preset: what
/// is printed when he states nothing.
struct ContentRow {
  std::string kind, content, preset, label_zh, label_en;
  bool is_needed = false;
  std::size_t longest = 0;
  Validity validity;
};

struct Layout;         // one document's lay-out: domain/edition/layout_tables.hpp
struct EditionTables;  // rows and their indexes: domain/edition/tables.hpp
struct OriginTables;   // of certificates of origin: domain/edition/origin_tables.hpp

class Edition {
 public:
  /// SHA-256 hex over the tables' bytes, given by whoever loaded them.
  const std::string& hash() const { return hash_; }
  const std::string& name() const { return name_; }

  CodeState code_state(List list, std::string_view code, Date day) const;
  const CodeRow* code(List list, std::string_view code, Date day) const;  ///< the row in force, or nullptr
  std::vector<const CodeRow*> codes(List list, Date day) const;           ///< in file order
  /// Every row of whatever day, in file order: for whoever shows or searches lists, never to decide by.
  std::span<const CodeRow> every_code(List list) const;
  std::span<const OfficeRow> every_office() const;
  std::span<const TariffRow> every_tariff_row() const;
  bool is_closed(List list) const;  ///< lists.csv: closed lists refuse an unknown code, open ones warn

  const OfficeRow* office(std::string_view code, Date day) const;
  /// True when `code` is `node` or below it. Headquarters is above all.
  bool is_at_or_below(std::string_view code, std::string_view node, Date day) const;
  /// The directly-affiliated bureau above an office (a bureau itself gives itself), "" when unknown and for
  /// headquarters.
  std::string bureau_of(std::string_view office_code, Date day) const;
  std::optional<int> bureau_index(std::string_view office_code, Date day) const;
  std::vector<const OfficeRow*> offices(Date day) const;

  const TariffRow* tariff(std::string_view commodity_code, Date day) const;
  CodeState tariff_state(std::string_view commodity_code, Date day) const;

  /// Parameters: parameters.csv: name,value,provenance,source,valid_from,valid_to.
  /// Errors: unavailable when no row is in force on that day, corrupt when the value is no number.
  Result<Decimal> number(std::string_view parameter, Date day) const;
  Result<std::string> text(std::string_view parameter, Date day) const;
  /// "yes"; false when absent: only for switches whose off is the safe side.
  bool flag(std::string_view parameter, Date day) const;

  Result<bool> is_working_day(Date day) const;  ///< unavailable year: failure with rule CAL001
  /// The count-th working day after `day` (before it when negative); 0 gives `day` itself.
  Result<Date> add_working_days(Date day, int count) const;
  const RateRow* exchange_rate(std::string_view currency, Date day) const;  ///< CNY itself always found
  std::vector<const FeeItemRow*> fee_items(Date day) const;
  std::vector<const DeadlineRow*> deadlines(Date day) const;
  std::vector<const ValidityRow*> validities(Date day) const;
  std::vector<const SelectionRow*> selection(Date day) const;  ///< by level, then file order
  /// What international messages call this code, "" when the edition has no word for it.
  std::string_view equivalent(List list, std::string_view code, Date day) const;
  /// The contents of a kind of certificate, in file order; none for a kind nobody states anything for.
  std::vector<const ContentRow*> contents(std::string_view kind, Date day) const;
  /// rule_switches.csv: rule,on,valid_from,valid_to. A rule without a row is on.
  bool rule_is_on(std::string_view rule, Date day) const;
  const OriginTables& origin() const;
  /// The layout of that name with its wording. Errors: not_found when no row is in force on that day.
  Result<Layout> layout(std::string_view name, Date day) const;

 private:
  friend class EditionBuilder;
  friend class RuleRows;
  std::string hash_, name_;
  std::shared_ptr<const EditionTables> tables_;
};

/// Collects tables by file name ("tariff.csv", "codes/country.csv") and builds the edition when every row is good.
class EditionBuilder {
 public:
  /// Adds or replaces a table. Bad rows are kept for `build` to report, each with file, line and column.
  void add(std::string_view file, CsvTable table);
  /// Errors: malformed, with one DAT001 finding per bad cell (path = file, values = line, column, why), at most
  /// limits::kFindingsMax of them: unknown or missing column, bad date, bad number, from after to, overlapping rows of
  /// one key, unknown parent office, a code no list has, an unknown or a missing table.
  Result<std::shared_ptr<const Edition>> build(std::string name, std::string hash) const;

 private:
  std::map<std::string, CsvTable, std::less<>> tables_;
};

}  // namespace datong::domain
