// Handlers of sessions: signing in and out, by token or by cookie; who somebody is; his open sessions.
#include <algorithm>

#include "app/case_file.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"
#include "http/api_state.hpp"
#include "http/cookie.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

/// What the browser calls itself: printable ASCII, the first limits::kSoftwareCharactersMax of it.
std::string software_of(const Request& request) {
  std::string text(request.header("user-agent").substr(0, limits::kSoftwareCharactersMax));
  std::erase_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
  return text;
}

Json role_names(const std::vector<domain::Role>& roles) {
  Json names = Json::make_array();
  for (const domain::Role role : roles) names.add(domain::role_name(role));
  return names;
}

struct SignInOrder {
  std::string sign_in, password, one_time_code;
  bool by_cookie = false;
  app::SessionPlace place;
};

Result<SignInOrder> sign_in_order(const Request& request) {
  const auto json = Json::parse(request.body);
  if (!json || json->string("sign_in") == nullptr || json->string("password") == nullptr) return bad_body("sign_in and password are needed");
  SignInOrder order{*json->string("sign_in"), *json->string("password"), {}, false, {}};
  const std::string* code = json->string("one_time_code");
  if (code == nullptr && json->get("one_time_code") != nullptr) return bad_body("one_time_code is a text");
  if (code != nullptr) order.one_time_code = *code;
  const bool* by_cookie = json->boolean("cookie");
  if (by_cookie == nullptr && json->get("cookie") != nullptr) return bad_body("cookie is true or false");
  order.by_cookie = by_cookie != nullptr && *by_cookie;
  // Only a script of ours can send this type without asking first: no other site signs a browser in.
  if (order.by_cookie && !request.header("content-type").starts_with("application/json")) return bad_body("Content-Type must be application/json");
  if (json->get("door") != nullptr) {
    const std::string* name = json->string("door");
    const auto door = name != nullptr ? domain::channel_by_name(*name) : std::nullopt;
    if (door != domain::Channel::browser && door != domain::Channel::hall_terminal) return bad_body("door is browser or hall_terminal");
    order.place.door = *door;
  }
  order.place.peer = request.peer;
  order.place.software = software_of(request);
  return order;
}

Json session_json(const app::Session& session, std::string_view current) {
  Json json = Json::make_object().set("id", session.id).set("door", domain::channel_name(session.place.door));
  json.set("peer", session.place.peer).set("software", session.place.software).set("since", session.since.to_string());
  if (session.last_used) json.set("last_used", session.last_used->to_string());
  return std::move(json).set("expires_at", session.expires_at.to_string()).set("current", session.id == current);
}

}  // namespace

std::string Api::who(const app::Session& session, const domain::Actor& actor, domain::Channel channel, std::string_view csrf) const {
  Json json = Json::make_object().set("sign_in", actor.name).set("name", actor.person).set("office", actor.office);
  const auto edition = state_->context.editions.current();
  const auto* office = edition ? edition->office(actor.office, legal_day(state_->context.clock.now())) : nullptr;
  json.set("office_name_zh", office != nullptr ? office->name_zh : "").set("office_name_en", office != nullptr ? office->name_en : "");
  std::optional<domain::Enterprise> unit;
  if (actor.unit != 0) {
    auto loaded = app::load_party<domain::Enterprise>(state_->context.store, "enterprise", std::to_string(actor.unit));
    if (loaded) unit = std::move(*loaded);
  }
  json.set("unit", actor.unit).set("unit_name_zh", unit ? unit->name_zh : "").set("unit_name_en", unit ? unit->name_en : "");
  json.set("roles", role_names(actor.roles)).set("second_factor", session.second_factor).set("csrf", csrf);
  json.set("expires_at", session.expires_at.to_string()).set("channel", domain::channel_name(channel)).set("training", state_->options.is_training);
  return json.to_string();
}

void Api::sign_in(Call call) {
  on_pool_respond(std::move(call), [this](const Call& asked) {
    auto order = sign_in_order(asked.request);
    if (!order) return problem(order.error());
    auto opened = state_->identify.sign_in(order->sign_in, order->password, order->one_time_code, order->place);
    if (!opened) return problem(opened.error());
    const domain::Officer& person = opened->officer;
    const app::Session& session = opened->session;
    if (!order->by_cookie) {
      Json body = Json::make_object();
      body.set("token", opened->token).set("expires_at", session.expires_at.to_string()).set("name", person.name);
      body.set("office", person.office).set("unit", person.unit).set("roles", role_names(person.roles));
      body.set("second_factor", session.second_factor);
      Response response = ok(body.to_string());
      response.headers.emplace_back("Cache-Control", "no-store");
      return response;
    }
    end_replaced(asked.request);
    warm_codes();
    const domain::Actor actor{person.sign_in, person.name, person.roles, person.office, person.unit};
    const domain::Channel channel = person.unit != 0 ? session.place.door : domain::Channel::counter_entry;
    Response response = ok(who(session, actor, channel, csrf_of(opened->token)));
    set_cookie(response, state_->cookie(), opened->token, state_->options.is_https);
    keep_private(response);
    return response;
  });
}

/// Who signs in with a browser looks up codes next: the lists are made ready meanwhile. When it is not taken, the first who asks waits.
void Api::warm_codes() {
  (void)state_->pool.submit([this] {
    if (const auto edition = state_->context.editions.current()) state_->code_tables.warm(edition);
  });
}

/// The session of a cookie that is being replaced: nobody holds its token any more.
void Api::end_replaced(const Request& request) {
  const Credential before = credential_of(request, state_->cookie());
  if (!before.by_cookie) return;
  const auto session = state_->identify.sessions().find(before.token, false);
  if (session && state_->identify.sessions().end(session->sign_in, session->id)) state_->streams.end_session(session->id);
}

void Api::show_session(Call call) {
  const Credential credential = credential_of(call.request, state_->cookie());
  const auto session = state_->identify.sessions().find(credential.token, false);
  if (call.sender.session.empty() || !session) return call.respond(problem(failure(Code::forbidden, "a signature is no session")));
  call.respond(ok(who(*session, call.sender.actor, call.sender.channel, credential.by_cookie ? csrf_of(credential.token) : "")));
}

void Api::list_sessions(Call call) {
  if (call.sender.session.empty()) return call.respond(problem(failure(Code::forbidden, "a signature is no session")));
  const auto sessions = state_->identify.sessions().of_person(call.sender.actor.name);
  if (!sessions) return call.respond(problem(sessions.error()));
  Json rows = Json::make_array();
  for (const app::Session& session : *sessions) rows.add(session_json(session, call.sender.session));
  call.respond(ok(Json::make_object().set("sessions", std::move(rows)).to_string()));
}

void Api::end_session(Call call) { end_session_of(std::move(call), call.path.front()); }
void Api::sign_out(Call call) { end_session_of(std::move(call), call.sender.session); }

void Api::end_session_of(Call call, std::string id) {
  on_pool_respond(std::move(call), [this, id = std::move(id)](const Call& asked) {
    if (asked.sender.session.empty() && id.empty()) return ok("{}");  // an installation signs each request: nothing to end
    if (asked.sender.session.empty()) return problem(failure(Code::forbidden, "a signature is no session"));
    auto done = state_->identify.sessions().end(asked.sender.actor.name, id);
    const bool is_own = id == asked.sender.session;
    if (!done && !(is_own && done.error().code == Code::not_found)) return problem(done.error());
    state_->streams.end_session(id);
    Response response = ok("{}");
    const Credential credential = credential_of(asked.request, state_->cookie());
    if (is_own && credential.by_cookie) forget_session(response, state_->cookie(), state_->options.is_https, app::Sessions::is_of_hall_terminal(credential.token));
    return response;
  });
}

void Api::on_pool_respond(Call call, std::function<Response(const Call&)> work) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([shared, work = std::move(work)] { shared->respond(work(*shared)); });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

}  // namespace datong::http
