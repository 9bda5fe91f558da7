#include "app/attachments.hpp"

#include <algorithm>

#include "app/application_file.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"

namespace datong::app {
namespace {

using document::Json;

// Records "upload": hash ":" whose. Record "upload_owners" "since": from when on such records are made.
std::string key_of_unit(std::string_view hash, std::int64_t unit) { return std::string(hash) + ":" + std::to_string(unit); }
std::string key_of_officer(std::string_view hash, const std::string& officer) { return std::string(hash) + ":officer:" + officer; }

std::string upload_body(Instant at) { return Json::make_object().set("format", 1).set("at", at.to_string()).canonical(); }

/// The enterprise that handed in what the record "attachment" calls its owner; 0 when nobody did: the office made it, or there is none.
Result<std::int64_t> unit_that_handed_in(Context& context, std::string_view hash) {
  auto record = context.store.record("attachment", hash);
  if (!record) return record.error();
  const auto id = *record ? CaseId::parse((*record)->body) : std::nullopt;
  if (!id) return 0;
  auto stored = context.store.head(*id);
  if (!stored) return stored.error().code == Code::not_found ? Result<std::int64_t>(0) : Result<std::int64_t>(stored.error());
  switch (stored->kind) {
    case HeadKind::declaration: {
      auto head = document::read_head(stored->body);
      if (!head) return head.error();
      return head->unit;
    }
    case HeadKind::origin: {
      auto head = document::read_origin_head(stored->body);
      if (!head) return head.error();
      return head->paper.sha256 == hash ? 0 : head->unit;
    }
    case HeadKind::admission: {
      auto body = Json::parse(stored->body);
      const std::int64_t* unit = body ? body->integer("unit") : nullptr;
      if (unit == nullptr) return failure(Code::corrupt, "admission head");
      return *unit;
    }
    case HeadKind::certificate:
    case HeadKind::clearance_form: return 0;
  }
  return 0;
}

/// Named before the owners of uploads were known.
Result<bool> is_before_owners(Context& context, Instant named_at) {
  auto record = context.store.record("upload_owners", "since");
  if (!record) return record.error();
  const auto since = *record ? Instant::parse((*record)->body) : std::nullopt;
  return since && named_at < *since;
}

Result<bool> is_known(Context& context, const std::string& key) {
  auto record = context.store.record("upload", key);
  if (!record) return record.error();
  return record->has_value();
}

}  // namespace

Naming naming_of(std::int64_t unit, const domain::Actor& actor) { return {unit, actor.unit == 0 ? actor.name : std::string()}; }

Result<void> keep_upload(Context& context, const domain::Actor& actor, const crypto::Digest& hash, std::string_view bytes) {
  const Instant now = context.clock.now();
  if (auto put = context.blobs.put(hash, bytes, now); !put) return put.error();
  const std::string hex = crypto::hex(hash), key = actor.unit != 0 ? key_of_unit(hex, actor.unit) : key_of_officer(hex, actor.name);
  auto known = is_known(context, key);
  if (!known) return known.error();
  if (*known) return {};
  Decision decision;
  decision.records.push_back({"upload", key, 0, upload_body(now)});
  auto done = context.store.commit_now(std::move(decision));
  if (!done && done.error().code != Code::conflict) return done.error();  // conflict: the same came twice at once
  return {};
}

Result<bool> may_name(Context& context, const Naming& by, std::string_view sha256_hex) {
  auto own = is_known(context, key_of_unit(sha256_hex, by.unit));
  if (!own || *own) return own;
  if (!by.officer.empty()) {
    auto officers = is_known(context, key_of_officer(sha256_hex, by.officer));
    if (!officers || *officers) return officers;
  }
  auto unit = unit_that_handed_in(context, sha256_hex);  // before uploads had owners
  if (!unit) return unit.error();
  return by.unit != 0 && *unit == by.unit;
}

Result<std::vector<std::string>> present_attachments(Context& context, const Naming& by, const std::vector<std::string>& hashes) {
  std::vector<std::string> present;
  for (const std::string& hex : hashes) {
    const auto digest = crypto::digest_from_hex(hex);
    if (!digest) continue;
    auto has = context.blobs.has(*digest);
    if (!has) return has.error();
    if (!*has) continue;
    auto may = may_name(context, by, hex);
    if (!may) return may.error();
    if (*may) present.push_back(hex);
  }
  return present;
}

Result<void> own_attachments(Context& context, Decision& decision, std::vector<std::string> hashes, const std::string& owner) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  for (std::string& hash : hashes) {
    auto known = context.store.record("attachment", hash);
    if (!known) return known.error();
    if (!*known) decision.records.push_back({"attachment", std::move(hash), 0, owner});
  }
  return {};
}

Result<void> name_attachments(Context& context, Decision& decision, const Naming& by, const std::vector<std::string>& hashes, CaseId id) {
  auto present = present_attachments(context, by, hashes);
  if (!present) return present.error();
  std::sort(present->begin(), present->end());
  present->erase(std::unique(present->begin(), present->end()), present->end());
  for (const std::string& hash : *present) {
    std::string key = key_of_unit(hash, by.unit);
    auto known = is_known(context, key);
    if (!known) return known.error();
    if (!*known) decision.records.push_back({"upload", std::move(key), 0, upload_body(context.clock.now())});
  }
  return own_attachments(context, decision, std::move(*present), id.to_string());
}

Result<void> forget_uploads(Context& context, const crypto::Digest& hash) {
  auto rows = context.store.records("upload", crypto::hex(hash) + ":", "", limits::kPageRowsMax);
  if (!rows) return rows.error();
  if (rows->empty()) return {};
  Decision decision;
  for (Record& row : *rows) decision.records.push_back({row.kind, std::move(row.key), row.version, {}});
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return {};
}

Result<bool> may_show(Context& context, std::int64_t unit, std::string_view sha256_hex, std::optional<Instant> named_at) {
  auto own = may_name(context, {unit, {}}, sha256_hex);
  if (!own || *own) return own;
  if (named_at) {
    auto before = is_before_owners(context, *named_at);
    if (!before || !*before) return before;
  }
  auto other = unit_that_handed_in(context, sha256_hex);
  if (!other) return other.error();
  return *other != 0;
}

Result<void> begin_upload_owners(Context& context) {
  auto record = context.store.record("upload_owners", "since");
  if (!record) return record.error();
  if (*record) return {};
  Decision decision;
  decision.records.push_back({"upload_owners", "since", 0, context.clock.now().to_string()});
  auto done = context.store.commit_now(std::move(decision));
  if (!done && done.error().code != Code::conflict) return done.error();
  return {};
}

}  // namespace datong::app
