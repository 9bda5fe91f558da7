// Handlers of master data. Writing waits on no thread; a list reads up to 2,000 rows, so it runs on the pool.
#include "app/master_data.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

app::TextDone told_to(Call& call) {
  return [respond = std::move(call.respond)](Result<std::string> told) { answer(respond, told); };
}

}  // namespace

void Api::list_master_data(Call call) {
  on_pool(std::move(call), [this](const Call& asked) {
    return app::list_master_data(state_->context, asked.sender.actor, asked.path.front());
  });
}

void Api::put_master_data(Call call) {
  if (auto owner = app::desk_owner(call.sender.actor); !owner) return call.respond(problem(owner.error()));
  auto json = Json::parse(call.request.body);
  if (!json || json->object("values") == nullptr)
    return call.respond(problem(bad_body("a JSON object with values is needed")));
  const std::string* const title = json->string("title");
  app::MasterRow row{call.path[0], call.path[1], title != nullptr ? *title : "", *json->object("values")};
  app::put_master_data(state_->context, call.sender.actor, std::move(row), told_to(call));
}

void Api::delete_master_data(Call call) {
  app::delete_master_data(state_->context, call.sender.actor, call.path[0], call.path[1], told_to(call));
}

}  // namespace datong::http
