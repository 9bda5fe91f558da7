#include "app/admit_to_visa.hpp"

#include <algorithm>

#include "app/admission_file.hpp"
#include "app/attachments.hpp"
#include "app/load_pictures.hpp"
#include "base/limits.hpp"
#include "document/json/party_json.hpp"
#include "document/json/visa_json.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::AdmissionEvent;
using domain::AdmissionKind;
using domain::AdmissionStage;
using domain::Enterprise;
using domain::Signatory;
using domain::VisaAdmissionRequest;

constexpr AdmissionKind kKind = AdmissionKind::e_visa;

std::vector<std::string> papers_of(const VisaAdmissionRequest& request) {
  return {request.registration_form, request.application_form, request.guarantee_letter};
}
std::vector<std::string> pictures_of(const VisaAdmissionRequest& request) {
  std::vector<std::string> hashes{request.seal};
  for (const Signatory& signatory : request.signatories) hashes.push_back(signatory.specimen);
  return hashes;
}

struct VisaFacts {
  domain::VisaAdmissionFacts facts;
  std::uint32_t unit_version = 0;
  std::vector<Record> filed;  ///< the records of facts.filed, in the same order
};

std::vector<std::string> all_named(const VisaAdmissionRequest& request) {
  std::vector<std::string> hashes = papers_of(request);
  for (std::string& hash : pictures_of(request)) hashes.push_back(std::move(hash));
  return hashes;
}

/// What is there of it: handed in by the unit, or standing in its admission already.
Result<std::vector<std::string>> present_of(Context& context, std::int64_t unit, const VisaAdmissionRequest& request, const VisaAdmissionRequest& standing) {
  auto present = present_attachments(context, {unit, {}}, all_named(request));
  if (!present) return present.error();
  const auto stood = all_named(standing);
  for (const std::string& hash : all_named(request)) {
    const auto has = [&](const std::vector<std::string>& hashes) { return std::find(hashes.begin(), hashes.end(), hash) != hashes.end(); };
    if (hash.empty() || has(*present) || !has(stood)) continue;
    auto may = may_show(context, unit, hash, std::nullopt);
    if (!may) return may.error();
    if (*may) present->push_back(hash);
  }
  return present;
}

/// `standing`: the request the unit's admission stands on.
Result<VisaFacts> load_visa_facts(Context& context, std::int64_t unit, const VisaAdmissionRequest& request, const VisaAdmissionRequest& standing) {
  VisaFacts loaded;
  auto record = context.store.record("enterprise", std::to_string(unit));
  if (!record) return record.error();
  if (*record) {
    auto enterprise = document::read_party<Enterprise>((*record)->body);
    if (!enterprise) return enterprise.error();
    loaded.facts.unit = std::move(*enterprise);
    loaded.unit_version = (*record)->version;
  }
  auto filed = context.store.records("signatory", domain::signatory_key(unit, ""), "", limits::kSignatoriesEverMax);
  if (!filed) return filed.error();
  for (Record& each : *filed) {
    auto signatory = document::read_party<Signatory>(each.body);
    if (!signatory) return signatory.error();
    loaded.facts.filed.push_back(std::move(*signatory));
    loaded.filed.push_back(std::move(each));
  }
  auto present = present_of(context, unit, request, standing);
  if (!present) return present.error();
  loaded.facts.present_attachments = std::move(*present);
  for (const std::string& hash : pictures_of(request)) {
    const auto& there = loaded.facts.present_attachments;
    if (std::find(there.begin(), there.end(), hash) == there.end()) continue;
    auto picture = picture_in_hand(context, hash);
    if (!picture) return picture.error();
    if (*picture) loaded.facts.pictures.push_back(std::move(**picture));
  }
  return loaded;
}

/// Facts and every unmet condition: refused when there is one.
Result<VisaFacts> reviewed_facts(Context& context, std::int64_t unit, const VisaAdmissionRequest& request, const VisaAdmissionRequest& standing,
                                 const domain::Edition& edition) {
  auto loaded = load_visa_facts(context, unit, request, standing);
  if (!loaded) return loaded.error();
  auto findings = domain::review_visa_admission(request, loaded->facts, edition, legal_day(context.clock.now()));
  if (!findings) return findings.error();
  if (!findings->empty()) return refused(std::move(*findings));
  return loaded;
}

/// The enterprise as it is now, changed, with the version it was read at.
template <class Change>
Result<void> change_unit(Context& context, Decision& decision, std::int64_t unit, Change&& change) {
  auto record = context.store.record("enterprise", std::to_string(unit));
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto enterprise = document::read_party<Enterprise>((*record)->body);
  if (!enterprise) return enterprise.error();
  Result<Enterprise> changed = change(std::move(*enterprise));
  if (!changed) return changed.error();
  decision.records.push_back({"enterprise", std::to_string(unit), (*record)->version, document::write_party(*changed)});
  return {};
}

/// What granting writes: the enterprise admitted under its English name and seal, and its signatories.
void file_request(Decision& decision, VisaFacts loaded, const VisaAdmissionRequest& request) {
  Enterprise unit = std::move(*loaded.facts.unit);
  unit.admitted_to_e_visa = true;
  unit.name_en = request.name_en;
  unit.seal = request.seal;
  unit.seal_width_mm = request.seal_width_mm;
  decision.records.push_back({"enterprise", std::to_string(unit.registration), loaded.unit_version, document::write_party(unit)});
  for (const Signatory& signatory : domain::filed_after(request, loaded.facts.filed, unit.registration)) {
    const std::string key = domain::signatory_key(unit.registration, signatory.id);
    const auto known = std::find_if(loaded.filed.begin(), loaded.filed.end(), [&](const Record& record) { return record.key == key; });
    decision.records.push_back({"signatory", key, known == loaded.filed.end() ? 0U : known->version, document::write_party(signatory)});
  }
}

/// What was asked with what the change states in its place.
VisaAdmissionRequest changed_request(VisaAdmissionRequest request, const VisaAdmissionRequest& change) {
  using Member = std::string VisaAdmissionRequest::*;
  for (const Member member : {&VisaAdmissionRequest::registration_form, &VisaAdmissionRequest::application_form, &VisaAdmissionRequest::guarantee_letter,
                              &VisaAdmissionRequest::legal_representative, &VisaAdmissionRequest::hardware, &VisaAdmissionRequest::name_en}) {
    if (!(change.*member).empty()) request.*member = change.*member;
  }
  if (!change.seal.empty()) {
    request.seal = change.seal;
    request.seal_width_mm = change.seal_width_mm;
  }
  request.signatories = change.signatories;
  return request;
}

/// "request" is what stands or is asked for first, "change" what is asked for in its place.
VisaAdmissionRequest request_in(const Json& body, std::string_view member) {
  const Json* request = body.object(member);
  return request == nullptr ? VisaAdmissionRequest{} : document::read_visa_request(*request);
}

Result<void> ask_change(Context& context, Decision& decision, AdmissionFile& file, const VisaAct& act, const domain::Edition& edition) {
  const VisaAdmissionRequest stands = request_in(file.body, "request");
  const VisaAdmissionRequest wanted = changed_request(stands, act.change);
  if (auto facts = reviewed_facts(context, file.unit, wanted, stands, edition); !facts) return facts.error();
  file.body.set("change", document::visa_request_json(wanted));
  return name_attachments(context, decision, {file.unit, {}}, all_named(wanted), file.stored.id);
}

/// Conditions may have changed since asking: they are reviewed again.
Result<void> grant(Context& context, Decision& decision, AdmissionFile& file, const domain::Edition& edition) {
  const bool is_change = file.stage == AdmissionStage::change_asked;
  const VisaAdmissionRequest wanted = request_in(file.body, is_change ? "change" : "request");
  auto facts = reviewed_facts(context, file.unit, wanted, wanted, edition);
  if (!facts) return facts.error();
  file_request(decision, std::move(*facts), wanted);
  file.body.set("request", document::visa_request_json(wanted));
  file.body.set("change", Json());
  return {};
}

Result<void> apply(Context& context, Decision& decision, AdmissionFile& file, const VisaAct& act, const domain::Edition& edition) {
  switch (act.event) {
    case AdmissionEvent::ask: return {};  // never on a case that is there
    case AdmissionEvent::ask_change: return ask_change(context, decision, file, act, edition);
    case AdmissionEvent::grant: return grant(context, decision, file, edition);
    case AdmissionEvent::refuse:
      file.body.set("change", Json());
      return {};
    case AdmissionEvent::withdraw:
      return change_unit(context, decision, file.unit, [](Enterprise unit) -> Result<Enterprise> {
        unit.admitted_to_e_visa = false;
        return unit;
      });
    case AdmissionEvent::set_standing:
      return change_unit(context, decision, file.unit, [&](Enterprise unit) {
        return domain::with_visa_standing(std::move(unit), act.standing, act.reason, act.until, legal_day(context.clock.now()));
      });
  }
  return {};
}

}  // namespace

Result<std::string> ask_visa_admission(Context& context, const domain::Actor& actor, const VisaAdmissionRequest& request) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto loaded = reviewed_facts(context, actor.unit, request, {}, *edition);
  if (!loaded) return loaded.error();
  Decision decision;
  auto file = open_admission(context, decision, kKind, *loaded->facts.unit, *edition);
  if (!file) return file.error();
  file->body.set("request", document::visa_request_json(request));
  if (auto kept = name_attachments(context, decision, {actor.unit, {}}, all_named(request), file->stored.id); !kept) return kept.error();
  return commit_move(context, std::move(decision), std::move(*file), {AdmissionEvent::ask, AdmissionStage::asked, actor, {}}, *edition);
}

Result<std::string> act_on_visa_admission(Context& context, const domain::Actor& actor, CaseId id, const VisaAct& act) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto file = load_admission(context, kKind, id, actor, *edition);
  if (!file) return file.error();
  auto to = domain::decide_admission(kKind, file->stage, act.event, actor.roles);
  if (!to) return to.error();
  if (auto reviewed = review_reason(act.event, act.reason); !reviewed) return reviewed.error();
  Decision decision;
  if (auto applied = apply(context, decision, *file, act, *edition); !applied) return applied.error();
  return commit_move(context, std::move(decision), std::move(*file), {act.event, *to, actor, act.reason}, *edition);
}

Result<std::string> show_visa_admission(Context& context, const domain::Actor& actor, CaseId id) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto file = load_admission(context, kKind, id, actor, *edition);
  if (!file) return file.error();
  return file->stored.body;
}

Result<std::string> show_visa_paper(Context& context, const domain::Actor& actor, CaseId id, std::string_view sha256_hex) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto file = load_admission(context, kKind, id, actor, *edition);
  if (!file) return file.error();
  for (const char* member : {"request", "change"}) {
    const auto named = all_named(request_in(file->body, member));
    const auto digest = digest_of(sha256_hex);
    if (!digest || std::find(named.begin(), named.end(), sha256_hex) == named.end()) continue;
    auto may = may_show(context, file->unit, sha256_hex, std::nullopt);
    if (!may) return may.error();
    if (*may) return context.blobs.get(*digest);
  }
  return failure(Code::not_found);
}

Result<void> set_visa_standing(Context& context, std::int64_t unit, const std::string& standing, const std::string& reason, const std::string& until) {
  Decision decision;
  auto changed = change_unit(context, decision, unit, [&](Enterprise enterprise) {
    return domain::with_visa_standing(std::move(enterprise), standing, reason, until, legal_day(context.clock.now()));
  });
  if (!changed) return changed.error();
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return {};
}

}  // namespace datong::app
