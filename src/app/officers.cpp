#include "app/officers.hpp"

#include <algorithm>

#include "app/case_file.hpp"
#include "app/changes.hpp"
#include "app/lodged_message.hpp"
#include "app/read_cases.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/key.hpp"
#include "crypto/one_time_code.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"
#include "domain/origin/lifecycle.hpp"
#include "domain/party/admission.hpp"

namespace datong::app {
namespace {

using document::Json;

constexpr std::size_t kOneTimeSecretBytes = 20;  // RFC 4226 §4 R6: 160 bits are recommended

Json officer_json(const domain::Officer& officer) {
  Json roles = Json::make_array();
  for (const domain::Role role : officer.roles) roles.add(domain::role_name(role));
  Json json = Json::make_object();
  json.set("sign_in", officer.sign_in).set("name", officer.name).set("office", officer.office).set("roles", std::move(roles));
  return std::move(json).set("standing", domain::standing_name(officer.standing)).set("one_time_codes", !officer.one_time_secret.empty());
}

bool manages_officers(const domain::Actor& actor) { return actor.has(domain::Role::administrator) || actor.has(domain::Role::headquarters); }

bool is_act(std::string_view name) {
  return name.empty() || domain::event_by_name(name) || domain::origin_event_by_name(name) || domain::admission_event_by_name(name);
}

bool is_good(const Phrase& phrase) {
  const auto zh = utf8_length(phrase.zh), en = utf8_length(phrase.en);
  if (!zh || !en || *zh > limits::kPhraseCharactersMax || *en > limits::kPhraseCharactersMax) return false;
  return !(trim(phrase.zh).empty() && trim(phrase.en).empty()) && is_act(phrase.act);
}

Result<Json> phrases_of(Context& context, const std::string& office) {
  auto record = context.store.record("phrases", office);
  if (!record) return record.error();
  Json json = Json::make_object().set("office", office).set("version", *record ? (*record)->version : 0U);
  if (!*record) return std::move(json).set("phrases", Json::make_array());
  auto body = Json::parse((*record)->body);
  if (!body || body->array("phrases") == nullptr) return failure(Code::corrupt, "phrases of " + office);
  return std::move(json).set("phrases", *body->get("phrases"));
}

}  // namespace

Result<std::string> show_officers(Context& context, const domain::Actor& actor) {
  if (actor.has(domain::Role::partner)) return failure(Code::forbidden);
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  Json list = Json::make_array();
  for (const std::string& office : offices_in_reach(*edition, actor.office, day)) {
    auto records = context.store.records_of(RecordIndex::officers_of_office, office, "", limits::kOfficersOfOfficeMax);
    if (!records) return records.error();
    for (const Record& record : *records) {
      auto officer = document::read_party<domain::Officer>(record.body);
      if (!officer) return officer.error();
      list.add(officer_json(*officer));
    }
  }
  Json json = Json::make_object().set("officers", std::move(list)).set("manages", manages_officers(actor));
  if (manages_officers(actor)) {
    auto changes = changes_of(context, scope_of_office(*edition, actor.office, day), limits::kChangesShown);
    if (!changes) return changes.error();
    json.set("changes", std::move(*changes));
  }
  return json.to_string();
}

Result<std::string> put_officer(Context& context, const domain::Actor& actor, const domain::PersonDraft& draft, bool new_secret) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  auto record = context.store.record("officer", draft.sign_in);
  if (!record) return record.error();
  std::optional<domain::Officer> known;
  if (*record) {
    auto read = document::read_party<domain::Officer>((*record)->body);
    if (!read) return read.error();
    known = std::move(*read);
  }
  auto officer = domain::decide_officer(draft, known, actor, *edition, day);
  if (!officer) return officer.error();
  Json told = Json::make_object();
  std::optional<std::string> password = draft.password;
  if (!known && !password) told.set("password", *(password = crypto::make_secret(16)));
  if (password) officer->password_hash = crypto::hash_password(*password);
  if (!known || new_secret) {
    officer->one_time_secret = crypto::to_base32(crypto::random_bytes(kOneTimeSecretBytes));
    told.set("one_time_secret", officer->one_time_secret);
    told.set("otpauth", "otpauth://totp/Datong:" + officer->sign_in + "?secret=" + officer->one_time_secret + "&issuer=Datong");
  }
  Json answer = officer_json(*officer), data = answer;
  for (const auto& [name, value] : *told.as_object()) answer.set(name, value);
  data.set("password_set", password.has_value()).set("secret_set", !known || new_secret);
  Decision decision;
  decision.records.push_back({"officer", officer->sign_in, *record ? (*record)->version : 0U, document::write_party(*officer)});
  add_change(context, decision, actor, {scope_of_office(*edition, officer->office, day), known ? "officer_changed" : "officer_added", officer->sign_in, std::move(data)});
  auto done = context.store.commit_now(std::move(decision));
  if (!done && done.error().code == Code::conflict && !known) return refuse_as(Code::conflict, "PEO002", {draft.sign_in}, "/sign_in");
  if (!done) return done.error();
  return answer.to_string();
}

Result<std::string> show_offices(Context& context) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  Json list = Json::make_array();
  for (const domain::OfficeRow* office : edition->offices(day)) {
    Json json = Json::make_object();
    json.set("code", office->code).set("parent", office->parent).set("kind", office->kind).set("bureau", edition->bureau_of(office->code, day));
    list.add(json.set("customs_code", office->customs_code).set("name_zh", office->name_zh).set("name_en", office->name_en));
  }
  return Json::make_object().set("offices", std::move(list)).to_string();
}

Result<std::string> show_phrases(Context& context, const domain::Actor& actor) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  Json list = Json::make_array();
  std::string office = actor.office;
  for (int depth = 0; depth < 8 && !office.empty(); ++depth) {  // offices stand at most four deep
    auto phrases = phrases_of(context, office);
    if (!phrases) return phrases.error();
    list.add(phrases->set("own", office == actor.office));
    const domain::OfficeRow* row = edition->office(office, day);
    office = row == nullptr ? std::string() : row->parent;
  }
  return Json::make_object().set("offices", std::move(list)).to_string();
}

Result<std::string> put_phrases(Context& context, const domain::Actor& actor, std::uint32_t version, const std::vector<Phrase>& phrases) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  if (actor.has(domain::Role::partner)) return failure(Code::forbidden);
  std::vector<Finding> findings;
  const std::vector<std::string> values{std::to_string(limits::kPhrasesMax), std::to_string(limits::kPhraseCharactersMax)};
  if (phrases.size() > limits::kPhrasesMax) findings.push_back(domain::finding("PEO018", "/phrases", values));
  Json list = Json::make_array();
  for (std::size_t i = 0; i < phrases.size() && findings.size() < limits::kFindingsMax; ++i) {
    if (!is_good(phrases[i])) findings.push_back(domain::finding("PEO018", "/phrases/" + std::to_string(i), values));
    list.add(Json::make_object().set("act", phrases[i].act).set("zh", phrases[i].zh).set("en", phrases[i].en));
  }
  if (!findings.empty()) return refused(std::move(findings));
  Decision decision;
  decision.records.push_back({"phrases", actor.office, version, Json::make_object().set("format", 1).set("phrases", std::move(list)).canonical()});
  add_change(context, decision, actor,
             {scope_of_office(*edition, actor.office, legal_day(context.clock.now())), "phrases_changed", actor.office, Json::make_object().set("phrases", phrases.size())});
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  auto stored = phrases_of(context, actor.office);
  return stored ? Result<std::string>(stored->to_string()) : stored.error();
}

}  // namespace datong::app
