// The counter (notice N10): what an officer must say when he lodges for an enterprise. The lodging itself is that of everybody.
#include <algorithm>

#include "app/lodge_declaration.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "http/api_state.hpp"
#include "http/message.hpp"

namespace datong::http {
namespace {

Error missing(domain::RuleId rule, std::vector<std::string> values = {}) {
  Error error = refused({domain::finding(rule, "", std::move(values))});
  error.code = Code::malformed;
  return error;
}

}  // namespace

std::optional<std::string> header_text(std::string_view value) {
  auto text = percent_decoded(value, false);
  if (!text) return std::nullopt;
  return std::string(trim(*text));
}

std::optional<Error> Api::read_counter(const Call& call, app::LodgeCommand& command) const {
  command.sender = call.sender;
  if (call.sender.actor.unit != 0) return std::nullopt;
  if (!call.sender.actor.has(domain::Role::desk)) return failure(Code::forbidden);
  command.counter_reason = std::string(call.request.header("datong-counter-reason"));
  const auto edition = state_->context.editions.current();
  const Date today = legal_day(state_->context.clock.now());
  if (!edition || edition->code(domain::List::counter_reason, command.counter_reason, today) == nullptr) return missing("CNT001");
  const std::string_view form = call.request.header("datong-counter-form");
  const bool on_paper = form == "paper";
  if (!form.empty() && form != "entry" && !on_paper) return missing("CNT003");
  command.sender.channel = on_paper ? domain::Channel::counter_paper : domain::Channel::counter_entry;
  const auto presenter = header_text(call.request.header("datong-counter-identity"));
  const auto length = presenter ? utf8_length(*presenter) : std::nullopt;
  if (!length || *length > limits::kPresenterCharactersMax || (on_paper && *length == 0)) return missing("CNT002", {std::to_string(limits::kPresenterCharactersMax)});
  command.presented_by = *presenter;
  return std::nullopt;
}

}  // namespace datong::http
