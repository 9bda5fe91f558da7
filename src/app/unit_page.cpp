#include "app/unit_page.hpp"

#include "app/case_file.hpp"
#include "app/changes.hpp"
#include "app/count_figures.hpp"
#include "app/identify.hpp"
#include "app/lodged_message.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/certificate.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"
#include "domain/party/admission.hpp"

namespace datong::app {
namespace {

using document::Json;

/// A party with the version it was read at.
template <class Party>
struct Stored {
  Party party;
  std::uint32_t version = 0;
};
template <class Party>
Result<std::optional<Stored<Party>>> load(Store& store, std::string_view kind, std::string_view key) {
  auto record = store.record(kind, key);
  if (!record) return record.error();
  if (!*record) return std::optional<Stored<Party>>{};
  auto party = document::read_party<Party>((*record)->body);
  if (!party) return party.error();
  return std::optional(Stored<Party>{std::move(*party), (*record)->version});
}

/// Who asks, as stored; nullopt for an installation.
Result<std::optional<domain::Officer>> person_of(Context& context, const domain::Actor& actor) {
  return load_party<domain::Officer>(context.store, "officer", actor.name);
}
Result<void> must_manage(Context& context, const domain::Actor& actor) {
  auto by = person_of(context, actor);
  if (!by) return by.error();
  return domain::may_manage_unit(*by);
}

Result<std::vector<domain::Officer>> people_of(Context& context, std::int64_t unit) {
  auto records = context.store.records_of(RecordIndex::officers_of_unit, std::to_string(unit), "", limits::kUnitPeopleMax);
  if (!records) return records.error();
  std::vector<domain::Officer> people;
  for (const Record& record : *records) {
    auto person = document::read_party<domain::Officer>(record.body);
    if (!person) return person.error();
    people.push_back(std::move(*person));
  }
  return people;
}

Json person_json(const domain::Officer& person) {
  return Json::make_object().set("sign_in", person.sign_in).set("name", person.name).set("standing", domain::standing_name(person.standing))
      .set("manages", person.manages);
}

Result<Json> people_json(Context& context, std::int64_t unit) {
  auto people = people_of(context, unit);
  if (!people) return people.error();
  Json list = Json::make_array();
  for (const domain::Officer& person : *people) list.add(person_json(person));
  return list;
}

Json installation_json(const domain::Installation& installation) {
  Json json = Json::make_object();
  json.set("id", installation.id).set("software", installation.software).set("software_version", installation.software_version);
  json.set("standing", domain::standing_name(installation.standing));
  if (const auto facts = crypto::read_certificate(installation.certificate_pem)) {
    json.set("enrolled_at", facts->not_before.to_string()).set("valid_until", facts->not_after.to_string());
  }
  return json;
}

Result<Json> installations_json(Context& context, std::int64_t unit) {
  auto records = context.store.records("installation", "inst-" + std::to_string(unit) + "-", "", limits::kUnitInstallationsShown);
  if (!records) return records.error();
  Json list = Json::make_array();
  for (const Record& record : *records) {
    auto installation = document::read_party<domain::Installation>(record.body);
    if (!installation) return installation.error();
    if (installation->unit == unit) list.add(installation_json(*installation));
  }
  return list;
}

Result<Json> mandate_json(Context& context, const domain::Mandate& mandate, std::int64_t own, Date day) {
  const std::int64_t other = mandate.agent == own ? mandate.principal : mandate.agent;
  auto enterprise = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(other));
  if (!enterprise) return enterprise.error();
  Json json = Json::make_object();
  json.set("agent", mandate.agent).set("principal", mandate.principal);
  json.set("other_name_zh", *enterprise ? (*enterprise)->name_zh : "").set("other_name_en", *enterprise ? (*enterprise)->name_en : "");
  if (mandate.validity.from) json.set("from", mandate.validity.from->to_string());
  if (mandate.validity.to) json.set("to", mandate.validity.to->to_string());
  return std::move(json).set("revoked", mandate.revoked).set("in_force", !mandate.revoked && mandate.validity.in_force(day));
}

Result<Json> mandates_json(Context& context, std::int64_t unit, Date day) {
  const std::string key = std::to_string(unit);
  auto as_agent = context.store.records("mandate", key + ":", "", limits::kUnitMandatesShown);
  if (!as_agent) return as_agent.error();
  auto as_principal = context.store.records_of(RecordIndex::mandates_of_principal, key, "", limits::kUnitMandatesShown);
  if (!as_principal) return as_principal.error();
  Json list = Json::make_array();
  for (const auto* records : {&*as_agent, &*as_principal}) {
    for (const Record& record : *records) {
      auto mandate = document::read_party<domain::Mandate>(record.body);
      if (!mandate) return mandate.error();
      auto json = mandate_json(context, *mandate, unit, day);
      if (!json) return json.error();
      list.add(std::move(*json));
    }
  }
  return list;
}

/// The latest admission of that kind: its case and stage, null when none was asked for.
Result<Json> admission_json(Context& context, std::string_view kind, std::int64_t unit) {
  auto record = context.store.record(kind, std::to_string(unit));
  if (!record) return record.error();
  const auto id = *record ? CaseId::parse((*record)->body) : std::nullopt;
  if (!id) return Json();
  auto head = context.store.head(*id);
  if (!head) return head.error();
  const auto stage = static_cast<domain::AdmissionStage>(head->stage);
  return Json::make_object().set("case", id->to_string()).set("stage", domain::admission_stage_name(stage)).set("since", head->since.to_string());
}

/// Batches lodged this month, both systems together, by the enterprise or for it (N02), beside the dated number that obliges.
Result<Json> month_json(Context& context, const domain::Edition& edition, std::int64_t unit, Date day) {
  const Month month = Month::of(day);
  auto batches = context.store.batches(unit, month.number);
  if (!batches) return batches.error();
  auto obligation = edition.number("obligation_batches_per_month", day);
  if (!obligation) return obligation.error();
  const auto number = static_cast<std::int64_t>(obligation->raw() / Decimal::kScale);
  return Json::make_object().set("month", month.to_string()).set("batches", *batches).set("obligation", number).set("obliged", *batches >= number);
}

/// Puts the person into the decision with his new password and, when one was made, tells it. Returns the answer.
Json put_person(Decision& decision, domain::Officer person, std::uint32_t version, std::optional<std::string> password) {
  Json answer = person_json(person);
  if (version == 0 && !password) {
    password = crypto::make_secret(16);
    answer.set("password", *password);
  }
  if (password) person.password_hash = crypto::hash_password(*password);
  decision.records.push_back({"officer", person.sign_in, version, document::write_party(person)});
  return answer;
}

Result<std::string> commit(Context& context, Decision decision, const Json& answer) {
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return answer.to_string();
}

}  // namespace

Result<std::string> show_unit(Context& context, const domain::Actor& actor) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  auto enterprise = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(actor.unit));
  if (!enterprise) return enterprise.error();
  if (!*enterprise) return failure(Code::not_found);
  const domain::Enterprise& unit = **enterprise;
  Json shown = Json::make_object();
  shown.set("registration", unit.registration).set("kind", unit.kind == domain::EnterpriseKind::agent ? "agent" : "self_declaring");
  shown.set("name_zh", unit.name_zh).set("name_en", unit.name_en).set("organisation_code", unit.organisation_code);
  shown.set("customs_registration", unit.customs_registration).set("credit_grade", unit.credit_grade);
  shown.set("standing", domain::standing_name(unit.standing)).set("visa_standing", domain::visa_standing_name(domain::visa_standing_on(unit, day)));
  shown.set("admitted_to_e_declaration", unit.admitted_to_e_declaration).set("admitted_to_e_visa", unit.admitted_to_e_visa);
  shown.set("office", unit.office);
  if (const domain::OfficeRow* office = edition->office(unit.office, day)) {
    shown.set("office_name_zh", office->name_zh).set("office_name_en", office->name_en);
  }
  auto me = person_of(context, actor);
  if (!me) return me.error();
  Json json = Json::make_object().set("enterprise", std::move(shown)).set("manages", domain::may_manage_unit(*me).has_value());
  Json admissions = Json::make_object();
  for (const auto& [name, kind] : {std::pair{"e_declaration", "admission"}, std::pair{"e_visa", "visa_admission"}}) {
    auto admission = admission_json(context, kind, actor.unit);
    if (!admission) return admission.error();
    admissions.set(name, std::move(*admission));
  }
  json.set("admissions", std::move(admissions));
  const auto add = [&json](const char* name, Result<Json> part) -> Result<void> {
    if (!part) return part.error();
    json.set(name, std::move(*part));
    return {};
  };
  if (auto done = add("people", people_json(context, actor.unit)); !done) return done.error();
  if (auto done = add("installations", installations_json(context, actor.unit)); !done) return done.error();
  if (auto done = add("mandates", mandates_json(context, actor.unit, day)); !done) return done.error();
  if (auto done = add("month", month_json(context, *edition, actor.unit, day)); !done) return done.error();
  if (auto done = add("changes", changes_of(context, scope_of_unit(actor.unit), limits::kChangesShown)); !done) return done.error();
  return json.to_string();
}

Result<std::string> add_unit_person(Context& context, const domain::Actor& actor, const domain::PersonDraft& draft) {
  auto by = person_of(context, actor);
  if (!by) return by.error();
  auto people = people_of(context, actor.unit);
  if (!people) return people.error();
  auto person = domain::decide_unit_person(draft, std::nullopt, *by, {actor.unit, std::move(*people)});
  if (!person) return person.error();
  Decision decision;
  Json answer = put_person(decision, *person, 0, draft.password);
  add_change(context, decision, actor, {scope_of_unit(actor.unit), "person_added", person->sign_in, person_json(*person)});
  auto done = commit(context, std::move(decision), answer);
  if (!done && done.error().code == Code::conflict) return refuse_as(Code::conflict, "PEO002", {draft.sign_in}, "/sign_in");
  return done;
}

Result<std::string> change_unit_person(Context& context, const domain::Actor& actor, const domain::PersonDraft& draft) {
  auto by = person_of(context, actor);
  if (!by) return by.error();
  if (auto may = domain::may_manage_unit(*by); !may) return may.error();
  auto known = load<domain::Officer>(context.store, "officer", draft.sign_in);
  if (!known) return known.error();
  if (!*known || (*known)->party.unit != actor.unit) return failure(Code::not_found);
  auto people = people_of(context, actor.unit);
  if (!people) return people.error();
  auto person = domain::decide_unit_person(draft, (*known)->party, *by, {actor.unit, std::move(*people)});
  if (!person) return person.error();
  Decision decision;
  Json answer = put_person(decision, *person, (*known)->version, draft.password);
  Json data = person_json(*person);
  add_change(context, decision, actor, {scope_of_unit(actor.unit), "person_changed", person->sign_in, data.set("password_set", draft.password.has_value())});
  return commit(context, std::move(decision), answer);
}

Result<std::string> make_unit_enrolment_code(Context& context, const domain::Actor& actor) {
  if (auto may = must_manage(context, actor); !may) return may.error();
  Decision decision;
  const Instant expires = context.clock.now().plus_ms(limits::kEnrolmentCodeDays * 86'400'000LL);
  add_change(context, decision, actor, {scope_of_unit(actor.unit), "enrolment_code_made", std::to_string(actor.unit), Json::make_object().set("expires_at", expires.to_string())});
  auto code = make_enrolment_code(context, actor.unit, limits::kEnrolmentCodeDays, std::move(decision));
  if (!code) return code.error();
  return Json::make_object().set("code", *code).set("expires_at", expires.to_string()).to_string();
}

Result<std::string> revoke_installation(Context& context, const domain::Actor& actor, const std::string& id) {
  if (auto may = must_manage(context, actor); !may) return may.error();
  auto installation = load<domain::Installation>(context.store, "installation", id);
  if (!installation) return installation.error();
  if (!*installation || (*installation)->party.unit != actor.unit) return failure(Code::not_found);
  domain::Installation revoked = (*installation)->party;
  if (revoked.standing == domain::Standing::cancelled) return installation_json(revoked).to_string();
  revoked.standing = domain::Standing::cancelled;
  Decision decision;
  decision.records.push_back({"installation", id, (*installation)->version, document::write_party(revoked)});
  add_change(context, decision, actor, {scope_of_unit(actor.unit), "installation_revoked", id, Json::make_object().set("software", revoked.software)});
  return commit(context, std::move(decision), installation_json(revoked));
}

Result<std::string> give_mandate(Context& context, const domain::Actor& actor, const domain::MandateDraft& draft) {
  if (auto may = must_manage(context, actor); !may) return may.error();
  const Date day = legal_day(context.clock.now());
  auto agent = load_party<domain::Enterprise>(context.store, "enterprise", draft.agent ? std::to_string(*draft.agent) : "");
  if (!agent) return agent.error();
  auto mandate = domain::decide_mandate(draft, actor.unit, *agent, day);
  if (!mandate) return mandate.error();
  const std::string key = std::to_string(mandate->agent) + ":" + std::to_string(mandate->principal);
  auto known = context.store.record("mandate", key);
  if (!known) return known.error();
  auto answer = mandate_json(context, *mandate, actor.unit, day);
  if (!answer) return answer.error();
  Decision decision;
  decision.records.push_back({"mandate", key, *known ? (*known)->version : 0U, document::write_party(*mandate)});
  for (const std::int64_t side : {mandate->principal, mandate->agent}) add_change(context, decision, actor, {scope_of_unit(side), "mandate_given", key, *answer});
  return commit(context, std::move(decision), *answer);
}

Result<std::string> revoke_mandate(Context& context, const domain::Actor& actor, const std::string& key) {
  if (auto may = must_manage(context, actor); !may) return may.error();
  auto known = load<domain::Mandate>(context.store, "mandate", key);
  if (!known) return known.error();
  const bool is_side = *known && ((*known)->party.agent == actor.unit || (*known)->party.principal == actor.unit);
  if (!is_side) return failure(Code::not_found);
  domain::Mandate mandate = (*known)->party;
  mandate.revoked = true;
  auto answer = mandate_json(context, mandate, actor.unit, legal_day(context.clock.now()));
  if (!answer || (*known)->party.revoked) return answer ? Result<std::string>(answer->to_string()) : answer.error();
  Decision decision;
  decision.records.push_back({"mandate", key, (*known)->version, document::write_party(mandate)});
  for (const std::int64_t side : {mandate.principal, mandate.agent}) add_change(context, decision, actor, {scope_of_unit(side), "mandate_revoked", key, *answer});
  return commit(context, std::move(decision), *answer);
}

Result<std::string> change_own_password(Context& context, const domain::Actor& actor, const std::string& present, const std::string& password) {
  auto known = load<domain::Officer>(context.store, "officer", actor.name);
  if (!known) return known.error();
  if (!*known) return failure(Code::forbidden);
  domain::PersonDraft draft;
  draft.sign_in = actor.name;
  draft.password = password;
  if (auto findings = domain::review_person(draft, false); !findings.empty()) return refused(std::move(findings));
  domain::Officer person = (*known)->party;
  if (!crypto::verify_password(person.password_hash, present)) return refused({domain::finding("PEO016", "/present")});
  person.password_hash = crypto::hash_password(password);
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const std::string scope = person.unit != 0 ? scope_of_unit(person.unit) : scope_of_office(*edition, person.office, legal_day(context.clock.now()));
  Decision decision;
  decision.records.push_back({"officer", person.sign_in, (*known)->version, document::write_party(person)});
  add_change(context, decision, actor, {scope, "password_changed", person.sign_in, Json::make_object()});
  return commit(context, std::move(decision), Json::make_object());
}

}  // namespace datong::app
