#pragma once
// Dated data of certificates of origin, inside an Edition: kinds, partners, criteria, fields and boxes by kind, words,
// rules of origin, scheme parameters. One row one fact, each with provenance and source (data/README.md).
// Not here: rules (domain/origin), calculation structs (domain/origin/scheme.hpp). Thread rule: constant once built.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/edition/edition.hpp"

namespace datong::domain {

class TableReader;

/// Written as kind in origin_fields.csv: the row is every kind's; a row of the kind itself goes before it.
inline constexpr std::string_view kEveryKind = "*";

/// What days after shipment are counted in.
enum class DayUnit : std::uint8_t { calendar, working, months };

/// origin_kinds.csv: what one kind of certificate is and how it is issued. COO 2.1, 2.3.
struct OriginKindRow {
  std::string kind;
  bool is_preferential = false;
  bool any_country = false;       ///< else only countries of origin_partners.csv
  int lines_max = 0;              ///< goods lines on one certificate; 0 = no limit of its own
  int grace_days = 0;             ///< after shipment without a legend
  DayUnit grace_unit = DayUnit::calendar;
  bool retrospective = false;     ///< may be issued after the days of grace
  std::string legend;             ///< printed then; "" = a tick alone, or none
  std::string legend_box, legend_tick;  ///< where; key of the box to tick
  int limit = 0;                  ///< refused after so many `limit_unit` from `limit_from`; 0 = no limit
  DayUnit limit_unit = DayUnit::months;
  std::string limit_from;         ///< shipped_on or export_declared_on
  int validity_months = 0;        ///< from issue; amended and reissued within it
  bool has_criterion = false;
  int hs_digits = 0;              ///< at least and as printed
  int hs_edition = 0;             ///< 0 = not stated
  std::string third_party_place;  ///< box the non-party company is named in; "" = not shown
  std::string third_party_tick, replacement_box;
  bool uses_remarks = false, uses_producer = false, uses_predicted_departure = false, uses_exhibition = false;
  bool fob_with_value_content_only = false;  ///< FOB is printed only when a value criterion is used
  bool approves_automatically = false;
  std::string layout, language, authority;
  int records_years = 0;
  std::string provenance, source;
  Validity validity;
};

/// origin_partners.csv. COO 2.1.
struct OriginPartnerRow {
  std::string kind, country, provenance, source;
  Validity validity;
};

/// What must stand beside a criterion's code.
enum class CriterionNeed : std::uint8_t {
  nothing,
  heading,          ///< of the good, XX.XX
  percent,          ///< in criterion_reference
  percent_allowed,  ///< may stand in criterion_reference
  imported_percent, ///< in the field of that name
  sub_code,         ///< one of `sub_codes`
};

/// origin_criteria.csv: codes a kind knows. COO 2.12.
struct OriginCriterionRow {
  std::string kind, code;  ///< code "" = the box may stay empty
  std::string meaning_zh, meaning_en;
  std::string group;       ///< WO, PE, CTC, RVC, VNM, CUM, PROCESS, PSR, NONE: what is claimed
  CriterionNeed need = CriterionNeed::nothing;
  std::vector<std::string> sub_codes, suffixes, countries;  ///< countries empty = all of the kind's
  std::optional<Decimal> at_least, at_most;                 ///< of the percentage that counts
  std::string prints;  ///< {code} {heading} {percent} {suffixes}: text of the criterion box
  std::string provenance, source;
  Validity validity;
  bool claims_only_own_materials() const { return group == "WO" || group == "PE"; }
};

/// origin_proofs.csv: which code follows from a proof; the order of rows is the order of proposal. COO 2.12.
struct OriginProofRow {
  std::string kind, proof;  ///< proof: a word of kProofWords
  bool under_general_rule = false;
  std::string code, sub_code;
  bool prints_percentage = false;
  int printed_decimals = 0;
  std::string provenance, source;
  Validity validity;
};
inline constexpr std::string_view kProofWords[] = {"WO", "PE", "CTC", "RVC", "MAXVNM", "CUM", "CR", "PROCESS"};

/// origin_fields.csv: what a kind demands of a field beyond the form's table, and in which box it is printed. COO 2.4–2.13.
struct OriginFieldRow {
  std::string kind;
  Group group = Group::origin;
  std::string field;
  std::uint16_t position = 0;
  char need = 'O';   ///< M refused when empty, R warned when empty, N not used (warned when filled), O as the form says
  std::string box;   ///< number of the box on paper, "" = not printed or unknown
  std::string rule;  ///< cited by M, R, N
  std::string source;
  Validity validity;
};

/// origin_words.csv: words rules look for. `code` says whose word it is, where it is somebody's (country, chapter).
struct OriginWordRow {
  std::string purpose, code, word, source;
};

/// origin_specific_rules.csv and origin_general_rules.csv. `goods` and `except` are ranges of codes by blanks: "25 2901-2902".
struct OriginRuleRow {
  std::string kind, goods, except, rule, note, provenance, source;
  Validity validity;
};

/// origin_schemes.csv: parameters of calculation. COO 3.1, 3.3, 3.5.
struct OriginSchemeRow {
  std::string kind;
  bool build_down = false, build_up = false, roll_up = false, counts_unaffected = true, prints_suffixes = false;
  Decimal de_minimis_percent;
  std::string de_minimis_base, de_minimis_goods;  ///< fob or ex_factory; ranges, "" = all goods
  Decimal weight_percent;
  std::string weight_goods, cumulation, natural_goods;
  int sheet_months_max = 0;
  std::optional<Decimal> domestic_percent;
  std::string provenance, source;
  Validity validity;
};

/// A range "61" or "2901-2902" as written in the tables; both ends have the same 2, 4 or 6 digits.
struct GoodsRange {
  std::string first, last;
};
std::optional<GoodsRange> goods_range(std::string_view text);
/// Of a blank-separated list that was read from a table.
std::vector<GoodsRange> goods_ranges(std::string_view text);
bool is_in_goods(std::string_view commodity_code, std::string_view ranges);

struct OriginTables {
  std::vector<OriginKindRow> kinds;
  std::vector<OriginPartnerRow> partners;
  std::vector<OriginCriterionRow> criteria;
  std::vector<OriginProofRow> proofs;
  std::vector<OriginFieldRow> fields;
  std::vector<OriginWordRow> words;
  std::vector<OriginRuleRow> specific_rules, general_rules;
  std::vector<OriginSchemeRow> schemes;

  const OriginKindRow* kind(std::string_view kind, Date day) const;
  const OriginSchemeRow* scheme(std::string_view kind, Date day) const;
  bool is_partner(std::string_view kind, std::string_view country, Date day) const;
  std::vector<const OriginPartnerRow*> partners_of(std::string_view kind, Date day) const;
  std::vector<const OriginCriterionRow*> criteria_of(std::string_view kind, Date day) const;
  /// The kind's own rows and those of every kind it has none of its own for.
  std::vector<const OriginFieldRow*> fields_of(std::string_view kind, Date day) const;
  std::vector<const OriginRuleRow*> rules_of(const std::vector<OriginRuleRow>& rules, std::string_view kind,
                                             Date day) const;
  std::vector<const OriginWordRow*> words_for(std::string_view purpose) const;
  bool has_word(std::string_view purpose, std::string_view word) const;
};

/// Reads every origin table; complaints go to the reader. `has_country` knows the codes of codes/country.csv.
OriginTables read_origin_tables(TableReader& reader, const std::vector<CodeRow>& kinds,
                                const std::vector<CodeRow>& countries);

}  // namespace datong::domain
