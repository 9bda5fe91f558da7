// Handlers of admission to e-visa and of office pictures. They read pictures and wait for the commit, so they run on the pool.
#include <utility>

#include "app/admit_to_visa.hpp"
#include "app/load_pictures.hpp"
#include "document/json/json.hpp"
#include "document/json/visa_json.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

std::string text_of(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value != nullptr ? *value : std::string();
}

Result<Json> body_of(const Call& call) {
  auto json = Json::parse(call.request.body);
  if (!json || !json->is_object()) return bad_body("a JSON object is needed");
  return json;
}

Result<app::PictureNamed> picture_of(const Call& call) {
  auto json = body_of(call);
  if (!json) return json.error();
  const std::int64_t* width = json->integer("width_mm");
  return app::PictureNamed{text_of(*json, "picture"), width != nullptr && std::in_range<int>(*width) ? static_cast<int>(*width) : 0};
}

}  // namespace

void Api::on_pool(Call call, std::function<Result<std::string>(const Call&)> work) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([shared, work = std::move(work)] { answer(shared->respond, work(*shared)); });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::ask_visa_admission(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto json = body_of(asked);
    if (!json) return json.error();
    return app::ask_visa_admission(state_->context, asked.sender.actor, document::read_visa_request(*json));
  });
}

void Api::show_visa_admission(Call call) {
  const auto id = CaseId::parse(call.path.front());
  answer(call.respond, id ? app::show_visa_admission(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::act_visa_admission(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    const auto id = CaseId::parse(asked.path[0]);
    const auto event = domain::admission_event_by_name(asked.path[1]);
    if (!id || !event) return failure(Code::not_found);
    auto json = body_of(asked);
    if (!json) return json.error();
    const app::VisaAct act{*event, text_of(*json, "reason"), text_of(*json, "standing"), text_of(*json, "until"), document::read_visa_request(*json)};
    return app::act_on_visa_admission(state_->context, asked.sender.actor, *id, act);
  });
}

void Api::get_visa_paper(Call call) {
  const auto id = CaseId::parse(call.path[0]);
  if (!id) return call.respond(problem(failure(Code::not_found)));
  auto bytes = app::show_visa_paper(state_->context, call.sender.actor, *id, call.path[1]);
  if (!bytes) return call.respond(problem(bytes.error()));
  Response response = ok(std::move(*bytes), "application/octet-stream");
  response.headers.emplace_back("Content-Disposition", "attachment");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  call.respond(std::move(response));
}

void Api::put_office_seal(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto picture = picture_of(asked);
    if (!picture) return picture.error();
    return app::load_office_seal(state_->context, asked.sender.actor, asked.path.front(), *picture);
  });
}

void Api::put_officer_specimen(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto picture = picture_of(asked);
    if (!picture) return picture.error();
    return app::load_officer_specimen(state_->context, asked.sender.actor, asked.path.front(), *picture);
  });
}

}  // namespace datong::http
