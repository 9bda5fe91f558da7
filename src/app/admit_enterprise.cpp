#include "app/admit_enterprise.hpp"

#include <algorithm>

#include "app/admission_file.hpp"
#include "app/attachments.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::AdmissionEvent;
using domain::AdmissionKind;
using domain::AdmissionStage;

constexpr AdmissionKind kKind = AdmissionKind::e_declaration;

/// Sets the enterprise's flag with the version it was read at.
Result<void> set_flag(Context& context, Decision& decision, std::int64_t unit, bool admitted) {
  const std::string key = std::to_string(unit);
  auto record = context.store.record("enterprise", key);
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto enterprise = document::read_party<domain::Enterprise>((*record)->body);
  if (!enterprise) return enterprise.error();
  enterprise->admitted_to_e_declaration = admitted;
  decision.records.push_back({"enterprise", key, (*record)->version, document::write_party(*enterprise)});
  return {};
}

Result<domain::AdmissionFacts> load_facts_of(Context& context, std::int64_t unit, const domain::AdmissionRequest& request) {
  domain::AdmissionFacts facts;
  auto enterprise = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(unit));
  if (!enterprise) return enterprise.error();
  facts.unit = std::move(*enterprise);
  for (const std::string& certificate : request.declarants) {
    auto declarant = load_party<domain::Declarant>(context.store, "declarant", certificate);
    if (!declarant) return declarant.error();
    if (*declarant) facts.declarants.push_back(std::move(**declarant));
  }
  auto present = present_attachments(context, {unit, {}}, {request.registration_certificate, request.application_form, request.account_form});
  if (!present) return present.error();
  facts.present_attachments = std::move(*present);
  return facts;
}

}  // namespace

Result<std::string> ask_admission(Context& context, const domain::Actor& actor, const domain::AdmissionRequest& request) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto facts = load_facts_of(context, actor.unit, request);
  if (!facts) return facts.error();
  if (auto findings = domain::review_admission(request, *facts, legal_day(context.clock.now())); !findings.empty()) return refused(std::move(findings));
  Decision decision;
  auto file = open_admission(context, decision, kKind, *facts->unit, *edition);
  if (!file) return file.error();
  Json declarants = Json::make_array();
  for (const std::string& certificate : request.declarants) declarants.add(certificate);
  file->body.set("software", request.software).set("registration_certificate", request.registration_certificate);
  file->body.set("application_form", request.application_form).set("account_form", request.account_form).set("declarants", std::move(declarants));
  if (auto kept = name_attachments(context, decision, {actor.unit, {}}, facts->present_attachments, file->stored.id); !kept) return kept.error();
  return commit_move(context, std::move(decision), std::move(*file), {AdmissionEvent::ask, AdmissionStage::asked, actor, {}}, *edition);
}

Result<std::string> act_on_admission(Context& context, const domain::Actor& actor, CaseId id, AdmissionEvent event, const std::string& reason) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto file = load_admission(context, kKind, id, actor, *edition);
  if (!file) return file.error();
  auto to = domain::decide_admission(kKind, file->stage, event, actor.roles);
  if (!to) return to.error();
  if (auto reviewed = review_reason(event, reason); !reviewed) return reviewed.error();
  Decision decision;
  if (event == AdmissionEvent::grant || event == AdmissionEvent::withdraw) {
    if (auto done = set_flag(context, decision, file->unit, event == AdmissionEvent::grant); !done) return done.error();
  }
  return commit_move(context, std::move(decision), std::move(*file), {event, *to, actor, reason}, *edition);
}

Result<std::string> show_admission(Context& context, const domain::Actor& actor, CaseId id) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto file = load_admission(context, kKind, id, actor, *edition);
  if (!file) return file.error();
  return file->stored.body;
}

}  // namespace datong::app
