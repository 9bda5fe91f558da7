#include "app/act_on_declaration.hpp"

#include <algorithm>

#include "app/claim.hpp"
#include "base/text.hpp"
#include "document/json/party_json.hpp"
#include "domain/declaration/waiting.hpp"

namespace datong::app {
namespace {

using document::Json;

struct Act : std::enable_shared_from_this<Act> {
  Context& context;
  ActCommand command;
  ActDone done;
  int tries = 0;
  // Kept for finish, which runs on the committer's thread once the number is known.
  CaseFile file;
  LoadedFacts loaded;
  domain::Outcome outcome;
  Surroundings around;

  Act(Context& c, ActCommand m, ActDone d) : context(c), command(std::move(m)), done(std::move(d)) {}

  std::string answer_key() const { return command.actor.name + ":" + command.idempotency_key; }

  void attempt() {
    auto first = first_answer();
    if (!first) return done(first.error());
    if (*first) return done(std::move(**first));
    auto decision = decide();
    if (!decision) return done(told_who_was_first(context, command.id, decision.error()));
    context.store.commit(std::move(*decision), [self = shared_from_this()](Result<Decision> result) {
      if (result) {
        if (self->context.announce) self->context.announce(*result);
        return self->done(self->answer(*result));
      }
      const Error& error = result.error();
      const bool lost_race = error.code == Code::conflict || error.code == Code::refused;
      if (lost_race && ++self->tries < 2) return self->context.run([self] { self->attempt(); });
      self->done(told_who_was_first(self->context, self->command.id, error));
    });
  }

  Result<std::optional<std::string>> first_answer() {
    if (command.idempotency_key.empty()) return std::optional<std::string>{};
    auto found = context.store.key("answer", answer_key());
    if (!found) return found.error();
    if (!*found) return std::optional<std::string>{};
    const std::size_t bar = (*found)->find('|');
    if ((*found)->substr(0, bar) != command.request_hash) return failure(Code::conflict, "Idempotency-Key was used for another request");
    return std::optional((*found)->substr(bar + 1));
  }

  Result<Decision> decide() {
    auto loaded_file = load_case(context, command.id);
    if (!loaded_file) return loaded_file.error();
    file = std::move(*loaded_file);
    const EditionPtr edition = context.editions.current();
    if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
    if (!is_in_reach(file.head, command.actor, *edition, legal_day(context.clock.now()))) return failure(Code::not_found);
    auto facts = load_facts(context, file, &command.request);
    if (!facts) return facts.error();
    loaded = std::move(*facts);
    auto decided = domain::decide(file.head, command.request, command.actor, loaded.facts);
    if (!decided) return decided.error();
    outcome = std::move(*decided);
    auto issued = load_issued(context, outcome);
    if (!issued) return issued.error();

    around = Surroundings{};
    around.before = &file.head;
    around.stored = file.stored;
    around.edition = loaded.edition->hash();
    around.now = loaded.facts.now;
    around.working = loaded.facts.fee ? &*loaded.facts.fee : nullptr;
    around.issued = std::move(*issued);
    around.papers_version = loaded.papers_version;
    around.papers_key = std::to_string(file.head.unit) + ":" + loaded.edition->bureau_of(file.head.accepting_office, loaded.facts.today);
    around.document = loaded.facts.document;
    around.actor = command.actor.name;
    Decision decision;
    if (auto minded = mind_claim(context, decision, command.id, command.actor, outcome.steps.front().role, goes_on()); !minded) return minded.error();
    fill(decision);
    if (!outcome.counter.empty()) {
      decision.counters.push_back(outcome.counter);
      decision.finish = [self = shared_from_this()](Decision& open) {
        self->loaded.facts.drawn_number = std::to_string(open.numbers.front());
        if (auto again = domain::decide(self->file.head, self->command.request, self->command.actor, self->loaded.facts)) {
          self->outcome = std::move(*again);
        }
        self->fill(open);
      };
    }
    return decision;
  }

  /// Whether the act leaves the actor something more to do on the case.
  bool goes_on() const {
    const auto actions = domain::allowed_actions(outcome.head, command.actor, loaded.facts);
    return std::any_of(actions.begin(), actions.end(), [&](const domain::AllowedAction& action) {
      return !action.refused_by && domain::is_work(outcome.head, action.event);
    });
  }

  void fill(Decision& decision) {
    compose(decision, outcome, around);
    std::erase_if(decision.keys, [](const UniqueKey& key) { return key.space == "answer"; });
    if (!command.idempotency_key.empty()) decision.keys.push_back({"answer", answer_key(), command.request_hash + "|" + answer(decision)});
  }

  std::string answer(const Decision& decision) const {
    Json json = Json::make_object();
    json.set("case", outcome.head.id.to_string()).set("stage", domain::stage_name(outcome.head.stage));
    json.set("declaration_number", outcome.head.number);
    Json receipts = Json::make_array();
    for (const Receipt& receipt : decision.receipts) {
      if (auto body = Json::parse(receipt.body)) receipts.add(std::move(*body));
    }
    json.set("receipts", std::move(receipts));
    Json issued = Json::make_array();
    for (const domain::Issue& issue : outcome.issues) issued.add(Json::make_object().set("number", issue.number).set("code", issue.code).set("stage", issue.stage));
    json.set("issued", std::move(issued));
    return json.canonical();
  }
};

}  // namespace

void act_on_declaration(Context& context, ActCommand command, ActDone done) {
  std::make_shared<Act>(context, std::move(command), std::move(done))->attempt();
}

Result<std::vector<domain::AllowedAction>> allowed_actions(Context& context, const CaseFile& file, const domain::Actor& actor) {
  auto loaded = load_facts(context, file, nullptr);
  if (!loaded) return loaded.error();
  if (!is_in_reach(file.head, actor, *loaded->edition, loaded->facts.today)) return failure(Code::not_found);
  return domain::allowed_actions(file.head, actor, loaded->facts);
}

}  // namespace datong::app
