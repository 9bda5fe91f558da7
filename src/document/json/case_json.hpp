#pragma once
// Stored and shown JSON of a case: its head, its steps, its receipts, findings and fee working. Every stored body carries
// "format", so that later readers can upgrade old ones by a pure function. Canonical form (JCS) wherever a hash or a signature
// stands over it. Not here: declarations themselves (declaration_json.hpp).
#include <string>
#include <string_view>
#include <vector>

#include "document/json/json.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::document {

inline constexpr int kHeadFormat = 1;
inline constexpr int kStepFormat = 1;
inline constexpr int kReceiptFormat = 1;

std::string write_head(const domain::DeclarationHead& head);  ///< canonical
Result<domain::DeclarationHead> read_head(std::string_view body);

Json findings_json(const std::vector<Finding>& findings);  ///< [{path, rule, severity, values, zh, en}], at most kFindingsMax
Json working_json(const domain::FeeWorking& working);
Json differences_json(const std::vector<domain::Difference>& differences);

/// What every step says beside its draft.
struct StepContext {
  CaseId id;
  std::uint32_t sequence = 0;
  std::string edition;
  Instant at;
  std::string head_hash;  ///< hex SHA-256 of the head after the whole decision; only on its last step
};
std::string write_step(const domain::StepDraft& step, const StepContext& context);  ///< canonical

/// What `check` and the timeline read back.
struct StepFacts {
  domain::Event event;
  std::string track, from, to, rule, role, actor, edition, head_hash;
  Json body;
};
Result<StepFacts> read_step(std::string_view body);

/// A receipt: what the office says to a unit. `answers` is the hex SHA-256 of the message it answers ("" for acts of officers).
struct ReceiptContext {
  CaseId id;
  std::string reference, declaration_number, stage, answers, step_hash;
  std::int64_t unit = 0;
  std::uint32_t version = 0, step = 0;
  Instant at;
};
std::string write_receipt(const domain::ReceiptDraft& draft, const ReceiptContext& context, const std::vector<Finding>* findings,
                          const domain::FeeWorking* working);  ///< canonical

}  // namespace datong::document
