#include "app/admit_enterprise.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::AdmissionEvent;
using domain::AdmissionStage;

struct Admission {
  Head stored;
  Json body;
  std::int64_t unit = 0;
  std::string office;
  AdmissionStage stage = AdmissionStage::none;
};

std::string unit_key(std::int64_t unit) { return std::to_string(unit); }

Result<Admission> load(Context& context, CaseId id) {
  auto head = context.store.head(id);
  if (!head) return head.error();
  if (head->kind != HeadKind::admission) return failure(Code::not_found);
  auto body = Json::parse(head->body);
  if (!body || !body->integer("unit")) return failure(Code::corrupt, "admission head");
  Admission admission{std::move(*head), std::move(*body), 0, {}, AdmissionStage::none};
  admission.unit = *admission.body.integer("unit");
  admission.office = admission.stored.office;
  admission.stage = static_cast<AdmissionStage>(admission.stored.stage);
  return admission;
}

bool is_in_reach(const Admission& admission, const domain::Actor& actor, const domain::Edition& edition, Date day) {
  if (actor.unit != 0) return actor.unit == admission.unit;
  return !actor.office.empty() && edition.is_at_or_below(admission.office, actor.office, day);
}

/// The step, head and receipt of one move.
void compose_move(Decision& decision, Head head, Json body, std::int64_t unit, AdmissionEvent event, AdmissionStage to, const domain::Actor& actor,
                  const std::string& reason, const std::string& edition, Instant now) {
  body.set("stage", domain::admission_stage_name(to));
  head.body = body.canonical();
  head.stage = static_cast<std::uint8_t>(to);
  head.since = now;
  Json step = Json::make_object();
  step.set("format", 1).set("case", head.id.to_string()).set("sequence", head.steps).set("event", domain::admission_event_name(event));
  step.set("to", domain::admission_stage_name(to)).set("actor", actor.name).set("at", now.to_string()).set("edition", edition);
  step.set("head", crypto::hex(crypto::sha256(head.body)));
  if (!reason.empty()) step.set("reason", reason);
  Step row{head.id, head.steps, {}, step.canonical(), now};
  row.hash = crypto::sha256({crypto::view(head.last_step_hash), row.body});
  Json receipt = Json::make_object();
  receipt.set("format", 1).set("kind", "admission_" + std::string(domain::admission_stage_name(to))).set("case", head.id.to_string());
  receipt.set("unit", unit).set("step", head.steps).set("step_hash", crypto::hex(row.hash)).set("at", now.to_string()).set("fields", Json::make_object());
  if (!reason.empty()) receipt.set("reason", reason);
  decision.steps.push_back(std::move(row));
  decision.receipts.push_back({unit, 0, head.id, receipt.canonical()});
  decision.heads.push_back(std::move(head));
}

/// Sets the enterprise's flag with the version it was read at.
Result<void> set_flag(Context& context, Decision& decision, std::int64_t unit, bool admitted) {
  auto record = context.store.record("enterprise", unit_key(unit));
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto enterprise = document::read_party<domain::Enterprise>((*record)->body);
  if (!enterprise) return enterprise.error();
  enterprise->admitted_to_e_declaration = admitted;
  decision.records.push_back({"enterprise", unit_key(unit), (*record)->version, document::write_party(*enterprise)});
  return {};
}

Result<domain::AdmissionFacts> load_facts_of(Context& context, std::int64_t unit, const domain::AdmissionRequest& request) {
  domain::AdmissionFacts facts;
  auto enterprise = load_party<domain::Enterprise>(context.store, "enterprise", unit_key(unit));
  if (!enterprise) return enterprise.error();
  facts.unit = std::move(*enterprise);
  for (const std::string& certificate : request.declarants) {
    auto declarant = load_party<domain::Declarant>(context.store, "declarant", certificate);
    if (!declarant) return declarant.error();
    if (*declarant) facts.declarants.push_back(std::move(**declarant));
  }
  for (const std::string* hash : {&request.registration_certificate, &request.application_form, &request.account_form}) {
    const auto raw = from_hex(*hash);
    if (!raw || raw->size() != 32) continue;
    crypto::Digest digest{};
    std::copy(raw->begin(), raw->end(), digest.begin());
    auto has = context.blobs.has(digest);
    if (!has) return has.error();
    if (*has) facts.present_attachments.push_back(*hash);
  }
  return facts;
}

Result<std::string> commit(Context& context, Decision decision, std::int64_t unit) {
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  if (context.announce) context.announce(unit);
  return done->heads.front().body;
}

}  // namespace

Result<std::string> ask_admission(Context& context, const domain::Actor& actor, const domain::AdmissionRequest& request) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Instant now = context.clock.now();
  auto facts = load_facts_of(context, actor.unit, request);
  if (!facts) return facts.error();
  if (auto findings = domain::review_admission(request, *facts, legal_day(now)); !findings.empty()) return refused(std::move(findings));
  auto open = context.store.record("admission", unit_key(actor.unit));
  if (!open) return open.error();
  const std::uint32_t version = *open ? (*open)->version : 0U;
  if (*open) {
    auto last = CaseId::parse((*open)->body);
    auto admission = last ? load(context, *last) : Result<Admission>(failure(Code::corrupt, "admission record"));
    if (!admission) return admission.error();
    if (admission->stage == AdmissionStage::asked || admission->stage == AdmissionStage::granted) return failure(Code::conflict, "an admission stands");
  }
  Head head;
  head.office = facts->unit->office;
  head.bureau = edition->bureau_index(head.office, legal_day(now)).value_or(0);
  head.id = context.ids.next(head.bureau, now);
  head.kind = HeadKind::admission;
  Json body = Json::make_object();
  Json declarants = Json::make_array();
  for (const std::string& certificate : request.declarants) declarants.add(certificate);
  body.set("format", 1).set("id", head.id.to_string()).set("unit", actor.unit).set("software", request.software);
  body.set("registration_certificate", request.registration_certificate).set("application_form", request.application_form);
  body.set("account_form", request.account_form).set("declarants", std::move(declarants));
  Decision decision;
  decision.records.push_back({"admission", unit_key(actor.unit), version, head.id.to_string()});
  for (const std::string& named : facts->present_attachments) {
    auto known = context.store.record("attachment", named);
    if (!known) return known.error();
    if (!*known) decision.records.push_back({"attachment", named, 0, head.id.to_string()});
  }
  compose_move(decision, std::move(head), std::move(body), actor.unit, AdmissionEvent::ask, AdmissionStage::asked, actor, {}, edition->hash(), now);
  return commit(context, std::move(decision), actor.unit);
}

Result<std::string> act_on_admission(Context& context, const domain::Actor& actor, CaseId id, AdmissionEvent event, const std::string& reason) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Instant now = context.clock.now();
  auto admission = load(context, id);
  if (!admission) return admission.error();
  if (!is_in_reach(*admission, actor, *edition, legal_day(now))) return failure(Code::not_found);
  auto to = domain::decide_admission(admission->stage, event, actor.roles);
  if (!to) return to.error();
  const auto length = utf8_length(reason);
  const bool needs_reason = event == AdmissionEvent::refuse || event == AdmissionEvent::withdraw;
  if ((needs_reason && reason.empty()) || !length || *length > limits::kReasonCharactersMax) return refused({domain::finding("REV006", "/reason", {"reason"})});
  Decision decision;
  if (event == AdmissionEvent::grant || event == AdmissionEvent::withdraw) {
    if (auto done = set_flag(context, decision, admission->unit, event == AdmissionEvent::grant); !done) return done.error();
  }
  compose_move(decision, admission->stored, admission->body, admission->unit, event, *to, actor, reason, edition->hash(), now);
  return commit(context, std::move(decision), admission->unit);
}

Result<std::string> show_admission(Context& context, const domain::Actor& actor, CaseId id) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto admission = load(context, id);
  if (!admission) return admission.error();
  if (!is_in_reach(*admission, actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
  return admission->stored.body;
}

}  // namespace datong::app
