// Handlers of drafts and templates. Saving waits on no thread; a list reads up to 500 rows, so it runs on the pool.
#include "app/drafts.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

/// The order's body, of a caller who may keep drafts.
Result<Json> order_of(const Call& call) {
  if (auto owner = app::desk_owner(call.sender.actor); !owner) return owner.error();
  auto json = Json::parse(call.request.body);
  if (!json || !json->is_object()) return bad_body(json ? "a JSON object is needed" : json.error().detail);
  return json;
}

std::string text_of(const Json& json, std::string_view name) {
  const std::string* const value = json.string(name);
  return value != nullptr ? *value : std::string();
}

Json document_of(const Json& json) {
  const Json* const document = json.object("document");
  return document != nullptr ? *document : Json();
}

/// Answers, and tells the other open pages which draft changed.
app::TextDone told_to(Call& call, Streams& streams) {
  const domain::Actor& actor = call.sender.actor;
  return [respond = std::move(call.respond), &streams, unit = actor.unit, name = actor.name, id = call.path.empty() ? std::string() : call.path.front()](Result<std::string> told) {
    const auto made = told && id.empty() ? Json::parse(*told) : Result<Json>(Json());
    if (told) streams.tell_draft(unit, name, made && id.empty() ? text_of(*made, "id") : id);
    answer(respond, told);
  };
}

/// Answers, and tells the other open pages when another edits the draft than before: a renewal every few seconds is no news.
app::HoldDone hold_told_to(Call& call, Streams& streams) {
  const domain::Actor& actor = call.sender.actor;
  return [respond = std::move(call.respond), &streams, unit = actor.unit, name = actor.name, id = call.path.front()](const Result<std::string>& told, bool changed) {
    if (changed) streams.tell_draft(unit, name, id);
    answer(respond, told);
  };
}

}  // namespace

void Api::list_drafts(Call call) {
  on_pool(std::move(call), [this](const Call& asked) {
    const auto form = asked.request.parameter("form"), kind = asked.request.parameter("kind");
    return app::list_drafts(state_->context, asked.sender.actor, form.value_or(""), kind.value_or(""));
  });
}

void Api::create_draft(Call call) {
  auto json = order_of(call);
  if (!json) return call.respond(problem(json.error()));
  app::NewDraft draft{text_of(*json, "form"), text_of(*json, "kind"), text_of(*json, "title"),
                      text_of(*json, "copied_from"), document_of(*json), std::string(call.request.header("idempotency-key"))};
  app::create_draft(state_->context, call.sender.actor, std::move(draft), told_to(call, state_->streams));
}

void Api::show_draft(Call call) {
  on_pool(std::move(call), [this](const Call& asked) {
    return app::show_draft(state_->context, asked.sender.actor, asked.path.front(),
                           asked.request.parameter("holder").value_or(""));
  });
}

void Api::save_draft(Call call) {
  auto json = order_of(call);
  if (!json) return call.respond(problem(json.error()));
  app::DraftChange change{call.path.front(), text_of(*json, "title"), document_of(*json), text_of(*json, "holder")};
  if (const std::int64_t* const base = json->integer("base")) change.base = *base;
  app::save_draft(state_->context, call.sender.actor, std::move(change), told_to(call, state_->streams));
}

void Api::delete_draft(Call call) {
  app::delete_draft(state_->context, call.sender.actor, call.path.front(), told_to(call, state_->streams));
}

void Api::edit_draft(Call call) {
  auto json = order_of(call);
  if (!json) return call.respond(problem(json.error()));
  const bool* const take_over = json->boolean("take_over");
  app::edit_draft(state_->context, call.sender.actor, call.path.front(), text_of(*json, "holder"),
                  take_over != nullptr && *take_over, hold_told_to(call, state_->streams));
}

void Api::leave_draft(Call call) {
  const std::string holder(call.request.parameter("holder").value_or(""));
  app::leave_draft(state_->context, call.sender.actor, call.path.front(), holder, hold_told_to(call, state_->streams));
}

}  // namespace datong::http
