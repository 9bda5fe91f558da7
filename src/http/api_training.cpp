// Handlers of training: what a platform says of itself before anybody signs in, and a training platform beginning anew.
#include "document/json/json.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

constexpr std::int64_t kAnswerFirstMs = 100;

}  // namespace

void Api::service(Call call) {
  const ApiOptions& options = state_->options;
  Json json = Json::make_object().set("training", options.is_training);
  if (!options.training_address.empty()) json.set("training_address", options.training_address);
  if (!options.training.sign_in.empty()) {
    json.set("trainee", Json::make_object().set("sign_in", options.training.sign_in).set("password", options.training.password));
  }
  Response response = ok(json.to_string());
  response.headers.emplace_back("Cache-Control", "no-store");  // it is asked from hall terminals too, where nothing is kept
  call.respond(std::move(response));
}

void Api::reset_training(Call call) {
  const ApiOptions& options = state_->options;
  if (!options.is_training || !options.training.reset) return call.respond(problem(failure(Code::not_found)));
  if (call.sender.actor.unit == 0) return call.respond(problem(failure(Code::forbidden, "a trainee begins anew")));
  call.respond(ok("{}"));
  options.after(kAnswerFirstMs, options.training.reset);
}

}  // namespace datong::http
