#include "app/application_file.hpp"

#include <algorithm>
#include <cstdio>

#include "app/case_file.hpp"
#include "app/lodged_message.hpp"
#include "app/paper.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/coo/application.hpp"
#include "document/json/party_json.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/origin/automatic_approval.hpp"

namespace datong::app {
namespace {

namespace F = domain::F;
using document::Json;
using domain::Group;
using domain::OriginStage;

std::string hash_of(std::string_view body) { return crypto::hex(crypto::sha256(body)); }

/// The characters a paper could not show, each once per field: the review refuses them before anything is drawn.
void find_unprintable(const Context& context, const domain::Document& document, std::vector<Finding>& findings) {
  if (context.trust == nullptr) return;
  const auto look = [&](const domain::Record& record) {
    const auto fields = domain::fields_of(record.group());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].type != domain::FieldType::text) continue;
      const auto missing = context.trust->fonts.first_missing(record.value(i));
      if (!missing || *missing == U'\r' || *missing == U'\t') continue;
      char code[12];
      std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(*missing));
      const domain::FieldAt at{record.group(), static_cast<std::uint16_t>(i)};
      findings.push_back(domain::finding("ORL042", record.path(at), {std::string(fields[i].name), code}));
    }
  };
  look(document.header());
  document.header().each(Group::origin_goods, look);
  document.header().each(Group::third_party, look);
}

template <class Party>
Result<std::vector<Party>> parties_of(Store& store, std::string_view kind, const std::string& prefix) {
  std::vector<Party> found;
  std::string after;
  for (;;) {
    auto rows = store.records(kind, prefix, after, limits::kPageRowsMax);
    if (!rows) return rows.error();
    for (const Record& row : *rows) {
      auto party = document::read_party<Party>(row.body);
      if (!party) return party.error();
      found.push_back(std::move(*party));
    }
    if (rows->size() < limits::kPageRowsMax) return found;
    after = rows->back().key;
  }
}

std::string invoice_key(std::int64_t unit, std::string_view kind, std::string_view invoice) {
  return std::to_string(unit) + ":" + std::string(kind) + ":" + std::string(invoice);
}

Result<std::optional<domain::PreviousCertificate>> load_previous(Context& context, const std::string& number) {
  auto file = application_of_number(context, number);
  if (!file && file.error().code == Code::not_found) return std::optional<domain::PreviousCertificate>{};
  if (!file) return file.error();
  auto reading = load_application_document(context, file->head, file->head.effective_version);
  if (!reading) return reading.error();
  domain::PreviousCertificate previous;
  previous.number = number;
  previous.kind = file->head.kind;
  previous.status = std::string(domain::stage_name(file->head.stage));
  previous.unit = file->head.unit;
  previous.issued_on = file->head.issued_on;
  previous.valid_until_on = file->head.valid_until_on;
  previous.document = std::make_shared<const domain::Document>(std::move(reading->document));
  return std::optional(std::move(previous));
}

/// The exporter whose code the application carries, when it is another than the applicant; a mandate in force goes before one
/// that was revoked or has run out, for one organisation may be registered twice.
Result<bool> load_exporter(Context& context, const std::string& code, Date day, domain::OriginFacts& facts) {
  const std::int64_t agent = facts.applicant->registration;
  auto mandates = parties_of<domain::Mandate>(context.store, "mandate", std::to_string(agent) + ":");
  if (!mandates) return mandates.error();
  for (const domain::Mandate& mandate : *mandates) {
    auto exporter = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(mandate.principal));
    if (!exporter) return exporter.error();
    if (!*exporter || !domain::is_same_organisation(code, (*exporter)->organisation_code)) continue;
    const bool in_force = !mandate.revoked && mandate.validity.in_force(day);
    if (facts.exporter && !in_force) continue;
    facts.exporter = std::move(*exporter);
    facts.mandate = mandate;
    if (in_force) return true;
  }
  return facts.exporter.has_value();
}

Result<domain::OriginFacts> load_origin_facts(Context& context, const domain::Document& document, const Naming& by, CaseId id, Date day) {
  const std::int64_t unit = by.unit;
  const domain::OriginNeeds needs = domain::origin_needs(document);
  const std::string_view kind = document.header()[F::origin::kind];
  domain::OriginFacts facts;
  auto applicant = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(unit));
  if (!applicant) return applicant.error();
  facts.applicant = std::move(*applicant);
  auto signatories = parties_of<domain::Signatory>(context.store, "signatory", std::to_string(unit) + ":");
  if (!signatories) return signatories.error();
  facts.signatories = std::move(*signatories);
  if (facts.applicant && !needs.exporter_code.empty() &&
      !domain::is_same_organisation(needs.exporter_code, facts.applicant->organisation_code)) {
    auto found = load_exporter(context, needs.exporter_code, day, facts);
    if (!found) return found.error();
  }
  if (!needs.previous_number.empty()) {
    auto previous = load_previous(context, needs.previous_number);
    if (!previous) return previous.error();
    facts.previous = std::move(*previous);
  }
  if (!needs.proposed_number.empty()) {
    auto taken = context.store.key("origin_number", needs.proposed_number);
    if (!taken) return taken.error();
    facts.number_taken = *taken && **taken != id.to_string();
  }
  for (const std::string& invoice : needs.invoice_numbers) {
    auto record = context.store.record("origin_invoice", invoice_key(unit, kind, invoice));
    if (!record) return record.error();
    if (!*record || (*record)->body == needs.previous_number) continue;
    auto other = application_of_number(context, (*record)->body);
    if (other && other->head.stage == OriginStage::issued && other->head.id != id) facts.live_certificates_with_invoice.push_back((*record)->body);
  }
  auto present = present_attachments(context, by, needs.attachment_hashes);
  if (!present) return present.error();
  facts.present_attachments = std::move(*present);
  return facts;
}

}  // namespace

Result<ApplicationFile> load_application(Context& context, CaseId id) {
  auto stored = context.store.head(id);
  if (!stored) return stored.error();
  if (stored->kind != HeadKind::origin) return failure(Code::not_found);
  auto head = document::read_origin_head(stored->body);
  if (!head) return head.error();
  return ApplicationFile{std::move(*stored), std::move(*head)};
}

Result<ApplicationFile> application_of_number(Context& context, std::string_view number) {
  auto found = context.store.key("origin_number", number);
  if (!found) return found.error();
  const auto id = *found ? CaseId::parse(**found) : std::nullopt;
  if (!id) return failure(Code::not_found);
  return load_application(context, *id);
}

Result<document::Reading> read_application(std::string_view bytes, std::string_view format, std::int64_t unit) {
  const auto known = document::application_format(format);
  if (!known) return failure(Code::malformed, "format " + std::string(format));
  auto reading = document::read_application(bytes, *known);
  if (!reading) return reading.error();
  if (*known == document::ApplicationFormat::coo_xml) document::complete_identity(reading->document, std::to_string(unit));
  return reading;
}

Result<document::Reading> load_application_document(Context& context, const domain::OriginHead& head, std::uint32_t version) {
  auto message = context.store.message(head.id, version);
  if (!message) return message.error();
  return read_application(message->bytes, message->format, head.unit);
}

bool is_in_reach(const domain::OriginHead& head, const domain::Actor& actor, const domain::Edition& edition, Date day) {
  if (actor.has(domain::Role::machine)) return true;
  if (actor.unit != 0) return head.unit == actor.unit;
  return !actor.office.empty() && edition.is_at_or_below(head.office, actor.office, day);
}

Result<ReviewedApplication> review_application(Context& context, const document::Reading& reading, std::string_view format,
                                               const domain::Edition& edition, Date day, const Naming& by, CaseId id,
                                               std::optional<Date> first_lodged_on) {
  auto facts = load_origin_facts(context, reading.document, by, id, day);
  if (!facts) return facts.error();
  facts->first_lodged_on = first_lodged_on;
  ReviewedApplication reviewed;
  reviewed.review = domain::review_origin(reading.document, edition, day);
  auto& findings = reviewed.review.findings;
  findings.insert(findings.begin(), reading.findings.begin(), reading.findings.end());
  const auto office = domain::review_origin_office(reading.document, *facts, edition, day);
  findings.insert(findings.end(), office.begin(), office.end());
  find_unprintable(context, reading.document, findings);
  std::vector<std::string> not_seen;
  for (const std::string& product : domain::origin_products(reading.document)) {
    auto seen = context.store.record("product_seen", std::to_string(by.unit) + ":" + product);
    if (!seen) return seen.error();
    if (!*seen && std::find(not_seen.begin(), not_seen.end(), product) == not_seen.end()) not_seen.push_back(product);
  }
  reviewed.is_retrospective = reviewed.review.retrospective == domain::RetrospectiveState::retrospective;
  reviewed.machine_refusals =
      domain::machine_refusals(reading.document, reviewed.review, facts->applicant ? &*facts->applicant : nullptr, not_seen, edition, day);
  if (document::application_format(format) != document::ApplicationFormat::coo_xml) return reviewed;
  for (Finding& found : findings) {
    if (found.rule != "ORG055" && found.rule != "ORG109") continue;  // the commercial invoice, the transport document
    found.severity = Severity::warning;
    reviewed.machine_refusals.push_back(domain::finding("ORL024", found.path, {std::string(found.rule)}));
  }
  return reviewed;
}

void compose(Decision& decision, const domain::OriginOutcome& outcome, const Around& around) {
  const domain::OriginHead& next = outcome.head;
  Head head;
  if (around.stored != nullptr) head = *around.stored;
  head.id = next.id;
  head.kind = HeadKind::origin;
  head.bureau = around.bureau;
  head.office = next.office;
  head.stage = static_cast<std::uint8_t>(next.stage);
  head.since = next.since;
  const auto event = domain::timer_event(next.stage);
  head.due_at = event ? next.due_at : std::nullopt;
  head.due_event = head.due_at ? static_cast<std::uint8_t>(*event) : std::uint8_t{0};
  head.body = document::write_origin_head(next);
  const std::string head_hash = hash_of(head.body);
  for (std::size_t i = 0; i < outcome.steps.size(); ++i) {
    const document::StepContext step{next.id, head.steps, around.edition->hash(), around.now, i + 1 == outcome.steps.size() ? head_hash : std::string()};
    Step row{next.id, head.steps, {}, document::write_origin_step(outcome.steps[i], step), around.now};
    row.hash = crypto::sha256({crypto::view(head.last_step_hash), row.body});
    head.last_step_hash = row.hash;
    ++head.steps;
    decision.steps.push_back(std::move(row));
  }
  for (const domain::ReceiptDraft& draft : outcome.receipts) {
    const document::ReceiptContext receipt{next.id, next.reference, {}, std::string(domain::stage_name(next.stage)), around.answers,
                                           crypto::hex(head.last_step_hash), next.unit, next.version, head.steps - 1, around.now};
    decision.receipts.push_back({next.unit, 0, next.id, document::write_receipt(draft, receipt, around.findings, nullptr)});
  }
  decision.heads.push_back(std::move(head));
}

Result<Record> issued_record(Context& context, const domain::OriginHead& head, Instant now, const domain::Printed* content,
                             const std::string& reason) {
  auto record = context.store.record("issued", head.number);
  if (!record) return record.error();
  Json json = Json::make_object();
  if (*record) {
    auto read = Json::parse((*record)->body);
    if (!read || !read->is_object()) return failure(Code::corrupt, "issued record");
    json = std::move(*read);
  }
  json.set("format", 1).set("kind", "certificate_of_origin").set("number", head.number).set("code", head.kind);
  json.set("stage", domain::stage_name(head.stage)).set("id", head.id.to_string()).set("application", head.id.to_string());
  json.set("office", head.office).set("at", now.to_string()).set("paper_sha256", head.paper.sha256).set("data_sha256", head.paper.data_sha256);
  json.set("pages", head.paper.pages).set("by", head.approved_by);
  if (head.issued_on) json.set("issued_on", head.issued_on->to_string());
  if (head.valid_until_on) json.set("valid_until_on", head.valid_until_on->to_string());
  if (!head.previous_number.empty()) json.set("supersedes", head.previous_number);
  if (!head.successor_number.empty()) json.set("superseded_by", head.successor_number);
  if (!reason.empty()) json.set("reason", reason);
  if (content != nullptr) json.set("content", printed_json(*content));
  return Record{"issued", head.number, *record ? (*record)->version : 0U, json.canonical()};
}

}  // namespace datong::app
