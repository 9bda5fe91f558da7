// Handlers of an enterprise's own page, and of one's own password. They commit and hash, so they run on the pool.
#include "app/lodged_message.hpp"
#include "app/unit_page.hpp"
#include "document/json/json.hpp"
#include "http/api_people.hpp"
#include "http/api_state.hpp"

namespace datong::http {

using document::Json;

void Api::show_unit(Call call) {
  on_pool(std::move(call), [this](const Call& asked) { return app::show_unit(state_->context, asked.sender.actor); });
}

void Api::add_unit_person(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto draft = person_draft(asked.request.body, "");
    if (!draft) return draft.error();
    return app::add_unit_person(state_->context, asked.sender.actor, *draft);
  });
}

void Api::change_unit_person(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto draft = person_draft(asked.request.body, asked.path.front());
    if (!draft) return draft.error();
    if (state_->is_for_all(draft->sign_in)) return failure(Code::forbidden, "the trainee is everybody's");
    auto changed = app::change_unit_person(state_->context, asked.sender.actor, *draft);
    if (!changed || !draft->password) return changed;
    if (auto ended = state_->identify.sessions().end_all(draft->sign_in); !ended) return ended.error();
    return changed;
  });
}

void Api::make_unit_enrolment_code(Call call) {
  on_pool(std::move(call), [this](const Call& asked) { return app::make_unit_enrolment_code(state_->context, asked.sender.actor); });
}

void Api::revoke_installation(Call call) {
  on_pool(std::move(call), [this](const Call& asked) { return app::revoke_installation(state_->context, asked.sender.actor, asked.path.front()); });
}

void Api::give_mandate(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto json = Json::parse(asked.request.body);
    if (!json || !json->is_object()) return bad_body("a JSON object is needed");
    domain::MandateDraft draft;
    if (const auto* agent = json->integer("agent")) draft.agent = *agent;
    if (const auto* principal = json->integer("principal")) draft.principal = *principal;
    if (const auto* from = json->string("from")) draft.from = *from;
    if (const auto* to = json->string("to")) draft.to = *to;
    return app::give_mandate(state_->context, asked.sender.actor, draft);
  });
}

void Api::revoke_mandate(Call call) {
  on_pool(std::move(call), [this](const Call& asked) { return app::revoke_mandate(state_->context, asked.sender.actor, asked.path.front()); });
}

void Api::change_own_password(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    auto json = Json::parse(asked.request.body);
    if (!json || json->string("present") == nullptr || json->string("password") == nullptr) return bad_body("present and password are needed");
    const domain::Actor& actor = asked.sender.actor;
    if (state_->is_for_all(actor.name)) return failure(Code::forbidden, "the trainee's password is everybody's");
    if (!state_->password_tries.count(actor.name, state_->context.clock.now())) return app::refuse_as(Code::unavailable, "SYS009", {});
    auto changed = app::change_own_password(state_->context, actor, *json->string("present"), *json->string("password"));
    if (!changed) return changed;
    if (auto ended = state_->identify.sessions().end_all(actor.name, asked.sender.session); !ended) return ended.error();
    return changed;
  });
}

}  // namespace datong::http
