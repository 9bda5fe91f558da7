// Fields a kind demands, classes, third parties, papers, characters, sums. V47, V48, V49 to V59, V61, V64 to V66.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/origin/decide.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

using O = FieldAt;

/// Rules origin_fields.csv may name; a row naming another is refused when the edition is built.
constexpr std::array kFieldRules{RuleId("ORG008"), RuleId("ORG037"), RuleId("ORG052"), RuleId("ORG053"),
                                 RuleId("ORG054"), RuleId("ORG058"), RuleId("ORG158"), RuleId("ORG258")};

void check_field(const OriginContext& context, const OriginFieldRow& row, const Record& record) {
  const FieldAt at{row.group, row.position};
  const bool is_wrong = row.need == 'N' ? record.has(at) && record[at] != "0" : !record.has(at);
  if (row.need == 'O' || !is_wrong) return;
  const auto rule = std::find_if(kFieldRules.begin(), kFieldRules.end(), [&](RuleId id) { return id.id() == row.rule; });
  if (rule == kFieldRules.end()) return;
  const std::string box = row.box.empty() ? "-" : row.box;
  std::vector<std::string> values{row.field, box};
  if (*rule == RuleId("ORG008")) values.push_back(transport_text(context.document, context.edition, context.day));
  context.out.add(*rule, record, at, std::move(values));
}

void check_fields_of_kind(const OriginContext& context) {
  for (const OriginFieldRow* row : context.tables.fields_of(context.kind, context.day)) {
    if (row->group == Group::origin) {
      check_field(context, *row, context.header);
    } else if (row->group == Group::origin_goods) {
      for (const OriginLine& line : context.lines) {
        if (line.is_goods) check_field(context, *row, *line.record);
      }
    } else {
      context.header.each(row->group, [&](const Record& record) { check_field(context, *row, record); });
    }
  }
}

void check_class(const OriginContext& context) {
  const Record& header = context.header;
  const std::string_view kind_of_class = header[F::origin::application_class];
  if (kind_of_class.empty()) return;
  if (!context.is_amendment()) {
    if (header.count(Group::origin_change) > 0) context.out.add("ORG248", header, Group::origin_change);
    return;
  }
  const Record* change = nullptr;
  header.each(Group::origin_change, [&](const Record& record) { change = &record; });
  namespace C = F::origin_change;
  if (change == nullptr || !change->has(C::previous_number) || !change->has(C::reason)) {
    if (change == nullptr) return context.out.add("ORG047", header, Group::origin_change);
    context.out.add("ORG047", *change, change->has(C::previous_number) ? C::reason : C::previous_number);
  }
  if (kind_of_class == origin_codes::kAmended) {
    if ((*change)[C::original_returned] != origin_codes::kSet) context.out.add("ORG148", *change, C::original_returned);
  } else if ((*change)[C::original_unused] != origin_codes::kSet) {
    context.out.add("ORG048", *change, C::original_unused);
  }
}

void check_third_parties(const OriginContext& context) {
  const Record& header = context.header;
  const bool marked = context.is_set(F::origin::third_party_invoice);
  const std::size_t companies = header.count(Group::third_party);
  if (marked && companies == 0) context.out.add("ORG049", header, Group::third_party);
  if (!marked && companies > 0) context.out.add("ORG150", header, F::origin::third_party_invoice);
  if (marked && context.kind == origin_codes::kEcuador && !header.has(F::origin::producer))
    context.out.add("ORG249", header, F::origin::producer);
  const std::string exporter = plain(header[F::origin::exporter]);
  header.each(Group::third_party, [&](const Record& company) {
    const std::string name = plain(company[F::third_party::name]);
    if (company[F::third_party::country] == origin_codes::kChina)
      context.out.add("ORG149", company, F::third_party::country, {name});
    if (!name.empty() && exporter.starts_with(name)) context.out.add("ORG050", company, F::third_party::name, {name});
  });
}

void check_special_kinds(const OriginContext& context) {
  const Record& header = context.header;
  if (context.is_set(F::origin::exhibition) && !header.has(F::origin::exhibition_name))
    context.out.add("ORG051", header, F::origin::exhibition_name);
  if (context.kind == origin_codes::kReExport && header[F::origin::origin_country] == origin_codes::kChina)
    context.out.add("ORG153", header, F::origin::origin_country);
  if (header.has(F::origin::promise) && header[F::origin::promise] != origin_codes::kPromised)
    context.out.add("ORG064", header, F::origin::promise);
}

void check_papers(const OriginContext& context) {
  if (!context.is_attached(origin_codes::kCommercialInvoice))
    context.out.add("ORG055", context.header, Group::origin_document);
  context.header.each(Group::origin_document, [&](const Record& paper) {
    namespace D = F::origin_document;
    if (paper[D::document_kind] != origin_codes::kCommercialInvoice) return;
    for (const O at : {D::document_number, D::file_name}) {
      if (context.word_in("pro_forma", paper[at]) != nullptr)
        return context.out.add("ORG155", paper, at, {std::string(paper[at])});
    }
  });
}

void check_number(const OriginContext& context) {
  const O at = F::origin::certificate_number;
  if (!context.header.has(at) || !context.applied_on) return;
  const std::string series =
      certificate_number_series(context.kind, context.applied_on->year(), context.header[F::origin::exporter_code]);
  if (check_certificate_number(context.header[at], series))
    context.out.add("ORG059", context.header, at, {std::string(context.header[at]), series.empty() ? "-" : series});
}

void check_sums(const OriginContext& context) {
  Decimal sum;
  bool any = false;
  for (const OriginLine& line : context.lines) {
    if (!line.is_goods || !line.fob) continue;
    sum = sum + *line.fob;
    any = true;
  }
  const auto total = Decimal::parse(context.header[F::origin::fob_value]);
  const auto tolerance = context.edition.number("origin_fob_tolerance", context.day);
  if (!any || !total) return;
  const Decimal apart = sum > *total ? sum - *total : *total - sum;
  if (apart > (tolerance ? *tolerance : Decimal()))
    context.out.add("ORG061", context.header, F::origin::fob_value, {sum.to_string(), total->to_string()});
}

void check_brands(const OriginContext& context) {
  for (const OriginLine& line : context.lines) {
    const Record& record = *line.record;
    for (const O at : {F::origin_goods::goods_name_en, F::origin_goods::description}) {
      const OriginWordRow* brand = context.word_in("foreign_brand", record[at]);
      if (brand == nullptr) continue;
      context.out.add("ORG065", record, at, {brand->word});
      break;
    }
  }
}

// --- characters

/// Printed in the English boxes.
constexpr std::array kEnglishFields{
    F::origin::application_place, F::origin::invoice_number, F::origin::destination_country_name, F::origin::exporter,
    F::origin::consignee, F::origin::goods_special_clause, F::origin::marks, F::origin::loading_port,
    F::origin::discharge_port, F::origin::transit_port, F::origin::destination_port, F::origin::transport_means,
    F::origin::conveyance, F::origin::transit_country_name, F::origin::transport_details, F::origin::remarks,
    F::origin::producer, F::origin::exhibition_name, F::origin::first_proof, F::origin::origin_country_name,
    F::origin::process, F::origin_goods::goods_name_en, F::origin_goods::unit_en, F::origin_goods::weight_unit,
    F::origin_goods::criterion, F::origin_goods::criterion_reference, F::origin_goods::criterion_sub,
    F::origin_goods::producer, F::origin_goods::description, F::origin_goods::origin_country_name,
    F::origin_goods::invoice_number, F::third_party::name, F::third_party::address, F::third_party::country_name,
    F::origin_invoice::invoice_number};

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};
/// At the start of valid UTF-8; anything else is one byte of code 0.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes == 1 || bytes > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {code, bytes};
}

/// Latin letters and their marks, common punctuation and signs. What no font at hand can show is refused elsewhere.
bool is_latin(std::uint32_t code) {
  return code == '\n' || code == '\r' || code == '\t' || (code >= 0x20 && code < 0x7F) ||
         (code >= 0xA0 && code <= 0x24F) || (code >= 0x1E00 && code <= 0x1EFF) || (code >= 0x2010 && code <= 0x2026) ||
         code == 0x20AC || code == 0x2122 || code == 0x2103;
}

void check_latin(const OriginContext& context, const Record& record, FieldAt at) {
  const std::string_view name = fields_of(at.group)[at.position].name;
  std::string_view text = record[at];
  if (!is_utf8(text)) return;  // DEC001 says it
  bool has_small = false;
  for (std::size_t place = 1; !text.empty(); ++place) {
    const Character character = first_character(text);
    if (!is_latin(character.code)) {
      context.out.add("ORG056", record, at,
                      {std::string(name), std::to_string(place), std::string(text.substr(0, character.bytes))});
      return;
    }
    has_small |= character.code >= 'a' && character.code <= 'z';
    text.remove_prefix(character.bytes);
  }
  if (has_small) context.out.add("ORG057", record, at, {std::string(name)});
}

bool digit_at(std::string_view text, std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; }

/// "2006-01-22", "22/01/2006", "01.22.06": two separators of a kind between runs of one to four digits. "" when none.
std::string figure_date(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!digit_at(text, at) || (at > 0 && (digit_at(text, at - 1) || text[at - 1] == '.'))) continue;
    std::size_t end = at;
    std::array<std::size_t, 3> runs{};
    char separator = 0;
    bool good = true;
    for (std::size_t part = 0; part < 3 && good; ++part) {
      while (digit_at(text, end)) ++end, ++runs[part];
      if (part == 2) break;
      good = end < text.size() && (text[end] == '-' || text[end] == '/') && (separator == 0 || text[end] == separator);
      if (good) separator = text[end++];
    }
    const bool year_first = runs[0] == 4 && runs[1] <= 2 && runs[2] >= 1 && runs[2] <= 2;
    const bool year_last = runs[0] <= 2 && runs[1] <= 2 && (runs[2] == 4 || runs[2] == 2);
    const bool ends = end >= text.size() || (text[end] != separator && !(text[end] >= 'A' && text[end] <= 'Z'));
    if (good && runs[1] >= 1 && (year_first || year_last) && ends) return std::string(text.substr(at, end - at));
  }
  return {};
}

void check_characters(const OriginContext& context) {
  if (!context.is_english()) return;
  for (const FieldAt at : kEnglishFields) {
    if (at.group == Group::origin) {
      check_latin(context, context.header, at);
    } else {
      context.header.each(at.group, [&](const Record& record) { check_latin(context, record, at); });
    }
  }
  for (const FieldAt at : {F::origin::transport_details, F::origin::remarks, F::origin::goods_special_clause}) {
    if (const std::string found = figure_date(context.header[at]); !found.empty())
      context.out.add("ORG157", context.header, at, {std::string(fields_of(at.group)[at.position].name), found});
  }
}

/// The interface counts UTF-16 units: characters outside the basic plane are two.
void check_units(const OriginContext& context, const Record& record) {
  const auto fields = fields_of(record.group());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view value = record.value(i);
    const auto beyond = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0; }));
    if (beyond == 0) continue;
    const auto length = utf8_length(value);
    if (!length || *length > fields[i].longest || *length + beyond <= fields[i].longest) continue;
    context.out.add("ORG066", record, FieldAt{record.group(), static_cast<std::uint16_t>(i)},
                    {std::string(fields[i].name), std::to_string(fields[i].longest), std::to_string(*length + beyond)});
  }
  for (const Record& child : record.children()) check_units(context, child);
}

void check_generated(const OriginContext& context) {
  const FieldAt at = F::origin::transport_details;
  if (context.header.has(at)) return;
  const std::size_t longest = fields_of(at.group)[at.position].longest;
  const std::size_t length = utf8_length(transport_text(context.document, context.edition, context.day)).value_or(0);
  if (length > longest) context.out.add("ORG166", context.header, at, {std::to_string(longest), std::to_string(length)});
}

}  // namespace

void check_origin_form(const OriginContext& context) {
  if (context.row != nullptr) check_fields_of_kind(context);
  check_class(context);
  check_third_parties(context);
  check_special_kinds(context);
  check_papers(context);
  check_number(context);
  check_sums(context);
  check_brands(context);
  check_characters(context);
  check_units(context, context.header);
  check_generated(context);
}

}  // namespace datong::domain
