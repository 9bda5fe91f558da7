#include "app/transparency_log.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/jws.hpp"
#include "crypto/merkle.hpp"
#include "document/json/origin_json.hpp"
#include "document/json/json.hpp"

namespace datong::app {
namespace {

using document::Json;

constexpr std::string_view kKind = "log_head";
constexpr std::string_view kLatest = "latest";
constexpr std::string_view kPurpose = "log_head";

/// A path that needs a node the tree should have: its absence is damage, not an answer.
Error damaged(Error error) {
  if (error.code == Code::not_found) error.code = Code::corrupt;
  return error;
}

crypto::MerkleSource nodes_of(Store& store) {
  return [&store](unsigned level, std::uint64_t index) { return store.log_node(level, index); };
}

std::string head_body(std::uint64_t size, const crypto::Digest& root, Instant at) {
  Json json = Json::make_object();
  json.set("format", 1).set("size", static_cast<std::int64_t>(size)).set("root", crypto::hex(root));
  return std::move(json).set("at", at.to_string()).canonical();
}

Result<LogHead> read_log_head(const Record& record) {
  const Error corrupt = failure(Code::corrupt, "log head " + record.key);
  const auto outer = Json::parse(record.body);
  const std::string* const body = outer ? outer->string("head") : nullptr;
  const std::string* const signature = outer ? outer->string("signature") : nullptr;
  if (body == nullptr || signature == nullptr) return corrupt;
  const auto inner = Json::parse(*body);
  const std::int64_t* const size = inner ? inner->integer("size") : nullptr;
  const std::string* const root_text = inner ? inner->string("root") : nullptr;
  const auto root = root_text != nullptr ? from_hex(*root_text) : std::nullopt;
  LogHead head{0, {}, *body, *signature};
  if (size == nullptr || *size < 1 || !root || root->size() != head.root.size()) return corrupt;
  head.size = static_cast<std::uint64_t>(*size);
  std::copy(root->begin(), root->end(), head.root.begin());
  return head;
}

/// Whether the tree as stored still has this head.
Result<bool> has_head(Store& store, const LogHead& head) {
  const auto size = store.log_size();
  if (!size) return size.error();
  if (head.size > size->leaves) return false;
  const auto root = crypto::merkle_root(nodes_of(store), head.size);
  if (!root && root.error().code != Code::not_found) return root.error();
  return root && *root == head.root;
}

Result<void> sign_head(Context& context, const Signer& signer, std::uint64_t size) {
  Store& store = context.store;
  const Instant now = context.clock.now();
  Decision decision;
  for (const std::string& key : {std::string(kLatest), legal_day(now).to_string()}) {
    auto record = store.record(kKind, key);
    if (!record) return record.error();
    if (*record && key == kLatest) {
      const auto before = read_log_head(**record);
      if (!before) return before.error();
      const auto stands = has_head(store, *before);
      if (!stands) return stands.error();
      if (!*stands) return failure(Code::corrupt, "the log does not contain the head signed before");
      if (before->size >= size) return {};
    }
    decision.records.push_back({std::string(kKind), key, *record ? (*record)->version : 0U, ""});
  }
  const auto root = crypto::merkle_root(nodes_of(store), size);
  if (!root) return damaged(root.error());
  const std::string body = head_body(size, *root, now);
  Json stored = Json::make_object().set("format", 1).set("head", body);
  stored.set("signature", crypto::sign_detached(signer.key, signer.key_id, kPurpose, body));
  for (Record& record : decision.records) record.body = stored.canonical();
  auto done = store.commit_now(std::move(decision));
  if (!done && done.error().code != Code::conflict) return done.error();  // conflict: another process signed
  return {};
}

Json path_json(const std::vector<crypto::Digest>& path) {
  Json hashes = Json::make_array();
  for (const crypto::Digest& hash : path) hashes.add(crypto::hex(hash));
  return hashes;
}

/// The step with the hash before it. Errors: not_found.
struct ShownStep {
  Step step;
  crypto::Digest previous_hash{};
};
Result<ShownStep> open_step(Store& store, CaseId id, std::uint32_t sequence) {
  const auto head = store.head(id);
  if (!head) return head.error();
  if (!has_open_steps(head->kind) || sequence >= head->steps) return failure(Code::not_found);
  auto steps = store.steps(id);
  if (!steps) return steps.error();
  if (sequence >= steps->size()) return failure(Code::corrupt, "steps of case " + id.to_string());
  if (head->kind == HeadKind::origin) {
    const auto facts = document::read_origin_step((*steps)[sequence].body);
    if (!facts) return facts.error();
    if (facts->event != domain::OriginEvent::issue) return failure(Code::not_found);
  }
  ShownStep shown{(*steps)[sequence], {}};
  if (sequence > 0) shown.previous_hash = (*steps)[sequence - 1].hash;
  return shown;
}

}  // namespace

Result<LogSize> extend_log(Context& context, const Signer& log_signer) {
  Store& store = context.store;
  auto size = store.log_size();
  for (int round = 0; size && size->leaves < size->steps && round < limits::kLogRoundsMax; ++round) {
    size = store.extend_log(limits::kLogLeavesPerRound);
  }
  if (!size || size->leaves == 0) return size;
  if (auto done = sign_head(context, log_signer, size->leaves); !done) return done.error();
  return size;
}

Result<LogHead> latest_log_head(Store& store) {
  const auto record = store.record(kKind, kLatest);
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found, "no head of the log is signed yet");
  return read_log_head(**record);
}

Result<std::string> prove_inclusion(Context& context, CaseId id, std::uint32_t sequence,
                                    std::optional<std::uint64_t> size) {
  Store& store = context.store;
  const auto shown = open_step(store, id, sequence);
  if (!shown) return shown.error();
  const auto head = latest_log_head(store);
  if (!head && head.error().code != Code::not_found) return head.error();
  const auto leaf = store.log_place(id, sequence);
  if (!leaf) return leaf.error();
  if (!head || !*leaf || **leaf >= head->size) return failure(Code::unavailable, "in the log with its next head");
  const std::uint64_t wanted = size.value_or(head->size);
  if (wanted <= **leaf || wanted > head->size)
    return failure(Code::malformed, "size: above the leaf, up to the head's");
  const auto path = crypto::inclusion_proof(nodes_of(store), **leaf, wanted);
  if (!path) return damaged(path.error());
  Json json = Json::make_object();
  json.set("case", id.to_string()).set("sequence", static_cast<std::int64_t>(sequence)).set("body", shown->step.body);
  json.set("previous_hash", crypto::hex(shown->previous_hash)).set("step_hash", crypto::hex(shown->step.hash));
  json.set("leaf", static_cast<std::int64_t>(**leaf)).set("size", static_cast<std::int64_t>(wanted));
  json.set("path", path_json(*path)).set("head", head->body).set("signature", head->signature);
  return json.to_string();
}

Result<std::string> prove_consistency(Context& context, std::uint64_t from, std::optional<std::uint64_t> to) {
  const auto head = latest_log_head(context.store);
  if (!head) return head.error();
  const std::uint64_t size = to.value_or(head->size);
  if (from < 1 || from > size || size > head->size)
    return failure(Code::malformed, "1 <= from <= to <= size of the head");
  const auto path = crypto::consistency_proof(nodes_of(context.store), from, size);
  if (!path) return damaged(path.error());
  Json json = Json::make_object();
  json.set("from", static_cast<std::int64_t>(from))
      .set("to", static_cast<std::int64_t>(size))
      .set("path", path_json(*path));
  json.set("head", head->body).set("signature", head->signature);
  return json.to_string();
}

Result<std::vector<Contradiction>> check_log_heads(Store& store, const std::optional<crypto::VerifyingKey>& key) {
  std::vector<Contradiction> found;
  std::string after;
  for (;;) {
    const auto records = store.records(kKind, "", after, limits::kPageRowsMax);
    if (!records) return records.error();
    for (const Record& record : *records) {
      const std::string where = "log head " + record.key;
      const auto head = read_log_head(record);
      if (!head) {
        found.push_back({"it cannot be read", where});
        continue;
      }
      const auto stands = has_head(store, *head);
      if (!stands) return stands.error();
      if (!*stands) found.push_back({"the log does not contain what was signed", where});
      const auto jws = crypto::parse_detached(head->signature);
      if (!jws || jws->purpose != kPurpose || (key && !crypto::verify_detached(*jws, *key, head->body))) {
        found.push_back({"its signature does not verify", where});
      }
    }
    if (records->size() < limits::kPageRowsMax) return found;
    after = records->back().key;
  }
}

}  // namespace datong::app
