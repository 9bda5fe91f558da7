#include "app/identify.hpp"

#include "app/lodged_message.hpp"
#include "base/limits.hpp"
#include "crypto/jws.hpp"
#include "crypto/one_time_code.hpp"
#include "base/text.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

using document::Json;

Error nobody(std::string detail) {
  Error error = refused({domain::finding("SYS002", "")});
  error.code = Code::unauthenticated;
  error.detail = std::move(detail);
  return error;
}

std::string token_key(std::string_view token) { return crypto::hex(crypto::sha256(token)); }

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::size_t kKeptKeysMax = 20'000;
constexpr int kInstallationDays = 730;

}  // namespace

Result<crypto::VerifyingKey> Identify::key_of(const domain::Installation& installation, Instant now) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = keys_.find(installation.certificate_pem); found != keys_.end()) {
      if (now < found->second.not_before || now > found->second.not_after) return nobody("certificate is not valid now");
      return found->second.key;
    }
  }
  auto facts = crypto::read_certificate(installation.certificate_pem);
  if (!facts) return facts.error();
  const std::lock_guard lock(mutex_);
  if (keys_.size() >= kKeptKeysMax) keys_.clear();
  keys_.emplace(installation.certificate_pem, Kept{facts->key, facts->not_before, facts->not_after});
  if (now < facts->not_before || now > facts->not_after) return nobody("certificate is not valid now");
  return facts->key;
}

Result<Sender> Identify::by_signature(std::string_view header, std::string_view purpose, std::string_view payload, std::string_view peer) {
  auto jws = crypto::parse_detached(header);
  if (!jws) return nobody(jws.error().detail);
  if (jws->purpose != purpose) return nobody("signed for another purpose");
  auto installation = load_party<domain::Installation>(context_.store, "installation", jws->key_id);
  if (!installation) return installation.error();
  if (!*installation) return nobody("unknown installation");
  auto key = key_of(**installation, context_.clock.now());
  if (!key) return key.error();
  if (!crypto::verify_detached(*jws, *key, payload)) return nobody("signature does not verify");
  if ((*installation)->standing != domain::Standing::active) return failure(Code::forbidden, "installation is suspended");
  Sender sender;
  sender.actor = domain::Actor{(*installation)->id, "", {domain::Role::enterprise}, "", (*installation)->unit};
  sender.channel = domain::Channel::client;
  sender.installation = (*installation)->id;
  sender.software = (*installation)->software;
  sender.software_version = (*installation)->software_version;
  sender.peer = std::string(peer);
  return sender;
}

Result<Sender> Identify::by_session(std::string_view token, std::string_view peer) {
  auto session = sessions_.find(token, true);
  if (!session) return session.error();
  auto officer = load_party<domain::Officer>(context_.store, "officer", session->sign_in);
  if (!officer) return officer.error();
  if (!*officer || (*officer)->standing != domain::Standing::active) return nobody("person is not in service");
  Sender sender;
  sender.actor = domain::Actor{(*officer)->sign_in, (*officer)->name, (*officer)->roles, (*officer)->office, (*officer)->unit};
  sender.second_factor = sender.actor.second_factor = session->second_factor;
  sender.channel = (*officer)->unit != 0 ? session->place.door : domain::Channel::counter_entry;
  sender.session = session->id;
  sender.peer = std::string(peer);
  return sender;
}

bool Identify::stands(std::string_view token) {
  const auto session = sessions_.find(token, false);
  if (!session) return false;
  const auto officer = load_party<domain::Officer>(context_.store, "officer", session->sign_in);
  return officer && *officer && (*officer)->standing == domain::Standing::active;
}

bool Identify::too_many_tries(const std::string& sign_in, bool failed) {
  if (sign_in == open_to_all_) return false;
  const std::int64_t hour = context_.clock.now().ms() / kHourMs;
  const std::lock_guard lock(mutex_);
  if (failures_.size() > kKeptKeysMax) failures_.clear();
  auto& [counted_hour, count] = failures_[sign_in];
  if (counted_hour != hour) { counted_hour = hour; count = 0; }
  if (failed) ++count;
  return count >= limits::kSignInTriesPerHour;
}

Result<void> Identify::use_code(Decision& decision, const domain::Officer& officer, std::string_view one_time_code) {
  const auto secret = crypto::from_base32(officer.one_time_secret);
  if (!secret || secret->empty()) return nobody("the person has no one-time secret");
  const auto step = crypto::matching_step(*secret, one_time_code, context_.clock.now());
  if (!step) return nobody("wrong one-time code");
  auto used = context_.store.record("one_time_step", officer.sign_in);
  if (!used) return used.error();
  if (*used) {
    auto json = Json::parse((*used)->body);
    const std::int64_t* last = json ? json->integer("step") : nullptr;
    if (last == nullptr) return failure(Code::corrupt, "one_time_step of " + officer.sign_in);
    if (*step <= *last) return nobody("one-time code was used");
  }
  decision.records.push_back({"one_time_step", officer.sign_in, *used ? (*used)->version : 0U,
                              Json::make_object().set("format", 1).set("step", *step).canonical()});
  return {};
}

Result<Identify::SignedIn> Identify::sign_in(std::string_view sign_in, std::string_view password, std::string_view one_time_code, SessionPlace place) {
  const std::string name(sign_in);
  if (name.empty() || name.size() > 64 || password.size() > 256) return nobody("no such sign-in");
  if (too_many_tries(name, false)) return refuse_as(Code::unavailable, "SYS009", {});
  auto officer = load_party<domain::Officer>(context_.store, "officer", name);
  if (!officer) return officer.error();
  const bool known = officer->has_value() && (*officer)->standing == domain::Standing::active;
  const bool good = known ? crypto::verify_password((*officer)->password_hash, password) : (crypto::hash_password(password), false);
  if (!good) {
    too_many_tries(name, true);
    return nobody("wrong sign-in name or password");
  }
  if (place.door == domain::Channel::hall_terminal && (*officer)->unit == 0) return refused({domain::finding("SYS008", "/door")});
  Decision decision;
  const bool second_factor = !one_time_code.empty();
  if (second_factor) {
    if (auto done = use_code(decision, **officer, one_time_code); !done) {
      if (done.error().code == Code::unauthenticated) too_many_tries(name, true);
      return done.error();
    }
  }
  auto opened = sessions_.open(decision, name, std::move(place), second_factor);
  auto done = context_.store.commit_now(std::move(decision));
  if (!done && done.error().code == Code::conflict) {  // the token is new: another sign-in used the step
    too_many_tries(name, true);
    return nobody("one-time code was used");
  }
  if (!done) return done.error();
  sessions_.tidy(name);
  return SignedIn{std::move(opened.token), std::move(opened.session), std::move(**officer)};
}

Result<std::string> make_enrolment_code(Context& context, std::int64_t unit, int days, Decision beside) {
  auto enterprise = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(unit));
  if (!enterprise) return enterprise.error();
  if (!*enterprise) return failure(Code::not_found, "no enterprise " + std::to_string(unit));
  const std::string code = crypto::make_secret(16);
  const Instant expires = context.clock.now().plus_ms(days * 24 * kHourMs);
  Decision decision = std::move(beside);
  decision.records.push_back({"enrolment", token_key(code), 0,
                              Json::make_object().set("format", 1).set("unit", unit).set("expires_at", expires.to_string()).canonical()});
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return code;
}

Result<Enrolment> enrol(Context& context, const crypto::Authority& authority, std::string_view code, std::string_view request_pem,
                        std::string_view software, std::string_view software_version) {
  if (software.empty() || software.size() > 80 || software_version.size() > 40) return failure(Code::malformed, "software and software_version");
  auto record = context.store.record("enrolment", token_key(code));
  if (!record) return record.error();
  if (!*record) return nobody("no such enrolment code");
  auto json = Json::parse((*record)->body);
  const std::int64_t* unit = json ? json->integer("unit") : nullptr;
  const auto expires = json && json->string("expires_at") != nullptr ? Instant::parse(*json->string("expires_at")) : std::nullopt;
  if (unit == nullptr || !expires || *expires < context.clock.now()) return nobody("enrolment code has expired");
  auto public_key = crypto::public_key_of_request(request_pem);
  if (!public_key) return failure(Code::malformed, "certificate request: " + public_key.error().detail);
  const std::string id = "inst-" + std::to_string(*unit) + "-" + to_hex(crypto::random_bytes(4));
  auto certificate = crypto::issue_certificate(authority, *public_key, id, std::to_string(*unit), crypto::Usage::installation,
                                               context.clock.now(), kInstallationDays);
  if (!certificate) return certificate.error();
  domain::Installation installation{id, *certificate, std::string(software), std::string(software_version), *unit, domain::Standing::active};
  Decision decision;
  decision.records.push_back({"enrolment", (*record)->key, (*record)->version, ""});  // used up in the same commit
  decision.records.push_back({"installation", id, 0, document::write_party(installation)});
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error().code == Code::conflict ? nobody("enrolment code was used") : done.error();
  return Enrolment{id, *certificate};
}

}  // namespace datong::app
