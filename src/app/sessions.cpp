#include "app/sessions.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "crypto/digest.hpp"
#include "document/json/json.hpp"
#include "domain/rules.hpp"

namespace datong::app {
namespace {

using document::Json;

constexpr std::string_view kHallMark = "hall.";
constexpr std::size_t kIdCharacters = 16;
constexpr std::size_t kTokenBytes = 32;

// Record "session", key = SHA-256 of the token; record "session_of", key = "<sign-in>/<id>": a person's sessions.
std::string token_key(std::string_view token) { return crypto::hex(crypto::sha256(token)); }
std::string person_key(std::string_view sign_in, std::string_view id) { return std::string(sign_in) + "/" + std::string(id); }

Error no_session(std::string detail) {
  Error error = refused({domain::finding("SYS002", "")});
  error.code = Code::unauthenticated;
  error.detail = std::move(detail);
  return error;
}

std::string text(const Json& json, std::string_view name) {
  const std::string* found = json.string(name);
  return found == nullptr ? std::string() : *found;
}

}  // namespace

bool Sessions::is_of_hall_terminal(std::string_view token) { return token.starts_with(kHallMark); }

Sessions::Opened Sessions::open(Decision& decision, std::string sign_in, SessionPlace place, bool second_factor) {
  Opened opened;
  if (place.door == domain::Channel::hall_terminal) opened.token = kHallMark;
  opened.token += crypto::to_base64url(crypto::random_bytes(kTokenBytes));
  const std::string key = token_key(opened.token);
  const Instant now = context_.clock.now();
  opened.session = {key.substr(0, kIdCharacters), std::move(sign_in), std::move(place), second_factor, now, now.plus_ms(limits::kSessionMs), now};
  const Session& session = opened.session;
  Json json = Json::make_object().set("format", 1).set("sign_in", session.sign_in).set("second_factor", second_factor);
  json.set("since", now.to_string()).set("expires_at", session.expires_at.to_string()).set("door", domain::channel_name(session.place.door));
  json.set("peer", session.place.peer).set("software", session.place.software);
  decision.records.push_back({"session", key, 0, json.canonical()});
  decision.records.push_back({"session_of", person_key(session.sign_in, session.id), 0, Json::make_object().set("format", 1).set("session", key).canonical()});
  return opened;
}

Result<Session> Sessions::read(const Record& record, std::string_view sign_in) const {
  auto json = Json::parse(record.body);
  if (!json) return failure(Code::corrupt, "session");
  Session session;
  session.id = record.key.substr(0, kIdCharacters);
  session.sign_in = text(*json, "sign_in");
  const auto expires = Instant::parse(text(*json, "expires_at"));
  if (session.sign_in.empty() || !expires || (!sign_in.empty() && session.sign_in != sign_in)) return failure(Code::corrupt, "session");
  session.expires_at = *expires;
  session.since = Instant::parse(text(*json, "since")).value_or(expires->plus_ms(-limits::kSessionMs));
  session.place.door = domain::channel_by_name(text(*json, "door")).value_or(domain::Channel::browser);
  session.place.peer = text(*json, "peer");
  session.place.software = text(*json, "software");
  const bool* second_factor = json->boolean("second_factor");
  session.second_factor = second_factor != nullptr && *second_factor;
  return session;
}

bool Sessions::is_over(const Session& session, Instant now) const {
  if (session.expires_at < now) return true;
  const Instant used = session.last_used.value_or(session.since);
  return session.place.door == domain::Channel::hall_terminal && used.plus_ms(limits::kHallIdleMs) < now;
}

Result<Session> Sessions::find(std::string_view token, bool uses) {
  auto record = context_.store.record("session", token_key(token));
  if (!record) return record.error();
  if (!*record) return no_session("no such session");
  auto session = read(**record);
  if (!session) return no_session("session cannot be read");
  const Instant now = context_.clock.now();
  const std::lock_guard lock(mutex_);
  if (const auto used = used_.find(session->id); used != used_.end()) session->last_used = used->second;
  if (is_over(*session, now)) return no_session("session has ended");
  if (!uses) return session;
  if (used_.size() >= limits::kSessionsRememberedMax) std::erase_if(used_, [&](const auto& each) { return each.second.plus_ms(limits::kHallIdleMs) < now; });
  if (used_.size() >= limits::kSessionsRememberedMax) return failure(Code::unavailable, "too many sessions at once");
  used_.insert_or_assign(session->id, now);
  return session;
}

Result<std::vector<Session>> Sessions::of_person(std::string_view sign_in) {
  auto rows = context_.store.records("session_of", person_key(sign_in, ""), "", 2 * limits::kSessionsPerPersonMax);
  if (!rows) return rows.error();
  const Instant now = context_.clock.now();
  std::vector<Session> sessions;
  for (const Record& row : *rows) {
    const auto json = Json::parse(row.body);
    auto record = context_.store.record("session", json ? text(*json, "session") : "");
    if (!record) return record.error();
    if (!*record) continue;
    auto session = read(**record, sign_in);
    if (!session) continue;  // another's, whose name begins like this one
    {
      const std::lock_guard lock(mutex_);
      if (const auto used = used_.find(session->id); used != used_.end()) session->last_used = used->second;
    }
    if (!is_over(*session, now)) sessions.push_back(std::move(*session));
  }
  std::ranges::sort(sessions, [](const Session& a, const Session& b) { return b.since < a.since; });
  return sessions;
}

Result<void> Sessions::end(std::string_view sign_in, std::string_view id) {
  if (id.size() != kIdCharacters) return failure(Code::not_found);
  auto row = context_.store.record("session_of", person_key(sign_in, id));
  if (!row) return row.error();
  if (!*row) return failure(Code::not_found);
  const auto json = Json::parse((*row)->body);
  auto record = context_.store.record("session", json ? text(*json, "session") : "");
  if (!record) return record.error();
  Decision decision;
  decision.records.push_back({"session_of", (*row)->key, (*row)->version, ""});
  if (*record) decision.records.push_back({"session", (*record)->key, (*record)->version, ""});
  {
    const std::lock_guard lock(mutex_);
    if (const auto used = used_.find(id); used != used_.end()) used_.erase(used);
  }
  auto done = context_.store.commit_now(std::move(decision));
  if (!done && done.error().code != Code::conflict) return done.error();  // a conflict: somebody else ended it
  return {};
}

Result<void> Sessions::end_all(std::string_view sign_in, std::string_view kept) {
  auto sessions = of_person(sign_in);
  if (!sessions) return sessions.error();
  for (const Session& session : *sessions) {
    if (session.id == kept) continue;
    if (auto done = end(sign_in, session.id); !done && done.error().code != Code::not_found) return done.error();
  }
  return {};
}

void Sessions::tidy(std::string_view sign_in) {
  auto rows = context_.store.records("session_of", person_key(sign_in, ""), "", 2 * limits::kSessionsPerPersonMax);
  if (!rows) return;  // the next sign-in tries again
  const Instant now = context_.clock.now();
  struct Kept {
    Record row, record;
    Instant since;
  };
  std::vector<Kept> open;
  Decision decision;
  const auto remove = [&](const Record& each) { decision.records.push_back({each.kind, each.key, each.version, ""}); };
  for (const Record& row : *rows) {
    const auto json = Json::parse(row.body);
    auto record = context_.store.record("session", json ? text(*json, "session") : "");
    if (!record) return;
    if (!*record) {
      remove(row);
      continue;
    }
    const auto session = read(**record, sign_in);
    if (!session) continue;
    if (session->expires_at < now) {
      remove(row);
      remove(**record);
    } else {
      open.push_back({row, **record, session->since});
    }
  }
  std::ranges::sort(open, [](const Kept& a, const Kept& b) { return b.since < a.since; });
  for (std::size_t i = limits::kSessionsPerPersonMax; i < open.size(); ++i) {
    remove(open[i].row);
    remove(open[i].record);
  }
  if (!decision.records.empty()) context_.store.commit(std::move(decision), [](Result<Decision>) {});  // lost to another sign-in: it tidied
}

}  // namespace datong::app
