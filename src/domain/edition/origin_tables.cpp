#include "domain/edition/origin_tables.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/edition/table_reader.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kProvenances[] = {"reg", "notice", "guide", "known", "assumed", "example"};
constexpr std::string_view kYesNo[] = {"yes", "no"};
constexpr std::string_view kGroups[] = {"WO", "PE", "CTC", "RVC", "VNM", "CUM", "PROCESS", "PSR", "NONE"};
constexpr std::string_view kNeeds[] = {"nothing", "heading", "percent", "percent_allowed", "imported_percent", "sub_code"};
constexpr std::string_view kDayUnits[] = {"calendar", "working", "months"};
constexpr std::string_view kCumulations[] = {"none", "bilateral", "regional", "donor"};
constexpr int kLinesMax = 1'000;  // limits::kOriginLinesMax: what a message may carry at all
constexpr int kLimitMax = 3'660;

template <class Enum, std::size_t N>
Enum enum_of(Cells& cells, std::string_view column, const std::string_view (&words)[N]) {
  const std::string word = cells.one_of(column, words);
  const auto at = std::find(std::begin(words), std::end(words), word) - std::begin(words);
  return at == static_cast<std::ptrdiff_t>(N) ? Enum{} : static_cast<Enum>(at);
}

bool yes(Cells& cells, std::string_view column) { return cells.one_of(column, kYesNo) == "yes"; }

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string key;
  for (const std::string_view part : parts) (key += part) += '|';
  return key;
}

template <class Row>
bool is_of(const Row& row, std::string_view kind, Date day) {
  return row.kind == kind && row.validity.in_force(day);
}

class Reader {
 public:
  Reader(TableReader& reader, const std::vector<CodeRow>& kinds, const std::vector<CodeRow>& countries)
      : reader_(reader), kinds_(kinds), countries_(countries) {}

  OriginTables read() {
    OriginTables tables;
    tables.kinds = read_kinds();
    tables.partners = read_partners();
    tables.criteria = read_criteria();
    tables.proofs = read_proofs();
    tables.fields = read_fields();
    tables.words = read_words();
    tables.specific_rules = read_rules("origin_specific_rules.csv");
    tables.general_rules = read_rules("origin_general_rules.csv");
    tables.schemes = read_schemes();
    return tables;
  }

 private:
  static bool knows(const std::vector<CodeRow>& list, std::string_view code) {
    return std::any_of(list.begin(), list.end(), [&](const CodeRow& row) { return row.code == code; });
  }
  std::string kind(Cells& cells) {
    std::string code = cells.required("kind");
    if (!knows(kinds_, code)) cells.bad("kind", "no such kind: " + code);
    return code;
  }
  void country(Cells& cells, std::string_view column, std::string_view code) {
    if (!knows(countries_, code)) cells.bad(column, "no such country: " + std::string(code));
  }
  static void ranges(Cells& cells, std::string_view column) {
    for (const std::string& word : cells.words(column)) {
      if (!goods_range(word)) cells.bad(column, "no range of codes: " + word);
    }
  }
  template <class Row>
  static void whence(Cells& cells, Row& row) {
    row.provenance = cells.one_of("provenance", kProvenances);
    row.source = cells.required("source");
    row.validity = cells.validity();
  }

  std::vector<OriginKindRow> read_kinds() {
    const std::string_view file = "origin_kinds.csv";
    auto read = reader_.read(
        file,
        {"kind", "preferential", "any_country", "lines_max", "grace_days", "grace_unit", "retrospective", "legend",
         "legend_box", "legend_tick", "limit", "limit_unit", "limit_from", "validity_months", "criterion", "hs_digits",
         "hs_edition", "third_party_place", "third_party_tick", "replacement_box", "remarks", "producer",
         "predicted_departure", "exhibition", "fob_with_value_content_only", "automatic_approval", "layout", "language",
         "authority", "records_years", "provenance", "source", "valid_from", "valid_to"},
        [&](Cells& cells) {
          OriginKindRow row;
          row.kind = kind(cells);
          row.is_preferential = yes(cells, "preferential");
          row.any_country = yes(cells, "any_country");
          row.lines_max = cells.integer("lines_max", 0, kLinesMax);
          row.grace_days = cells.integer("grace_days", 0, kLimitMax);
          row.grace_unit = enum_of<DayUnit>(cells, "grace_unit", kDayUnits);
          if (row.grace_unit == DayUnit::months) cells.bad("grace_unit", "days of grace are days");
          row.retrospective = yes(cells, "retrospective");
          row.legend = cells.text("legend");
          row.legend_box = cells.text("legend_box");
          row.legend_tick = cells.text("legend_tick");
          if (row.retrospective && row.legend_box.empty() && row.legend_tick.empty())
            cells.bad("legend_box", "a retrospective certificate shows it somewhere");
          row.limit = cells.integer("limit", 0, kLimitMax);
          row.limit_unit = enum_of<DayUnit>(cells, "limit_unit", kDayUnits);
          row.limit_from = cells.one_of("limit_from", {"shipped_on", "export_declared_on"});
          row.validity_months = cells.integer("validity_months", 1, 120);
          row.has_criterion = yes(cells, "criterion");
          row.hs_digits = cells.integer("hs_digits", 4, 10);
          row.hs_edition = cells.integer("hs_edition", 0, 2100);
          row.third_party_place = cells.text("third_party_place");
          row.third_party_tick = cells.text("third_party_tick");
          row.replacement_box = cells.text("replacement_box");
          row.uses_remarks = yes(cells, "remarks");
          row.uses_producer = yes(cells, "producer");
          row.uses_predicted_departure = yes(cells, "predicted_departure");
          row.uses_exhibition = yes(cells, "exhibition");
          row.fob_with_value_content_only = yes(cells, "fob_with_value_content_only");
          row.approves_automatically = yes(cells, "automatic_approval");
          row.layout = cells.required("layout");
          row.language = cells.one_of("language", {"en", "zh"});
          row.authority = cells.required("authority");
          row.records_years = cells.integer("records_years", 1, 30);
          whence(cells, row);
          return row;
        });
    reader_.refuse_overlaps(file, "kind", read, [](const OriginKindRow& row) { return row.kind; });
    return std::move(read.rows);
  }

  std::vector<OriginPartnerRow> read_partners() {
    const std::string_view file = "origin_partners.csv";
    auto read = reader_.read(file, {"kind", "country", "provenance", "source", "valid_from", "valid_to"},
                             [&](Cells& cells) {
                               OriginPartnerRow row;
                               row.kind = kind(cells);
                               row.country = cells.required("country");
                               country(cells, "country", row.country);
                               whence(cells, row);
                               return row;
                             });
    reader_.refuse_overlaps(file, "country", read,
                            [](const OriginPartnerRow& row) { return joined({row.kind, row.country}); });
    return std::move(read.rows);
  }

  std::vector<OriginCriterionRow> read_criteria() {
    const std::string_view file = "origin_criteria.csv";
    auto read = reader_.read(
        file,
        {"kind", "code", "meaning_zh", "meaning_en", "group", "need", "sub_codes", "suffixes", "countries", "at_least",
         "at_most", "prints", "provenance", "source", "valid_from", "valid_to"},
        [&](Cells& cells) {
          OriginCriterionRow row;
          row.kind = kind(cells);
          row.code = cells.text("code");
          row.meaning_zh = cells.required("meaning_zh");
          row.meaning_en = cells.required("meaning_en");
          row.group = cells.one_of("group", kGroups);
          row.need = enum_of<CriterionNeed>(cells, "need", kNeeds);
          row.sub_codes = cells.words("sub_codes");
          if ((row.need == CriterionNeed::sub_code) == row.sub_codes.empty())
            cells.bad("sub_codes", "with need sub_code, and only then");
          row.suffixes = cells.words("suffixes");
          row.countries = cells.words("countries");
          for (const std::string& code : row.countries) country(cells, "countries", code);
          const Decimal hundred = Decimal::from_integer(100);
          if (!cells.text("at_least").empty()) row.at_least = cells.number("at_least", {}, hundred);
          if (!cells.text("at_most").empty()) row.at_most = cells.number("at_most", {}, hundred);
          row.prints = cells.text("prints");
          whence(cells, row);
          return row;
        });
    reader_.refuse_overlaps(file, "code", read, [](const OriginCriterionRow& row) {
      std::string key = joined({row.kind, row.code});
      for (const std::string& code : row.countries) key += code + ' ';
      return key;
    });
    return std::move(read.rows);
  }

  std::vector<OriginProofRow> read_proofs() {
    return std::move(reader_
                         .read("origin_proofs.csv",
                               {"kind", "proof", "general", "code", "sub_code", "prints_percentage", "printed_decimals",
                                "provenance", "source", "valid_from", "valid_to"},
                               [&](Cells& cells) {
                                 OriginProofRow row;
                                 row.kind = kind(cells);
                                 row.proof = cells.one_of("proof", kProofWords);
                                 row.under_general_rule = yes(cells, "general");
                                 row.code = cells.text("code");
                                 row.sub_code = cells.text("sub_code");
                                 row.prints_percentage = yes(cells, "prints_percentage");
                                 row.printed_decimals = cells.integer("printed_decimals", 0, 5);
                                 whence(cells, row);
                                 return row;
                               })
                         .rows);
  }

  std::vector<OriginFieldRow> read_fields() {
    const std::string_view file = "origin_fields.csv";
    auto read = reader_.read(
        file, {"kind", "group", "field", "need", "box", "rule", "source", "valid_from", "valid_to"}, [&](Cells& cells) {
          OriginFieldRow row;
          row.kind = cells.text("kind") == kEveryKind ? std::string(kEveryKind) : kind(cells);
          for (const GroupSpec& spec : groups_of(Group::origin)) {
            if (spec.name == cells.text("group")) row.group = spec.group;
          }
          if (group_spec(row.group).name != cells.text("group")) cells.bad("group", "no such group of the application");
          row.field = cells.required("field");
          const int position = field_by_name(row.group, row.field);
          if (position < 0) cells.bad("field", "no such field: " + row.field);
          row.position = static_cast<std::uint16_t>(std::max(position, 0));
          row.need = cells.one_of("need", {"M", "R", "N", "O"}).append("O")[0];
          row.box = cells.text("box");
          row.rule = cells.text("rule");
          if ((row.need == 'O') != row.rule.empty()) cells.bad("rule", "with M, R and N, and only then");
          if (!row.rule.empty() && find_rule(row.rule) == nullptr) cells.bad("rule", "no such rule: " + row.rule);
          row.source = cells.required("source");
          row.validity = cells.validity();
          return row;
        });
    reader_.refuse_overlaps(file, "field", read, [](const OriginFieldRow& row) {
      return joined({row.kind, group_spec(row.group).name, row.field});
    });
    return std::move(read.rows);
  }

  std::vector<OriginWordRow> read_words() {
    return std::move(
        reader_
            .read("origin_words.csv", {"purpose", "code", "word", "source"},
                  [](Cells& cells) {
                    return OriginWordRow{cells.required("purpose"), cells.text("code"), cells.required("word"),
                                         cells.required("source")};
                  })
            .rows);
  }

  std::vector<OriginRuleRow> read_rules(std::string_view file) {
    auto read = reader_.read(
        file, {"kind", "goods", "except", "rule", "note", "provenance", "source", "valid_from", "valid_to"},
        [&](Cells& cells) {
          OriginRuleRow row;
          row.kind = kind(cells);
          row.goods = cells.text("goods");
          row.except = cells.text("except");
          ranges(cells, "goods");
          ranges(cells, "except");
          row.rule = cells.required("rule");
          row.note = cells.text("note");
          whence(cells, row);
          return row;
        });
    reader_.refuse_overlaps(file, "goods", read,
                            [](const OriginRuleRow& row) { return joined({row.kind, row.goods, row.rule}); });
    return std::move(read.rows);
  }

  std::vector<OriginSchemeRow> read_schemes() {
    const std::string_view file = "origin_schemes.csv";
    auto read = reader_.read(
        file,
        {"kind", "build_down", "build_up", "roll_up", "counts_unaffected", "prints_suffixes", "de_minimis_percent",
         "de_minimis_base", "de_minimis_goods", "weight_percent", "weight_goods", "cumulation", "natural_goods",
         "sheet_months_max", "domestic_percent", "provenance", "source", "valid_from", "valid_to"},
        [&](Cells& cells) {
          const Decimal hundred = Decimal::from_integer(100);
          OriginSchemeRow row;
          row.kind = kind(cells);
          row.build_down = yes(cells, "build_down");
          row.build_up = yes(cells, "build_up");
          row.roll_up = yes(cells, "roll_up");
          row.counts_unaffected = yes(cells, "counts_unaffected");
          row.prints_suffixes = yes(cells, "prints_suffixes");
          row.de_minimis_percent = cells.number("de_minimis_percent", {}, hundred);
          row.de_minimis_base = cells.one_of("de_minimis_base", {"fob", "ex_factory"});
          row.weight_percent = cells.number("weight_percent", {}, hundred);
          row.de_minimis_goods = cells.text("de_minimis_goods");
          row.weight_goods = cells.text("weight_goods");
          row.natural_goods = cells.text("natural_goods");
          for (const char* column : {"de_minimis_goods", "weight_goods", "natural_goods"}) ranges(cells, column);
          row.cumulation = cells.one_of("cumulation", kCumulations);
          row.sheet_months_max = cells.integer("sheet_months_max", 0, 120);
          if (!cells.text("domestic_percent").empty())
            row.domestic_percent = cells.number("domestic_percent", {}, hundred);
          whence(cells, row);
          return row;
        });
    reader_.refuse_overlaps(file, "kind", read, [](const OriginSchemeRow& row) { return row.kind; });
    return std::move(read.rows);
  }

  TableReader& reader_;
  const std::vector<CodeRow>& kinds_;
  const std::vector<CodeRow>& countries_;
};

}  // namespace

std::optional<GoodsRange> goods_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const std::string_view first = text.substr(0, dash), last = dash == text.npos ? first : text.substr(dash + 1);
  const bool digits = is_digits(first) && is_digits(last) && first.size() == last.size();
  if (!digits || first.size() > 6 || first.size() % 2 != 0 || last < first) return std::nullopt;
  return GoodsRange{std::string(first), std::string(last)};
}

std::vector<GoodsRange> goods_ranges(std::string_view text) {
  std::vector<GoodsRange> found;
  for (const std::string_view word : split(text, ' ')) {
    if (auto range = goods_range(word)) found.push_back(std::move(*range));
  }
  return found;
}

bool is_in_goods(std::string_view commodity_code, std::string_view ranges) {
  for (const std::string_view word : split(ranges, ' ')) {
    const auto range = goods_range(word);
    if (!range || commodity_code.size() < range->first.size()) continue;
    const std::string_view start = commodity_code.substr(0, range->first.size());
    if (range->first <= start && start <= range->last) return true;
  }
  return false;
}

const OriginKindRow* OriginTables::kind(std::string_view code, Date day) const {
  const auto row = std::find_if(kinds.begin(), kinds.end(), [&](const auto& r) { return is_of(r, code, day); });
  return row == kinds.end() ? nullptr : &*row;
}

const OriginSchemeRow* OriginTables::scheme(std::string_view code, Date day) const {
  const auto row = std::find_if(schemes.begin(), schemes.end(), [&](const auto& r) { return is_of(r, code, day); });
  return row == schemes.end() ? nullptr : &*row;
}

bool OriginTables::is_partner(std::string_view code, std::string_view country, Date day) const {
  return std::any_of(partners.begin(), partners.end(),
                     [&](const auto& row) { return row.country == country && is_of(row, code, day); });
}

std::vector<const OriginPartnerRow*> OriginTables::partners_of(std::string_view code, Date day) const {
  std::vector<const OriginPartnerRow*> found;
  for (const OriginPartnerRow& row : partners) {
    if (is_of(row, code, day)) found.push_back(&row);
  }
  return found;
}

std::vector<const OriginCriterionRow*> OriginTables::criteria_of(std::string_view code, Date day) const {
  std::vector<const OriginCriterionRow*> found;
  for (const OriginCriterionRow& row : criteria) {
    if (is_of(row, code, day)) found.push_back(&row);
  }
  return found;
}

std::vector<const OriginFieldRow*> OriginTables::fields_of(std::string_view code, Date day) const {
  std::vector<const OriginFieldRow*> found;
  for (const OriginFieldRow& row : fields) {
    if (is_of(row, code, day)) found.push_back(&row);
  }
  const std::size_t own = found.size();
  for (const OriginFieldRow& row : fields) {
    const auto is_same = [&](const OriginFieldRow* r) { return r->group == row.group && r->position == row.position; };
    if (is_of(row, kEveryKind, day) &&
        std::none_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(own), is_same))
      found.push_back(&row);
  }
  return found;
}

std::vector<const OriginRuleRow*> OriginTables::rules_of(const std::vector<OriginRuleRow>& rules, std::string_view code,
                                                         Date day) const {
  std::vector<const OriginRuleRow*> found;
  for (const OriginRuleRow& row : rules) {
    if (is_of(row, code, day)) found.push_back(&row);
  }
  return found;
}

std::vector<const OriginWordRow*> OriginTables::words_for(std::string_view purpose) const {
  std::vector<const OriginWordRow*> found;
  for (const OriginWordRow& row : words) {
    if (row.purpose == purpose) found.push_back(&row);
  }
  return found;
}

bool OriginTables::has_word(std::string_view purpose, std::string_view word) const {
  return std::any_of(words.begin(), words.end(),
                     [&](const OriginWordRow& row) { return row.purpose == purpose && row.word == word; });
}

OriginTables read_origin_tables(TableReader& reader, const std::vector<CodeRow>& kinds,
                                const std::vector<CodeRow>& countries) {
  return Reader(reader, kinds, countries).read();
}

}  // namespace datong::domain
