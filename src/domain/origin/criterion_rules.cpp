// Origin criteria: codes a kind knows, what must stand beside them, and whether the cost sheet proves them. V28 to V38.
#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "domain/origin/cost_sheet.hpp"
#include "domain/origin/from_document.hpp"
#include "domain/origin/origin_country.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

namespace G = F::origin_goods;

std::string shown(std::string_view code) { return code.empty() ? "-" : std::string(code); }

std::string choices(const std::vector<const OriginCriterionRow*>& rows) {
  std::string text;
  for (const OriginCriterionRow* row : rows) text += (text.empty() ? "" : ", ") + shown(row->code);
  return text;
}

/// Rows of the kind the destination knows.
std::vector<const OriginCriterionRow*> allowed(const OriginContext& context) {
  auto rows = context.tables.criteria_of(context.kind, context.day);
  std::erase_if(rows, [&](const OriginCriterionRow* row) {
    return !row->countries.empty() &&
           std::find(row->countries.begin(), row->countries.end(), context.country) == row->countries.end();
  });
  return rows;
}

void check_heading(const OriginContext& context, const OriginLine& line) {
  const std::string_view code = (*line.record)[G::commodity_code];
  if (code.size() < 4 || !is_digits(code)) return;
  const std::string wanted = heading(code);
  if (line.claimed.reference != wanted)
    context.out.add("ORG030", *line.record, G::criterion_reference, {line.claimed.code, wanted, line.claimed.reference});
}

/// The share the criterion's limits speak of, checked against them.
void check_percent(const OriginContext& context, const OriginLine& line, FieldAt at, const std::optional<Decimal>& percent) {
  const OriginCriterionRow& row = *line.claimed.row;
  const Decimal hundred = Decimal::from_integer(100);
  if (!percent) return;
  if (percent->is_negative() || *percent > hundred) {
    context.out.add("ORG231", *line.record, at, {percent->to_string()});
  } else if (row.at_least && *percent < *row.at_least) {
    context.out.add("ORG032", *line.record, at, {shown(row.code), percent->to_string(), row.at_least->to_string()});
  } else if (row.at_most && *percent > *row.at_most) {
    context.out.add("ORG130", *line.record, at, {shown(row.code), percent->to_string(), row.at_most->to_string()});
  }
}

void check_need(const OriginContext& context, const OriginLine& line) {
  const Record& record = *line.record;
  const ClaimedCriterion& claimed = line.claimed;
  switch (claimed.row->need) {
    case CriterionNeed::nothing: break;
    case CriterionNeed::heading: check_heading(context, line); break;
    case CriterionNeed::percent:
    case CriterionNeed::percent_allowed:
      if (claimed.reference.empty() && claimed.row->need == CriterionNeed::percent) {
        context.out.add("ORG230", record, G::criterion_reference, {claimed.code});
      } else if (!claimed.reference.empty() && !claimed.percent) {
        context.out.add("ORG231", record, G::criterion_reference, {claimed.reference});
      }
      check_percent(context, line, G::criterion_reference, claimed.percent);
      break;
    case CriterionNeed::imported_percent: {
      const auto imported = Decimal::parse(record[G::imported_percent]);
      if (!record.has(G::imported_percent)) {
        context.out.add("ORG232", record, G::imported_percent, {claimed.code});
      } else if (imported && (imported->is_negative() || *imported > Decimal::from_integer(100))) {
        context.out.add("ORG231", record, G::imported_percent, {imported->to_string()});
      } else if (imported) {
        check_percent(context, line, G::imported_percent, Decimal::from_integer(100) - *imported);
      }
      break;
    }
    case CriterionNeed::sub_code: {
      const auto& codes = claimed.row->sub_codes;
      if (std::find(codes.begin(), codes.end(), claimed.sub_code) != codes.end()) break;
      std::string all;
      for (const std::string& code : codes) all += (all.empty() ? "" : ", ") + code;
      context.out.add("ORG031", record, G::criterion_sub, {claimed.code, all});
      break;
    }
  }
  if (claimed.row->need != CriterionNeed::sub_code && !claimed.sub_code.empty())
    context.out.add("ORG131", record, G::criterion_sub, {shown(claimed.code), claimed.sub_code});
  for (const std::string& suffix : claimed.suffixes) {
    const auto& known = claimed.row->suffixes;
    if (std::find(known.begin(), known.end(), suffix) == known.end())
      context.out.add("ORG228", record, G::criterion, {shown(claimed.code), suffix});
  }
  const bool by_value = claimed.row->group == "RVC" || (claimed.row->need == CriterionNeed::sub_code && claimed.sub_code == "1");
  if (by_value && !line.fob) context.out.add("ORG132", record, G::fob_value, {context.box(G::fob_value)});
}

/// What the claim says against itself without any calculation.
void check_plausible(const OriginContext& context, const OriginLine& line) {
  const OriginCriterionRow& row = *line.claimed.row;
  const Record& record = *line.record;
  const std::string_view code = record[G::commodity_code];
  const OriginSchemeRow* scheme = context.tables.scheme(context.kind, context.day);
  const auto rows = allowed(context);
  const auto pe = std::find_if(rows.begin(), rows.end(), [](const auto* r) { return r->group == "PE"; });
  // Where one code says both (P of FORM A), industrial goods may carry it.
  if (row.group == "WO" && pe != rows.end() && scheme != nullptr && !scheme->natural_goods.empty() && is_digits(code) &&
      !is_in_goods(code, scheme->natural_goods))
    context.out.add("ORG033", record, G::criterion, {std::string(code), (*pe)->code});
  if (!row.claims_only_own_materials()) return;
  const std::string_view mode = context.header[F::origin::trade_mode];
  if (mode == origin_codes::kSuppliedMaterials || mode == origin_codes::kImportedMaterials)
    context.out.add("ORG034", record, G::criterion, {row.code, "trade_mode " + std::string(mode)});
  const auto imported = Decimal::parse(record[G::imported_percent]);
  if (imported && !imported->is_zero())
    context.out.add("ORG034", record, G::criterion, {row.code, imported->to_string() + "%"});
}

void check_specific_rule(const OriginContext& context, const OriginLine& line, const std::vector<SpecificRule>& rules,
                         const Scheme& scheme) {
  const OriginCriterionRow& row = *line.claimed.row;
  const std::string_view code = (*line.record)[G::commodity_code];
  const bool has_general = std::any_of(scheme.criteria.begin(), scheme.criteria.end(), [&](const CriterionRow& r) {
    return r.code == row.code && r.under_general_rule;
  });
  const bool needs_specific = !row.claims_only_own_materials() && row.group != "NONE" && !has_general;
  const bool is_known = std::any_of(scheme.criteria.begin(), scheme.criteria.end(),
                                    [&](const CriterionRow& r) { return r.code == row.code; });
  if (needs_specific && is_known && is_digits(code) && rule_for(code, rules) == nullptr)
    context.out.add("ORG036", *line.record, G::criterion, {std::string(code), shown(row.code)});
}

/// Whether what was proved is what was claimed.
bool is_claimed(const ProvenCriterion& proven, const ClaimedCriterion& claimed) {
  if (proven.code != claimed.code) return false;
  if (!proven.sub_code.empty() && proven.sub_code != claimed.sub_code) return false;
  const auto has = [&](std::string_view suffix) {
    return std::find(claimed.suffixes.begin(), claimed.suffixes.end(), suffix) != claimed.suffixes.end();
  };
  if (claimed.row == nullptr || claimed.row->suffixes.empty()) return true;
  return proven.uses_cumulation == has("ACU") && proven.uses_de_minimis == has("DMI");
}

void compare_percent(const OriginContext& context, const OriginLine& line, const ProvenCriterion& proven) {
  const auto calculated = Decimal::parse(proven.percentage);
  const OriginCriterionRow& row = *line.claimed.row;
  if (!calculated) return;
  const bool of_imports = row.need == CriterionNeed::imported_percent;
  std::optional<Decimal> given = of_imports ? Decimal::parse((*line.record)[G::imported_percent]) : line.claimed.percent;
  if (of_imports && given) given = Decimal::from_integer(100) - *given;
  if (!given) return;
  // Rounding may not help: what qualifies may be said lower, what does not may be said higher.
  const bool is_better = row.at_most ? *given < *calculated : *given > *calculated;
  if (is_better) {
    context.out.add("ORG135", *line.record, of_imports ? G::imported_percent : G::criterion_reference,
                    {given->to_string(), proven.percentage});
  }
}

/// Box 11 of RCEP. Neither lists nor rates of the importing parties are held here: only what can be right in no case is
/// refused. A back-to-back certificate's goods were made elsewhere; the sheet says nothing about their country.
void check_country(const OriginContext& context, const OriginLine& line, const CostSheet& sheet, const Scheme& scheme,
                   const ProvenCriterion& used) {
  const Record& record = *line.record;
  if (!context.is_rcep() || context.is_back_to_back() || !record.has(G::origin_country)) return;
  const std::string_view choice = record[G::tax_rate_choice];
  const RateClaim claim = choice == "1" ? RateClaim::contributing : choice == "2" ? RateClaim::all : RateClaim::none;
  const auto possible = possible_origin_countries(sheet, scheme, used, claim);
  const std::string_view stated = record[G::origin_country];
  if (possible.empty() || std::find(possible.begin(), possible.end(), stated) != possible.end()) return;
  std::string all;
  for (const std::string& country : possible) all += (all.empty() ? "" : ", ") + country;
  context.out.add("ORG237", record, G::origin_country, {std::string(stated), all});
}

void check_calculation(const OriginContext& context, const OriginLine& line, const std::vector<SpecificRule>& rules,
                       const Scheme& scheme, std::vector<LineDetermination>& workings) {
  const Record& record = *line.record;
  if (!record.has(G::cost_sheet)) return;
  const std::string sheet_number(record[G::cost_sheet]);
  const Record* found = sheet_of_line(context.document, record);
  if (found == nullptr) return context.out.add("ORG235", record, G::cost_sheet, {sheet_number});
  const CostSheet sheet = cost_sheet_of(*found);
  // The sheet's own code says what is calculated: what it proves of other goods proves nothing of these.
  if (const std::string_view code = record[G::commodity_code];
      is_comparable_code(code) && is_comparable_code(sheet.commodity_code) && code.substr(0, 6) != sheet.commodity_code.substr(0, 6))
    return context.out.add("ORG435", record, G::cost_sheet, {sheet_number, sheet.commodity_code, std::string(code)});
  LineDetermination working{record.path(), determine(sheet, scheme, rules)};
  for (const Finding& refusal : working.determination.refusals)
    context.out.add("ORG335", record, G::cost_sheet, {sheet_number, words(refusal, "zh") + " " + words(refusal, "en")});
  const bool calculated = working.determination.refusals.empty();
  const auto& proven = working.determination.criteria;
  if (calculated && line.claimed.row != nullptr && line.claimed.row->group != "NONE") {
    const bool has_foreign = std::any_of(sheet.materials.begin(), sheet.materials.end(),
                                         [](const Material& m) { return !m.is_originating && !m.value.is_zero(); });
    const auto match = std::find_if(proven.begin(), proven.end(), [&](const auto& p) { return is_claimed(p, line.claimed); });
    if (line.claimed.row->claims_only_own_materials() && has_foreign) {
      context.out.add("ORG034", record, G::criterion, {line.claimed.code, "cost_sheet " + sheet_number});
    } else if (match == proven.end()) {
      std::string met;
      for (const ProvenCriterion& p : proven) met += (met.empty() ? "" : "; ") + shown(p.printed);
      context.out.add("ORG035", record, G::criterion, {criterion_text(line.claimed, record), met.empty() ? "-" : met});
    } else {
      compare_percent(context, line, *match);
      check_country(context, line, sheet, scheme, *match);
    }
  }
  if (calculated && context.row != nullptr && !context.row->has_criterion && proven.empty())
    context.out.add("ORG035", record, G::cost_sheet, {"-", "-"});
  workings.push_back(std::move(working));
}

void check_line(const OriginContext& context, const OriginLine& line) {
  const Record& record = *line.record;
  const ClaimedCriterion& claimed = line.claimed;
  if (!context.row->has_criterion) {
    if (record.has(G::criterion)) context.out.add("ORG128", record, G::criterion, {std::string(context.kind)});
    return;
  }
  const std::string box = context.box(G::criterion);
  if (claimed.row != nullptr) {
    check_need(context, line);
    check_plausible(context, line);
  } else if (claimed.code.empty()) {
    context.out.add("ORG029", record, G::criterion, {box, choices(allowed(context))});
  } else {
    context.out.add("ORG028", record, G::criterion,
                    {box, std::string(context.kind), claimed.code, choices(allowed(context))});
  }
}

/// What is worth saying about the sheet itself, at its own fields.
void warn_of_sheet(const OriginContext& context, const Record& record, const Scheme& scheme) {
  const CostSheet sheet = cost_sheet_of(record);
  if (!cost_sheet_refusals(sheet).empty()) return;
  if (!record.has(F::cost_sheet::ex_factory_price)) context.out.add("OCA050", record, F::cost_sheet::ex_factory_price);
  std::vector<const Record*> materials;
  record.each(Group::cost_material, [&](const Record& material) { materials.push_back(&material); });
  for (Finding& warning : cost_sheet_warnings(sheet, scheme, context.day)) {
    const auto parts = split(std::string_view(warning.path).substr(1), '/');  // "made_on" or "materials", "0", "amount"
    const Record* place = &record;
    if (parts.size() == 3) {
      std::size_t index = 0;
      std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), index);
      place = materials[index];
    }
    const int field = field_by_name(place->group(), parts.back());
    if (field >= 0) context.out.add(std::move(warning), *place, FieldAt{place->group(), static_cast<std::uint16_t>(field)});
  }
}

/// A number names one sheet, or nobody can say which one a line means.
void check_sheets(const OriginContext& context, const std::optional<Scheme>& scheme) {
  std::set<std::string_view> numbers;
  context.header.each(Group::cost_sheet, [&](const Record& sheet) {
    const std::string_view number = sheet[F::cost_sheet::sheet_number];
    if (!number.empty() && !numbers.insert(number).second)
      context.out.add("ORG535", sheet, F::cost_sheet::sheet_number, {std::string(number)});
    if (scheme) warn_of_sheet(context, sheet, *scheme);
  });
}

/// SEE BOX 8, CONFIDENTIAL and the producers beside the goods (RCEP).
void check_producers(const OriginContext& context) {
  const FieldAt at = F::origin::producer;
  const std::string box = context.box(at), text = plain(context.header[at]);
  std::set<std::string> producers;
  bool each_line = true;
  for (const OriginLine& line : context.lines) {
    if (!line.is_goods) continue;
    const std::string producer = plain((*line.record)[G::producer]);
    if (producer.empty()) each_line = false;
    if (!producer.empty()) producers.insert(producer);
  }
  const bool confidential = is_yes(context.header[F::origin::producer_confidential]);
  if (confidential && text != "CONFIDENTIAL") {
    context.out.add("ORG238", context.header, at, {box});
  } else if (text == "SEE BOX 8") {
    if (!each_line) context.out.add("ORG138", context.header, at, {box});
  } else if (!confidential && producers.size() > 1) {
    context.out.add("ORG038", context.header, at, {box, std::to_string(producers.size())});
  }
}

/// Every line's invoice is among those of the application.
void check_line_invoices(const OriginContext& context) {
  std::set<std::string_view> invoices{context.header[F::origin::invoice_number]};
  context.header.each(Group::origin_invoice,
                      [&](const Record& invoice) { invoices.insert(invoice[F::origin_invoice::invoice_number]); });
  for (const OriginLine& line : context.lines) {
    const std::string_view number = (*line.record)[G::invoice_number];
    if (line.is_goods && !number.empty() && !invoices.contains(number))
      context.out.add("ORG137", *line.record, G::invoice_number, {"invoice_number", std::string(number)});
  }
}

}  // namespace

void check_origin_criteria(const OriginContext& context, std::vector<LineDetermination>& workings) {
  if (context.row == nullptr) return;
  const auto scheme = scheme_of(context.kind, context.country, context.edition, context.day);
  const auto rules = specific_rules_of(context.kind, context.edition, context.day);
  for (const OriginLine& line : context.lines) {
    if (!line.is_goods) continue;
    check_line(context, line);
    if (!scheme) continue;
    if (line.claimed.row != nullptr) check_specific_rule(context, line, rules, *scheme);
    check_calculation(context, line, rules, *scheme, workings);
  }
  check_sheets(context, scheme);
  check_line_invoices(context);
  if (context.is_rcep()) check_producers(context);
}

}  // namespace datong::domain
