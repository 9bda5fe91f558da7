#include "document/json/case_json.hpp"

#include "base/limits.hpp"
#include "document/json/case_parts.hpp"
#include "document/json/members.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

Json certificate_json(const CertificateRef& certificate) {
  Json json = Json::make_object();
  json.set("id", certificate.id.to_string()).set("number", certificate.number).set("code", certificate.code);
  json.set("stage", static_cast<int>(certificate.stage));
  set_text(json, "drafted_by", certificate.drafted_by);
  set_text(json, "signed_by", certificate.signed_by);
  return json;
}

Json sample_json(const Sample& sample) {
  Json json = Json::make_object();
  json.set("number", sample.number).set("items", sample.items).set("taken_by", sample.taken_by);
  set_text(json, "report", sample.report);
  return json;
}

/// Heads from before there was a laboratory have none of its members.
void read_laboratory(Members& m, DeclarationHead& head) {
  if (m.has("laboratory")) head.laboratory = m.one("laboratory", Laboratory::sampled, Laboratory::does_not_conform);
  if (m.has("samples")) head.samples = m.count("samples");
  if (!m.has("sample")) return;
  Members s(m.object("sample"));
  head.sample = {s.text("number"), s.text("items"), s.text("taken_by"), s.text_or_none("report")};
  if (!s.good()) m.refuse();
}

Json strings_json(const std::vector<std::string>& values) {
  Json json = Json::make_array();
  for (const std::string& value : values) json.add(value);
  return json;
}

std::string_view severity_name(Severity severity) { return severity == Severity::warning ? "warning" : "refusal"; }

}  // namespace

std::string write_head(const DeclarationHead& head) {
  Json json = Json::make_object();
  json.set("format", kHeadFormat).set("id", head.id.to_string()).set("reference", head.reference).set("unit", head.unit);
  json.set("direction", head.direction == Direction::import_ ? "I" : "O").set("declaration_kind", head.declaration_kind);
  set_text(json, "number", head.number);
  json.set("stage", static_cast<int>(head.stage)).set("papers", static_cast<int>(head.papers)).set("fee", static_cast<int>(head.fee));
  json.set("change", static_cast<int>(head.change)).set("clearance", static_cast<int>(head.clearance));
  json.set("papers_mode", static_cast<int>(head.papers_mode)).set("channel", static_cast<int>(head.channel));
  json.set("accepting_office", head.accepting_office).set("inspecting_office", head.inspecting_office);
  json.set("version", head.version).set("effective_version", head.effective_version).set("document_hash", head.document_hash);
  json.set("title", head.title).set("lines", head.lines);
  set_text(json, "entered_by", head.entered_by);
  set_text(json, "accepted_by", head.accepted_by);
  set_text(json, "assigned_to", head.assigned_to);
  set_text(json, "inspected_by", head.inspected_by);
  set_text(json, "calculated_by", head.calculated_by);
  set_text(json, "collected_by", head.collected_by);
  json.set("fee_fen", head.fee_fen).set("required_certificates", strings_json(head.required_certificates));
  Json certificates = Json::make_array();
  for (const CertificateRef& certificate : head.certificates) certificates.add(certificate_json(certificate));
  json.set("certificates", std::move(certificates));
  if (head.clearance_id) json.set("clearance_id", head.clearance_id.to_string());
  set_text(json, "clearance_number", head.clearance_number);
  if (head.laboratory != Laboratory::none) json.set("laboratory", static_cast<int>(head.laboratory));
  if (head.sample != Sample{}) json.set("sample", sample_json(head.sample));
  if (head.samples != 0) json.set("samples", head.samples);
  json.set("clearance_count", head.clearance_count).set("inspections", head.inspections);
  json.set("lodged_at", head.lodged_at.to_string()).set("since", head.since.to_string());
  if (head.accepted_on) json.set("accepted_on", head.accepted_on->to_string());
  if (head.result_on) json.set("result_on", head.result_on->to_string());
  if (head.due_at) json.set("due_at", head.due_at->to_string());
  json.set("steps", head.steps);
  return json.canonical();
}

Result<DeclarationHead> read_head(std::string_view body) {
  Members m(body, kHeadFormat);
  DeclarationHead head;
  head.id = m.id("id");
  head.reference = m.text("reference");
  head.unit = m.integer("unit");
  const std::string direction = m.text("direction");
  if (direction != "I" && direction != "O") m.refuse();
  head.direction = direction == "I" ? Direction::import_ : Direction::export_;
  head.declaration_kind = m.text("declaration_kind");
  head.number = m.text_or_none("number");
  head.stage = m.one("stage", Stage::none, static_cast<Stage>(kStageCount - 1));
  head.papers = m.one("papers", Papers::due, Papers::inaccurate);
  head.fee = m.one("fee", Fee::none, Fee::reversed);
  head.change = m.one("change", Change::none, Change::amend_granted);
  head.clearance = m.one("clearance", Clearance::none, Clearance::used);
  head.papers_mode = m.one("papers_mode", PapersMode::at_inspection, PapersMode::before_acceptance);
  head.channel = m.one("channel", Channel::client, Channel::counter_paper);
  head.accepting_office = m.text("accepting_office");
  head.inspecting_office = m.text("inspecting_office");
  head.version = m.count("version");
  head.effective_version = m.count("effective_version");
  head.document_hash = m.text("document_hash");
  head.title = m.text("title");
  head.lines = m.count("lines");
  head.entered_by = m.text_or_none("entered_by");
  head.accepted_by = m.text_or_none("accepted_by");
  head.assigned_to = m.text_or_none("assigned_to");
  head.inspected_by = m.text_or_none("inspected_by");
  head.calculated_by = m.text_or_none("calculated_by");
  head.collected_by = m.text_or_none("collected_by");
  head.fee_fen = m.integer("fee_fen");
  head.required_certificates = m.texts("required_certificates");
  for (const Json& json : m.array("certificates")) {
    Members c(json);
    head.certificates.push_back({c.id("id"), c.text("number"), c.text("code"), c.text_or_none("drafted_by"), c.text_or_none("signed_by"),
                                 c.one("stage", CertificateStage::drafted, CertificateStage::cancelled)});
    if (!c.good()) m.refuse();
  }
  head.clearance_id = m.optional<CaseId>("clearance_id").value_or(CaseId{});
  head.clearance_number = m.text_or_none("clearance_number");
  head.clearance_count = m.count("clearance_count");
  read_laboratory(m, head);
  head.inspections = m.count("inspections");
  head.lodged_at = m.instant("lodged_at");
  head.since = m.instant("since");
  head.accepted_on = m.optional<Date>("accepted_on");
  head.result_on = m.optional<Date>("result_on");
  head.due_at = m.optional<Instant>("due_at");
  head.steps = m.count("steps");
  return m.done(std::move(head));
}

Json findings_json(const std::vector<Finding>& findings) {
  Json list = Json::make_array();
  for (std::size_t i = 0; i < findings.size() && i < limits::kFindingsMax; ++i) {
    const Finding& f = findings[i];
    Json json = Json::make_object();
    json.set("path", f.path).set("rule", f.rule).set("severity", severity_name(f.severity)).set("values", strings_json(f.values));
    json.set("zh", words(f, "zh")).set("en", words(f, "en"));
    list.add(std::move(json));
  }
  return list;
}

Json working_json(const FeeWorking& working) {
  Json lines = Json::make_array();
  for (const WorkingLine& line : working.lines) {
    Json json = Json::make_object();
    json.set("rule", line.rule).set("goods_line", line.goods_line).set("what", line.what).set("inputs", strings_json(line.inputs));
    set_text(json, "item", line.item);
    json.set("result_cny", line.result.to_string());
    Finding shown{"", find_rule(line.rule) != nullptr ? find_rule(line.rule)->id : "", Severity::warning, line.inputs};
    json.set("zh", words(shown, "zh")).set("en", words(shown, "en"));
    lines.add(std::move(json));
  }
  Json json = Json::make_object();
  json.set("total_fen", working.total_fen).set("lines", std::move(lines));
  return json;
}

Json differences_json(const std::vector<Difference>& differences) {
  Json list = Json::make_array();
  for (const Difference& difference : differences) {
    Json json = Json::make_object();
    json.set("path", difference.path).set("before", difference.before).set("after", difference.after);
    list.add(std::move(json));
  }
  return list;
}

std::string write_step(const StepDraft& step, const StepContext& context) {
  Json json = Json::make_object();
  json.set("format", kStepFormat).set("case", context.id.to_string()).set("sequence", context.sequence);
  json.set("event", event_spec(step.event).name).set("track", step.track).set("from", step.from).set("to", step.to);
  json.set("actor", step.actor).set("role", role_name(step.role)).set("rule", step.rule).set("edition", context.edition);
  json.set("at", context.at.to_string()).set("data", fields_json(step.data));
  if (!step.findings.empty()) {
    Json rules = Json::make_array();
    for (std::size_t i = 0; i < step.findings.size() && i < limits::kFindingsMax; ++i) {
      rules.add(Json::make_object().set("path", step.findings[i].path).set("rule", step.findings[i].rule));
    }
    json.set("findings", std::move(rules));
  }
  if (step.working != nullptr) json.set("working", working_json(*step.working));
  set_text(json, "head", context.head_hash);
  return json.canonical();
}

Result<StepFacts> read_step(std::string_view body) {
  Members m(body, kStepFormat);
  const std::string name = m.text("event");
  const auto event = name == "papers_reset" ? std::optional(Event::papers_reset) : event_by_name(name);
  if (!event) return failure(Code::corrupt, "step of an unknown format or event");
  return m.done(StepFacts{*event, m.text("track"), m.text("from"), m.text("to"), m.text("rule"), m.text("role"), m.text("actor"),
                          m.text("edition"), m.text_or_none("head"), m.take()});
}

std::string write_receipt(const ReceiptDraft& draft, const ReceiptContext& context, const std::vector<Finding>* findings,
                          const FeeWorking* working) {
  Json json = Json::make_object();
  json.set("format", kReceiptFormat).set("kind", draft.kind).set("case", context.id.to_string()).set("unit", context.unit);
  json.set("reference", context.reference).set("version", context.version).set("stage", context.stage);
  json.set("step", context.step).set("step_hash", context.step_hash).set("at", context.at.to_string());
  json.set("fields", fields_json(draft.fields));
  set_text(json, "declaration_number", context.declaration_number);
  set_text(json, "answers", context.answers);
  if (const std::string_view code = eciq_response_code(draft.kind); !code.empty()) json.set("eciq_response_code", code);
  if (draft.with_findings && findings != nullptr) {
    json.set("findings", findings_json(*findings));
    if (findings->size() > limits::kFindingsMax) json.set("findings_left_out", findings->size() - limits::kFindingsMax);
  }
  if (draft.with_working && working != nullptr) json.set("working", working_json(*working));
  return json.canonical();
}

}  // namespace datong::document
