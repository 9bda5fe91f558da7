#pragma once
// Decisions for the tests of the store: lodge-like cases with their chain of steps. Not part of the product.
#include <cstdlib>
#include <filesystem>
#include <string>

#include "app/ports.hpp"
#include "store/engine.hpp"

namespace datong::store::test {

/// A new empty folder; in memory where the system has such a place, because tests sync often.
inline std::filesystem::path temporary_folder() {
  const std::filesystem::path base =
      std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
  std::string pattern = base / "datong-store-XXXXXX";
  return mkdtemp(pattern.data()) == nullptr ? std::filesystem::path() : std::filesystem::path(pattern);
}

inline app::Step next_step(const app::Head& head, std::string body) {
  const crypto::Digest hash = step_hash(head.last_step_hash, body);
  return {head.id, head.steps, hash, std::move(body), Instant::from_ms(1'100'000'000'000 + head.steps)};
}

inline app::Head new_head(std::int64_t id) {
  app::Head head;
  head.id = CaseId{id};
  head.body = R"({"stage":"in_review"})";
  head.bureau = 44;
  head.office = "440100";
  head.stage = 2;
  head.since = Instant::from_ms(1'100'000'000'000);
  return head;
}

/// A new case of `unit`: head, step, message, case row, receipt, keys and a number from the counter "declaration".
inline app::Decision lodge(std::int64_t id, std::int64_t unit = 4401000001) {
  const std::string reference = "REF" + std::to_string(id);
  app::Decision decision;
  decision.heads.push_back(new_head(id));
  decision.steps.push_back(next_step(decision.heads[0], R"({"event":"lodge","id":")" + std::to_string(id) + "\"}"));
  app::Message message;
  message.id = CaseId{id};
  message.version = 1;
  message.bytes = R"({"declaration":{"declarant_reference":")" + reference + R"(","direction":"E"}})";
  message.hash = crypto::sha256(message.bytes);
  message.format = "json";
  message.signature = "header..signature";
  message.origin = R"({"channel":"client"})";
  decision.messages.push_back(message);
  decision.cases.push_back({CaseId{id}, app::HeadKind::declaration, unit, reference, "E", Date::from_days(12'000)});
  decision.receipts.push_back({unit, 0, CaseId{id}, R"({"receipt":"accepted"})"});
  decision.keys.push_back({"message", std::to_string(unit) + "/" + reference + "/1", std::to_string(id)});
  decision.keys.push_back({"uuid", "uuid-" + std::to_string(id), std::to_string(id)});
  decision.counters = {"declaration"};
  return decision;
}

/// One more step of a stored case, with a receipt to `unit`.
inline app::Decision act(app::Head head, std::string body, std::uint8_t stage, std::int64_t unit = 4401000001) {
  app::Decision decision;
  decision.steps.push_back(next_step(head, std::move(body)));
  head.stage = stage;
  decision.heads.push_back(std::move(head));
  decision.receipts.push_back({unit, 0, decision.heads[0].id, R"({"receipt":"step"})"});
  return decision;
}

inline app::Decision move(std::string ledger, std::string_view amount, std::string reason = "reserve") {
  app::Decision decision;
  decision.moves.push_back({std::move(ledger), *Decimal::parse(amount), CaseId{7}, std::move(reason)});
  return decision;
}

}  // namespace datong::store::test
