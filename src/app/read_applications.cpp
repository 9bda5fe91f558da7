#include "app/read_applications.hpp"

#include <algorithm>

#include "app/act_on_application.hpp"
#include "app/application_files.hpp"
#include "app/attachments.hpp"
#include "app/claim.hpp"
#include "app/issue_certificate.hpp"
#include "app/shown_actions.hpp"
#include "app/timeline.hpp"
#include "document/coo/application.hpp"
#include "document/json/form_json.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::OriginStage;

Json head_view(const domain::OriginHead& head) {
  Json json = Json::make_object();
  json.set("case", head.id.to_string()).set("reference", head.reference).set("unit", head.unit).set("kind", head.kind);
  json.set("application_class", head.application_class).set("certificate_number", head.number).set("stage", domain::stage_name(head.stage));
  json.set("channel", domain::channel_name(head.channel)).set("office", head.office).set("version", head.version);
  json.set("effective_version", head.effective_version).set("document_hash", head.document_hash).set("title", head.title);
  json.set("lines", head.lines).set("is_retrospective", head.is_retrospective).set("approved_by", head.approved_by);
  json.set("supersedes", head.previous_number).set("superseded_by", head.successor_number).set("prints", head.prints);
  if (head.review_due_on) json.set("review_due_on", head.review_due_on->to_string());
  if (head.issued_on) json.set("issued_on", head.issued_on->to_string()).set("pages", head.paper.pages).set("paper_sha256", head.paper.sha256);
  if (head.valid_until_on) json.set("valid_until_on", head.valid_until_on->to_string());
  return std::move(json).set("lodged_at", head.lodged_at.to_string()).set("since", head.since.to_string());
}

/// A person has something to do with it.
bool is_open_work(OriginStage stage) {
  return stage == OriginStage::in_review || stage == OriginStage::held || stage == OriginStage::approved;
}

Result<std::vector<Head>> find_heads(Context& context, const domain::Actor& actor, const CaseFilter& filter) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  std::optional<std::uint8_t> stage;
  if (filter.stage) {
    const auto named = domain::origin_stage_by_name(*filter.stage);
    if (!named) return failure(Code::malformed, "stage");
    stage = static_cast<std::uint8_t>(*named);
  }
  if (filter.work_list && actor.unit == 0) {
    WorkQuery query;
    query.offices = offices_in_reach(*edition, actor.office, today);
    if (query.offices.empty()) return std::vector<Head>{};
    query.kind = HeadKind::origin;
    for (std::uint8_t s = 0; s < domain::kOriginStageCount; ++s) {
      if (stage ? s == *stage : is_open_work(static_cast<OriginStage>(s))) query.stages.push_back(s);
    }
    query.after = filter.before;
    query.limit = filter.limit;
    return context.store.work(query);
  }
  CaseQuery query;
  query.kind = HeadKind::origin;
  if (actor.unit != 0) query.unit = actor.unit;
  else query.offices = offices_in_reach(*edition, actor.office, today);
  if (actor.unit == 0 && query.offices.empty()) return std::vector<Head>{};
  query.reference = filter.reference;
  query.stage = stage;
  query.from = filter.from;
  query.to = filter.to;
  query.before = filter.before;
  query.limit = filter.limit;
  return context.store.cases(query);
}

}  // namespace

Result<ApplicationFile> load_application_in_reach(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_application(context, id);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  if (!is_in_reach(file->head, actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
  return file;
}

Result<std::string> list_applications(Context& context, const domain::Actor& actor, const CaseFilter& filter) {
  auto heads = find_heads(context, actor, filter);
  if (!heads) return heads.error();
  UnitNames units(context.store);
  Json rows = Json::make_array();
  for (const Head& stored : *heads) {
    auto head = document::read_origin_head(stored.body);
    if (!head) return head.error();
    auto name = units.of(head->unit);
    if (!name) return name.error();
    Json row = head_view(*head);
    rows.add(row.set("unit_name", std::move(*name)).set("waiting_for", waiting_json(*head)));
  }
  Json json = Json::make_object();
  json.set("applications", std::move(rows));
  if (heads->size() == filter.limit) json.set("next", heads->back().id.to_string());
  return json.to_string();
}

Result<std::string> show_application(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  auto actions = allowed_actions(context, *file, actor);
  if (!actions) return actions.error();
  auto name = UnitNames(context.store).of(file->head.unit);
  if (!name) return name.error();
  Json json = head_view(file->head);
  json.set("unit_name", std::move(*name)).set("waiting_for", waiting_json(file->head));
  if (auto claimed = show_claim(context, actor, id, json); !claimed) return claimed.error();
  set_actions(json, *actions, [](const auto&, Json&) {});
  auto files = application_files(context, id);
  if (!files) return files.error();
  return std::move(json).set("files", std::move(*files)).to_string();
}

Result<std::string> show_application_steps(Context& context, const domain::Actor& actor, CaseId id) {
  if (auto file = load_application_in_reach(context, actor, id); !file) return file.error();
  return steps_json(context, id);
}

Result<std::string> show_application_differences(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t from, std::uint32_t to,
                                                 bool against_previous) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  const auto document_of = [&]() -> Result<document::Reading> {
    if (!against_previous) return load_application_document(context, file->head, from);
    if (file->head.previous_number.empty()) return failure(Code::not_found);
    auto previous = application_of_number(context, file->head.previous_number);
    if (!previous) return previous.error();
    return load_application_document(context, previous->head, previous->head.effective_version);
  };
  auto before = document_of();
  if (!before) return before.error();
  auto after = load_application_document(context, file->head, against_previous ? file->head.effective_version : to);
  if (!after) return after.error();
  Json json = Json::make_object();
  json.set("differences", document::differences_json(domain::differences(before->document, after->document)));
  return json.to_string();
}

Result<Message> show_application_document(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t version, std::string_view as) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  auto message = context.store.message(id, version == 0 ? file->head.version : version);
  if (!message || as.empty() || as == message->format) return message;
  auto reading = read_application(message->bytes, message->format, file->head.unit);
  if (!reading) return reading.error();
  const auto format = document::application_format(as);
  if (!format) return failure(Code::malformed, "format");
  auto written = document::write_application(reading->document, *format);
  if (!written) return written.error();
  message->bytes = std::move(written->bytes);
  message->format = std::string(as);
  return message;
}

Result<std::string> show_paper(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  const auto digest = crypto::digest_from_hex(file->head.paper.sha256);
  if (!digest) return failure(Code::not_found);
  return context.blobs.get(*digest);
}

Result<std::string> show_preview(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  auto reading = load_application_document(context, file->head, file->head.version);
  if (!reading) return reading.error();
  if (auto may = may_draw_pictures(context, file->head, reading->document, file->head.version); !may) return may.error();
  return preview_certificate(context, reading->document, context.editions.current(), file->head.unit);
}

Result<std::string> show_application_attachment(Context& context, const domain::Actor& actor, CaseId id, std::string_view sha256_hex) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  const auto digest = crypto::digest_from_hex(sha256_hex);
  if (!digest) return failure(Code::not_found);
  auto sent = context.store.record("application_file", id.to_string() + ":" + std::string(sha256_hex));
  if (!sent) return sent.error();
  if (*sent) return context.blobs.get(*digest);
  for (std::uint32_t version = file->head.version; version >= 1; --version) {
    auto message = context.store.message(id, version);
    if (!message) return message.error();
    auto reading = read_application(message->bytes, message->format, file->head.unit);
    if (!reading) return reading.error();
    const auto named = domain::origin_needs(reading->document).attachment_hashes;
    if (std::find(named.begin(), named.end(), sha256_hex) == named.end()) continue;
    auto may = may_show(context, file->head.unit, sha256_hex, message->arrived_at);
    if (!may) return may.error();
    if (*may) return context.blobs.get(*digest);
  }
  return failure(Code::not_found);
}

}  // namespace datong::app
