// The event stream of a page: who listens is told what happens in his reach, as long as his session stands.
#include "http/api_state.hpp"
#include "http/cookie.hpp"
#include "http/problem.hpp"

namespace datong::http {

void Api::events(Call call) {
  if (call.sender.session.empty()) return call.respond(problem(failure(Code::forbidden, "a signature is no session")));
  Response response = ok("", "text/event-stream");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx: each event at once
  if (call.request.method == "HEAD") return call.respond(std::move(response));
  auto stream = state_->streams.open(call.sender, [this, token = credential_of(call.request, state_->cookie()).token] { return state_->identify.stands(token); });
  if (!stream) return call.respond(problem(stream.error()));
  response.stream = std::move(*stream);
  call.respond(std::move(response));
}

}  // namespace datong::http
