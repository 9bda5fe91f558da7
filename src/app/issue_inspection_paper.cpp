#include "app/issue_inspection_paper.hpp"

#include "app/attachments.hpp"
#include "app/case_file.hpp"
#include "app/lodged_message.hpp"
#include "app/office_pictures.hpp"
#include "app/paper.hpp"
#include "document/json/party_json.hpp"
#include "document/printed_xml.hpp"
#include "document/sps/sps_writer.hpp"
#include "domain/certificate/words.hpp"
#include "domain/inspection/inspection_certificate.hpp"

namespace datong::app {
namespace {

using document::Json;

constexpr std::string_view kPhytosanitary = "18";

std::string text_of(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value != nullptr ? *value : std::string();
}

/// A certificate or form whose paper is due, as stored, and the declaration it stands on.
struct Stored {
  Head head;
  Record record;
  Json content;
  CaseFile declaration;
  document::Reading reading;
};
Result<Stored> load(Context& context, CaseId id) {
  auto head = context.store.head(id);
  if (!head) return head.error();
  if (!head->due_at) return failure(Code::conflict, "no paper is due");  // drawn by another, or recalled, since the timer was read
  auto body = Json::parse(head->body);
  if (!body || body->string("number") == nullptr) return failure(Code::corrupt, "issued head");
  auto record = context.store.record("issued", *body->string("number"));
  if (!record) return record.error();
  if (!*record) return failure(Code::corrupt, "issued record");
  auto content = Json::parse((*record)->body);
  const auto of = content ? CaseId::parse(text_of(*content, "declaration")) : std::nullopt;
  if (!of) return failure(Code::corrupt, "issued record");
  auto declaration = load_case(context, *of);
  if (!declaration) return declaration.error();
  const std::int64_t* version = content->integer("version");
  auto reading = load_document(context, *of, version != nullptr ? static_cast<std::uint32_t>(*version) : declaration->head.effective_version);
  if (!reading) return reading.error();
  return Stored{std::move(*head), std::move(**record), std::move(*content), std::move(*declaration), std::move(*reading)};
}

/// What it says, and the data embedded beside it.
struct Said {
  domain::Printed printed;
  std::string data, data_name;
};
Result<Said> say(const Stored& stored, const domain::Edition& edition, const domain::SigningFacts& signing, Date day) {
  const std::string number = text_of(stored.content, "number"), code = text_of(stored.content, "code");
  Said said;
  if (stored.head.kind == HeadKind::clearance_form) {
    domain::ClearanceFacts facts{stored.declaration.head.number, Date::parse(text_of(stored.content, "valid_until_on"))};
    said.printed = domain::printed_clearance_form(stored.reading.document, facts, edition, day);
  } else {
    domain::InspectionFacts facts;
    facts.declaration_number = stored.declaration.head.number;
    facts.result_on = Date::parse(text_of(stored.content, "result_on"));
    if (const Json* texts = stored.content.object("texts")) {
      for (const auto& [name, value] : *texts->as_object()) {
        if (value.as_string() != nullptr) facts.content.texts[name] = *value.as_string();
      }
    }
    auto printed = domain::printed_certificate(stored.reading.document, facts, code, edition, day);
    if (!printed) return printed.error();
    said.printed = std::move(*printed);
    if (code == kPhytosanitary) {
      auto certificate = domain::phytosanitary_certificate(stored.reading.document, facts, signing, edition, day);
      if (!certificate) return certificate.error();
      auto xml = document::write_sps(*certificate);
      if (!xml) return xml.error();
      said.data = std::move(*xml);
      said.data_name = "spscertificate.xml";
      return said;
    }
  }
  said.data = document::write_printed_xml(said.printed, code, number);
  said.data_name = "paper.xml";
  return said;
}

std::vector<std::pair<std::string, std::string>> summary_of(const Stored& stored) {
  const auto& root = stored.reading.document.header();
  std::vector<std::pair<std::string, std::string>> texts{{"exporter", std::string(root[domain::F::header::consignor_name_zh])},
                                                         {"consignee", std::string(root[domain::F::header::consignee_name_foreign])},
                                                         {"goods", stored.declaration.head.title}};
  std::erase_if(texts, [](const auto& each) { return each.second.empty(); });
  return texts;
}

}  // namespace

Result<std::string> make_inspection_paper(Context& context, CaseId id) {
  if (context.trust == nullptr) return failure(Code::unavailable, "no issuing key is loaded");
  auto stored = load(context, id);
  if (!stored) return stored.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Instant now = context.clock.now();
  const Date today = legal_day(now);
  PaperOrder order;
  order.number = text_of(stored->content, "number");
  order.kind = text_of(stored->content, "code");
  order.at = now;
  order.issued_on = today;
  order.valid_until_on = Date::parse(text_of(stored->content, "valid_until_on"));
  order.stamp_serial = static_cast<std::uint64_t>(id.step_row(stored->head.steps));
  auto officer = load_party<domain::Officer>(context.store, "officer", text_of(stored->content, "by"));
  if (!officer) return officer.error();
  const domain::OfficeRow* office = edition->office(stored->head.office, today);
  order.officer = *officer ? (*officer)->name : office == nullptr ? stored->head.office : office->name_zh;
  auto said = say(*stored, *edition, {order.number, today, order.officer}, today);
  if (!said) return said.error();
  order.printed = std::move(said->printed);
  order.data = std::move(said->data);
  order.data_name = std::move(said->data_name);
  order.summary = summary_of(*stored);
  const domain::CodeRow* kind = edition->code(domain::List::certificate_kind, order.kind, today);
  order.title = kind == nullptr ? order.kind : kind->name_zh + " " + kind->name_en;
  if (*officer) order.pictures["signature"] = (*officer)->specimen;
  auto seal = seal_of(context, *edition, stored->head.office, today);
  if (!seal) return seal.error();
  order.pictures["seal"] = *seal;
  order.issue["issued_on"] = domain::date_words_zh(today) + " " + domain::date_words(today);
  order.issue["certified"] = (office == nullptr ? stored->head.office : office->name_en) + ", " + domain::date_words(today);
  order.issue["signatory"] = order.officer;
  auto paper = make_paper(context, edition, order);
  if (!paper) return paper.error();
  if (auto put = context.blobs.put(*crypto::digest_from_hex(paper->sha256), paper->bytes, now); !put) return put.error();

  Json content = stored->content;
  content.set("paper_sha256", paper->sha256).set("data_sha256", paper->data_sha256).set("pages", paper->pages).set("issued_on", today.to_string());
  content.set("content", printed_json(order.printed));
  Head head = stored->head;
  auto body = Json::parse(head.body);
  if (!body) return failure(Code::corrupt, "issued head");
  const std::string text = content.canonical();
  head.body = body->set("content", crypto::hex(crypto::sha256(text))).canonical();
  head.due_at.reset();
  head.due_event = 0;
  Json step = Json::make_object();
  step.set("format", 1).set("case", id.to_string()).set("sequence", head.steps).set("stage", text_of(content, "stage")).set("event", "issue");
  step.set("by", "machine").set("at", now.to_string()).set("edition", edition->hash()).set("number", order.number);
  step.set("data", Json::make_object().set("paper_sha256", paper->sha256).set("pages", std::to_string(paper->pages)));
  step.set("head", crypto::hex(crypto::sha256(head.body)));
  Decision decision;
  Step row{id, head.steps, {}, step.canonical(), now};
  row.hash = crypto::sha256({crypto::view(head.last_step_hash), row.body});
  decision.steps.push_back(std::move(row));
  decision.heads.push_back(std::move(head));
  decision.records.push_back({"issued", order.number, stored->record.version, text});
  if (auto named = own_attachments(context, decision, {paper->sha256}, id.to_string()); !named) return named.error();
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return paper->sha256;
}

Result<std::string> show_inspection_paper(Context& context, const domain::Actor& actor, std::string_view number) {
  auto record = context.store.record("issued", number);
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto content = Json::parse((*record)->body);
  const auto declaration = content ? CaseId::parse(text_of(*content, "declaration")) : std::nullopt;
  const auto digest = content ? crypto::digest_from_hex(text_of(*content, "paper_sha256")) : std::nullopt;
  if (!declaration || !digest) return failure(Code::not_found);
  auto file = load_case(context, *declaration);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  if (!is_in_reach(file->head, actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
  return context.blobs.get(*digest);
}

Result<std::string> show_fee_slip(Context& context, const domain::Actor& actor, CaseId id) {
  if (context.trust == nullptr) return failure(Code::unavailable, "no letters are loaded");
  auto file = load_case(context, id);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  if (!is_in_reach(file->head, actor, *edition, today)) return failure(Code::not_found);
  if (file->head.calculated_by.empty() || !file->head.accepted_on) return failure(Code::not_found);
  auto reading = load_document(context, id, file->head.effective_version);
  if (!reading) return reading.error();
  domain::FeeContext fee;
  fee.times_inspected = std::max<std::uint32_t>(1, file->head.inspections);
  auto working = domain::inspection_fee(reading->document, *edition, *file->head.accepted_on, fee);
  if (!working) return working.error();
  PaperOrder order;
  order.printed = domain::printed_fee_slip(reading->document, *working, {file->head.number, file->head.fee_fen, {}}, *edition, today);
  order.title = "收费通知单 Fee slip";
  order.data_name = "paper.xml";
  order.data = document::write_printed_xml(order.printed, "fee_slip", file->head.number);
  order.at = context.clock.now();
  order.issued_on = today;
  order.issue["number"] = file->head.number;
  order.issue["issued_on"] = domain::date_words_zh(today) + " " + domain::date_words(today);
  return plain_paper(context, edition, order);
}

}  // namespace datong::app
