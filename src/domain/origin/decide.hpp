#pragma once
// The decisions on an application for a certificate of origin: lodging a version, every act, the acts allowed now. Pure: head, request,
// actor and facts in; a new head with steps and receipts out. Read beside lifecycle.hpp. Thread rule: plain values.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "domain/declaration/decide.hpp"
#include "domain/origin/lifecycle.hpp"

namespace datong::domain {

/// The paper as made for the act `issue`: what the head keeps of it.
struct PaperFact {
  std::string sha256;       ///< hex, of the PDF's bytes
  std::string data_sha256;  ///< hex, of the data embedded in it
  std::uint32_t pages = 0;
  bool operator==(const PaperFact&) const = default;
};

struct OriginHead {
  CaseId id;
  std::string reference;                ///< the applicant's own number
  std::int64_t unit = 0;                ///< the applicant
  std::string kind, application_class;  ///< "C", "RC" … ; "0" new, "1" amended, "2" reissued, "3" amended and reissued
  std::string number;                   ///< certificate number, given with the first version, kept through returns
  OriginStage stage = OriginStage::none;
  Channel channel = Channel::client;
  std::string office;                   ///< issuing office
  std::uint32_t version = 0, effective_version = 0;
  std::string document_hash;            ///< hex SHA-256 of the effective version's bytes
  std::string title;                    ///< first goods name, for lists
  std::uint32_t lines = 0;
  std::string entered_by, approved_by;
  bool is_retrospective = false;
  std::string previous_number, successor_number;  ///< of the certificates before and after
  std::vector<std::string> told;        ///< paths told at a return; what was not told then is settled
  std::uint32_t returned_version = 0;   ///< the version an officer last returned; 0 = none
  std::optional<Date> review_due_on;    ///< end of the officer's time; empty while it stands still
  std::uint32_t review_days_left = 0;   ///< working days, while the clock stands still
  Instant lodged_at, since;
  std::optional<Instant> issued_at;
  std::optional<Date> issued_on, valid_until_on;
  PaperFact paper;
  std::uint32_t prints = 0;
  std::optional<Instant> due_at;        ///< the timer; which event it raises follows from the stage
  std::uint32_t steps = 0;
  bool operator==(const OriginHead&) const = default;
};
/// The event the timer raises in a stage, nullopt for stages without a timer.
std::optional<OriginEvent> timer_event(OriginStage stage);

struct OriginActFacts {
  const Edition* edition = nullptr;
  Instant now;
  Date today;                             ///< legal_day(now)
  const Document* document = nullptr;     ///< effective version
  std::vector<Finding> machine_refusals;  ///< why the machine may not approve (ORL020 to ORL026); needed in stage in_review
  std::vector<std::string> changed;       ///< paths that differ from the version last returned; needed by return_for_repair
  std::optional<PaperFact> paper;         ///< needed by issue
  std::optional<Date> valid_until_on;     ///< of what is issued today; needed by issue
};

struct OriginRequest {
  OriginEvent event = OriginEvent::approve;
  std::map<std::string, std::string, std::less<>> parameters;
  std::string parameter(std::string_view name) const;
};

struct OriginStep {
  OriginEvent event;
  OriginStage from, to;
  std::string_view rule;
  Role role = Role::machine;
  std::string actor;
  std::vector<std::pair<std::string, std::string>> data;
  std::vector<Finding> findings;  ///< of a lodged version, or why a person must look
};

struct OriginOutcome {
  OriginHead head;
  std::vector<OriginStep> steps;
  std::vector<ReceiptDraft> receipts;
};

/// What a lodged version brings.
struct OriginLodging {
  CaseId id;                 ///< of a new case
  std::string reference;
  std::uint32_t version = 1;
  std::string document_hash;
  std::string number;        ///< proposed by the applicant, or drawn; "" = not known yet (drawn inside the commit)
  Channel channel = Channel::client;
  Actor actor;
  std::int64_t unit = 0;
  std::vector<Finding> findings;
  bool is_retrospective = false;
  const Document* document = nullptr;
};

/// Lodges version 1 (head == nullptr) or the next version of a returned application.
/// Errors: SYS004 wrong version, ORL040 stage, ORL037 another kind, class, office or number than the case's.
Result<OriginOutcome> decide_origin_lodging(const OriginHead* head, const OriginLodging& lodging, const OriginActFacts& facts);

/// One act. Errors: REV004 no such row, REV005 role (code forbidden), the guard's rule, REV006 parameter, LIM001.
Result<OriginOutcome> decide(const OriginHead& head, const OriginRequest& request, const Actor& actor, const OriginActFacts& facts);

/// No parameter of these acts is a code.
constexpr List list_of_parameter(OriginEvent, std::string_view) { return List::none; }

struct AllowedOriginAction {
  OriginEvent event;
  Role role;
  std::optional<Finding> refused_by;
};
/// Every act whose row and role fit now, the machine's own excluded.
std::vector<AllowedOriginAction> allowed_actions(const OriginHead& head, const Actor& actor, const OriginActFacts& facts);

/// Kind, two digits of the year and organisation code: what every number of that series begins with. "" when the code has neither 9 nor 18
/// characters. Source: reference §2.2.
std::string certificate_number_series(std::string_view kind, int year, std::string_view organisation_code);
/// ORL035 when `number` is not the series and a serial of four digits, 0001 to 9999.
std::optional<Finding> check_certificate_number(std::string_view number, std::string_view series);

/// Stage recomputed from the events, for `check`. Errors: corrupt.
Result<OriginStage> fold(const std::vector<OriginEvent>& events);

}  // namespace datong::domain
