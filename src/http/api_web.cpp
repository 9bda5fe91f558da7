// Handlers of the web pages, and of what browsers report about them.
#include "http/api_state.hpp"

namespace datong::http {

void Api::web_start(Call call) { call.respond(state_->options.web.start(call.request)); }
void Api::web_page(Call call) { call.respond(state_->options.web.page(call.request)); }
/// The same page, kept nowhere: the next person at the terminal must not come back to it.
void Api::web_hall(Call call) {
  Response response = state_->options.web.page(call.request);
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Cache-Control" || header.first == "ETag"; });
  response.headers.emplace_back("Cache-Control", "no-store");
  call.respond(std::move(response));
}
void Api::web_asset(Call call) { call.respond(state_->options.web.asset(call.request)); }

void Api::csp_report(Call call) {
  ++state_->csp_reports;  // what it says anybody may have made up: counted, not kept
  Response response;
  response.status = 204;
  response.content_type.clear();
  call.respond(std::move(response));
}

}  // namespace datong::http
