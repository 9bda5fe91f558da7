#include "domain/origin/from_document.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kExportingParty = "156";
constexpr Proof kProofs[] = {Proof::wholly_obtained,       Proof::exclusively_originating, Proof::tariff_change,
                             Proof::value_content,         Proof::non_originating_share,   Proof::cumulative_content,
                             Proof::chemical_reaction,     Proof::process};
static_assert(std::size(kProofs) == std::size(kProofWords));

Decimal decimal(std::string_view text) { return Decimal::parse(text).value_or(Decimal()); }

std::vector<CodeRange> ranges(std::string_view text) {
  std::vector<CodeRange> found;
  for (GoodsRange& range : goods_ranges(text)) found.push_back({std::move(range.first), std::move(range.last)});
  return found;
}

Proof proof_of(std::string_view word) {
  const auto at = std::find(std::begin(kProofWords), std::end(kProofWords), word) - std::begin(kProofWords);
  return kProofs[at];
}

Cumulation cumulation_of(std::string_view word) {
  if (word == "bilateral") return Cumulation::bilateral;
  if (word == "regional") return Cumulation::regional;
  return word == "donor" ? Cumulation::donor : Cumulation::none;
}

/// Whether the code may be printed for goods to that country.
bool serves(const OriginTables& tables, const OriginProofRow& proof, std::string_view country, Date day) {
  const auto rows = tables.criteria_of(proof.kind, day);
  const bool has_rows = std::any_of(rows.begin(), rows.end(), [&](const auto* row) { return row->code == proof.code; });
  return !has_rows || std::any_of(rows.begin(), rows.end(), [&](const OriginCriterionRow* row) {
    return row->code == proof.code && (row->countries.empty() || std::find(row->countries.begin(), row->countries.end(),
                                                                           country) != row->countries.end());
  });
}

bool prints_heading(const OriginTables& tables, const OriginProofRow& proof, Date day) {
  const auto rows = tables.criteria_of(proof.kind, day);
  return std::any_of(rows.begin(), rows.end(), [&](const OriginCriterionRow* row) {
    return row->code == proof.code && row->need == CriterionNeed::heading;
  });
}

Material material_of(const Record& record) {
  namespace M = F::cost_material;
  Material material;
  material.name = record[M::name];
  material.commodity_code = record[M::commodity_code];
  material.origin_country = record[M::origin_country];
  material.is_originating = record[M::is_originating] == "Y";
  // A Chinese region says the country; "originating" without either is taken at its word: the sheet is signed.
  if (material.origin_country.empty() && material.is_originating) material.origin_country = kExportingParty;
  material.origin_proof_number = record[M::origin_proof_number];
  material.is_unaffected = record[M::is_unaffected] == "1";
  material.is_intermediate = record[M::is_intermediate] == "1";
  material.value = decimal(record[M::amount]);
  material.weight = decimal(record[M::weight]);
  return material;
}

}  // namespace

std::optional<Scheme> scheme_of(std::string_view kind, std::string_view importing_country, const Edition& edition, Date day) {
  const OriginTables& tables = edition.origin();
  const OriginSchemeRow* row = tables.scheme(kind, day);
  const OriginKindRow* kind_row = tables.kind(kind, day);
  if (row == nullptr || kind_row == nullptr) return std::nullopt;
  Scheme scheme;
  scheme.exporting_party = kExportingParty;
  scheme.hs_edition = static_cast<std::uint16_t>(kind_row->hs_edition);
  for (const OriginProofRow& proof : tables.proofs) {
    if (proof.kind != kind || !proof.validity.in_force(day) || !serves(tables, proof, importing_country, day)) continue;
    scheme.criteria.push_back({proof_of(proof.proof), proof.under_general_rule, proof.code, proof.sub_code,
                               proof.prints_percentage, prints_heading(tables, proof, day), proof.printed_decimals});
  }
  scheme.prints_suffixes = row->prints_suffixes;
  for (const OriginRuleRow* general : tables.rules_of(tables.general_rules, kind, day)) {
    auto rule = parse_origin_rule(general->rule);
    if (rule) scheme.general_rules.push_back({ranges(general->goods), ranges(general->except), std::move(*rule)});
  }
  scheme.allows_build_down = row->build_down;
  scheme.allows_build_up = row->build_up;
  scheme.allows_roll_up = row->roll_up;
  scheme.counts_unaffected = row->counts_unaffected;
  scheme.de_minimis.percent = row->de_minimis_percent;
  scheme.de_minimis.base = row->de_minimis_base == "fob" ? PriceBase::fob : PriceBase::ex_factory;
  scheme.de_minimis.goods = ranges(row->de_minimis_goods);
  scheme.de_minimis.weight_percent = row->weight_percent;
  scheme.de_minimis.weight_goods = ranges(row->weight_goods);
  scheme.cumulation = cumulation_of(row->cumulation);
  for (const OriginPartnerRow* partner : tables.partners_of(kind, day))
    scheme.cumulation_parties.push_back(partner->country);
  for (CodeRange& range : ranges(row->natural_goods))
    scheme.wholly_obtained_goods.push_back({WhollyObtained::no, std::move(range)});
  if (row->sheet_months_max > 0) scheme.sheet_months_max = row->sheet_months_max;
  if (row->domestic_percent) scheme.domestic_percent = *row->domestic_percent;
  return scheme;
}

std::vector<SpecificRule> specific_rules_of(std::string_view kind, const Edition& edition, Date day) {
  const OriginTables& tables = edition.origin();
  std::vector<SpecificRule> rules;
  for (const OriginRuleRow* row : tables.rules_of(tables.specific_rules, kind, day)) {
    const auto rule = parse_origin_rule(row->rule);
    if (!rule) continue;
    for (CodeRange& range : ranges(row->goods)) rules.push_back({std::move(range), *rule});
  }
  return rules;
}

CostSheet cost_sheet_of(const Record& record) {
  namespace S = F::cost_sheet;
  CostSheet sheet;
  sheet.commodity_code = record[S::commodity_code];
  sheet.fob = decimal(record[S::fob_price]);
  // Without an ex-factory price FOB stands for it. Where a limit is measured on the ex-factory price that helps, if
  // anything, the applicant: OCA050 says what is missing.
  sheet.ex_factory = record.has(S::ex_factory_price) ? decimal(record[S::ex_factory_price]) : sheet.fob;
  sheet.labour = decimal(record[S::labour]);
  sheet.overhead = decimal(record[S::overhead]);
  sheet.profit = decimal(record[S::profit]);
  sheet.other = decimal(record[S::other_cost]);
  sheet.weight = decimal(record[S::weight]);
  record.each(Group::cost_material, [&](const Record& material) { sheet.materials.push_back(material_of(material)); });
  for (const std::string_view process : split(record[S::process_codes], ',')) {
    if (const auto name = trim(process); !name.empty()) sheet.processes.emplace_back(name);
  }
  sheet.minimal_operations_only = record[S::minimal_operations_only] == "1";
  int category = 0;
  const std::string_view text = record[S::wholly_obtained_category];
  std::from_chars(text.data(), text.data() + text.size(), category);
  if (category > 0 && category <= static_cast<int>(WhollyObtained::made_from_these))
    sheet.wholly_obtained = static_cast<WhollyObtained>(category);
  if (record.has(S::originating_total)) sheet.stated_originating = decimal(record[S::originating_total]);
  if (record.has(S::non_originating_total)) sheet.stated_non_originating = decimal(record[S::non_originating_total]);
  sheet.made_on = Date::parse(record[S::made_on]);
  return sheet;
}

const Record* sheet_of_line(const Document& document, const Record& line) {
  const Record* found = nullptr;
  document.header().each(Group::cost_sheet, [&](const Record& sheet) {
    if (sheet[F::cost_sheet::sheet_number] == line[F::origin_goods::cost_sheet]) found = &sheet;
  });
  return found;
}

}  // namespace datong::domain
