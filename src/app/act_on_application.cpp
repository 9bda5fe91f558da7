#include "app/act_on_application.hpp"

#include <algorithm>

#include "app/claim.hpp"
#include "app/issue_certificate.hpp"
#include "app/lodged_message.hpp"
#include "domain/origin/waiting.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::OriginEvent;
using domain::OriginStage;

/// Facts for one act; owns what they point at.
struct LoadedOriginFacts {
  EditionPtr edition;
  std::optional<document::Reading> reading;
  domain::OriginActFacts facts;
};

Result<LoadedOriginFacts> load_origin_act_facts(Context& context, EditionPtr edition, const domain::OriginHead& head, const domain::OriginRequest* request) {
  LoadedOriginFacts loaded;
  loaded.edition = std::move(edition);
  auto& facts = loaded.facts;
  facts.edition = loaded.edition.get();
  facts.now = context.clock.now();
  facts.today = legal_day(facts.now);
  auto reading = load_application_document(context, head, head.effective_version);
  if (!reading) return reading.error();
  loaded.reading = std::move(*reading);
  facts.document = &loaded.reading->document;
  if (request == nullptr) return loaded;
  if (request->event == OriginEvent::approve_by_machine) {
    const Date lodged_on = legal_day(head.lodged_at);
    auto message = context.store.message(head.id, head.effective_version);
    if (!message) return message.error();
    auto reviewed = review_application(context, *loaded.reading, message->format, *loaded.edition, lodged_on, {head.unit, {}}, head.id, lodged_on);
    if (!reviewed) return reviewed.error();
    facts.machine_refusals = std::move(reviewed->machine_refusals);
  }
  if (request->event == OriginEvent::return_for_repair && head.returned_version != 0) {
    auto before = load_application_document(context, head, head.returned_version);
    if (!before) return before.error();
    for (const domain::Difference& change : domain::differences(before->document, loaded.reading->document)) facts.changed.push_back(change.path);
  }
  return loaded;
}

std::string answer_of(const Decision& decision, const domain::OriginHead& head) {
  Json receipts = Json::make_array();
  for (const Receipt& receipt : decision.receipts) {
    if (receipt.id != head.id) continue;
    if (auto body = Json::parse(receipt.body)) receipts.add(std::move(*body));
  }
  Json json = Json::make_object();
  json.set("case", head.id.to_string()).set("stage", domain::stage_name(head.stage)).set("certificate_number", head.number);
  return std::move(json).set("receipts", std::move(receipts)).canonical();
}

Result<std::optional<std::string>> first_answer(Context& context, const ApplicationAct& act, const std::string& key) {
  if (act.idempotency_key.empty()) return std::optional<std::string>{};
  auto found = context.store.key("answer", key);
  if (!found) return found.error();
  if (!*found) return std::optional<std::string>{};
  const std::size_t bar = (*found)->find('|');
  if ((*found)->substr(0, bar) != act.request_hash) return failure(Code::conflict, "Idempotency-Key was used for another request");
  return std::optional((*found)->substr(bar + 1));
}

Result<std::string> attempt(Context& context, const ApplicationAct& act) {
  const std::string key = act.actor.name + ":" + act.idempotency_key;
  auto first = first_answer(context, act, key);
  if (!first) return first.error();
  if (*first) return std::move(**first);
  auto file = load_application(context, act.id);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  if (!is_in_reach(file->head, act.actor, *edition, today)) return failure(Code::not_found);
  auto loaded = load_origin_act_facts(context, edition, file->head, &act.request);
  if (!loaded) return loaded.error();

  Decision decision;
  std::optional<Issuing> issuing;
  const bool issues = act.request.event == OriginEvent::issue && act.actor.has(domain::Role::machine) && file->head.stage == OriginStage::approved;
  if (issues) {
    auto made = make_certificate(context, *file, loaded->reading->document, edition, loaded->facts.now);
    if (!made) return made.error();
    issuing = std::move(*made);
    loaded->facts.paper = issuing->paper;
    loaded->facts.valid_until_on = issuing->valid_until_on;
  }
  auto outcome = domain::decide(file->head, act.request, act.actor, loaded->facts);
  if (!outcome) return outcome.error();
  if (!act.session.empty()) outcome->steps.back().data.emplace_back("session", act.session);
  if (outcome->head.stage == OriginStage::approved) {  // what could not be issued is not approved
    auto may = may_be_issued(context, file->head, loaded->reading->document, *edition, today);
    if (!may) return may.error();
  }
  const auto further = domain::allowed_actions(outcome->head, act.actor, loaded->facts);
  const bool goes_on = std::any_of(further.begin(), further.end(), [](const domain::AllowedOriginAction& action) {
    return !action.refused_by && domain::is_work(action.event);
  });
  if (auto minded = mind_claim(context, decision, act.id, act.actor, outcome->steps.front().role, goes_on); !minded) return minded.error();
  const Around around{&file->stored, file->stored.bureau, edition, loaded->facts.now, {}, nullptr};
  compose(decision, *outcome, around);
  if (issuing) {
    if (auto done = add_issue(context, decision, outcome->head, *issuing, loaded->reading->document, around); !done) return done.error();
  } else if (domain::is_issued(outcome->head.stage)) {
    auto record = issued_record(context, outcome->head, loaded->facts.now, nullptr, act.request.parameter("reason"));
    if (!record) return record.error();
    decision.records.push_back(std::move(*record));
  }
  if (!act.idempotency_key.empty()) decision.keys.push_back({"answer", key, act.request_hash + "|" + answer_of(decision, outcome->head)});
  auto committed = context.store.commit_now(std::move(decision));
  if (!committed) return committed.error();
  if (context.announce) context.announce(*committed);
  return answer_of(*committed, outcome->head);
}

}  // namespace

Result<std::string> act_on_application(Context& context, const ApplicationAct& act) {
  auto done = attempt(context, act);
  if (!done && done.error().code == Code::conflict) done = attempt(context, act);  // another act won: decided again on what it left
  if (!done) return told_who_was_first(context, act.id, done.error());
  return done;
}

Result<std::vector<domain::AllowedOriginAction>> allowed_actions(Context& context, const ApplicationFile& file, const domain::Actor& actor) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  auto loaded = load_origin_act_facts(context, edition, file.head, nullptr);
  if (!loaded) return loaded.error();
  return domain::allowed_actions(file.head, actor, loaded->facts);
}

}  // namespace datong::app
