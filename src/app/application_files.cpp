#include "app/application_files.hpp"

#include "app/attachments.hpp"
#include "app/application_file.hpp"
#include "base/limits.hpp"
#include "document/coo/coo_messages.hpp"

namespace datong::app {
namespace {

using document::Json;

Result<void> in_reach(Context& context, const domain::Actor& actor, const domain::OriginHead& head) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  if (!is_in_reach(head, actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
  return {};
}

}  // namespace

Result<std::string> take_application_file(Context& context, const domain::Actor& actor, std::string_view xml) {
  auto message = document::read_attachment_message(xml);
  if (!message) return message.error();
  auto file = application_of_number(context, message->certificate_number);
  if (!file) return file.error();
  if (auto seen = in_reach(context, actor, file->head); !seen) return seen.error();
  const Instant now = context.clock.now();
  const crypto::Digest digest = crypto::sha256(message->bytes);
  const std::string sha256 = crypto::hex(digest), key = file->head.id.to_string() + ":" + sha256;
  auto known = context.store.record("application_file", key);
  if (!known) return known.error();
  if (!*known) {
    auto others = context.store.records("application_file", file->head.id.to_string() + ":", "", limits::kAttachmentsPerCaseMax);
    if (!others) return others.error();
    if (others->size() >= limits::kAttachmentsPerCaseMax) return failure(Code::too_large, "papers of one application");
    if (auto put = keep_upload(context, actor, digest, message->bytes); !put) return put.error();
    Decision decision;
    Json body = Json::make_object();
    body.set("format", 1).set("document_kind", message->file_kind).set("file_name", message->file_name).set("by", actor.name).set("at", now.to_string());
    decision.records.push_back({"application_file", key, 0, body.canonical()});
    if (auto named = name_attachments(context, decision, naming_of(file->head.unit, actor), {sha256}, file->head.id); !named) return named.error();
    auto done = context.store.commit_now(std::move(decision));
    if (!done && done.error().code != Code::conflict) return done.error();  // conflict: the same paper came twice at once
  }
  return document::write_technical_receipt({message->certificate_number, "1", {}, now, now, message->file_name, message->file_kind});
}

Result<std::string> business_receipt(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_application(context, id);
  if (!file) return file.error();
  if (auto seen = in_reach(context, actor, file->head); !seen) return seen.error();
  auto receipts = context.store.receipts_of(id);
  if (!receipts) return receipts.error();
  for (auto receipt = receipts->rbegin(); receipt != receipts->rend(); ++receipt) {
    auto body = Json::parse(receipt->body);
    const std::string* kind = body ? body->string("kind") : nullptr;
    const auto* code = kind != nullptr ? document::receipt_code(*kind) : nullptr;
    if (code == nullptr) continue;
    const std::string* at = body->string("at");
    const auto moment = at != nullptr ? Instant::parse(*at) : std::nullopt;
    std::string text;
    if (const auto* findings = body->array("findings")) {
      for (const Json& finding : *findings) {
        if (*finding.string("severity") == "refusal") text += (text.empty() ? "" : "\n") + *finding.string("rule") + " " + *finding.string("zh");
      }
    }
    if (const Json* fields = body->object("fields")) {
      for (const char* name : {"points", "reason", "papers"}) {
        if (const std::string* value = fields->string(name)) text += (text.empty() ? "" : "\n") + *value;
      }
    }
    return document::write_business_receipt({file->head.number, moment, std::string(code->channel), *kind, moment, std::string(code->result), {}, text, moment});
  }
  return failure(Code::not_found);
}

Result<Json> application_files(Context& context, CaseId id) {
  auto rows = context.store.records("application_file", id.to_string() + ":", "", limits::kAttachmentsPerCaseMax);
  if (!rows) return rows.error();
  Json files = Json::make_array();
  for (const Record& row : *rows) {
    auto body = Json::parse(row.body);
    if (!body) return body.error();
    files.add(Json::make_object().set("sha256", row.key.substr(row.key.find(':') + 1)).set("document_kind", *body->string("document_kind"))
                  .set("file_name", *body->string("file_name")));
  }
  return files;
}

}  // namespace datong::app
