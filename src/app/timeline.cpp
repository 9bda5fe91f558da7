#include "app/timeline.hpp"

#include "app/case_file.hpp"
#include "app/moments.hpp"
#include "app/read_applications.hpp"
#include "app/read_cases.hpp"
#include "domain/receipt_words.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::Waiting;

std::string text_of(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value != nullptr ? *value : std::string();
}

Json due_json(const Waiting& waiting, std::optional<Instant> due) {
  Json json = Json::make_object();
  json.set("role", domain::role_name(waiting.role)).set("duty", waiting.duty).set("zh", waiting.zh).set("en", waiting.en);
  if (due) json.set("due_at", due->to_string());
  return json;
}

/// The names of coded values beside them: {reason_code: {zh, en}}.
Json meanings(const Json& fields, domain::List reasons, const domain::Edition& edition, Date day) {
  Json json = Json::make_object();
  for (const auto& [name, value] : *fields.as_object()) {
    if (value.as_string() == nullptr) continue;
    const std::string& text = *value.as_string();
    if (const domain::Words* ours = domain::value_words(name, text)) {
      json.set(name, Json::make_object().set("zh", ours->zh).set("en", ours->en));
      continue;
    }
    const domain::List list = name == "reason_code" ? reasons : domain::list_of_parameter(domain::Event::accept, name);
    const domain::CodeRow* row = list != domain::List::none ? edition.code(list, text, day) : nullptr;
    if (row != nullptr) json.set(name, Json::make_object().set("zh", row->name_zh).set("en", row->name_en));
  }
  return json;
}

Json receipt_json(const Receipt& receipt, const Json& body, domain::List reasons, const domain::Edition& edition, Date day) {
  const std::string kind = text_of(body, "kind");
  Json json = Json::make_object();
  json.set("serial", receipt.serial).set("kind", kind);
  if (const domain::Words* words = domain::receipt_words(kind)) json.set("zh", words->zh).set("en", words->en);
  if (const Json* fields = body.object("fields")) json.set("values", *fields).set("meanings", meanings(*fields, reasons, edition, day));
  for (const char* part : {"findings", "findings_left_out", "working"}) {
    if (const Json* value = body.get(part)) json.set(part, *value);
  }
  return json;
}

/// A receipt stands with the step that leads to its kind. It names the last step of its decision; the steps of one decision have one
/// instant.
struct Placed {
  const Receipt* receipt;
  Json body;
  bool is_placed = false;
};
Result<std::vector<Placed>> place(const std::vector<Receipt>& receipts) {
  std::vector<Placed> placed;
  for (const Receipt& receipt : receipts) {
    auto body = Json::parse(receipt.body);
    if (!body) return failure(Code::corrupt, "receipt of case " + receipt.id.to_string());
    placed.push_back({&receipt, std::move(*body), false});
  }
  return placed;
}

Json line_json(const Moment& moment) {
  const Json* data = moment.body.object("data");
  const std::string lodged_by = data != nullptr ? text_of(*data, "lodged_by") : "";
  Json line = Json::make_object();
  line.set("at", moment.at.to_string()).set("act", moment.act).set("zh", moment.zh).set("en", moment.en).set("stage", moment.stage);
  if (moment.arrived_at && !lodged_by.empty()) {  // the machine reviewed what somebody lodged
    const std::string channel = text_of(*data, "channel");
    const bool at_counter = channel == "counter_entry" || channel == "counter_paper";
    return std::move(line).set("by", lodged_by).set("role", at_counter ? "desk" : "enterprise").set("channel", channel);
  }
  return std::move(line).set("by", text_of(moment.body, "actor")).set("role", text_of(moment.body, "role"));
}

/// The name of a person of the platform; "" for machines and installations.
Result<std::string> name_of(Context& context, const std::string& sign_in) {
  auto officer = load_party<domain::Officer>(context.store, "officer", sign_in);
  if (!officer) return officer.error();
  return *officer ? (*officer)->name : std::string();
}

/// Beside the sign-in names of a line, the names of those people.
Result<void> set_people(Context& context, Json& line, const Json* data) {
  auto by = name_of(context, text_of(line, "by"));
  if (!by) return by.error();
  if (!by->empty()) line.set("by_name", *by);
  const std::string inspector = data != nullptr ? text_of(*data, "inspector") : std::string();
  if (inspector.empty()) return {};
  auto assigned = name_of(context, inspector);
  if (!assigned) return assigned.error();
  if (!assigned->empty()) {
    Json meanings = *line.object("meanings");
    line.set("meanings", meanings.set("inspector", Json::make_object().set("zh", *assigned).set("en", *assigned)));
  }
  return {};
}

Result<Json> lines_json(Context& context, const std::vector<Moment>& moments, CaseId id, const domain::Edition& edition) {
  auto receipts = context.store.receipts_of(id);
  if (!receipts) return receipts.error();
  auto placed = place(*receipts);
  if (!placed) return placed.error();
  Json lines = Json::make_array();
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const Moment& moment = moments[i];
    const bool ends_decision = i + 1 == moments.size() || moments[i + 1].at != moment.at;
    const Date day = legal_day(moment.at);
    Json line = line_json(moment);
    const Json* data = moment.body.object("data");
    if (data != nullptr) line.set("values", *data).set("meanings", meanings(*data, moment.reasons, edition, day));
    if (auto named = set_people(context, line, data); !named) return named.error();
    Json told = Json::make_array();
    for (Placed& each : *placed) {
      const std::int64_t* step = each.body.integer("step");
      if (each.is_placed || step == nullptr || *step < moment.sequence || text_of(each.body, "at") != moment.at.to_string()) continue;
      const bool is_its_own = text_of(each.body, "kind") == moment.receipt;
      if (!is_its_own && !(ends_decision && *step == moment.sequence)) continue;
      each.is_placed = true;
      told.add(receipt_json(*each.receipt, each.body, moment.reasons, edition, day));
    }
    line.set("receipts", std::move(told));
    if (ends_decision && moment.waiting) line.set("next", due_json(*moment.waiting, std::nullopt));
    lines.add(std::move(line));
  }
  return lines;
}

Json clock_json(const domain::ServiceClock& clock) {
  Json json = Json::make_object();
  return std::move(json).set("enterprise_ms", clock.enterprise_ms).set("machine_ms", clock.machine_ms).set("officer_ms", clock.officer_ms);
}

/// Since when the present duty has stood without another in between.
Instant waiting_since(const std::vector<Moment>& moments) {
  std::size_t first = moments.size() - 1;
  while (first > 0 && moments[first - 1].waiting == moments.back().waiting) --first;
  return moments[first].at;
}

Result<std::string> timeline(Context& context, CaseId id, const std::vector<Moment>& moments, std::optional<Instant> due) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto lines = lines_json(context, moments, id, *edition);
  if (!lines) return lines.error();
  Json json = Json::make_object();
  json.set("lines", std::move(*lines)).set("clock", clock_json(clock_of(moments, context.clock.now())));
  if (!moments.empty() && moments.back().waiting) {
    Json waiting = due_json(*moments.back().waiting, due);
    json.set("waiting_for", waiting.set("since", waiting_since(moments).to_string()));
  } else {
    json.set("waiting_for", Json());
  }
  return json.to_string();
}

}  // namespace

Result<std::string> show_timeline(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_in_reach(context, actor, id);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  auto moments = moments_of(context, file->head, *edition);
  if (!moments) return moments.error();
  std::optional<Instant> due;
  if (!moments->empty()) {
    moments->back().waiting = domain::waiting_for(file->head, edition->flag("clearance_form_in_use", legal_day(context.clock.now())));
    if (moments->back().waiting) due = domain::due_of(file->head, *moments->back().waiting);
  }
  return timeline(context, id, *moments, due);
}

Result<std::string> show_application_timeline(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_application_in_reach(context, actor, id);
  if (!file) return file.error();
  auto moments = moments_of(context, file->head);
  if (!moments) return moments.error();
  std::optional<Instant> due;
  if (!moments->empty()) {
    moments->back().waiting = domain::waiting_for(file->head);
    if (moments->back().waiting) due = domain::due_of(file->head, *moments->back().waiting);
  }
  return timeline(context, id, *moments, due);
}

Json waiting_json(const std::optional<Waiting>& waiting, std::optional<Instant> due) { return waiting ? due_json(*waiting, due) : Json(); }

Json waiting_json(const domain::DeclarationHead& head, bool clearance_form_in_use) {
  const auto waiting = domain::waiting_for(head, clearance_form_in_use);
  return waiting ? due_json(*waiting, domain::due_of(head, *waiting)) : Json();
}

Json waiting_json(const domain::OriginHead& head) {
  const auto waiting = domain::waiting_for(head);
  return waiting ? due_json(*waiting, domain::due_of(head, *waiting)) : Json();
}

Result<std::string> UnitNames::of(std::int64_t unit) {
  if (const auto known = known_.find(unit); known != known_.end()) return known->second;
  auto enterprise = load_party<domain::Enterprise>(store_, "enterprise", std::to_string(unit));
  if (!enterprise) return enterprise.error();
  return known_[unit] = *enterprise ? (*enterprise)->name_zh : std::string();
}

}  // namespace datong::app
