// Handlers of checking: for anybody, without sign-in. Right codes are always answered; wrong ones so many times an hour.
#include <algorithm>

#include "app/paper.hpp"
#include "base/limits.hpp"
#include "crypto/revocation.hpp"
#include "document/json/json.hpp"
#include "http/api_state.hpp"
#include "http/check_page.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

constexpr std::int64_t kRevocationListMs = 86'400'000;  // a newer one is out within a day; it is made anew at each request

/// What was brought: a file, or a QR text, or number and code.
struct Brought {
  std::string file, qr, number, code;
};

std::string text_of(const Json& json, std::string_view name) {
  const std::string* const text = json.string(name);
  return text == nullptr ? std::string() : *text;
}

std::string media_type(const Request& request) {
  const std::string_view type = request.header("content-type");
  return std::string(type.substr(0, type.find(';')));
}

Result<Brought> brought_by(Request& request) {
  const std::string type = media_type(request);
  Brought brought;
  if (type == "application/pdf" || type == "application/octet-stream") {
    brought.file = std::move(request.body);
    return brought;
  }
  if (type == "application/x-www-form-urlencoded") {
    Request form;
    form.target = "/?" + request.body;
    if (auto read = read_target(form); !read) return read.error();
    brought.qr = std::string(form.parameter("qr").value_or(""));
    brought.number = std::string(form.parameter("number").value_or(""));
    brought.code = std::string(form.parameter("code").value_or(""));
  } else {
    const auto json = Json::parse(request.body);
    if (!json || !json->is_object()) return bad_body("a PDF file, or a JSON object with number and code, or with qr");
    brought = {{}, text_of(*json, "qr"), text_of(*json, "number"), text_of(*json, "code")};
  }
  if (brought.qr.empty() && (brought.number.empty() || brought.code.empty())) return bad_body("number and code, or qr, or a PDF file");
  return brought;
}

Result<app::Verdict> verdict_on(app::OnlineChecker& checker, const Brought& brought) {
  if (!brought.file.empty()) return checker.check_file(brought.file);
  if (!brought.qr.empty()) return checker.check_qr(brought.qr);
  return checker.check_number(brought.number, brought.code);
}

bool is_wrong_try(const app::Verdict& verdict) { return verdict.facts.answer_of(app::Check::code_known) == app::CheckAnswer::failed; }

Response page_of_trouble(const Error& error) {
  CheckPage page;
  page.status = problem_kind(error.code).status;
  page.trouble_zh = "不能核对";
  page.trouble_en = "Could not be checked";
  return check_page_response(page);
}

}  // namespace

void Api::check_paper(Call call) { check_brought(std::move(call), false); }
void Api::check_on_page(Call call) { check_brought(std::move(call), true); }

/// What is short (number and code, a QR text) takes less than a millisecond and is answered on the loop that read it; a file is not.
void Api::check_brought(Call call, bool as_page) {
  if (call.request.body.size() <= limits::kCheckedOnLoopBytesMax) return answer_check(call, as_page);
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared, as_page] { answer_check(*shared, as_page); });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::answer_check(Call& call, bool as_page) {
  const auto refuse = [&](const Error& error) { call.respond(as_page ? page_of_trouble(error) : problem(error)); };
  const auto brought = brought_by(call.request);
  if (!brought) return refuse(brought.error());
  const auto verdict = verdict_on(state_->checker, *brought);
  if (!verdict) return refuse(verdict.error());
  if (is_wrong_try(*verdict) && !state_->wrong_tries.count(call.request.peer, state_->context.clock.now())) {
    CheckPage page{nullptr, brought->number, "尝试次数过多，请一小时后再试", "Too many wrong tries; try again in an hour", 429};
    Response response = as_page ? check_page_response(page) : problem(429, "too_many_tries");
    response.headers.emplace_back("Retry-After", "3600");
    return call.respond(std::move(response));
  }
  if (as_page) return call.respond(check_page_response({&*verdict, brought->number, {}, {}, 200}));
  Response response = ok(app::verdict_json(*verdict).to_string());
  response.headers.emplace_back("Cache-Control", "no-store");
  call.respond(std::move(response));
}

void Api::check_page(Call call) {  // a link may bring the number; who follows it types the code from the paper
  const std::string_view number = call.request.parameter("number").value_or("");
  call.respond(check_page_response({nullptr, std::string(number), {}, {}, 200}));
}
void Api::check_script(Call call) { call.respond(check_script_response()); }
void Api::check_style(Call call) { call.respond(check_style_response()); }

void Api::anchors(Call call) {
  const app::Trust* const trust = state_->context.trust;
  if (trust == nullptr) return call.respond(problem(failure(Code::unavailable, "no issuing keys are loaded")));
  call.respond(ok(trust->anchors_pem, "application/x-pem-file"));
}

void Api::revocations(Call call) {
  const auto revoked = app::revoked_signers(state_->context.store);
  if (!revoked) return call.respond(problem(revoked.error()));
  const Instant now = state_->context.clock.now();
  auto list = crypto::make_revocation_list(state_->options.authority, *revoked, now, now.plus_ms(kRevocationListMs));
  if (!list) return call.respond(problem(list.error()));
  call.respond(ok(std::move(*list), "application/x-pem-file"));
}

}  // namespace datong::http
