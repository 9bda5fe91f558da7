#pragma once
// Machine review of a declaration: every finding at once, each with rule id, path and values. Pure. form rules need the
// document and dated rows only and run the same everywhere; office rules need facts the office holds.
// Not here: words (catalogue), bytes, look-ups. Source: inspection-declaration reference §3, §7, §8, §11.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/party/party.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

/// Field checks (type, length, mandatory by direction, code lists) and all form rules between fields. Findings in form
/// order.
std::vector<Finding> review_form(const Document& document, const Edition& edition, Date legal_day);

/// What office rules must be told. Keys are record keys (domain/party/party.hpp).
struct Needs {
  std::string declarant_unit, consignor, consignee, declarant_person;  ///< "" = not named
  std::vector<std::pair<std::string, std::string>> permits;            ///< kind, number
  std::string related_declaration;                                     ///< declaration number
  std::string accepting_office;
  std::vector<std::string> attachment_hashes;
};
Needs needs(const Document& document);

struct PermitFact {
  Permit permit;
  Decimal balance;
};
/// A related declaration as far as a rule may know it.
struct RelatedFact {
  std::string number, declaration_kind;
  bool is_live = false;  ///< accepted and neither withdrawn nor lapsed nor refused
  std::int64_t unit = 0;
};
/// nullopt = there is no such record.
struct OfficeFacts {
  std::optional<Enterprise> declarant_unit, consignor, consignee;
  std::optional<Declarant> declarant_person;
  std::optional<Mandate> mandate;  ///< of the declaring agent by the consignor (export) or consignee (import)
  std::optional<AgentAdmission> agent_admission;  ///< at the accepting office's bureau
  PapersState papers_state;
  std::vector<PermitFact> permits;  ///< those of Needs::permits that exist
  std::optional<RelatedFact> related;
  std::vector<std::string> present_attachments;  ///< of Needs::attachment_hashes
};

/// Registration, standing, mandate, permits with balance, related declaration, attachments, offices. Acceptance later
/// checks permit balances again under lock.
std::vector<Finding> review_office(const Document& document, const OfficeFacts& facts, const Edition& edition,
                                   Date legal_day);

/// What the goods demand (§8.3): per line the tariff row's category letters, whether inspection applies and why,
/// permits needed.
struct LineSupervision {
  std::string categories;  ///< letters for the direction, e.g. "MP"
  bool must_be_declared = false;
  bool verification_only = false;    ///< category L alone
  std::vector<std::string> reasons;  ///< rule ids: SUP001 supervision letter, SUP002 wood packing, SUP003 attribute …
  std::vector<std::string> permits_needed;  ///< kinds, alternatives by '|'
};
std::vector<LineSupervision> supervision(const Document& document, const Edition& edition, Date legal_day);

/// What acceptance reserves: ledger and amount per permit line with a write-off quantity.
struct PermitReservation {
  std::string ledger;
  Decimal amount;
};
std::vector<PermitReservation> permit_reservations(const Document& document);

}  // namespace datong::domain
