#include "app/case_file.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "document/eciq/eciq_reader.hpp"
#include "document/json/form_json.hpp"
#include "document/json/party_json.hpp"
#include "app/issue_inspection_paper.hpp"
#include "base/text.hpp"
#include "domain/selection/selection.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::Event;
using domain::Stage;

/// Where the next act is due: inspection at the inspecting office, all else at the accepting one.
const std::string& office_of(const domain::DeclarationHead& head) {
  const bool inspecting = head.stage == Stage::ordered || head.stage == Stage::inspecting || head.stage == Stage::treating;
  return inspecting && !head.inspecting_office.empty() ? head.inspecting_office : head.accepting_office;
}

Result<void> add_draw(Context& context, const CaseFile& file, LoadedFacts& loaded) {
  const auto& document = loaded.reading->document;
  const Date day = loaded.facts.today;
  auto selection = domain::select(document, loaded.facts.unit.credit_grade, *loaded.edition, day);
  if (!selection) return selection.error();
  auto secret = draw_secret(context, day);
  if (!secret) return secret.error();
  const auto key = from_hex(*secret);
  if (!key) return failure(Code::corrupt, "draw secret");
  domain::DrawFact draw;
  draw.ratio = selection->ratio;
  draw.level = selection->level;
  for (const auto& reason : selection->reasons) {
    if (std::find(draw.reasons.begin(), draw.reasons.end(), reason.rule) == draw.reasons.end()) draw.reasons.push_back(reason.rule);
  }
  draw.drawn = domain::is_drawn(crypto::hmac_sha256(*key, file.head.number), selection->ratio);
  draw.commitment_day = day.to_string();
  loaded.facts.draw = std::move(draw);
  return {};
}

Result<void> add_fee(const CaseFile& file, LoadedFacts& loaded) {
  domain::FeeContext fee;
  fee.times_inspected = std::max<std::uint32_t>(1, file.head.inspections);
  const Date day = file.head.accepted_on.value_or(loaded.facts.today);
  auto working = domain::inspection_fee(loaded.reading->document, *loaded.edition, day, fee);
  if (!working) return working.error();
  loaded.facts.fee = std::move(*working);
  return {};
}

Result<void> add_permits(Context& context, LoadedFacts& loaded) {
  std::map<std::string, Decimal> wanted;
  for (const auto& reservation : domain::permit_reservations(loaded.reading->document)) wanted[reservation.ledger] = wanted[reservation.ledger] + reservation.amount;
  for (const auto& [ledger, amount] : wanted) {
    auto balance = context.store.balance(ledger);
    if (!balance) return balance.error();
    if (*balance < amount) loaded.facts.permits_suffice = false;
  }
  return {};
}

Result<void> add_officer(Context& context, const CaseFile& file, const domain::ActRequest& request, LoadedFacts& loaded) {
  const std::string name = request.parameter("inspector");
  if (name.empty()) return {};
  auto officer = load_party<domain::Officer>(context.store, "officer", name);
  if (!officer) return officer.error();
  if (*officer) {
    const Date day = loaded.facts.today;
    const std::string& at = file.head.inspecting_office.empty() ? file.head.accepting_office : file.head.inspecting_office;
    loaded.facts.named_officer_is_in_reach = loaded.edition->is_at_or_below(at, (*officer)->office, day) ||
                                             loaded.edition->is_at_or_below((*officer)->office, at, day);
    loaded.facts.named_officer = std::move(**officer);
  }
  return {};
}

std::string hash_of(std::string_view body) { return crypto::hex(crypto::sha256(body)); }

/// The content of a new certificate or clearance form: what anybody may be shown of it, and all that its document is printed
/// from later beside the declaration of that version.
Json new_content(const domain::Issue& issue, const domain::Outcome& outcome, const Surroundings& around) {
  Json json = Json::make_object();
  json.set("format", 1).set("kind", issue.kind == domain::Issue::Kind::certificate ? "certificate" : "clearance_form");
  json.set("number", issue.number).set("code", issue.code).set("id", issue.id.to_string());
  json.set("declaration", outcome.head.id.to_string()).set("declaration_number", outcome.head.number);
  json.set("office", outcome.head.accepting_office);
  json.set("version", outcome.head.effective_version).set("made_at", around.now.to_string());
  if (outcome.head.result_on) json.set("result_on", outcome.head.result_on->to_string());
  if (issue.valid_until_on) json.set("valid_until_on", issue.valid_until_on->to_string());
  if (!issue.content.texts.empty()) {
    Json texts = Json::make_object();
    for (const auto& [name, text] : issue.content.texts) texts.set(name, text);
    json.set("texts", std::move(texts));
  }
  if (around.document != nullptr) {
    const auto& header = around.document->header();
    json.set("consignor", header[domain::F::header::consignor_name_zh]).set("consignee", header[domain::F::header::consignee_name_zh]);
    json.set("contract_number", header[domain::F::header::contract_number]).set("trading_country", header[domain::F::header::trading_country]);
    Json goods = Json::make_array();
    header.each(domain::Group::goods, [&](const domain::Record& line) {
      using namespace domain::F;
      goods.add(Json::make_object().set("commodity_code", line[goods::commodity_code]).set("goods_name_zh", line[goods::goods_name_zh])
                    .set("statutory_quantity", line[goods::statutory_quantity]).set("statutory_unit", line[goods::statutory_unit])
                    .set("value", line[goods::value]).set("currency", line[goods::currency]));
    });
    json.set("goods", std::move(goods));
  }
  return json;
}

/// What is stored of it from now on: as made once, with its present stage, who brought it there and why.
std::string issue_content(const domain::Issue& issue, Json content, const Surroundings& around) {
  content.set("stage", issue.stage).set("at", around.now.to_string()).set("by", around.actor);
  if (!issue.reason.empty()) content.set("reason", issue.reason);
  return content.canonical();
}

/// Appends the step and new head of one certificate or form.
void compose_issue(Decision& decision, const domain::Issue& issue, const domain::Outcome& outcome, const Surroundings& around) {
  Head head;
  Json made;
  const bool is_form = issue.kind == domain::Issue::Kind::clearance_form;
  if (issue.is_new) {
    head.id = issue.id;
    head.kind = is_form ? HeadKind::clearance_form : HeadKind::certificate;
    head.bureau = around.stored.bureau;
    made = new_content(issue, outcome, around);
  } else {
    const auto found = std::find_if(around.issued.begin(), around.issued.end(), [&](const Issued& stored) { return stored.head.id == issue.id; });
    if (found == around.issued.end()) return;
    head = found->head;
    made = found->content;
  }
  const std::string content = issue_content(issue, std::move(made), around);
  Json body = Json::make_object();
  body.set("format", 1).set("id", issue.id.to_string()).set("number", issue.number).set("code", issue.code).set("stage", issue.stage);
  body.set("declaration", outcome.head.id.to_string()).set("content", hash_of(content));
  head.body = body.canonical();
  head.office = outcome.head.accepting_office;
  const bool open = issue.stage == "drafted" || issue.stage == "issued";
  head.stage = open ? 1 : issue.stage == "signed" || issue.stage == "used" ? 2 : 3;
  head.since = around.now;
  const bool wants_paper = issue.stage == "signed" || (is_form && issue.stage == "issued");
  head.due_at = wants_paper ? std::optional(around.now) : std::nullopt;
  head.due_event = wants_paper ? kMakePaper : std::uint8_t{0};
  Json step = Json::make_object();
  step.set("format", 1).set("case", issue.id.to_string()).set("sequence", head.steps).set("stage", issue.stage).set("by", around.actor);
  step.set("at", around.now.to_string()).set("edition", around.edition).set("head", hash_of(head.body));
  if (!issue.reason.empty()) step.set("reason", issue.reason);
  Step row{issue.id, head.steps, {}, step.canonical(), around.now};
  row.hash = crypto::sha256({crypto::view(head.last_step_hash), row.body});
  head.last_step_hash = row.hash;
  ++head.steps;
  decision.steps.push_back(std::move(row));
  decision.heads.push_back(std::move(head));
  if (outcome.head.number.empty()) return;  // the number is drawn inside the commit; this is composed again then
  if (issue.is_new) decision.keys.push_back({is_form ? "clearance_number" : "certificate_number", issue.number, issue.id.to_string()});
  decision.records.push_back({"issued", issue.number, issue.is_new ? 0U : decision.heads.back().version, content});
}

}  // namespace

template <class Party>
Result<std::optional<Party>> load_party(Store& store, std::string_view kind, std::string_view key) {
  if (key.empty()) return std::optional<Party>{};
  auto record = store.record(kind, key);
  if (!record) return record.error();
  if (!*record) return std::optional<Party>{};
  auto party = document::read_party<Party>((*record)->body);
  if (!party) return party.error();
  return std::optional<Party>(std::move(*party));
}
template Result<std::optional<domain::Enterprise>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::Declarant>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::Mandate>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::AgentAdmission>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::Permit>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::PapersState>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::Officer>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::Installation>> load_party(Store&, std::string_view, std::string_view);
template Result<std::optional<domain::OfficeSeal>> load_party(Store&, std::string_view, std::string_view);

Result<CaseFile> load_case(Context& context, CaseId id) {
  auto stored = context.store.head(id);
  if (!stored) return stored.error();
  if (stored->kind != HeadKind::declaration) return failure(Code::not_found);
  auto head = document::read_head(stored->body);
  if (!head) return head.error();
  return CaseFile{std::move(*stored), std::move(*head)};
}

Result<document::Reading> read_document(std::string_view bytes, std::string_view format) {
  if (format == "json") return document::read_form_json(bytes);
  auto reading = document::read_eciq(bytes);
  if (!reading) return reading.error();
  return document::Reading{std::move(reading->document), std::move(reading->findings)};
}

Result<document::Reading> load_document(Context& context, CaseId id, std::uint32_t version) {
  auto message = context.store.message(id, version);
  if (!message) return message.error();
  return read_document(message->bytes, message->format);
}

bool is_in_reach(const domain::DeclarationHead& head, const domain::Actor& actor, const domain::Edition& edition, Date day) {
  if (actor.has(domain::Role::machine)) return true;
  if (actor.unit != 0) return head.unit == actor.unit;
  if (actor.office.empty()) return false;
  return edition.is_at_or_below(head.accepting_office, actor.office, day) || edition.is_at_or_below(head.inspecting_office, actor.office, day);
}

Result<LoadedFacts> load_facts(Context& context, const CaseFile& file, const domain::ActRequest* request) {
  LoadedFacts loaded;
  loaded.edition = context.editions.current();
  if (!loaded.edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  domain::ActFacts& facts = loaded.facts;
  facts.edition = loaded.edition.get();
  facts.now = context.clock.now();
  facts.today = legal_day(facts.now);
  auto unit = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(file.head.unit));
  if (!unit) return unit.error();
  if (*unit) facts.unit = std::move(**unit);
  const std::string papers_key = std::to_string(file.head.unit) + ":" + loaded.edition->bureau_of(file.head.accepting_office, facts.today);
  auto papers = context.store.record("papers_state", papers_key);
  if (!papers) return papers.error();
  if (*papers) {
    loaded.papers_version = (*papers)->version;
    auto state = document::read_party<domain::PapersState>((*papers)->body);
    if (!state) return state.error();
    facts.papers_state = *state;
  }
  auto reading = load_document(context, file.head.id, std::max<std::uint32_t>(1, file.head.effective_version));
  if (!reading) return reading.error();
  loaded.reading = std::make_unique<document::Reading>(std::move(*reading));
  facts.document = &loaded.reading->document;
  if (file.head.stage == Stage::in_review) {
    if (auto done = add_permits(context, loaded); !done) return done.error();
  }
  if (request != nullptr) {
    Result<void> done;
    if (request->event == Event::assign && !file.head.number.empty()) done = add_draw(context, file, loaded);
    if (done && request->event == Event::calculate_fee) done = add_fee(file, loaded);
    if (done) done = add_officer(context, file, *request, loaded);
    if (!done) return done.error();
    facts.new_id = context.ids.next(file.stored.bureau, facts.now);
  }
  return loaded;
}

Result<std::vector<Issued>> load_issued(Context& context, const domain::Outcome& outcome) {
  std::vector<Issued> issued;
  for (const domain::Issue& issue : outcome.issues) {
    if (issue.is_new) continue;
    auto head = context.store.head(issue.id);
    if (!head) return head.error();
    auto record = context.store.record("issued", issue.number);
    if (!record) return record.error();
    auto content = *record ? Json::parse((*record)->body) : Result<Json>(failure(Code::corrupt, "no content of " + issue.number));
    if (!content) return failure(Code::corrupt, "content of " + issue.number);
    issued.push_back({std::move(*head), std::move(*content)});
  }
  return issued;
}

void compose(Decision& decision, const domain::Outcome& outcome, const Surroundings& around) {
  decision.heads.clear();
  decision.steps.clear();
  decision.receipts.clear();
  decision.moves.clear();
  const domain::DeclarationHead& next = outcome.head;
  Head head = around.stored;
  head.id = next.id;
  head.kind = HeadKind::declaration;
  head.office = office_of(next);
  head.stage = static_cast<std::uint8_t>(next.stage);
  head.assigned_to = next.assigned_to;
  head.since = next.since;
  head.due_at = next.due_at;
  const Event due_event = next.stage == Stage::in_review ? Event::accept : Event::lapse;
  head.due_event = next.due_at ? static_cast<std::uint8_t>(due_event) : std::uint8_t{0};
  head.body = document::write_head(next);
  const std::string head_hash = hash_of(head.body);
  for (std::size_t i = 0; i < outcome.steps.size(); ++i) {
    const document::StepContext step{next.id, head.steps, around.edition, around.now, i + 1 == outcome.steps.size() ? head_hash : std::string()};
    Step row{next.id, head.steps, {}, document::write_step(outcome.steps[i], step), around.now};
    row.hash = crypto::sha256({crypto::view(head.last_step_hash), row.body});
    head.last_step_hash = row.hash;
    ++head.steps;
    decision.steps.push_back(std::move(row));
  }
  for (const domain::ReceiptDraft& draft : outcome.receipts) {
    const document::ReceiptContext receipt{next.id, next.reference, next.number, std::string(domain::stage_name(next.stage)), around.answers,
                                           crypto::hex(head.last_step_hash), next.unit, next.version, head.steps - 1, around.now};
    decision.receipts.push_back({next.unit, 0, next.id, document::write_receipt(draft, receipt, around.findings, around.working)});
  }
  for (const domain::Move& move : outcome.moves) decision.moves.push_back({move.ledger, move.amount, next.id, move.reason});
  decision.heads.push_back(std::move(head));
  std::erase_if(decision.keys, [](const UniqueKey& key) {
    return key.space == "declaration_number" || key.space == "certificate_number" || key.space == "clearance_number";
  });
  std::erase_if(decision.records, [](const Record& record) { return record.kind == "issued" || record.kind == "papers_state"; });
  if (!next.number.empty() && (around.before == nullptr || around.before->number.empty())) {
    decision.keys.push_back({"declaration_number", next.number, next.id.to_string()});
  }
  for (const domain::Issue& issue : outcome.issues) compose_issue(decision, issue, outcome, around);
  if (outcome.papers_state) decision.records.push_back({"papers_state", around.papers_key, around.papers_version, document::write_party(*outcome.papers_state)});
}

std::string draw_commitment(std::string_view secret_hex) { return hash_of(from_hex(secret_hex).value_or("")); }

Result<std::string> draw_secret(Context& context, Date day) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto record = context.store.record("draw_secret", day.to_string());
    if (!record) return record.error();
    if (*record) {
      auto json = Json::parse((*record)->body);
      if (!json || json->string("secret") == nullptr) return failure(Code::corrupt, "draw secret");
      return *json->string("secret");
    }
    const std::string secret = to_hex(crypto::random_bytes(32));
    Decision decision;
    Json body = Json::make_object();
    body.set("format", 1).set("secret", secret).set("commitment", draw_commitment(secret)).set("made_at", context.clock.now().to_string());
    decision.records.push_back({"draw_secret", day.to_string(), 0, body.canonical()});
    auto done = context.store.commit_now(std::move(decision));
    if (!done && done.error().code != Code::conflict) return done.error();
  }
  return failure(Code::unavailable, "draw secret");
}

}  // namespace datong::app
