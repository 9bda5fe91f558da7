// Handlers of admission to e-declaration. They commit and wait, so they run on the pool.
#include "app/admit_enterprise.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

std::string text_of(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value != nullptr ? *value : std::string();
}

}  // namespace

void Api::ask_admission(Call call) {
  auto json = Json::parse(call.request.body);
  if (!json || !json->is_object()) return call.respond(problem(bad_body("a JSON object is needed")));
  domain::AdmissionRequest request{text_of(*json, "registration_certificate"), text_of(*json, "application_form"), text_of(*json, "account_form"),
                                   text_of(*json, "software"), {}};
  if (const auto* declarants = json->array("declarants")) {
    for (const Json& declarant : *declarants) {
      if (declarant.as_string() != nullptr && request.declarants.size() < limits::kEndUsersMax) request.declarants.push_back(*declarant.as_string());
    }
  }
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared, request] {
    answer(shared->respond, app::ask_admission(state_->context, shared->sender.actor, request));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::show_admission(Call call) {
  const auto id = CaseId::parse(call.path.front());
  answer(call.respond, id ? app::show_admission(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::act_admission(Call call) {
  const auto id = CaseId::parse(call.path[0]);
  const auto event = domain::admission_event_by_name(call.path[1]);
  auto json = Json::parse(call.request.body);
  if (!id || !event) return call.respond(problem(failure(Code::not_found)));
  if (!json || !json->is_object()) return call.respond(problem(bad_body("a JSON object is needed")));
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared, id = *id, event = *event, reason = text_of(*json, "reason")] {
    answer(shared->respond, app::act_on_admission(state_->context, shared->sender.actor, id, event, reason));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

}  // namespace datong::http
