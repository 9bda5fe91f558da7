// Handlers of applications for certificates of origin, and of papers. Acts commit, previews and fee slips are drawn: they run on the
// pool. Papers that are issued are only read.
#include <charconv>

#include "app/act_on_application.hpp"
#include "app/application_files.hpp"
#include "app/apply_for_certificate.hpp"
#include "app/issue_inspection_paper.hpp"
#include "app/read_applications.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

std::optional<CaseId> case_of(const Call& call) { return CaseId::parse(call.path.front()); }

Response pdf_response(std::string bytes, const std::string& name) {
  Response response = ok(std::move(bytes), "application/pdf");
  response.headers.emplace_back("Content-Disposition", "inline; filename=\"" + name + ".pdf\"");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

void Api::apply(Call call) {
  app::LodgeCommand command;
  const auto format = app::application_format_of(call.request.header("content-type"));
  if (!format) return call.respond(problem(bad_body("Content-Type must be application/json or application/xml")));
  command.format = *format;
  const std::string_view version = call.request.header("datong-version");
  command.version = version.empty() ? 1U : version_of(version);
  if (command.version == 0) return call.respond(problem(bad_body("Datong-Version must be 1 to 99")));
  if (auto no = read_counter(call, command)) return call.respond(problem(*no));
  command.signature = std::string(call.request.header("datong-signature"));
  command.bytes = std::move(call.request.body);
  command.arrived_at = call.request.arrived_at;
  app::apply_for_certificate(state_->context, std::move(command), [this, respond = std::move(call.respond)](Result<app::Lodged> done) {
    if (!done) {
      ++state_->refused;
      return respond(problem(done.error()));
    }
    ++(done->is_repeat ? state_->repeats : state_->lodged);
    respond(receipt_response(state_->context.signer, "/v1/applications/", std::move(*done)));
  });
}

void Api::check_application(Call call) {
  const auto format = app::application_format_of(call.request.header("content-type"));
  if (!format) return call.respond(problem(bad_body("Content-Type must be application/json or application/xml")));
  on_pool(std::move(call), [this, format = *format](const Call& asked) {
    return app::check_application(state_->context, asked.request.body, format, asked.sender);
  });
}

void Api::list_applications(Call call) {
  auto filter = filter_of(call.request);
  if (!filter) return call.respond(problem(filter.error()));
  answer(call.respond, app::list_applications(state_->context, call.sender.actor, *filter));
}

void Api::show_application(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_application(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::application_document(Call call) {
  const auto id = case_of(call);
  const std::uint32_t version = version_of(call.path[1]);
  if (!id || version == 0) return call.respond(problem(failure(Code::not_found)));
  const std::string_view accept = call.request.header("accept");
  const std::string_view as = accept == "application/xml" ? "coo-xml" : accept == "application/json" ? "json" : "";
  auto message = app::show_application_document(state_->context, call.sender.actor, *id, version, as);
  if (!message) return call.respond(problem(message.error()));
  call.respond(ok(std::move(message->bytes), message->format == "json" ? "application/json" : "application/xml"));
}

void Api::application_steps(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_application_steps(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::application_differences(Call call) {
  const auto id = case_of(call);
  if (!id) return call.respond(problem(failure(Code::not_found)));
  const auto from = version_of(call.request.parameter("from").value_or("1")), to = version_of(call.request.parameter("to").value_or("2"));
  const bool against_previous = call.request.parameter("against") == "previous_certificate";
  answer(call.respond, app::show_application_differences(state_->context, call.sender.actor, *id, from, to, against_previous));
}

void Api::act_on_application(Call call) {
  const auto event = domain::origin_event_by_name(call.path[1]);
  if (!case_of(call) || !event) return call.respond(problem(failure(Code::not_found)));
  auto order = act_order_of(call);
  if (!order) return call.respond(problem(order.error()));
  app::ApplicationAct act;
  act.id = *case_of(call);
  act.request.event = *event;
  act.request.parameters = std::move(order->parameters);
  act.actor = call.sender.actor;
  act.session = call.sender.session;
  act.idempotency_key = std::move(order->idempotency_key);
  act.request_hash = std::move(order->request_hash);
  ++state_->acts;
  on_pool(std::move(call), [this, act = std::move(act)](const Call&) { return app::act_on_application(state_->context, act); });
}

void Api::application_paper(Call call) {
  const auto id = case_of(call);
  auto bytes = id ? app::show_paper(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found));
  if (!bytes) return call.respond(problem(bytes.error()));
  call.respond(pdf_response(std::move(*bytes), call.path.front()));
}

void Api::inspection_paper(Call call) {
  auto bytes = app::show_inspection_paper(state_->context, call.sender.actor, call.path.front());
  if (!bytes) return call.respond(problem(bytes.error()));
  call.respond(pdf_response(std::move(*bytes), call.path.front()));
}

void Api::fee_slip(Call call) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared] {
    const auto id = case_of(*shared);
    auto bytes = id ? app::show_fee_slip(state_->context, shared->sender.actor, *id) : Result<std::string>(failure(Code::not_found));
    shared->respond(bytes ? pdf_response(std::move(*bytes), "fee-" + shared->path.front()) : problem(bytes.error()));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::application_preview(Call call) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared] {
    const auto id = case_of(*shared);
    auto bytes = id ? app::show_preview(state_->context, shared->sender.actor, *id) : Result<std::string>(failure(Code::not_found));
    shared->respond(bytes ? pdf_response(std::move(*bytes), "preview-" + shared->path.front()) : problem(bytes.error()));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::take_application_file(Call call) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared] {
    auto receipt = app::take_application_file(state_->context, shared->sender.actor, shared->request.body);
    shared->respond(receipt ? ok(std::move(*receipt), "application/xml") : problem(receipt.error()));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::business_receipt(Call call) {
  const auto id = case_of(call);
  auto receipt = id ? app::business_receipt(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found));
  call.respond(receipt ? ok(std::move(*receipt), "application/xml") : problem(receipt.error()));
}

void Api::application_attachment(Call call) {
  const auto id = case_of(call);
  if (!id) return call.respond(problem(failure(Code::not_found)));
  auto bytes = app::show_application_attachment(state_->context, call.sender.actor, *id, call.path[1]);
  if (!bytes) return call.respond(problem(bytes.error()));
  call.respond(download_response(std::move(*bytes)));
}

}  // namespace datong::http
