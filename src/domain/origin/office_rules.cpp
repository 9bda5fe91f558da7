// Rules that need facts the office holds: enterprise, signatory, mandate, numbers, the previous certificate, verified
// products, attachments. V01, V44, V47, V54, V55, V59, V60, V62, V63.
#include <algorithm>

#include "base/text.hpp"
#include "domain/certificate/words.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/declaration/decide.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

using O = FieldAt;

bool has(const std::vector<std::string>& all, std::string_view value) {
  return std::find(all.begin(), all.end(), value) != all.end();
}

std::string next_letters(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.size(), at + 20);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return at < text.size() ? std::string(text.substr(at, end - at)) : std::string();
}

/// The exporter's box begins with the filed name, character by character; both in capitals, as certificates are written.
void check_filed_name(const OriginContext& context, const Enterprise& exporter) {
  const O at = F::origin::exporter;
  if (!context.is_english()) return;
  const std::string filed = upper_case(trim(exporter.name_en));
  if (filed.empty()) return context.out.add("ORG101", context.header, at);
  const std::string given = upper_case(trim(context.header[at]));
  std::size_t same = 0;
  while (same < filed.size() && same < given.size() && filed[same] == given[same]) ++same;
  const bool ends = same == given.size() || given[same] == '\n' || given[same] == '\r' || given[same] == ',';
  if (same == filed.size() && ends) return;
  while (same > 0 && same < filed.size() && (static_cast<unsigned char>(filed[same]) & 0xC0) == 0x80) --same;
  const std::size_t place = utf8_length(std::string_view(filed).substr(0, same)).value_or(same) + 1;
  context.out.add("ORG001", context.header, at,
                  {std::to_string(place), next_letters(given, same), next_letters(filed, same)});
}

void check_standing(const OriginContext& context, const Enterprise& unit, O at) {
  const VisaStanding standing = visa_standing_on(unit, context.day);
  const bool is_out = unit.standing != Standing::active || !unit.validity.in_force(context.day) ||
                      standing == VisaStanding::suspended || standing == VisaStanding::cancelled;
  const std::string name = std::to_string(unit.registration);
  if (is_out) context.out.add("ORG063", context.header, at, {name});
  if (standing == VisaStanding::watch) context.out.add("ORG163", context.header, at, {name});
}

void check_signatory(const OriginContext& context, const std::vector<Signatory>& signatories) {
  const O at = F::origin::signatory;
  const std::string_view id = context.header[at];
  if (id.empty()) return;
  const auto found =
      std::find_if(signatories.begin(), signatories.end(), [&](const Signatory& s) { return s.id == id; });
  const auto refuse = [&](const char* why) { context.out.add("ORG062", context.header, at, {std::string(id), why}); };
  if (found == signatories.end()) {
    refuse("unknown");
  } else if (found->standing != Standing::active) {
    refuse("cancelled");
  } else if (!found->validity.in_force(context.day)) {
    refuse("out_of_date");
  }
}

void check_enterprise(const OriginContext& context, const OriginFacts& facts) {
  const O at = F::origin::applicant_registration;
  if (!facts.applicant)
    return context.out.add("ORG162", context.header, at, {std::string(context.header[at])});
  check_standing(context, *facts.applicant, at);
  if (!facts.applicant->admitted_to_e_visa) context.out.add("ORG262", context.header, at);
  check_signatory(context, facts.signatories);
  const std::string_view code = context.header[F::origin::exporter_code];
  // Whose code it is decides whose numbers are drawn: without a mandate it can only be the applicant's own.
  if (!facts.exporter && !code.empty() && !is_same_organisation(code, facts.applicant->organisation_code))
    return context.out.add("ORG362", context.header, F::origin::exporter_code, {std::string(code)});
  const Enterprise& exporter = facts.exporter ? *facts.exporter : *facts.applicant;
  check_filed_name(context, exporter);
  if (exporter.registration == facts.applicant->registration) return;
  check_standing(context, exporter, F::origin::exporter_code);
  const bool mandated = facts.mandate && !facts.mandate->revoked && facts.mandate->validity.in_force(context.day) &&
                        facts.mandate->agent == facts.applicant->registration &&
                        facts.mandate->principal == exporter.registration;
  if (!mandated) {
    context.out.add("ORG362", context.header, F::origin::exporter_code,
                    {std::string(context.header[F::origin::exporter_code])});
  }
}

/// A changed field is told when the box it stands in, or its name, is in the list of changed boxes.
bool is_told(const OriginContext& context, const Record& change, std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::string listed = "," + plain(change[F::origin_change::changed_boxes]) + ",";
  std::string separated;
  for (const char c : listed) separated += c == ' ' || c == ';' || c == ',' ? ',' : c;
  if (separated.find("," + plain(name) + ",") != separated.npos) return true;
  for (const OriginFieldRow* row : context.tables.fields_of(context.kind, context.day)) {
    if (row->field == name && !row->box.empty() && separated.find("," + plain(row->box) + ",") != separated.npos)
      return true;
  }
  return false;
}

void check_previous(const OriginContext& context, const std::optional<PreviousCertificate>& previous) {
  if (!context.is_amendment()) return;
  const Record* change = nullptr;
  context.header.each(Group::origin_change, [&](const Record& record) { change = &record; });
  if (change == nullptr || !change->has(F::origin_change::previous_number)) return;  // ORG047 says it
  const O at = F::origin_change::previous_number;
  const std::string number((*change)[at]);
  const auto refuse = [&](const char* why) { context.out.add("ORG147", *change, at, {number, why}); };
  const std::string_view applicant = context.header[F::origin::applicant_registration];
  if (!previous || previous->number != number || std::to_string(previous->unit) != applicant)
    return refuse("unknown");  // another's certificate is unknown to this applicant
  if (previous->kind != context.kind) refuse("kind");
  if (previous->status == "expired" && previous->valid_until_on) {
    context.out.add("ORG247", *change, at, {number, previous->valid_until_on->to_string()});
  } else if (previous->status != "issued") {
    refuse(previous->status.c_str());
  } else if (previous->valid_until_on && context.day > *previous->valid_until_on) {
    context.out.add("ORG247", *change, at, {number, previous->valid_until_on->to_string()});
  }
  if (!previous->document) return;
  for (const std::string& path : origin_differences(*previous->document, context.document)) {
    if (!is_told(context, *change, path))
      context.out.add("ORG347", *change, F::origin_change::changed_boxes, {path});
  }
}

void check_numbers(const OriginContext& context, const OriginFacts& facts) {
  const O at = F::origin::certificate_number;
  if (facts.number_taken && context.header.has(at))
    context.out.add("ORG159", context.header, at, {std::string(context.header[at])});
  const std::string_view previous = facts.previous ? std::string_view(facts.previous->number) : std::string_view();
  for (const std::string& number : facts.live_certificates_with_invoice) {
    if (number != previous) context.out.add("ORG060", context.header, F::origin::invoice_number, {number});
  }
}

void check_products(const OriginContext& context, const std::vector<VerifiedProduct>& products) {
  namespace G = F::origin_goods;
  if (!context.is_preferential()) return;
  for (const OriginLine& line : context.lines) {
    const Record& record = *line.record;
    if (!line.is_goods || !record.has(G::producer_code)) continue;
    const auto covers = [&](const VerifiedProduct& product) {
      return product.producer_code == record[G::producer_code] && !product.commodity_code.empty() &&
             record[G::commodity_code].starts_with(product.commodity_code) && product.criterion == line.claimed.code &&
             (!product.until || context.day <= *product.until);
    };
    if (std::any_of(products.begin(), products.end(), covers)) continue;
    context.out.add("ORG154", record, G::producer_code,
                    {std::string(record[G::producer_code]), std::string(record[G::commodity_code]), line.claimed.code});
  }
}

void check_attachments(const OriginContext& context, const OriginFacts& facts) {
  const auto check = [&](const Record& record, O at) {
    const std::string_view hash = record[at];
    if (!hash.empty() && !has(facts.present_attachments, hash))
      context.out.add("ORG255", record, at, {std::string(hash)});
  };
  context.header.each(Group::origin_document, [&](const Record& paper) { check(paper, F::origin_document::sha256); });
  context.header.each(Group::mark_picture, [&](const Record& picture) { check(picture, F::mark_picture::sha256); });
}

}  // namespace

std::vector<std::string> origin_differences(const Document& before, const Document& after) {
  // Differ by nature: who typed it when, the number, and what the change itself says.
  constexpr std::string_view kOwn[] = {"certificate_number", "applicant_reference", "apply_type", "application_class",
                                       "applicant_person_name", "applicant_person_id", "applicant_person_telephone",
                                       "signatory", "applied_on", "note", "retrospective_reason", "promise",
                                       "collecting_office", "valid_until_on", "export_declaration_numbers"};
  std::vector<std::string> paths;
  for (const Difference& change : differences(before, after)) {
    const std::string_view path = change.path;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const auto parts = split(path, '/');
    const auto group = parts.size() > 2 ? child_by_name(Group::origin, parts[1]) : std::nullopt;
    const bool own_group = group == Group::origin_change || group == Group::origin_document || group == Group::cost_sheet;
    const bool own = parts.size() == 2 && std::find(std::begin(kOwn), std::end(kOwn), name) != std::end(kOwn);
    if (!own && !own_group) paths.emplace_back(path);
  }
  return paths;
}

std::vector<Finding> review_origin_office(const Document& document, const OriginFacts& facts, const Edition& edition,
                                          Date day) {
  Findings out(edition, day);
  const OriginContext context(document, edition, day, out);
  const Date first = facts.first_lodged_on.value_or(day);
  if (context.applied_on && *context.applied_on != first)
    out.add("ORG044", context.header, F::origin::applied_on, {context.applied_on->to_string(), first.to_string()});
  check_enterprise(context, facts);
  check_previous(context, facts.previous);
  check_numbers(context, facts);
  check_products(context, facts.verified_products);
  check_attachments(context, facts);
  return out.take();
}

}  // namespace datong::domain
