#include "app/claim.hpp"

#include <algorithm>

#include "app/read_applications.hpp"
#include "app/read_cases.hpp"
#include "app/work_list.hpp"
#include "base/limits.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::Role;

constexpr const char* kRecord = "claim";

/// Also when it has expired: its version is needed to write the next one.
Result<std::optional<Claim>> stored_claim(Context& context, CaseId id) {
  auto record = context.store.record(kRecord, id.to_string());
  if (!record) return record.error();
  if (!*record) return std::optional<Claim>();
  auto body = Json::parse((*record)->body);
  if (!body || body->string("officer") == nullptr || body->string("name") == nullptr || body->array("roles") == nullptr ||
      body->integer("since_ms") == nullptr || body->integer("until_ms") == nullptr) {
    return failure(Code::corrupt, "claim on case " + id.to_string());
  }
  Claim claim{*body->string("officer"), *body->string("name"), {}, Instant::from_ms(*body->integer("since_ms")),
              Instant::from_ms(*body->integer("until_ms")), (*record)->version};
  for (const Json& role : *body->array("roles")) {
    const auto known = role.as_string() != nullptr ? domain::role_by_name(*role.as_string()) : std::nullopt;
    if (known) claim.roles.push_back(*known);
  }
  return std::optional(std::move(claim));
}

Record record_of(CaseId id, const Claim& claim) {
  Json roles = Json::make_array();
  for (const Role role : claim.roles) roles.add(domain::role_name(role));
  Json body = Json::make_object();
  body.set("format", 1).set("officer", claim.officer).set("name", claim.name).set("roles", std::move(roles));
  body.set("since_ms", claim.since.ms()).set("until_ms", claim.until.ms());
  return {kRecord, id.to_string(), claim.version, body.canonical()};
}

Error is_claimed(const Claim& claim) {
  Error error = failure(Code::conflict, "claimed");
  std::string roles;  // acts in other roles are not kept from others
  for (const Role role : claim.roles) roles += (roles.empty() ? "" : ",") + std::string(domain::role_name(role));
  error.refusals = {domain::finding("LCK001", "", {claim.name, claim.since.to_string(), claim.officer, roles})};
  return error;
}

Json claim_json(const Claim& claim) {
  Json json = Json::make_object();
  set_claim(json, claim);
  return std::move(json).set("until", claim.until.to_string());
}

Result<void> commit_record(Context& context, Record record) {
  Decision decision;
  decision.records.push_back(std::move(record));
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return {};
}

}  // namespace

Result<std::optional<Claim>> claim_on(Context& context, CaseId id) {
  auto claim = stored_claim(context, id);
  if (claim && *claim && (*claim)->until <= context.clock.now()) return std::optional<Claim>();
  return claim;
}

void set_claim(Json& row, const Claim& claim) {
  row.set("claimed_by", claim.officer).set("claimed_name", claim.name).set("claimed_since", claim.since.to_string());
}

Result<void> show_claim(Context& context, const domain::Actor& actor, CaseId id, Json& json) {
  if (actor.unit != 0) return {};
  auto claim = claim_on(context, id);
  if (!claim) return claim.error();
  if (*claim) set_claim(json, **claim);
  return {};
}

Result<std::string> claim_case(Context& context, const domain::Actor& actor, HeadKind kind, CaseId id, bool take_over) {
  auto roles = roles_with_work(context, actor, kind, id);
  if (!roles) return roles.error();
  auto stored = stored_claim(context, id);
  if (!stored) return stored.error();
  const bool supervises = take_over && actor.has(Role::supervisor);
  if (roles->empty() && !supervises) return refused({domain::finding("LCK003", "")});
  const Instant now = context.clock.now();
  Claim claim;
  if (*stored) {
    const bool stands = (*stored)->until > now;
    const bool is_mine = (*stored)->officer == actor.name;
    if (stands && !is_mine && !supervises) return is_claimed(**stored);
    claim.version = (*stored)->version;
    claim.since = stands && is_mine ? (*stored)->since : now;
  } else {
    claim.since = now;
  }
  claim.officer = actor.name;
  claim.name = actor.person.empty() ? actor.name : actor.person;
  claim.roles = std::move(*roles);
  if (supervises && *stored) claim.roles.insert(claim.roles.end(), (*stored)->roles.begin(), (*stored)->roles.end());
  claim.until = now.plus_ms(limits::kClaimMs);
  if (auto done = commit_record(context, record_of(id, claim)); !done) {
    if (done.error().code != Code::conflict) return done.error();
    auto first = claim_on(context, id);  // somebody was quicker
    return first && *first ? is_claimed(**first) : done.error();
  }
  return claim_json(claim).to_string();
}

Result<std::string> release_claim(Context& context, const domain::Actor& actor, HeadKind kind, CaseId id) {
  if (auto roles = roles_with_work(context, actor, kind, id); !roles) return roles.error();
  auto stored = stored_claim(context, id);
  if (!stored) return stored.error();
  if (!*stored) return std::string("{}");
  const bool stands = (*stored)->until > context.clock.now();
  if (stands && (*stored)->officer != actor.name && !actor.has(Role::supervisor)) return is_claimed(**stored);
  auto done = commit_record(context, {kRecord, id.to_string(), (*stored)->version, ""});
  if (!done && done.error().code != Code::conflict) return done.error();
  return std::string("{}");
}

Result<void> mind_claim(Context& context, Decision& decision, CaseId id, const domain::Actor& actor, Role acting, bool goes_on) {
  if (actor.unit != 0 || acting == Role::machine || acting == Role::partner) return {};
  auto stored = stored_claim(context, id);
  if (!stored) return stored.error();
  if (!*stored) return {};
  Claim claim = std::move(**stored);
  const Instant now = context.clock.now();
  if (claim.officer == actor.name) {
    claim.until = now.plus_ms(limits::kClaimMs);
    decision.records.push_back(goes_on ? record_of(id, claim) : Record{kRecord, id.to_string(), claim.version, ""});
    return {};
  }
  const bool is_of_its_desk = std::find(claim.roles.begin(), claim.roles.end(), acting) != claim.roles.end();
  if (claim.until <= now || acting == Role::supervisor || !is_of_its_desk) return {};
  return is_claimed(claim);
}

Error told_who_was_first(Context& context, CaseId id, Error error) {
  const bool is_late = error.code == Code::conflict ? error.detail == "version" : !error.refusals.empty() && error.refusals.front().rule == "REV004";
  if (!is_late) return error;
  const auto steps = context.store.steps(id);
  if (!steps) return error;
  for (auto step = steps->rbegin(); step != steps->rend(); ++step) {
    const auto body = Json::parse(step->body);
    const std::string* actor = body ? body->string("actor") : nullptr;
    const std::string* role = body ? body->string("role") : nullptr;
    const std::string* event = body ? body->string("event") : nullptr;
    if (actor == nullptr || role == nullptr || event == nullptr) return error;
    if (*role == domain::role_name(Role::machine) && std::next(step) != steps->rend()) continue;
    error.refusals.push_back(domain::finding("LCK002", "", {*actor, step->at.to_string(), *event}));
    return error;
  }
  return error;
}

}  // namespace datong::app
