// Handlers of what people work with day by day: timelines, the work list, claims, one act on many cases.
#include <atomic>
#include <map>
#include <memory>
#include <set>

#include "app/act_on_declaration.hpp"
#include "app/claim.hpp"
#include "app/inspectors.hpp"
#include "app/search.hpp"
#include "app/timeline.hpp"
#include "app/work_list.hpp"
#include "base/limits.hpp"
#include "crypto/digest.hpp"
#include "document/json/json.hpp"
#include "domain/declaration/waiting.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

std::optional<CaseId> case_of(const Call& call) { return CaseId::parse(call.path.front()); }

std::optional<std::string> text_of(const Request& request, std::string_view name) {
  const auto value = request.parameter(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

/// One act on many declarations: what it says, and who asks.
struct BulkOrder {
  domain::Event event = domain::Event::accept;
  std::string act, idempotency_key, parameters_text;
  std::map<std::string, std::string, std::less<>> parameters;
  std::vector<CaseId> cases;
};

Result<BulkOrder> bulk_order_of(const Call& call) {
  BulkOrder order;
  order.idempotency_key = std::string(call.request.header("idempotency-key"));
  if (order.idempotency_key.empty() || order.idempotency_key.size() > limits::kIdempotencyKeyBytesMax) {
    return bad_body("Idempotency-Key of 1 to 80 bytes is needed");
  }
  auto json = Json::parse(call.request.body);
  const std::string* act = json ? json->string("act") : nullptr;
  const auto* cases = json ? json->array("cases") : nullptr;
  if (act == nullptr || cases == nullptr || cases->empty()) return bad_body("act and cases are needed");
  if (cases->size() > limits::kBulkCasesMax) return failure(Code::too_large, "at most " + std::to_string(limits::kBulkCasesMax) + " cases");
  const auto event = domain::event_by_name(*act);
  if (!event || !domain::may_be_done_on_many(*event)) return refused({domain::finding("LCK004", "/act", {*act})});
  order.event = *event;
  order.act = *act;
  if (const Json* parameters = json->object("parameters")) {
    for (const auto& [name, value] : *parameters->as_object()) {
      if (value.as_string() == nullptr) return bad_body("parameters are strings");
      order.parameters[name] = *value.as_string();
    }
    order.parameters_text = parameters->canonical();
  }
  std::set<CaseId> seen;
  for (const Json& named : *cases) {
    const auto id = named.as_string() != nullptr ? CaseId::parse(*named.as_string()) : std::nullopt;
    if (!id || !seen.insert(*id).second) return bad_body("cases are different case ids");
    order.cases.push_back(*id);
  }
  return order;
}

/// Gathers the answers of the single acts; the last one answers the request.
struct BulkAnswer {
  std::vector<Result<std::string>> items;
  std::vector<CaseId> cases;
  std::atomic<std::size_t> left = 0;
  Responder respond;

  void finish() {
    Json rows = Json::make_array();
    for (std::size_t i = 0; i < items.size(); ++i) {
      Json row = Json::make_object();
      row.set("case", cases[i].to_string()).set("done", items[i].has_value());
      auto body = Json::parse(items[i] ? *items[i] : problem(items[i].error()).body);
      if (body && items[i]) row.set("stage", *body->string("stage"));
      if (body && !items[i]) row.set("problem", std::move(*body));
      rows.add(std::move(row));
    }
    respond(ok(Json::make_object().set("items", std::move(rows)).to_string()));
  }
};

}  // namespace

void Api::timeline(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_timeline(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::application_timeline(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_application_timeline(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::work(Call call) {
  auto page = filter_of(call.request);
  if (!page) return call.respond(problem(page.error()));
  app::WorkFilter filter{text_of(call.request, "kind"), text_of(call.request, "role"), page->stage, page->before, page->limit};
  on_pool(std::move(call), [this, filter = std::move(filter)](const Call& asked) { return app::list_work(state_->context, asked.sender.actor, filter); });
}

void Api::claim(Call call, app::HeadKind kind) {
  on_pool(std::move(call), [this, kind](const Call& asked) -> Result<std::string> {
    const auto id = case_of(asked);
    if (!id) return failure(Code::not_found);
    const bool take_over = asked.request.parameter("take_over") == "true";
    return app::claim_case(state_->context, asked.sender.actor, kind, *id, take_over);
  });
}
void Api::claim_declaration(Call call) { claim(std::move(call), app::HeadKind::declaration); }
void Api::claim_application(Call call) { claim(std::move(call), app::HeadKind::origin); }

void Api::unclaim(Call call, app::HeadKind kind) {
  on_pool(std::move(call), [this, kind](const Call& asked) -> Result<std::string> {
    const auto id = case_of(asked);
    if (!id) return failure(Code::not_found);
    return app::release_claim(state_->context, asked.sender.actor, kind, *id);
  });
}
void Api::unclaim_declaration(Call call) { unclaim(std::move(call), app::HeadKind::declaration); }
void Api::unclaim_application(Call call) { unclaim(std::move(call), app::HeadKind::origin); }

void Api::search(Call call) {
  auto page = filter_of(call.request);
  if (!page) return call.respond(problem(page.error()));
  const auto text = text_of(call.request, "q");
  if (!text) return call.respond(problem(bad_body("q is needed")));
  on_pool(std::move(call), [this, text = *text, page = *page](const Call& asked) {
    return app::search_cases(state_->context, asked.sender.actor, text, page.before, page.limit);
  });
}

void Api::act_on_many(Call call) {
  auto order = bulk_order_of(call);
  if (!order) return call.respond(problem(order.error()));
  auto gathered = std::make_shared<BulkAnswer>();
  gathered->items.assign(order->cases.size(), failure(Code::internal));
  gathered->cases = order->cases;
  gathered->left = order->cases.size();
  gathered->respond = std::move(call.respond);
  for (std::size_t i = 0; i < order->cases.size(); ++i) {
    app::ActCommand command;
    command.id = order->cases[i];
    command.request.event = order->event;
    command.request.parameters = order->parameters;
    command.actor = call.sender.actor;
    command.idempotency_key = order->idempotency_key;
    command.idempotency_key += ":" + command.id.to_string();
    command.request_hash = crypto::hex(crypto::sha256({command.id.to_string(), "\n", order->act, "\n", order->parameters_text}));
    ++state_->acts;
    app::act_on_declaration(state_->context, std::move(command), [gathered, i](Result<std::string> done) {
      gathered->items[i] = std::move(done);
      if (--gathered->left == 0) gathered->finish();
    });
  }
}

void Api::inspectors(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_inspectors(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

}  // namespace datong::http
