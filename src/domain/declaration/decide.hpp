#pragma once
// The decisions on a declaration: lodging a version, every act, and which acts are allowed now. Pure: head, request, actor and
// facts in; a new head with steps, receipts, ledger moves and the aggregates it touches out. Nothing is read or written here.
// Read beside lifecycle.hpp. Thread rule: plain values.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "domain/inspection/certificate_content.hpp"
#include "domain/declaration/lifecycle.hpp"
#include "domain/declaration/review.hpp"
#include "domain/fee/fee.hpp"

namespace datong::domain {

enum class CertificateStage : std::uint8_t { drafted = 1, signed_ = 2, cancelled = 3 };
std::string_view certificate_stage_name(CertificateStage stage);

struct CertificateRef {
  CaseId id;
  std::string number, code, drafted_by, signed_by;
  CertificateStage stage = CertificateStage::drafted;
  bool operator==(const CertificateRef&) const = default;
};

/// The sample the laboratory has or last had; empty again when it is withdrawn or the goods are inspected anew.
struct Sample {
  std::string number, items, taken_by, report;  ///< items: what is to be tested, in words; report: the laboratory's number
  bool operator==(const Sample&) const = default;
};

/// What changes of a declaration. The document itself is an immutable version beside it.
struct DeclarationHead {
  CaseId id;
  std::string reference;                 ///< the unit's own number (EntDeclNo)
  std::int64_t unit = 0;                 ///< declaring unit
  Direction direction = Direction::import_;
  std::string declaration_kind, number;  ///< number: "" before acceptance
  Stage stage = Stage::none;
  Papers papers = Papers::due;
  Fee fee = Fee::none;
  Change change = Change::none;
  Clearance clearance = Clearance::none;
  Laboratory laboratory = Laboratory::none;
  PapersMode papers_mode = PapersMode::at_inspection;
  Channel channel = Channel::client;
  std::string accepting_office, inspecting_office;
  std::uint32_t version = 0;             ///< latest lodged
  std::uint32_t effective_version = 0;   ///< the one decided on
  std::string document_hash;             ///< hex SHA-256 of the effective version's bytes
  std::string title;                     ///< first goods name, for lists
  std::uint32_t lines = 0;
  std::string entered_by, accepted_by, assigned_to, inspected_by, calculated_by, collected_by;
  std::int64_t fee_fen = 0;
  std::vector<std::string> required_certificates;
  std::vector<CertificateRef> certificates;
  CaseId clearance_id;
  std::string clearance_number;
  std::uint32_t clearance_count = 0;     ///< forms issued so far
  std::uint32_t inspections = 0;
  Sample sample;
  std::uint32_t samples = 0;             ///< taken so far
  Instant lodged_at, since;
  std::optional<Date> accepted_on, result_on;
  std::optional<Instant> due_at;         ///< the timer of `lapse`
  std::uint32_t steps = 0;
  bool operator==(const DeclarationHead&) const = default;
};

struct Actor {
  std::string name;         ///< sign-in name, installation id, or "machine"
  std::string person;       ///< shown name
  std::vector<Role> roles;
  std::string office;       ///< officers: their node
  std::int64_t unit = 0;    ///< enterprise: registration number
  bool second_factor = false;  ///< signed in with a one-time code; signing what is issued demands it
  bool has(Role role) const;
};
Actor machine_actor();

/// The outcome of the draw, made by the app with the day's secret before the decision.
struct DrawFact {
  bool drawn = true;
  Decimal ratio;
  int level = 0;
  std::vector<std::string> reasons;
  std::string commitment_day;
};

struct ActFacts {
  const Edition* edition = nullptr;
  Instant now;
  Date today;                               ///< legal_day(now)
  const Document* document = nullptr;       ///< effective version; needed by accept, grant_withdrawal, lapse, release, close_failed, lodging
  bool permits_suffice = true;              ///< balances as read; checked again under lock
  std::optional<DrawFact> draw;             ///< needed by assign
  std::optional<FeeWorking> fee;            ///< needed by calculate_fee
  std::optional<Officer> named_officer;     ///< the one a parameter names
  bool named_officer_is_in_reach = false;   ///< his office is the inspecting office or above it, or below it
  PapersState papers_state;
  Enterprise unit;
  std::optional<std::string> drawn_number;  ///< declaration number, known inside the commit only
  CaseId new_id;                            ///< id for a certificate or clearance form the act may create
};

struct ActRequest {
  Event event = Event::accept;
  std::map<std::string, std::string, std::less<>> parameters;
  std::string parameter(std::string_view name) const;
};

struct StepDraft {
  Event event;
  std::string track;  ///< "stage" or a track's name
  std::string from, to;
  std::string_view rule;
  Role role = Role::machine;
  std::string actor;
  std::vector<std::pair<std::string, std::string>> data;
  const FeeWorking* working = nullptr;       ///< printed into the step of calculate_fee
  std::vector<Finding> findings;             ///< of a lodged version
};

struct ReceiptDraft {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> fields;
  bool with_findings = false;
  bool with_working = false;
};

struct Move {
  std::string ledger;
  Decimal amount;
  std::string reason;
};

/// A certificate or clearance form the decision creates or changes.
struct Issue {
  enum class Kind : std::uint8_t { certificate, clearance_form } kind = Kind::certificate;
  CaseId id;
  std::string number, code;
  std::string stage;             ///< drafted, signed, cancelled / issued, recalled, used
  std::string reason;
  std::optional<Date> valid_until_on;
  bool is_new = false;
  CertificateContent content{};  ///< of a certificate drafted
};

struct Outcome {
  DeclarationHead head;
  std::vector<StepDraft> steps;
  std::vector<ReceiptDraft> receipts;
  std::vector<Move> moves;
  std::vector<Issue> issues;
  std::optional<PapersState> papers_state;  ///< to be stored
  std::string counter;                      ///< "" or the counter that gives the declaration number
};

/// What a lodged version brings.
struct Lodging {
  CaseId id;                                ///< of a new case
  std::string reference;
  std::uint32_t version = 1;
  std::string document_hash;
  Channel channel = Channel::client;
  Actor actor;
  std::vector<Finding> findings;            ///< of form and office rules
  const Document* document = nullptr;
  const Document* previous = nullptr;       ///< effective version of an existing case
  PapersMode papers_mode = PapersMode::at_inspection;
};

/// Lodges version 1 (head == nullptr) or the next version of a returned or amendable case.
/// Errors: SYS004 wrong version, LOD005 stage, LOD006 other unit/direction/office than the case.
Result<Outcome> decide_lodging(const DeclarationHead* head, const Lodging& lodging, const ActFacts& facts);

/// One act. Errors: REV004 no such row, REV005 role (code forbidden), the guard's rule, REV006 parameter, LIM001.
Result<Outcome> decide(const DeclarationHead& head, const ActRequest& request, const Actor& actor, const ActFacts& facts);

/// The list a parameter's value is a code of; List::none for text, numbers and people.
List list_of_parameter(Event event, std::string_view name);

struct AllowedAction {
  Event event;
  Role role;                         ///< the role he would act in
  std::optional<Finding> refused_by; ///< set when row and role fit but the guard does not: shown with its reason
};
/// Every act whose row and role fit now, machine's own excluded.
std::vector<AllowedAction> allowed_actions(const DeclarationHead& head, const Actor& actor, const ActFacts& facts);

/// The guard's refusal, or nullopt. Parameters may be empty when asked for allowed_actions.
std::optional<Finding> check_guard(Guard guard, const DeclarationHead& head, const Actor& actor, const ActRequest& request,
                                   const ActFacts& facts);

/// A field that differs between two versions.
struct Difference {
  std::string path, before, after;
  bool operator==(const Difference&) const = default;
};
std::vector<Difference> differences(const Document& before, const Document& after);
/// CHG010–CHG012: what an amendment may not change in this stage (§2.7).
std::vector<Finding> review_amendment(const DeclarationHead& head, const std::vector<Difference>& changes);

/// Stage and tracks recomputed from the names of the steps, for `check`: event by event through the tables.
struct Fold {
  Stage stage = Stage::none;
  Papers papers = Papers::due;
  Fee fee = Fee::none;
  Change change = Change::none;
  Clearance clearance = Clearance::none;
  Laboratory laboratory = Laboratory::none;
};
/// Errors: corrupt, naming the event that has no row.
Result<Fold> fold(const std::vector<Event>& events);

}  // namespace datong::domain
