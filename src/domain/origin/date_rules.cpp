// Dates: invoice, application, shipment, and what issue after shipment asks for. V41 to V43, V45, V46.
#include <algorithm>

#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

struct InvoiceDate {
  const Record* record;
  FieldAt at;
  std::optional<Date> day;
};

/// Of the header and, where there are several invoices, of each.
std::vector<InvoiceDate> invoice_dates(const Record& header) {
  std::vector<InvoiceDate> found;
  if (header.has(F::origin::invoiced_on) || header.count(Group::origin_invoice) == 0)
    found.push_back({&header, F::origin::invoiced_on, Date::parse(header[F::origin::invoiced_on])});
  header.each(Group::origin_invoice, [&](const Record& invoice) {
    found.push_back({&invoice, F::origin_invoice::invoiced_on, Date::parse(invoice[F::origin_invoice::invoiced_on])});
  });
  return found;
}

void check_invoices(const OriginContext& context) {
  const Record& header = context.header;
  if (header.count(Group::origin_invoice) == 0) {
    const std::pair<FieldAt, const char*> needed[] = {{F::origin::invoice_number, "invoice_number"},
                                                      {F::origin::invoiced_on, "invoiced_on"}};
    for (const auto& [at, name] : needed) {
      if (!header.has(at)) context.out.add("ORG041", header, at, {name, context.box(at)});
    }
  }
  for (const InvoiceDate& invoice : invoice_dates(header)) {
    if (!invoice.day) continue;
    const std::string day = invoice.day->to_string();
    if (context.applied_on && *invoice.day > *context.applied_on)
      context.out.add("ORG141", *invoice.record, invoice.at, {day, context.applied_on->to_string()});
    if (context.shipped_on && *invoice.day > *context.shipped_on)
      context.out.add("ORG241", *invoice.record, invoice.at, {day, context.shipped_on->to_string()});
  }
}

/// A back-to-back certificate is good no longer than the proof it follows (COO 2.8), which is still good on that day.
void check_first_proof(const OriginContext& context) {
  if (!context.is_back_to_back()) return;
  const FieldAt at = F::origin::valid_until_on;
  const auto until = context.date(at);
  if (!until) {
    context.out.add("ORG437", context.header, at);
  } else if (*until < context.day) {
    context.out.add("ORG337", context.header, at, {until->to_string()});
  }
}

void ask_for_papers(const OriginContext& context) {
  const FieldAt at = F::origin::retrospective_reason;
  if (!context.header.has(at))
    context.out.add("ORG045", context.header, at, {context.shipped_on->to_string(), context.applied_on->to_string()});
  // The transport document is asked for by ORG109 already.
  if (context.is_attached(origin_codes::kExportDeclaration)) return;
  const CodeRow* paper = context.edition.code(List::origin_document_kind, origin_codes::kExportDeclaration, context.day);
  context.out.add("ORG145", context.header, Group::origin_document,
                  {paper == nullptr ? std::string(origin_codes::kExportDeclaration) : paper->name_zh + " " + paper->name_en});
}

}  // namespace

RetrospectiveState check_origin_dates(const OriginContext& context) {
  check_first_proof(context);
  check_invoices(context);
  if (context.row == nullptr || !context.applied_on) return RetrospectiveState::none;
  const auto declared_on = context.date(F::origin::export_declared_on);
  const auto state =
      retrospective_state(*context.row, context.shipped_on, declared_on, *context.applied_on, context.edition);
  const FieldAt at = F::origin::shipped_on;
  if (!state) {
    context.out.add("ORG246", context.header, at, {std::to_string(context.applied_on->year())});
    return RetrospectiveState::none;
  }
  if (*state == RetrospectiveState::retrospective) ask_for_papers(context);
  if (*state == RetrospectiveState::too_late) {
    const bool from_declaration = context.row->limit_from == "export_declared_on" && declared_on;
    const Date from = from_declaration ? *declared_on : *context.shipped_on;
    context.out.add("ORG046", context.header, from_declaration ? F::origin::export_declared_on : at,
                    {from.to_string(), context.applied_on->to_string(), std::string(context.kind)});
  }
  return *state;
}

RetrospectiveState retrospective_of(const Document& document, const Edition& edition, Date day) {
  Findings unseen(edition, day);
  const OriginContext context(document, edition, day, unseen);
  if (context.row == nullptr || !context.applied_on) return RetrospectiveState::none;
  const auto state = retrospective_state(*context.row, context.shipped_on, context.date(F::origin::export_declared_on),
                                         *context.applied_on, edition);
  return state ? *state : RetrospectiveState::none;
}

std::vector<Finding> review_origin_issue(const Document& document, Date declared_on, Date issued_on,
                                         const Edition& edition) {
  Findings out(edition, issued_on);
  const OriginContext context(document, edition, issued_on, out);
  for (const InvoiceDate& invoice : invoice_dates(context.header)) {
    if (!invoice.day) continue;
    if (declared_on < *invoice.day)
      out.add("ORG042", *invoice.record, invoice.at, {declared_on.to_string(), invoice.day->to_string()});
    if (issued_on < *invoice.day)
      out.add("ORG043", *invoice.record, invoice.at, {issued_on.to_string(), invoice.day->to_string()});
  }
  if (issued_on < declared_on)
    out.add("ORG043", context.header, F::origin::applied_on, {issued_on.to_string(), declared_on.to_string()});
  check_first_proof(context);
  if (context.row == nullptr || !context.shipped_on || !context.applied_on) return out.take();
  const auto declared = context.date(F::origin::export_declared_on);
  const auto when_applied =
      retrospective_state(*context.row, context.shipped_on, declared, *context.applied_on, edition);
  const auto when_issued = retrospective_state(*context.row, context.shipped_on, declared, issued_on, edition);
  const bool late = when_issued && (*when_issued == RetrospectiveState::retrospective ||
                                    *when_issued == RetrospectiveState::too_late);
  if (!when_applied || !when_issued)
    out.add("ORG246", context.header, F::origin::shipped_on, {std::to_string(issued_on.year())});
  // Where the legend follows the application alone (COO 2.3), what was applied for in time may be issued days later.
  const bool by_application = edition.flag("origin_legend_by_application_date", issued_on);
  if (late && when_applied && !by_application && *when_applied != RetrospectiveState::retrospective)
    out.add("ORG143", context.header, F::origin::shipped_on, {issued_on.to_string(), context.shipped_on->to_string()});
  return out.take();
}

std::optional<Date> last_good_day(const Document& document, Date issued_on, const Edition& edition) {
  Findings unseen(edition, issued_on);
  const OriginContext context(document, edition, issued_on, unseen);
  if (context.row == nullptr || context.row->validity_months <= 0) return std::nullopt;
  const auto end = after(issued_on, context.row->validity_months, DayUnit::months, edition);
  if (!end) return std::nullopt;
  const Date last = end->plus_days(-1);
  const auto first_proof = context.is_back_to_back() ? context.date(F::origin::valid_until_on) : std::nullopt;
  return first_proof ? std::min(last, *first_proof) : last;
}

}  // namespace datong::domain
