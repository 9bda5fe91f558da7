#include "document/json/case_json.hpp"

#include <charconv>

#include "base/limits.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

void set_text(Json& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.set(name, value);
}

std::string text_of(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value != nullptr ? *value : std::string();
}
std::int64_t integer_of(const Json& json, std::string_view name) {
  const std::int64_t* value = json.integer(name);
  return value != nullptr ? *value : 0;
}
template <class Enum>
Enum enum_of(const Json& json, std::string_view name) {
  return static_cast<Enum>(integer_of(json, name));
}
CaseId id_of(const Json& json, std::string_view name) { return CaseId::parse(text_of(json, name)).value_or(CaseId{}); }
Instant instant_of(const Json& json, std::string_view name) { return Instant::parse(text_of(json, name)).value_or(Instant{}); }

Json certificate_json(const CertificateRef& certificate) {
  Json json = Json::make_object();
  json.set("id", certificate.id.to_string()).set("number", certificate.number).set("code", certificate.code);
  json.set("stage", static_cast<int>(certificate.stage));
  set_text(json, "drafted_by", certificate.drafted_by);
  set_text(json, "signed_by", certificate.signed_by);
  return json;
}

Json strings_json(const std::vector<std::string>& values) {
  Json json = Json::make_array();
  for (const std::string& value : values) json.add(value);
  return json;
}

std::string_view severity_name(Severity severity) { return severity == Severity::warning ? "warning" : "refusal"; }

Json fields_json(const std::vector<std::pair<std::string, std::string>>& fields) {
  Json json = Json::make_object();
  for (const auto& [name, value] : fields) json.set(name, value);
  return json;
}

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
  json.set("clearance_count", head.clearance_count).set("inspections", head.inspections);
  json.set("lodged_at", head.lodged_at.to_string()).set("since", head.since.to_string());
  if (head.accepted_on) json.set("accepted_on", head.accepted_on->to_string());
  if (head.result_on) json.set("result_on", head.result_on->to_string());
  if (head.due_at) json.set("due_at", head.due_at->to_string());
  json.set("steps", head.steps);
  return json.canonical();
}

Result<DeclarationHead> read_head(std::string_view body) {
  auto parsed = Json::parse(body);
  if (!parsed || integer_of(*parsed, "format") != kHeadFormat) return failure(Code::corrupt, "head of an unknown format");
  const Json& json = *parsed;
  DeclarationHead head;
  head.id = id_of(json, "id");
  head.reference = text_of(json, "reference");
  head.unit = integer_of(json, "unit");
  head.direction = text_of(json, "direction") == "I" ? Direction::import_ : Direction::export_;
  head.declaration_kind = text_of(json, "declaration_kind");
  head.number = text_of(json, "number");
  head.stage = enum_of<Stage>(json, "stage");
  head.papers = enum_of<Papers>(json, "papers");
  head.fee = enum_of<Fee>(json, "fee");
  head.change = enum_of<Change>(json, "change");
  head.clearance = enum_of<Clearance>(json, "clearance");
  head.papers_mode = enum_of<PapersMode>(json, "papers_mode");
  head.channel = enum_of<Channel>(json, "channel");
  head.accepting_office = text_of(json, "accepting_office");
  head.inspecting_office = text_of(json, "inspecting_office");
  head.version = static_cast<std::uint32_t>(integer_of(json, "version"));
  head.effective_version = static_cast<std::uint32_t>(integer_of(json, "effective_version"));
  head.document_hash = text_of(json, "document_hash");
  head.title = text_of(json, "title");
  head.lines = static_cast<std::uint32_t>(integer_of(json, "lines"));
  head.entered_by = text_of(json, "entered_by");
  head.accepted_by = text_of(json, "accepted_by");
  head.assigned_to = text_of(json, "assigned_to");
  head.inspected_by = text_of(json, "inspected_by");
  head.calculated_by = text_of(json, "calculated_by");
  head.collected_by = text_of(json, "collected_by");
  head.fee_fen = integer_of(json, "fee_fen");
  if (const auto* codes = json.array("required_certificates")) {
    for (const Json& code : *codes) head.required_certificates.push_back(code.as_string() != nullptr ? *code.as_string() : "");
  }
  if (const auto* certificates = json.array("certificates")) {
    for (const Json& c : *certificates) {
      head.certificates.push_back({id_of(c, "id"), text_of(c, "number"), text_of(c, "code"), text_of(c, "drafted_by"), text_of(c, "signed_by"),
                                   enum_of<CertificateStage>(c, "stage")});
    }
  }
  head.clearance_id = id_of(json, "clearance_id");
  head.clearance_number = text_of(json, "clearance_number");
  head.clearance_count = static_cast<std::uint32_t>(integer_of(json, "clearance_count"));
  head.inspections = static_cast<std::uint32_t>(integer_of(json, "inspections"));
  head.lodged_at = instant_of(json, "lodged_at");
  head.since = instant_of(json, "since");
  head.accepted_on = Date::parse(text_of(json, "accepted_on"));
  head.result_on = Date::parse(text_of(json, "result_on"));
  head.due_at = Instant::parse(text_of(json, "due_at"));
  head.steps = static_cast<std::uint32_t>(integer_of(json, "steps"));
  return head;
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
  if (step.findings != nullptr && !step.findings->empty()) {
    Json rules = Json::make_array();
    for (std::size_t i = 0; i < step.findings->size() && i < limits::kFindingsMax; ++i) {
      rules.add(Json::make_object().set("path", (*step.findings)[i].path).set("rule", (*step.findings)[i].rule));
    }
    json.set("findings", std::move(rules));
  }
  if (step.working != nullptr) json.set("working", working_json(*step.working));
  set_text(json, "head", context.head_hash);
  return json.canonical();
}

Result<StepFacts> read_step(std::string_view body) {
  auto parsed = Json::parse(body);
  if (!parsed || integer_of(*parsed, "format") != kStepFormat) return failure(Code::corrupt, "step of an unknown format");
  const auto event = text_of(*parsed, "event") == "papers_reset" ? std::optional(Event::papers_reset) : event_by_name(text_of(*parsed, "event"));
  if (!event) return failure(Code::corrupt, "step with an unknown event");
  StepFacts facts{*event, text_of(*parsed, "track"), text_of(*parsed, "from"), text_of(*parsed, "to"), text_of(*parsed, "rule"),
                  text_of(*parsed, "role"), text_of(*parsed, "actor"), text_of(*parsed, "edition"), text_of(*parsed, "head"), {}};
  facts.body = std::move(*parsed);
  return facts;
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
