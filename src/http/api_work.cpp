// Handlers of what people work with day by day: timelines, the work list, claims, acts on many cases, search.
#include "app/timeline.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

std::optional<CaseId> case_of(const Call& call) { return CaseId::parse(call.path.front()); }

}  // namespace

void Api::timeline(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_timeline(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::application_timeline(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_application_timeline(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

}  // namespace datong::http
