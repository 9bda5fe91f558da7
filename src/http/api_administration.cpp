// Handlers of administration: officers, offices, phrases, editions. They commit, hash or build, so they run on the pool.
#include "app/officers.hpp"
#include "app/publish_edition.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"
#include "http/api_people.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {

using document::Json;

Result<domain::PersonDraft> person_draft(std::string_view body, const std::string& sign_in) {
  auto json = Json::parse(body);
  if (!json || !json->is_object()) return bad_body("a JSON object is needed");
  domain::PersonDraft draft;
  draft.sign_in = sign_in;
  if (const auto* named = json->string("sign_in"); named != nullptr && sign_in.empty()) draft.sign_in = *named;
  const auto take = [&](const char* name, std::optional<std::string>& into) {
    if (const std::string* value = json->string(name)) into = *value;
    return json->get(name) == nullptr || into.has_value();
  };
  if (!take("name", draft.name) || !take("password", draft.password) || !take("standing", draft.standing) || !take("office", draft.office)) {
    return bad_body("name, password, standing and office are texts");
  }
  if (const bool* manages = json->boolean("manages")) draft.manages = *manages;
  else if (json->get("manages") != nullptr) return bad_body("manages is true or false");
  if (const auto* roles = json->array("roles")) {
    draft.roles.emplace();
    for (const Json& role : *roles) {
      if (role.as_string() == nullptr) return bad_body("roles are texts");
      draft.roles->push_back(*role.as_string());
    }
  } else if (json->get("roles") != nullptr) {
    return bad_body("roles is a list");
  }
  return draft;
}

void Api::officers(Call call) {
  on_pool(std::move(call), [this](const Call& asked) { return app::show_officers(state_->context, asked.sender.actor); });
}

void Api::put_officer(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto draft = person_draft(asked.request.body, asked.path.front());
    if (!draft) return draft.error();
    const auto json = Json::parse(asked.request.body);
    const bool* new_secret = json ? json->boolean("new_one_time_secret") : nullptr;
    const bool wants_secret = new_secret != nullptr && *new_secret;
    auto changed = app::put_officer(state_->context, asked.sender.actor, *draft, wants_secret);
    if (!changed || (!draft->password && !wants_secret)) return changed;
    if (auto ended = state_->identify.sessions().end_all(draft->sign_in); !ended) return ended.error();
    return changed;
  });
}

void Api::offices(Call call) { answer(call.respond, app::show_offices(state_->context)); }

void Api::phrases(Call call) {
  on_pool(std::move(call), [this](const Call& asked) { return app::show_phrases(state_->context, asked.sender.actor); });
}

void Api::put_phrases(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto json = Json::parse(asked.request.body);
    const auto* list = json ? json->array("phrases") : nullptr;
    const auto* version = json ? json->integer("version") : nullptr;
    if (list == nullptr || version == nullptr || *version < 0 || *version > UINT32_MAX) return bad_body("version and phrases are needed");
    std::vector<app::Phrase> phrases;
    for (const Json& each : *list) {
      const auto text = [&](const char* name) {
        const std::string* value = each.string(name);
        return value != nullptr ? *value : std::string();
      };
      phrases.push_back({text("act"), text("zh"), text("en")});
    }
    return app::put_phrases(state_->context, asked.sender.actor, static_cast<std::uint32_t>(*version), phrases);
  });
}

void Api::editions(Call call) {
  on_pool(std::move(call), [this](const Call&) { return app::show_editions(state_->context); });
}

void Api::edition_tables(Call call) {
  on_pool(std::move(call), [this](const Call&) { return app::show_tables(state_->context); });
}

void Api::edition_table(Call call) {
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared] {
    auto bytes = app::show_table(state_->context, shared->path.front());
    if (!bytes) return shared->respond(problem(bytes.error()));
    Response response = ok(std::move(*bytes), "text/csv; charset=utf-8");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    shared->respond(std::move(response));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

void Api::publish_edition(Call call) {
  if (!call.sender.actor.has(domain::Role::headquarters)) return call.respond(problem(failure(Code::forbidden)));  // megabytes are not read for others
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto json = Json::parse(asked.request.body);
    const auto* list = json ? json->array("files") : nullptr;
    if (list == nullptr || list->empty() || json->string("base") == nullptr || json->string("name") == nullptr) return bad_body("name, base and files are needed");
    app::NewEdition edition{*json->string("name"), *json->string("base"), {}};
    for (const Json& each : *list) {
      if (each.string("file") == nullptr || each.string("text") == nullptr) return bad_body("each file has file and text");
      edition.files.emplace_back(*each.string("file"), *each.string("text"));
    }
    return app::publish_edition(state_->context, asked.sender.actor, edition);
  });
}

}  // namespace datong::http
