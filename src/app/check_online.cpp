// The online half of checking: the issuer's records, revoked signers, the log.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <iterator>

#include "app/check_paper.hpp"
#include "app/paper.hpp"
#include "app/transparency_log.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/merkle.hpp"

namespace datong::app {
namespace {

using document::Json;
using enum Check;

std::string text_of(const Json& json, std::string_view name) {
  const std::string* const text = json.string(name);
  return text == nullptr ? std::string() : *text;
}
std::optional<Date> day_of(const Json& json, std::string_view name) { return Date::parse(text_of(json, name)); }

std::vector<std::pair<std::string, std::string>> texts_of(const Json* object) {
  std::vector<std::pair<std::string, std::string>> texts;
  if (object == nullptr || object->as_object() == nullptr) return texts;
  for (const auto& [name, value] : *object->as_object()) {
    if (const std::string* text = value.as_string(); text != nullptr && !text->empty()) texts.emplace_back(name, *text);
  }
  return texts;
}

/// What the record says; papers of inspection keep texts and goods where certificates of origin keep values and rows.
void show_record(Verdict& verdict, const Json& record) {
  ShownContent& content = verdict.content;
  content = {};
  content.source = "record";
  content.number = text_of(record, "number");
  content.kind = text_of(record, "code");
  content.issued_on = day_of(record, "issued_on");
  content.valid_until_on = day_of(record, "valid_until_on");
  const Json* printed = record.object("content");
  const Json& from = printed == nullptr ? record : *printed;
  content.values = texts_of(from.object(printed == nullptr ? "texts" : "values"));
  if (const auto* ticks = from.array("ticks")) {
    for (const Json& tick : *ticks) content.values.emplace_back("tick", tick.as_string() == nullptr ? "" : *tick.as_string());
  }
  if (const auto* rows = from.array(printed == nullptr ? "goods" : "rows")) {
    for (const Json& row : *rows) content.rows.push_back(texts_of(&row));
  }
}

Result<std::optional<Json>> issued(Store& store, std::string_view number) {
  auto record = store.record("issued", number);
  if (!record) return record.error();
  if (!*record) return std::optional<Json>();
  auto json = Json::parse((*record)->body);
  if (!json || !json->is_object()) return failure(Code::corrupt, "issued record");
  return std::optional<Json>(std::move(*json));
}

/// The chain of numbers in one direction, nearest first.
Result<std::vector<ShownNumber>> chain_of(Store& store, std::string number, std::string_view link) {
  std::vector<ShownNumber> chain;
  while (!number.empty() && chain.size() < limits::kChainShownMax) {
    auto record = issued(store, number);
    if (!record) return record.error();
    chain.push_back({number, *record ? text_of(**record, "stage") : ""});
    number = *record ? text_of(**record, link) : "";
  }
  return chain;
}

/// Whether the log, as its last signed head has it, holds the step of `id` that issued a paper of this hash.
Result<bool> prove_in_log(Store& store, CaseId id, const std::string& sha256) {
  const auto steps = store.steps(id);
  if (!steps && steps.error().code == Code::not_found) return false;
  if (!steps) return steps.error();
  const auto step = std::find_if(steps->begin(), steps->end(), [&](const Step& each) { return each.body.contains("\"paper_sha256\":\"" + sha256 + "\""); });
  if (step == steps->end()) return false;
  const crypto::Digest previous = step == steps->begin() ? crypto::Digest{} : std::prev(step)->hash;
  if (step->hash != crypto::sha256({crypto::view(previous), step->body})) return false;  // the log proves the hash: it must be that of this body
  const auto place = store.log_place(id, step->sequence);
  if (!place) return place.error();
  const auto head = latest_log_head(store);
  if (!head && head.error().code != Code::not_found) return head.error();
  if (!*place || !head || **place >= head->size) return false;
  const auto path = crypto::inclusion_proof([&](unsigned level, std::uint64_t index) { return store.log_node(level, index); }, **place, head->size);
  if (!path && path.error().code != Code::not_found) return path.error();
  if (!path) return false;
  return crypto::verify_inclusion(crypto::merkle_leaf(crypto::view(step->hash)), **place, head->size, *path, head->root);
}

/// The eight groups of an IPv6 address, nullopt when it is none. An IPv4 address at its end counts as two.
std::optional<std::array<unsigned, 8>> groups_of(std::string_view address) {
  std::string text(address.substr(0, address.find('%')));  // without the zone
  if (const std::size_t dot = text.find('.'); dot != text.npos) {
    const std::size_t start = text.rfind(':', dot) + 1;  // 0 when there is no colon: then it is no IPv6 address
    std::array<unsigned, 4> bytes{};
    const auto parts = split(std::string_view(text).substr(start), '.');
    if (start == 0 || parts.size() != bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const auto [end, error] = std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), bytes[i]);
      if (error != std::errc() || end != parts[i].data() + parts[i].size() || bytes[i] > 255) return std::nullopt;
    }
    char hex[24];
    std::snprintf(hex, sizeof hex, "%x:%x", bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]);
    text = text.substr(0, start) + hex;
  }
  const auto read = [](std::string_view side, std::vector<unsigned>& groups) {
    if (side.empty()) return true;
    for (const auto& part : split(side, ':')) {
      unsigned value = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, 16);
      if (part.empty() || part.size() > 4 || error != std::errc() || end != part.data() + part.size()) return false;
      groups.push_back(value);
    }
    return groups.size() <= 8;
  };
  const std::size_t gap = text.find("::");
  std::vector<unsigned> before, after;
  if (!read(std::string_view(text).substr(0, gap), before) || (gap != text.npos && !read(std::string_view(text).substr(gap + 2), after))) return std::nullopt;
  const std::size_t told = before.size() + after.size();
  if (gap == text.npos ? told != 8 : told > 7) return std::nullopt;
  std::array<unsigned, 8> groups{};
  std::copy(before.begin(), before.end(), groups.begin());
  std::copy(after.begin(), after.end(), groups.end() - static_cast<std::ptrdiff_t>(after.size()));
  return groups;
}

/// What is counted as one caller: an IPv4 address, the /64 of an IPv6 address, however either is written.
std::string household_of(const std::string& address) {
  const auto groups = address.contains(':') ? groups_of(address) : std::nullopt;
  if (!groups) return address;
  const auto& g = *groups;
  char key[48];
  if (std::all_of(g.begin(), g.begin() + 5, [](unsigned group) { return group == 0; }) && g[5] == 0xffff) {
    std::snprintf(key, sizeof key, "%u.%u.%u.%u", g[6] >> 8, g[6] & 255, g[7] >> 8, g[7] & 255);
  } else {
    std::snprintf(key, sizeof key, "%x:%x:%x:%x", g[0], g[1], g[2], g[3]);
  }
  return key;
}

}  // namespace

Result<void> revoke_signer(Store& store, std::string_view serial_hex, Instant at) {
  constexpr std::size_t kSerialDigitsMax = 40;
  const bool is_hex = std::all_of(serial_hex.begin(), serial_hex.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (serial_hex.empty() || serial_hex.size() > kSerialDigitsMax || !is_hex) return failure(Code::malformed, "serial");
  const auto record = store.record("revoked_signer", serial_hex);
  if (!record) return record.error();
  if (*record) {
    const auto json = Json::parse((*record)->body);
    const auto before = json ? Instant::parse(text_of(*json, "at")) : std::nullopt;
    if (!before || *before <= at) return failure(Code::conflict, "revoked already");
  }
  Decision decision;
  const std::string body = Json::make_object().set("format", 1).set("at", at.to_string()).canonical();
  decision.records.push_back({"revoked_signer", std::string(serial_hex), *record ? (*record)->version : 0U, body});
  if (auto done = store.commit_now(std::move(decision)); !done) return done.error();
  return {};
}

Result<std::vector<crypto::RevokedCertificate>> revoked_signers(Store& store) {
  std::vector<crypto::RevokedCertificate> revoked;
  for (std::string after;;) {
    const auto records = store.records("revoked_signer", "", after, limits::kPageRowsMax);
    if (!records) return records.error();
    for (const Record& record : *records) {
      const auto json = Json::parse(record.body);
      const auto at = json ? Instant::parse(text_of(*json, "at")) : std::nullopt;
      if (!at) return failure(Code::corrupt, "revoked signer " + record.key);
      revoked.push_back({record.key, *at});
    }
    if (records->size() < limits::kPageRowsMax) return revoked;
    after = records->back().key;
  }
}

Result<std::shared_ptr<const CheckAnchors>> OnlineChecker::anchors() {
  const std::lock_guard lock(mutex_);
  if (anchors_) return anchors_;
  if (context_.trust == nullptr) return failure(Code::unavailable, "no issuing keys are loaded");
  auto read = CheckAnchors::from_pem(context_.trust->anchors_pem);
  if (!read) return read.error();
  anchors_ = std::make_shared<const CheckAnchors>(std::move(*read));
  return anchors_;
}

/// The platform's own list, which is newer than any published one: the signer by the moment of the stamp, a stamping
/// authority and the key of a bare QR text at whatever moment, for whoever holds such a key can date back.
Result<void> OnlineChecker::add_revocation(Verdict& verdict) {
  if (!verdict.signer) return {};
  auto record = context_.store.record("revoked_signer", verdict.signer->serial_hex);
  if (!record) return record.error();
  bool is_revoked = false;
  if (*record) {
    const auto json = Json::parse((*record)->body);
    const auto at = json ? Instant::parse(text_of(*json, "at")) : std::nullopt;
    if (!at) return failure(Code::corrupt, "revoked signer " + verdict.signer->serial_hex);
    is_revoked = !verdict.stamped_at || *at <= *verdict.stamped_at;
  }
  if (!is_revoked && !verdict.stamp_serial_hex.empty()) {
    record = context_.store.record("revoked_signer", verdict.stamp_serial_hex);
    if (!record) return record.error();
    if (*record) verdict.facts.answer(stamp_trusted, false);
  }
  if (verdict.facts.answer_of(signer_not_revoked) != CheckAnswer::failed) verdict.facts.answer(signer_not_revoked, !is_revoked);
  return {};
}

/// Whether the log holds the step that issued the paper this record names; nullopt: it names none. What was proven once is not
/// proven again: every later head is signed only over a log that contains it.
Result<std::optional<bool>> OnlineChecker::is_in_log(const Json& record) {
  const std::string sha256 = text_of(record, "paper_sha256");
  const auto id = CaseId::parse(text_of(record, "id"));
  if (sha256.empty() || !id) return std::optional<bool>();
  const auto paper = crypto::digest_from_hex(sha256);
  if (!paper) return std::optional(false);
  {
    const std::lock_guard lock(mutex_);
    const auto found = proven_.find(*id);
    if (found != proven_.end() && found->second == *paper) return std::optional(true);
  }
  const auto proven = prove_in_log(context_.store, *id, sha256);
  if (!proven) return proven.error();
  if (*proven) {
    const std::lock_guard lock(mutex_);
    if (proven_.size() >= limits::kProvenPapersMax) proven_.clear();
    proven_[*id] = *paper;
  }
  return std::optional(*proven);
}

Result<void> OnlineChecker::add_record(Verdict& verdict) {
  CheckFacts& facts = verdict.facts;
  auto record = issued(context_.store, verdict.content.number);
  if (!record) return record.error();
  const std::string stage = *record ? text_of(**record, "stage") : std::string();
  const PublicStage known = public_stage(stage);
  facts.answer(record_known, known != PublicStage::not_known);
  if (known == PublicStage::not_known) return {};
  const Json& json = **record;
  if (facts.entry == Entry::file) facts.answer(record_same_file, text_of(json, "paper_sha256") == verdict.file_sha256);
  if (facts.entry != Entry::number) facts.answer(record_same_data, text_of(json, "data_sha256") == verdict.data_sha256);
  const auto logged = is_in_log(json);
  if (!logged) return logged.error();
  if (*logged) facts.answer(in_the_log, **logged);
  if (!judge(facts).failed.empty()) return {};
  show_record(verdict, json);
  facts.stage = known;
  facts.valid_until_on = verdict.content.valid_until_on;
  verdict.stage = stage;
  verdict.reason = text_of(json, "reason");
  if (known != PublicStage::in_force) verdict.changed_at = Instant::parse(text_of(json, "at"));
  if (verdict.officer.empty()) verdict.officer = text_of(json, "by");
  auto earlier = chain_of(context_.store, text_of(json, "supersedes"), "supersedes");
  if (!earlier) return earlier.error();
  auto later = chain_of(context_.store, text_of(json, "superseded_by"), "superseded_by");
  if (!later) return later.error();
  verdict.earlier = std::move(*earlier);
  verdict.later = std::move(*later);
  return {};
}

Result<Verdict> OnlineChecker::complete(Verdict verdict) {
  verdict.facts.online = true;
  if (!context_.trust->watermark.empty()) verdict.facts.answer(not_training, false);
  if (auto done = add_revocation(verdict); !done) return done.error();
  if (judge(verdict.facts).failed.empty()) {
    if (auto done = add_record(verdict); !done) return done.error();
  }
  verdict.judgement = judge(verdict.facts);
  if (!verdict.judgement.failed.empty()) verdict.content = {};
  return verdict;
}

Result<Verdict> OnlineChecker::check_file(std::string_view bytes) {
  auto known = anchors();
  if (!known) return known.error();
  return complete(app::check_file(bytes, **known, context_.clock.now()));
}

Result<Verdict> OnlineChecker::check_qr(std::string_view text) {
  auto known = anchors();
  if (!known) return known.error();
  return complete(app::check_qr(text, **known, context_.clock.now()));
}

Result<Verdict> OnlineChecker::check_number(std::string_view number, std::string_view code) {
  if (context_.trust == nullptr) return failure(Code::unavailable, "no issuing keys are loaded");
  Verdict verdict;
  verdict.facts.entry = Entry::number;
  verdict.checked_at = context_.clock.now();
  verdict.facts.today = legal_day(verdict.checked_at);
  verdict.content.number = normal_number(number);
  const std::string right = check_code(context_.trust->check_secret, verdict.content.number);
  const bool is_right = crypto::equal_in_constant_time(right, normal_check_code(code));
  verdict.facts.answer(code_known, is_right);
  if (is_right) verdict.facts.answer(not_training, true);
  return complete(std::move(verdict));
}

void WrongTries::drop_smallest_counts() {
  const auto least = std::min_element(tries_.begin(), tries_.end(), [](const auto& a, const auto& b) { return a.second.count < b.second.count; })->second.count;
  std::size_t left = limits::kCheckAddressesMax / 16;  // not one by one: each search for the least looks at all
  std::erase_if(tries_, [&](const auto& each) { return each.second.count == least && left > 0 && left-- > 0; });
}

bool WrongTries::count(const std::string& address, Instant now) {
  const std::string key = household_of(address);
  const std::int64_t hour = now.ms() / 3'600'000;
  const std::lock_guard lock(mutex_);
  if (tries_.size() >= limits::kCheckAddressesMax && !tries_.contains(key)) {
    std::erase_if(tries_, [&](const auto& each) { return each.second.hour != hour; });
    if (tries_.size() >= limits::kCheckAddressesMax) drop_smallest_counts();
  }
  Tries& tries = tries_[key];
  if (tries.hour != hour) tries = {hour, 0};
  if (tries.count >= limits::kCheckTriesPerHour) return false;
  ++tries.count;
  return true;
}

}  // namespace datong::app
