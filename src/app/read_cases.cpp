#include "app/read_cases.hpp"

#include <algorithm>

#include "app/act_on_declaration.hpp"
#include "app/application_file.hpp"
#include "app/attachments.hpp"
#include "app/claim.hpp"
#include "app/shown_actions.hpp"
#include "app/timeline.hpp"
#include "base/text.hpp"
#include "crypto/jws.hpp"
#include "document/eciq/eciq_writer.hpp"
#include "document/json/form_json.hpp"

namespace datong::app {
namespace {

using document::Json;

Json head_view(const domain::DeclarationHead& head) {
  Json json = Json::make_object();
  json.set("case", head.id.to_string()).set("reference", head.reference).set("unit", head.unit);
  json.set("direction", head.direction == domain::Direction::import_ ? "I" : "O").set("declaration_kind", head.declaration_kind);
  json.set("declaration_number", head.number).set("stage", domain::stage_name(head.stage));
  json.set("papers", domain::value_name(domain::Track::papers, domain::table::n(head.papers)));
  json.set("fee", domain::value_name(domain::Track::fee, domain::table::n(head.fee))).set("fee_fen", head.fee_fen);
  json.set("change", domain::value_name(domain::Track::change, domain::table::n(head.change)));
  json.set("clearance", domain::value_name(domain::Track::clearance, domain::table::n(head.clearance)));
  json.set("clearance_number", head.clearance_number);
  json.set("laboratory", domain::value_name(domain::Track::laboratory, domain::table::n(head.laboratory)));
  if (!head.sample.number.empty()) json.set("sample_number", head.sample.number).set("test_items", head.sample.items);
  if (!head.sample.report.empty()) json.set("report_number", head.sample.report);
  json.set("papers_mode", head.papers_mode == domain::PapersMode::at_inspection ? "at_inspection" : "before_acceptance");
  json.set("channel", domain::channel_name(head.channel)).set("accepting_office", head.accepting_office);
  json.set("inspecting_office", head.inspecting_office).set("version", head.version).set("effective_version", head.effective_version);
  json.set("document_hash", head.document_hash).set("title", head.title).set("lines", head.lines);
  json.set("accepted_by", head.accepted_by).set("assigned_to", head.assigned_to).set("lodged_at", head.lodged_at.to_string());
  json.set("since", head.since.to_string());
  if (head.due_at) json.set("due_at", head.due_at->to_string());
  return json;
}

}  // namespace

Result<CaseFile> load_in_reach(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_case(context, id);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  if (!is_in_reach(file->head, actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
  return file;
}

std::vector<std::string> offices_in_reach(const domain::Edition& edition, const std::string& node, Date day) {
  std::vector<std::string> codes;
  for (const domain::OfficeRow* office : edition.offices(day)) {
    if (edition.is_at_or_below(office->code, node, day)) codes.push_back(office->code);
  }
  return codes;
}

namespace {

bool is_open_work(std::uint8_t stage) {
  const auto value = static_cast<domain::Stage>(stage);
  return value != domain::Stage::none && value != domain::Stage::returned && !domain::is_final(value);
}

Result<std::vector<Head>> find_heads(Context& context, const domain::Actor& actor, const CaseFilter& filter) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  std::optional<std::uint8_t> stage;
  if (filter.stage) {
    const auto named = domain::stage_by_name(*filter.stage);
    if (!named) return failure(Code::malformed, "stage");
    stage = domain::table::n(*named);
  }
  if (filter.work_list && actor.unit == 0) {
    WorkQuery query;
    query.offices = offices_in_reach(*edition, actor.office, today);
    if (query.offices.empty()) return std::vector<Head>{};
    query.kind = HeadKind::declaration;
    if (stage) query.stages = {*stage};
    else for (std::uint8_t s = 0; s < domain::kStageCount; ++s) if (is_open_work(s)) query.stages.push_back(s);
    query.assigned_to = filter.assigned_to;
    query.after = filter.before;
    query.limit = filter.limit;
    return context.store.work(query);
  }
  if (actor.unit != 0 && filter.reference) {  // a unit's own number finds its case by the key of version 1
    auto found = context.store.key("message", std::to_string(actor.unit) + ":" + *filter.reference + ":1");
    if (!found) return found.error();
    const auto id = *found ? CaseId::parse(std::string_view(**found).substr(0, (*found)->find(':'))) : std::nullopt;
    if (!id) return std::vector<Head>{};
    auto head = context.store.head(*id);
    if (!head) return head.error();
    return std::vector<Head>{std::move(*head)};
  }
  CaseQuery query;
  query.kind = HeadKind::declaration;
  if (actor.unit != 0) query.unit = actor.unit;
  else query.offices = offices_in_reach(*edition, actor.office, today);
  if (actor.unit == 0 && query.offices.empty()) return std::vector<Head>{};
  query.reference = filter.reference;
  query.direction = filter.direction;
  query.stage = stage;
  query.from = filter.from;
  query.to = filter.to;
  query.before = filter.before;
  query.limit = filter.limit;
  return context.store.cases(query);
}

/// What a drafter may or must state for each certificate the declaration requires: further parameters of the act.
Json contents_of(Context& context, const domain::DeclarationHead& head) {
  Json rows = Json::make_array();
  const EditionPtr edition = context.editions.current();
  const Date today = legal_day(context.clock.now());
  for (const std::string& code : head.required_certificates) {
    for (const domain::ContentRow* row : edition->contents(code, today)) {
      rows.add(Json::make_object().set("certificate_code", code).set("name", row->content).set("required", row->is_needed)
                   .set("longest", row->longest).set("preset", row->preset).set("zh", row->label_zh).set("en", row->label_en));
    }
  }
  return rows;
}

}  // namespace

Result<std::string> list_declarations(Context& context, const domain::Actor& actor, const CaseFilter& filter) {
  auto heads = find_heads(context, actor, filter);
  if (!heads) return heads.error();
  const EditionPtr edition = context.editions.current();
  const bool forms_in_use = edition && edition->flag("clearance_form_in_use", legal_day(context.clock.now()));
  UnitNames units(context.store);
  Json rows = Json::make_array();
  for (const Head& stored : *heads) {
    if (stored.kind != HeadKind::declaration) continue;
    auto head = document::read_head(stored.body);
    if (!head) return head.error();
    auto name = units.of(head->unit);
    if (!name) return name.error();
    Json row = head_view(*head);
    rows.add(row.set("unit_name", std::move(*name)).set("waiting_for", waiting_json(*head, forms_in_use)));
  }
  Json json = Json::make_object();
  json.set("declarations", std::move(rows));
  if (heads->size() == filter.limit) json.set("next", heads->back().id.to_string());
  return json.to_string();
}

Result<std::string> show_declaration(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_in_reach(context, actor, id);
  if (!file) return file.error();
  auto actions = allowed_actions(context, *file, actor);
  if (!actions) return actions.error();
  const EditionPtr edition = context.editions.current();
  auto name = UnitNames(context.store).of(file->head.unit);
  if (!name) return name.error();
  Json json = head_view(file->head);
  json.set("unit_name", std::move(*name));
  json.set("waiting_for", waiting_json(file->head, edition && edition->flag("clearance_form_in_use", legal_day(context.clock.now()))));
  if (auto claimed = show_claim(context, actor, id, json); !claimed) return claimed.error();
  set_actions(json, *actions, [&](const domain::AllowedAction& action, Json& entry) {
    if (action.event == domain::Event::draft_certificate) entry.set("contents", contents_of(context, file->head));
  });
  Json certificates = Json::make_array();
  for (const auto& certificate : file->head.certificates) {
    certificates.add(Json::make_object().set("number", certificate.number).set("code", certificate.code)
                         .set("stage", domain::certificate_stage_name(certificate.stage)).set("drafted_by", certificate.drafted_by)
                         .set("signed_by", certificate.signed_by));
  }
  Json required = Json::make_array();
  for (const std::string& code : file->head.required_certificates) required.add(code);
  return std::move(json).set("certificates", std::move(certificates)).set("required_certificates", std::move(required)).to_string();
}

Result<std::string> show_steps(Context& context, const domain::Actor& actor, CaseId id) {
  if (auto file = load_in_reach(context, actor, id); !file) return file.error();
  return steps_json(context, id);
}

Result<std::string> steps_json(Context& context, CaseId id) {
  auto steps = context.store.steps(id);
  if (!steps) return steps.error();
  Json rows = Json::make_array();
  for (const Step& step : *steps) {
    auto body = Json::parse(step.body);
    if (!body) return body.error();
    rows.add(Json::make_object().set("hash", crypto::hex(step.hash)).set("step", std::move(*body)));
  }
  return Json::make_object().set("steps", std::move(rows)).to_string();
}

Result<std::string> show_differences(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t from, std::uint32_t to) {
  auto file = load_in_reach(context, actor, id);
  if (!file) return file.error();
  auto before = load_document(context, id, from);
  if (!before) return before.error();
  auto after = load_document(context, id, to);
  if (!after) return after.error();
  Json json = Json::make_object();
  json.set("from", from).set("to", to).set("differences", document::differences_json(domain::differences(before->document, after->document)));
  return json.to_string();
}

Result<Message> show_document(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t version, std::string_view as) {
  auto file = load_in_reach(context, actor, id);
  if (!file) return file.error();
  auto message = context.store.message(id, version == 0 ? file->head.version : version);
  if (!message || as.empty() || as == message->format) return message;
  auto reading = read_document(message->bytes, message->format);
  if (!reading) return reading.error();
  if (as == "json") {
    message->bytes = document::write_form_json(reading->document);
  } else {
    auto xml = document::write_eciq(reading->document, {}, as == "eciq-gbk" ? document::Encoding::gbk : document::Encoding::utf8);
    if (!xml) return xml.error();
    message->bytes = std::move(*xml);
  }
  message->format = std::string(as);
  return message;
}

Result<std::string> show_receipts(Context& context, std::int64_t mailbox, std::int64_t after, std::size_t limit, const Signer& signer) {
  auto receipts = context.store.receipts(mailbox, after, limit);
  if (!receipts) return receipts.error();
  Json rows = Json::make_array();
  for (const Receipt& receipt : *receipts) {
    rows.add(Json::make_object().set("serial", receipt.serial).set("body", receipt.body)
                 .set("signature", crypto::sign_detached(signer.key, signer.key_id, "receipt", receipt.body)));
  }
  Json json = Json::make_object();
  json.set("receipts", std::move(rows)).set("next", receipts->empty() ? after : receipts->back().serial);
  json.set("last", context.store.last_serial(mailbox));
  return json.to_string();
}

Result<std::string> show_attachment(Context& context, const domain::Actor& actor, CaseId id, std::string_view sha256_hex) {
  auto file = load_in_reach(context, actor, id);
  if (!file) return file.error();
  const auto digest = crypto::digest_from_hex(sha256_hex);
  if (!digest) return failure(Code::not_found);
  for (std::uint32_t version = file->head.version; version >= 1; --version) {
    auto message = context.store.message(id, version);
    if (!message) return message.error();
    auto reading = read_document(message->bytes, message->format);
    if (!reading) return reading.error();
    const auto named = domain::needs(reading->document).attachment_hashes;
    if (std::find(named.begin(), named.end(), sha256_hex) == named.end()) continue;
    auto may = may_show(context, file->head.unit, sha256_hex, message->arrived_at);
    if (!may) return may.error();
    if (*may) return context.blobs.get(*digest);
  }
  return failure(Code::not_found);
}

Result<std::string> show_issued(Context& context, const domain::Actor& actor, std::string_view number) {
  auto record = context.store.record("issued", number);
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto json = Json::parse((*record)->body);
  if (json && json->string("application") != nullptr) {  // a certificate of origin
    const auto application = CaseId::parse(*json->string("application"));
    if (!application) return failure(Code::corrupt, "certificate without its application");
    auto file = load_application(context, *application);
    if (!file) return file.error();
    const EditionPtr edition = context.editions.current();
    if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
    if (!is_in_reach(file->head, actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
    return (*record)->body;
  }
  const auto id = json && json->string("declaration") != nullptr ? CaseId::parse(*json->string("declaration")) : std::nullopt;
  if (!id) return failure(Code::corrupt, "issued document without its declaration");
  if (auto file = load_in_reach(context, actor, *id); !file) return file.error();
  return (*record)->body;
}

Result<std::string> show_draws(Context& context, std::size_t limit) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  const auto days = edition->number("draw_secret_published_after_days", today);
  if (!days) return days.error();
  const int wait = static_cast<int>(days->raw() / Decimal::kScale);
  const Date first = today.plus_days(-static_cast<int>(limit) - wait);
  auto records = context.store.records("draw_secret", "", first.to_string(), limit + static_cast<std::size_t>(wait) + 1);
  if (!records) return records.error();
  Json rows = Json::make_array();
  for (const Record& record : *records) {
    auto json = Json::parse(record.body);
    const auto day = Date::parse(record.key);
    if (!json || !day) return failure(Code::corrupt, "draw secret");
    Json row = Json::make_object();
    row.set("day", record.key).set("commitment", *json->string("commitment"));
    if (today - *day >= wait) row.set("secret", *json->string("secret"));
    rows.add(std::move(row));
  }
  return Json::make_object().set("draws", std::move(rows)).to_string();
}

}  // namespace datong::app
