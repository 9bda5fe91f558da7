// Handlers of the one log: its head, and proofs for anybody.
#include <charconv>

#include "app/transparency_log.hpp"
#include "base/text.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

/// nullopt when there is no such parameter, or it is no such number.
template <class Number>
std::optional<Number> number_of(const Call& call, std::string_view name) {
  const auto text = call.request.parameter(name);
  Number value = 0;
  if (!text || !is_digits(*text)) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size() ? std::optional(value) : std::nullopt;
}

/// An answer, where `malformed` is said of the request.
void answer_proof(const Responder& respond, const Result<std::string>& proof) {
  if (!proof && proof.error().code == Code::malformed) return respond(problem(bad_body(proof.error().detail)));
  answer(respond, proof);
}

}  // namespace

void Api::log_head(Call call) {
  auto head = app::latest_log_head(state_->context.store);
  if (!head) return call.respond(problem(head.error()));
  Response response = ok(std::move(head->body));
  response.headers.emplace_back("Datong-Signature", std::move(head->signature));
  call.respond(std::move(response));
}

void Api::log_inclusion(Call call) {
  const auto id = CaseId::parse(call.request.parameter("case").value_or(""));
  const auto sequence = number_of<std::uint32_t>(call, "sequence");
  const auto size = number_of<std::uint64_t>(call, "size");
  if (!id || !sequence || (!size && call.request.parameter("size"))) {
    return call.respond(problem(bad_body("case and sequence are needed, size is a number")));
  }
  answer_proof(call.respond, app::prove_inclusion(state_->context, *id, *sequence, size));
}

void Api::log_consistency(Call call) {
  const auto from = number_of<std::uint64_t>(call, "from");
  const auto to = number_of<std::uint64_t>(call, "to");
  if (!from || (!to && call.request.parameter("to"))) {
    return call.respond(problem(bad_body("from is needed, to is a number")));
  }
  answer_proof(call.respond, app::prove_consistency(state_->context, *from, to));
}

}  // namespace datong::http
