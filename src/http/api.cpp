#include "http/api.hpp"

#include <charconv>

#include "app/act_on_declaration.hpp"
#include "app/attachments.hpp"
#include "app/read_cases.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/jws.hpp"
#include "document/json/case_json.hpp"
#include "document/schema/schema.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

std::optional<CaseId> case_of(const Call& call) { return CaseId::parse(call.path.front()); }

std::size_t number_or(std::optional<std::string_view> text, std::size_t otherwise, std::size_t most) {
  std::size_t value = 0;
  if (!text || !is_digits(*text)) return otherwise;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size() ? std::min(value, most) : otherwise;
}

std::vector<std::string_view> batch_lines(std::string_view body) {
  auto lines = split(body, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace

std::uint32_t version_of(std::string_view text) {
  const std::size_t version = number_or(text, 0, limits::kVersionsMax + 1);
  return version > limits::kVersionsMax ? 0U : static_cast<std::uint32_t>(version);
}

Response receipt_response(const app::Signer& signer, std::string_view cases, app::Lodged lodged) {
  Response response = ok(std::move(lodged.receipt));
  response.headers.emplace_back("Datong-Case", lodged.id.to_string());
  response.headers.emplace_back("Location", std::string(cases) + lodged.id.to_string());
  if (lodged.is_repeat) response.headers.emplace_back("Datong-Repeat", "true");
  response.complete = [&signer](Response& r) {
    r.headers.emplace_back("Datong-Signature", crypto::sign_detached(signer.key, signer.key_id, "receipt", r.body));
  };
  return response;
}

Response ok(std::string body, std::string_view content_type) {
  Response response;
  response.content_type = std::string(content_type);
  response.body = std::move(body);
  return response;
}

Response download_response(std::string bytes) {
  Response response = ok(std::move(bytes), "application/octet-stream");
  response.headers.emplace_back("Content-Disposition", "attachment");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

void answer(const Responder& respond, const Result<std::string>& result) { respond(result ? ok(*result) : problem(result.error())); }

Error bad_body(std::string detail) {
  Error error = refused({domain::finding("SYS001", "", {detail})});
  error.code = Code::malformed;
  error.detail = std::move(detail);
  return error;
}

std::string signed_payload(const Route& route, const Request& request) {
  if (route.purpose != "batch") return request.body;
  std::string list;
  for (const std::string_view line : batch_lines(request.body)) list += crypto::hex(crypto::sha256(line)) + "\n";
  return list;
}

Api::Api(app::Context& context, ApiOptions options) : state_(new State{context, std::move(options)}) {}
Api::~Api() = default;
void Api::announce(const app::Decision& decision) {
  for (const app::Receipt& receipt : decision.receipts) state_->waiters.announce(receipt.mailbox);
  state_->streams.told_of(decision);
}
void Api::end_waiting() {
  state_->waiters.end();
  state_->streams.end();
}

void Api::enrol(Call call) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared] {
    auto json = Json::parse(shared->request.body);
    if (!json || json->string("code") == nullptr || json->string("request_pem") == nullptr || json->string("software") == nullptr) {
      return shared->respond(problem(bad_body("code, request_pem and software are needed")));
    }
    const std::string* version = json->string("software_version");
    auto done = app::enrol(state_->context, state_->options.authority, *json->string("code"), *json->string("request_pem"),
                           *json->string("software"), version != nullptr ? *version : "");
    if (!done) return shared->respond(problem(done.error()));
    Json body = Json::make_object();
    body.set("installation", done->installation).set("certificate_pem", done->certificate_pem);
    body.set("authority_pem", state_->options.authority.certificate_pem);
    shared->respond(ok(body.to_string()));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::lodge(Call call) {
  app::LodgeCommand command;
  const auto format = app::format_of(call.request.header("content-type"), call.request.body);
  if (!format) return call.respond(problem(bad_body("Content-Type must be application/json or application/xml")));
  command.format = *format;
  const std::string_view version = call.request.header("datong-version");
  command.version = version.empty() ? 1U : version_of(version);
  if (command.version == 0) return call.respond(problem(bad_body("Datong-Version must be 1 to 99")));
  if (auto no = read_counter(call, command)) return call.respond(problem(*no));
  command.signature = std::string(call.request.header("datong-signature"));
  command.bytes = std::move(call.request.body);
  command.arrived_at = call.request.arrived_at;
  app::lodge_declaration(state_->context, std::move(command), [this, respond = std::move(call.respond)](Result<app::Lodged> done) {
    if (!done) {
      ++state_->refused;
      return respond(problem(done.error()));
    }
    ++(done->is_repeat ? state_->repeats : state_->lodged);
    respond(receipt_response(state_->context.signer, "/v1/declarations/", std::move(*done)));
  });
}

void Api::check(Call call) {
  const auto format = app::format_of(call.request.header("content-type"), call.request.body);
  if (!format) return call.respond(problem(bad_body("Content-Type must be application/json or application/xml")));
  auto checked = app::check_declaration(state_->context, call.request.body, *format, call.sender);
  if (!checked) return call.respond(problem(checked.error()));
  Json json = Json::make_object();
  json.set("would_be_accepted_for_review", checked->would_be_accepted_for_review).set("findings", document::findings_json(checked->findings));
  json.set("expect", std::move(checked->expect));
  call.respond(ok(json.to_string()));
}

void Api::batch(Call call) {
  struct Batch {
    std::vector<Result<app::Lodged>> items;
    std::atomic<std::size_t> left = 0;
    Responder respond;
  };
  const auto lines = batch_lines(call.request.body);
  if (lines.empty() || lines.size() > limits::kBatchItemsMax) return call.respond(problem(failure(Code::too_large, "1 to 500 lines, one declaration a line")));
  const std::string list = signed_payload({"", "", Access::unit, "batch", nullptr, "", ""}, call.request);
  const std::string batch_id = crypto::hex(crypto::sha256(list));
  const std::string signature(call.request.header("datong-signature"));
  app::Decision kept;
  kept.records.push_back({"batch", batch_id, 0, Json::make_object().set("format", 1).set("list", list).set("signature", signature).canonical()});
  state_->context.store.commit(std::move(kept), [](Result<app::Decision>) {});  // a repeated batch is there already

  auto batch = std::make_shared<Batch>();
  batch->items.assign(lines.size(), failure(Code::internal));
  batch->left = lines.size();
  batch->respond = std::move(call.respond);
  const auto finish = [this, batch] {
    Response response = ok("");
    response.complete = [this, batch](Response& r) {
      const app::Signer& signer = state_->context.signer;
      Json rows = Json::make_array();
      for (std::size_t i = 0; i < batch->items.size(); ++i) {
        Json row = Json::make_object();
        const auto& item = batch->items[i];
        if (item) {
          row.set("status", 200).set("case", item->id.to_string()).set("receipt", item->receipt);
          row.set("signature", crypto::sign_detached(signer.key, signer.key_id, "receipt", item->receipt));
        } else {
          const Response refusal = problem(item.error());
          row.set("status", refusal.status).set("problem", refusal.body);
        }
        rows.add(std::move(row));
      }
      r.body = Json::make_object().set("items", std::move(rows)).to_string();
    };
    batch->respond(std::move(response));
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    app::LodgeCommand command;
    command.bytes = std::string(lines[i]);
    command.format = "json";
    command.batch = batch_id;
    command.sender = call.sender;
    command.arrived_at = call.request.arrived_at;
    app::lodge_declaration(state_->context, std::move(command), [this, batch, i, finish](Result<app::Lodged> done) {
      if (done) ++(done->is_repeat ? state_->repeats : state_->lodged);
      else ++state_->refused;
      batch->items[i] = std::move(done);
      if (batch->left.fetch_sub(1) == 1) finish();
    });
  }
}

Result<app::CaseFilter> filter_of(const Request& request) {
  app::CaseFilter filter;
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto value = request.parameter(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
  };
  filter.reference = text("reference");
  filter.direction = text("direction");
  filter.stage = text("stage");
  filter.assigned_to = text("assigned_to");
  if (const auto from = text("from")) filter.from = Date::parse(*from);
  if (const auto to = text("to")) filter.to = Date::parse(*to);
  filter.work_list = request.parameter("work") == "open";
  filter.limit = number_or(request.parameter("limit"), limits::kPageRowsDefault, limits::kPageRowsMax);
  if (const auto cursor = request.parameter("cursor")) {
    const auto id = CaseId::parse(*cursor);
    if (!id) return bad_body("cursor");
    filter.before = *id;
  }
  return filter;
}

void Api::list(Call call) {
  auto filter = filter_of(call.request);
  if (!filter) return call.respond(problem(filter.error()));
  answer(call.respond, app::list_declarations(state_->context, call.sender.actor, *filter));
}

void Api::show(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_declaration(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::document(Call call) {
  const auto id = case_of(call);
  const std::uint32_t version = version_of(call.path[1]);
  if (!id || version == 0) return call.respond(problem(failure(Code::not_found)));
  const std::string_view accept = call.request.header("accept");
  const std::string_view as = accept == "application/xml" ? "eciq-utf8" : accept == "application/json" ? "json" : "";
  auto message = app::show_document(state_->context, call.sender.actor, *id, version, as);
  if (!message) return call.respond(problem(message.error()));
  call.respond(ok(std::move(message->bytes), message->format == "json" ? "application/json" : "application/xml"));
}

void Api::steps(Call call) {
  const auto id = case_of(call);
  answer(call.respond, id ? app::show_steps(state_->context, call.sender.actor, *id) : Result<std::string>(failure(Code::not_found)));
}

void Api::differences(Call call) {
  const auto id = case_of(call);
  if (!id) return call.respond(problem(failure(Code::not_found)));
  const auto from = static_cast<std::uint32_t>(number_or(call.request.parameter("from"), 1, limits::kVersionsMax));
  const auto to = static_cast<std::uint32_t>(number_or(call.request.parameter("to"), 2, limits::kVersionsMax));
  answer(call.respond, app::show_differences(state_->context, call.sender.actor, *id, from, to));
}

Result<ActOrder> act_order_of(const Call& call) {
  ActOrder order;
  order.idempotency_key = std::string(call.request.header("idempotency-key"));
  if (order.idempotency_key.empty() || order.idempotency_key.size() > limits::kIdempotencyKeyBytesMax) {
    return bad_body("Idempotency-Key of 1 to 80 bytes is needed");
  }
  auto json = Json::parse(call.request.body);
  if (!json || !json->is_object()) return bad_body("a JSON object is needed");
  const std::string* named_case = json->string("case");
  const std::string* named_act = json->string("act");
  const bool is_signed = !call.sender.installation.empty();
  if ((is_signed && (named_case == nullptr || named_act == nullptr)) || (named_case != nullptr && *named_case != call.path[0]) ||
      (named_act != nullptr && *named_act != call.path[1])) {
    return bad_body("the body's case and act must be those of the path");
  }
  if (const Json* parameters = json->object("parameters")) {
    for (const auto& [name, value] : *parameters->as_object()) {
      if (value.as_string() == nullptr) return bad_body("parameters are strings");
      order.parameters[name] = *value.as_string();
    }
  }
  order.request_hash = crypto::hex(crypto::sha256({call.path[0], "\n", call.path[1], "\n", call.request.body}));
  return order;
}

void Api::act(Call call) {
  const auto id = case_of(call);
  if (!id) return call.respond(problem(failure(Code::not_found)));
  const auto event = domain::event_by_name(call.path[1]);
  if (!event) return call.respond(problem(failure(Code::not_found)));
  auto order = act_order_of(call);
  if (!order) return call.respond(problem(order.error()));
  app::ActCommand command;
  command.id = *id;
  command.request.event = *event;
  command.request.parameters = std::move(order->parameters);
  command.actor = std::move(call.sender.actor);
  command.idempotency_key = std::move(order->idempotency_key);
  command.request_hash = std::move(order->request_hash);
  app::act_on_declaration(state_->context, std::move(command), [this, respond = std::move(call.respond)](Result<std::string> done) {
    ++state_->acts;
    answer(respond, done);
  });
}

void Api::receipts(Call call) {
  const std::int64_t mailbox = call.sender.actor.unit;
  const auto after = static_cast<std::int64_t>(number_or(call.request.parameter("after"), 0, 1ULL << 53));
  const std::size_t limit = number_or(call.request.parameter("limit"), limits::kPageRowsDefault, limits::kPageRowsMax);
  const auto wait_ms = static_cast<std::int64_t>(number_or(call.request.parameter("wait_ms"), 0, limits::kLongPollMsMax));
  const auto respond = std::make_shared<Responder>(std::move(call.respond));
  const auto tell = [this, mailbox, after, limit, respond] {
    answer(*respond, app::show_receipts(state_->context, mailbox, after, limit, state_->context.signer));
  };
  if (wait_ms == 0 || state_->context.store.last_serial(mailbox) > after) return tell();
  const std::uint64_t ticket = state_->waiters.add(mailbox, [this, tell] { state_->context.run(tell); });
  if (ticket == 0) return tell();
  if (state_->context.store.last_serial(mailbox) > after) return state_->waiters.expire(mailbox, ticket);  // came in between
  state_->options.after(wait_ms, [this, mailbox, ticket] { state_->waiters.expire(mailbox, ticket); });
}

void Api::put_attachment(Call call) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared] {
    const crypto::Digest digest = crypto::sha256(shared->request.body);
    if (shared->request.body.empty() || crypto::hex(digest) != shared->path.front()) {
      return shared->respond(problem(bad_body("the path must be the SHA-256 of the body")));
    }
    auto done = app::keep_upload(state_->context, shared->sender.actor, digest, shared->request.body);
    if (!done) return shared->respond(problem(done.error()));
    shared->respond(ok(Json::make_object().set("sha256", shared->path.front()).set("bytes", shared->request.body.size()).to_string()));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::get_attachment(Call call) {
  const auto id = case_of(call);
  if (!id) return call.respond(problem(failure(Code::not_found)));
  auto bytes = app::show_attachment(state_->context, call.sender.actor, *id, call.path[1]);
  if (!bytes) return call.respond(problem(bytes.error()));
  call.respond(download_response(std::move(*bytes)));
}

void Api::issued(Call call) {
  auto body = app::show_issued(state_->context, call.sender.actor, call.path.front());
  if (!body) return call.respond(problem(body.error()));
  Response response = ok(std::move(*body));
  response.complete = [&signer = state_->context.signer](Response& r) {
    r.headers.emplace_back("Datong-Signature", crypto::sign_detached(signer.key, signer.key_id, "issued", r.body));
  };
  call.respond(std::move(response));
}

void Api::draws(Call call) { answer(call.respond, app::show_draws(state_->context, 60)); }

void Api::authority(Call call) {
  Json json = Json::make_object();
  json.set("authority_pem", state_->options.authority.certificate_pem);
  json.set("receipt_certificate_pem", state_->options.receipt_certificate_pem).set("receipt_key_id", state_->context.signer.key_id);
  json.set("log_certificate_pem", state_->options.log_certificate_pem).set("log_key_id", state_->options.log_key_id);
  call.respond(ok(json.to_string()));
}

void Api::schema(Call call) {
  const std::string& name = call.path.front();
  const std::string_view json = "application/schema+json";
  if (name == "declaration.json") return call.respond(ok(document::form_json_schema(domain::Group::header), json));
  if (name == "origin_application.json") return call.respond(ok(document::form_json_schema(domain::Group::origin), json));
  if (name == "eciq.xsd") return call.respond(ok(document::eciq_xsd(), "application/xml"));
  call.respond(problem(failure(Code::not_found)));
}

void Api::health(Call call) {
  const auto edition = state_->context.editions.current();
  Json json = Json::make_object();
  json.set("status", edition ? "ok" : "no_edition").set("edition", edition ? edition->hash() : "").set("at", state_->context.clock.now().to_string());
  Response response = ok(json.to_string());
  if (!edition) response.status = 503;
  call.respond(std::move(response));
}

void Api::metrics(Call call) {
  std::string text;
  const auto line = [&](std::string_view name, std::uint64_t value) {
    text += "# TYPE datong_" + std::string(name) + " counter\ndatong_" + std::string(name) + " " + std::to_string(value) + "\n";
  };
  line("requests_total", state_->requests);
  line("lodged_total", state_->lodged);
  line("lodge_repeats_total", state_->repeats);
  line("lodge_refused_total", state_->refused);
  line("acts_total", state_->acts);
  line("csp_reports_total", state_->csp_reports);
  text += "# TYPE datong_event_streams gauge\ndatong_event_streams " + std::to_string(state_->streams.count()) + "\n";
  if (state_->options.more_metrics) text += state_->options.more_metrics();
  call.respond(ok(text, "text/plain; version=0.0.4"));
}

}  // namespace datong::http
