#include "app/admission_file.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::AdmissionKind;
using domain::AdmissionStage;

/// Record kind that holds the id of a unit's latest admission.
std::string record_kind(AdmissionKind kind) { return kind == AdmissionKind::e_visa ? "visa_admission" : "admission"; }

/// Bodies older than e-visa name no kind: they are of e-declaration.
bool is_of_kind(const Json& body, AdmissionKind kind) {
  const std::string* name = body.string("kind");
  return (name == nullptr ? domain::admission_kind_name(AdmissionKind::e_declaration) : std::string_view(*name)) == domain::admission_kind_name(kind);
}

Result<AdmissionFile> load(Context& context, AdmissionKind kind, CaseId id) {
  auto head = context.store.head(id);
  if (!head) return head.error();
  if (head->kind != HeadKind::admission) return failure(Code::not_found);
  auto body = Json::parse(head->body);
  if (!body || !body->integer("unit")) return failure(Code::corrupt, "admission head");
  if (!is_of_kind(*body, kind)) return failure(Code::not_found);
  const std::int64_t unit = *body->integer("unit");
  const auto stage = static_cast<AdmissionStage>(head->stage);
  return AdmissionFile{std::move(*head), std::move(*body), unit, stage};
}

bool stands(AdmissionStage stage) {
  return stage == AdmissionStage::asked || stage == AdmissionStage::granted || stage == AdmissionStage::change_asked;
}

}  // namespace

Result<AdmissionFile> load_admission(Context& context, AdmissionKind kind, CaseId id, const domain::Actor& actor, const domain::Edition& edition) {
  auto file = load(context, kind, id);
  if (!file) return file.error();
  const bool is_in_reach = actor.unit != 0 ? actor.unit == file->unit
                                           : !actor.office.empty() && edition.is_at_or_below(file->stored.office, actor.office, legal_day(context.clock.now()));
  if (!is_in_reach) return failure(Code::not_found);
  return file;
}

Result<AdmissionFile> open_admission(Context& context, Decision& decision, AdmissionKind kind, const domain::Enterprise& unit,
                                     const domain::Edition& edition) {
  const Instant now = context.clock.now();
  const std::string key = std::to_string(unit.registration);
  auto latest = context.store.record(record_kind(kind), key);
  if (!latest) return latest.error();
  if (*latest) {
    const auto id = CaseId::parse((*latest)->body);
    auto earlier = id ? load(context, kind, *id) : Result<AdmissionFile>(failure(Code::corrupt, "admission record"));
    if (!earlier) return earlier.error();
    if (stands(earlier->stage)) return failure(Code::conflict, "an admission stands");
  }
  AdmissionFile file;
  file.unit = unit.registration;
  file.stored.office = unit.office;
  file.stored.bureau = edition.bureau_index(unit.office, legal_day(now)).value_or(0);
  file.stored.id = context.ids.next(file.stored.bureau, now);
  file.stored.kind = HeadKind::admission;
  file.body = Json::make_object();
  file.body.set("format", 1).set("kind", domain::admission_kind_name(kind)).set("id", file.stored.id.to_string()).set("unit", file.unit);
  decision.records.push_back({record_kind(kind), key, *latest ? (*latest)->version : 0U, file.stored.id.to_string()});
  return file;
}

Result<std::string> commit_move(Context& context, Decision decision, AdmissionFile file, const AdmissionMove& move, const domain::Edition& edition) {
  const Instant now = context.clock.now();
  Head head = std::move(file.stored);
  file.body.set("stage", domain::admission_stage_name(move.to));
  head.body = file.body.canonical();
  head.stage = static_cast<std::uint8_t>(move.to);
  head.since = now;
  Json step = Json::make_object();
  step.set("format", 1).set("case", head.id.to_string()).set("sequence", head.steps).set("event", domain::admission_event_name(move.event));
  step.set("to", domain::admission_stage_name(move.to)).set("actor", move.actor.name).set("at", now.to_string()).set("edition", edition.hash());
  step.set("head", crypto::hex(crypto::sha256(head.body)));
  if (!move.reason.empty()) step.set("reason", move.reason);
  Step row{head.id, head.steps, {}, step.canonical(), now};
  row.hash = crypto::sha256({crypto::view(head.last_step_hash), row.body});
  const std::string* kind = file.body.string("kind");
  const bool is_visa = kind != nullptr && *kind == domain::admission_kind_name(AdmissionKind::e_visa);
  Json receipt = Json::make_object();
  receipt.set("format", 1).set("kind", (is_visa ? "visa_admission_" : "admission_") + std::string(domain::admission_stage_name(move.to)));
  receipt.set("case", head.id.to_string()).set("unit", file.unit).set("step", head.steps).set("step_hash", crypto::hex(row.hash));
  receipt.set("at", now.to_string()).set("fields", Json::make_object());
  if (!move.reason.empty()) receipt.set("reason", move.reason);
  decision.steps.push_back(std::move(row));
  decision.receipts.push_back({file.unit, 0, head.id, receipt.canonical()});
  decision.heads.push_back(std::move(head));
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  if (context.announce) context.announce(*done);
  return done->heads.front().body;
}

Result<void> review_reason(domain::AdmissionEvent event, const std::string& reason) {
  const auto length = utf8_length(reason);
  const bool is_missing = domain::needs_reason(event) && reason.empty();
  if (is_missing || !length || *length > limits::kReasonCharactersMax) return refused({domain::finding("REV006", "/reason", {"reason"})});
  return {};
}

std::optional<crypto::Digest> digest_of(std::string_view hex) {
  const auto raw = from_hex(hex);
  crypto::Digest digest{};
  if (!raw || raw->size() != digest.size()) return std::nullopt;
  std::copy(raw->begin(), raw->end(), digest.begin());
  return digest;
}

}  // namespace datong::app
