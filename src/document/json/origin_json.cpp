#include "document/json/origin_json.hpp"

#include "base/limits.hpp"
#include "document/json/case_parts.hpp"
#include "document/json/members.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

constexpr int kOriginHeadFormat = 1;

}  // namespace

std::string write_origin_head(const OriginHead& head) {
  Json json = Json::make_object();
  json.set("format", kOriginHeadFormat).set("id", head.id.to_string()).set("reference", head.reference).set("unit", head.unit);
  json.set("kind", head.kind).set("application_class", head.application_class).set("number", head.number);
  json.set("stage", static_cast<int>(head.stage)).set("channel", static_cast<int>(head.channel)).set("office", head.office);
  json.set("version", head.version).set("effective_version", head.effective_version).set("document_hash", head.document_hash);
  json.set("title", head.title).set("lines", head.lines).set("is_retrospective", head.is_retrospective);
  set_text(json, "entered_by", head.entered_by);
  set_text(json, "approved_by", head.approved_by);
  set_text(json, "previous_number", head.previous_number);
  set_text(json, "successor_number", head.successor_number);
  Json told = Json::make_array();
  for (const std::string& path : head.told) told.add(path);
  json.set("told", std::move(told)).set("returned_version", head.returned_version).set("review_days_left", head.review_days_left);
  if (head.review_due_on) json.set("review_due_on", head.review_due_on->to_string());
  json.set("lodged_at", head.lodged_at.to_string()).set("since", head.since.to_string());
  if (head.issued_at) json.set("issued_at", head.issued_at->to_string());
  if (head.issued_on) json.set("issued_on", head.issued_on->to_string());
  if (head.valid_until_on) json.set("valid_until_on", head.valid_until_on->to_string());
  set_text(json, "paper_sha256", head.paper.sha256);
  set_text(json, "data_sha256", head.paper.data_sha256);
  json.set("pages", head.paper.pages).set("prints", head.prints);
  if (head.due_at) json.set("due_at", head.due_at->to_string());
  json.set("steps", head.steps);
  return json.canonical();
}

Result<OriginHead> read_origin_head(std::string_view body) {
  Members m(body, kOriginHeadFormat);
  OriginHead head;
  head.id = m.id("id");
  head.reference = m.text("reference");
  head.unit = m.integer("unit");
  head.kind = m.text("kind");
  head.application_class = m.text("application_class");
  head.number = m.text("number");
  head.stage = m.one("stage", OriginStage::none, static_cast<OriginStage>(kOriginStageCount - 1));
  head.channel = m.one("channel", Channel::client, Channel::counter_paper);
  head.office = m.text("office");
  head.version = m.count("version");
  head.effective_version = m.count("effective_version");
  head.document_hash = m.text("document_hash");
  head.title = m.text("title");
  head.lines = m.count("lines");
  head.is_retrospective = m.flag("is_retrospective");
  head.entered_by = m.text_or_none("entered_by");
  head.approved_by = m.text_or_none("approved_by");
  head.previous_number = m.text_or_none("previous_number");
  head.successor_number = m.text_or_none("successor_number");
  head.told = m.texts("told");
  head.returned_version = m.count("returned_version");
  head.review_days_left = m.count("review_days_left");
  head.review_due_on = m.optional<Date>("review_due_on");
  head.lodged_at = m.instant("lodged_at");
  head.since = m.instant("since");
  head.issued_at = m.optional<Instant>("issued_at");
  head.issued_on = m.optional<Date>("issued_on");
  head.valid_until_on = m.optional<Date>("valid_until_on");
  head.paper = {m.text_or_none("paper_sha256"), m.text_or_none("data_sha256"), m.count("pages")};
  head.prints = m.count("prints");
  head.due_at = m.optional<Instant>("due_at");
  head.steps = m.count("steps");
  return m.done(std::move(head));
}

std::string write_origin_step(const OriginStep& step, const StepContext& context) {
  Json json = Json::make_object();
  json.set("format", kStepFormat).set("case", context.id.to_string()).set("sequence", context.sequence);
  json.set("event", event_spec(step.event).name).set("from", stage_name(step.from)).set("to", stage_name(step.to));
  json.set("actor", step.actor).set("role", role_name(step.role)).set("rule", step.rule).set("edition", context.edition);
  json.set("at", context.at.to_string()).set("data", fields_json(step.data));
  if (!step.findings.empty()) {
    Json rules = Json::make_array();
    for (std::size_t i = 0; i < step.findings.size() && i < limits::kFindingsMax; ++i) {
      rules.add(Json::make_object().set("path", step.findings[i].path).set("rule", step.findings[i].rule));
    }
    json.set("findings", std::move(rules));
  }
  set_text(json, "head", context.head_hash);
  return json.canonical();
}

Result<OriginStepFacts> read_origin_step(std::string_view body) {
  Members m(body, kStepFormat);
  const auto event = origin_event_by_name(m.text("event"));
  if (!event) return failure(Code::corrupt, "step of an unknown format or event");
  return m.done(OriginStepFacts{*event, m.text_or_none("head")});
}

}  // namespace datong::document
