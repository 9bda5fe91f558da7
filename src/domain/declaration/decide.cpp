#include "domain/declaration/decide.hpp"

#include <algorithm>
#include <iterator>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/declaration/effects.hpp"
#include "domain/declaration/waiting.hpp"

namespace datong::domain {
namespace {

Error refuse(RuleId rule, std::vector<std::string> values = {}, std::string path = {}) {
  return refused({finding(rule, std::move(path), std::move(values))});
}

bool code_is_in(List list, const std::string& code, const ActFacts& facts) {
  return facts.edition->code(list, code, facts.today) != nullptr;
}

/// Whether a given parameter is good; the rule it refuses by otherwise.
std::optional<Finding> check_parameter(std::string_view name, const std::string& value, const DeclarationHead& head,
                                       const ActRequest& request, const ActFacts& facts) {
  const auto length = utf8_length(value);
  const auto bad = [&] { return finding("REV006", "/" + std::string(name), {std::string(name)}); };
  if (!length || *length > limits::kReasonCharactersMax || value.find('\0') != value.npos) return bad();
  if (name == "reason_code" || name == "treatment") {
    if (!code_is_in(list_of_parameter(request.event, name), value, facts)) return bad();
  } else if (name == "inspector") {
    const bool fits = facts.named_officer && facts.named_officer->has(Role::inspector) &&
                      facts.named_officer_is_in_reach && facts.named_officer->standing == Standing::active;
    if (!fits) return finding("INS014", "/inspector", {value});
    if (value == head.accepted_by) return finding("SEP001", "/inspector");
  } else if (name == "amount_fen") {
    if (value != std::to_string(head.fee_fen)) return finding("PAY003", "/amount_fen");
  }
  return std::nullopt;
}

/// The texts a drafter states are every parameter but the certificate's code.
std::vector<Finding> check_content(const ActRequest& request, const ActFacts& facts) {
  return review_content(request.parameter("certificate_code"), content_of(request), facts.document, *facts.edition,
                        facts.today);
}

std::vector<Finding> check_parameters(const DeclarationHead& head, const ActRequest& request, const ActFacts& facts) {
  std::vector<Finding> findings;
  std::vector<std::string_view> known;
  for (std::string_view name : event_spec(request.event).parameters) {
    if (name.empty()) continue;
    if (name == "*content") {
      std::vector<Finding> wrong = check_content(request, facts);
      std::move(wrong.begin(), wrong.end(), std::back_inserter(findings));
      known.insert(known.end(), std::begin(kCertificateContents), std::end(kCertificateContents));
      continue;
    }
    const bool required = name.starts_with('!');
    if (required) name.remove_prefix(1);
    known.push_back(name);
    const std::string value = request.parameter(name);
    if (value.empty()) {
      if (required) findings.push_back(finding("REV006", "/" + std::string(name), {std::string(name)}));
    } else if (auto wrong = check_parameter(name, value, head, request, facts)) {
      findings.push_back(std::move(*wrong));
    }
  }
  for (const auto& [name, value] : request.parameters) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      findings.push_back(finding("DEC007", "/" + name, {name}));
  }
  return findings;
}

bool is_machine_only(const Roles& by) {
  for (std::size_t role = 1; role <= kRoleCount; ++role) {
    if (static_cast<Role>(role) != Role::machine && by.has(static_cast<Role>(role))) return false;
  }
  return true;
}

struct Acting {
  Role role;
  std::optional<Finding> refused_by;
};

/// The first of the actor's roles that the row names and the guard allows; else why the first that the row names is
/// refused.
std::optional<Acting> acting_as(const Row& row, const DeclarationHead& head, const Actor& actor,
                                const ActRequest& request, const ActFacts& facts) {
  std::optional<Acting> first;
  for (const Role role : actor.roles) {
    if (!row.by.has(role)) continue;
    Actor one = actor;
    one.roles = {role};
    Acting acting{role, check_guard(row.only_if, head, one, request, facts)};
    if (!acting.refused_by) return acting;
    if (!first) first = std::move(acting);
  }
  return first;
}

/// Every act is at most kStepsOfOneAct steps; the last of a case are kept for bringing it to its end.
constexpr std::uint32_t kStepsOfOneAct = 4, kStepsToFinish = 8;

std::optional<Finding> no_room(const DeclarationHead& head, Event event, const Row& row) {
  const bool finishes =
      event == Event::release || event == Event::ask_withdrawal || (row.stage && is_final(*row.stage));
  if (head.steps + kStepsOfOneAct + (finishes ? 0 : kStepsToFinish) <= limits::kStepsPerCaseMax) return std::nullopt;
  return finding("LIM001", "", {std::to_string(limits::kStepsPerCaseMax)});
}

}  // namespace

std::string_view certificate_stage_name(CertificateStage stage) {
  switch (stage) {
    case CertificateStage::drafted: return "drafted";
    case CertificateStage::signed_: return "signed";
    case CertificateStage::cancelled: return "cancelled";
  }
  return "";
}

List list_of_parameter(Event event, std::string_view name) {
  if (name == "treatment") return List::treatment_kind;
  if (name == "certificate_code") return List::certificate_kind;
  if (name != "reason_code") return List::none;
  if (event == Event::fail) return List::failure_reason;
  return event == Event::compare_papers_inaccurate ? List::papers_reason : List::return_reason;
}

bool Actor::has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
Actor machine_actor() { return Actor{"machine", "", {Role::machine}, "", 0, false}; }

std::string ActRequest::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

CertificateContent content_of(const ActRequest& request) {
  CertificateContent content;
  for (const std::string_view name : kCertificateContents) {
    if (const std::string text = request.parameter(name); !text.empty()) content.texts.emplace(name, text);
  }
  return content;
}

Result<Outcome> decide(const DeclarationHead& head, const ActRequest& request, const Actor& actor,
                       const ActFacts& facts) {
  const std::string event_name(event_spec(request.event).name);
  const auto row = find_row(head, request.event);
  if (!row) return refuse("REV004", {std::string(stage_name(head.stage)), event_name});
  auto acting = acting_as(*row, head, actor, request, facts);
  if (!acting) {
    Error error =
        refuse("REV005", {actor.roles.empty() ? "" : std::string(role_name(actor.roles.front())), event_name});
    error.code = Code::forbidden;
    return error;
  }
  if (auto full = no_room(head, request.event, *row)) return refused({std::move(*full)});
  if (acting->refused_by) return refused({std::move(*acting->refused_by)});
  if (auto findings = check_parameters(head, request, facts); !findings.empty()) return refused(std::move(findings));
  if (auto missing = missing_fact(request.event, facts)) return std::move(*missing);

  Maker maker(head, facts);
  Fields data;
  for (const auto& [name, value] : request.parameters) {
    if (!value.empty()) data.emplace_back(name, value);
  }
  maker.move(request.event, acting->role, actor.name, data);
  apply_effects(maker, request, actor.name, data);
  return std::move(maker.out());
}

std::vector<AllowedAction> allowed_actions(const DeclarationHead& head, const Actor& actor, const ActFacts& facts) {
  std::vector<AllowedAction> actions;
  for (const EventSpec& spec : kEvents) {
    const auto row = find_row(head, spec.event);
    if (!row || is_machine_only(row->by)) continue;
    auto acting = acting_as(*row, head, actor, {}, facts);
    if (!acting || acting->role == Role::machine) continue;
    if (auto full = no_room(head, spec.event, *row)) acting->refused_by = std::move(full);
    actions.push_back({spec.event, acting->role, std::move(acting->refused_by)});
  }
  return actions;
}

namespace {

bool has_refusal(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.severity == Severity::refusal; });
}

void begin_case(DeclarationHead& head, const Lodging& lodging, Direction direction, const ActFacts& facts) {
  head.id = lodging.id;
  head.reference = lodging.reference;
  head.unit = facts.unit.registration;
  head.direction = direction;
  head.channel = lodging.channel;
  head.accepting_office = first_code_points(lodging.document->header()[F::header::accepting_office], 10);
  head.lodged_at = facts.now;
}

/// Makes the lodged version the one decided on.
void take_over(DeclarationHead& head, const Lodging& lodging, Direction direction) {
  const Record& header = lodging.document->header();
  head.effective_version = lodging.version;
  head.document_hash = lodging.document_hash;
  head.direction = direction;
  head.accepting_office = first_code_points(header[F::header::accepting_office], 10);
  head.declaration_kind = first_code_points(header[F::header::declaration_kind], 4);
  head.inspecting_office = first_code_points(header[F::header::inspecting_office], 10);
  if (head.number.empty()) head.papers_mode = lodging.papers_mode;
  head.lines = static_cast<std::uint32_t>(header.count(Group::goods));
  head.title.clear();
  head.required_certificates.clear();
  header.each(Group::goods, [&](const Record& line) {
    if (head.title.empty()) head.title = first_code_points(line[F::goods::goods_name_zh], 80);
  });
  header.each(Group::required_certificate, [&](const Record& certificate) {
    const std::string code = first_code_points(certificate[F::required_certificate::certificate_code], 10);
    auto& codes = head.required_certificates;
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  });
}

/// Which event lodging a further version is. Errors: LOD005, LOD006, LIM001; adds what an amendment may not change to
/// `findings`.
Result<Event> event_of_next_version(const DeclarationHead& head, const Lodging& lodging, Direction direction,
                                    std::vector<Finding>& findings) {
  const bool is_numbered =
      !head.number.empty();  // before acceptance a wrong direction or office is repaired like any field
  const std::string_view office = lodging.document->header()[F::header::accepting_office];
  if (is_numbered && direction != head.direction) return refuse("LOD006", {"direction"}, "/direction");
  if (is_numbered && office != head.accepting_office)
    return refuse("LOD006", {"accepting_office"}, "/accepting_office");
  const bool amends = head.change == Change::amend_granted && lodging.previous != nullptr;
  if (!amends && head.stage != Stage::returned) return refuse("LOD005", {std::string(stage_name(head.stage))});
  if (auto full = no_room(head, Event::lodge_again, {})) return refused({std::move(*full)});
  if (!amends) return has_refusal(findings) ? Event::lodge_again_refused : Event::lodge_again;
  for (Finding& found : review_amendment(head, differences(*lodging.previous, *lodging.document)))
    findings.push_back(std::move(found));
  return has_refusal(findings) ? Event::lodge_amendment_refused : Event::lodge_amendment;
}

/// The fee is calculated from these fields of the goods and the trade mode.
bool changes_the_fee(const std::vector<Difference>& changes) {
  constexpr std::string_view kFields[] = {"value", "currency", "commodity_code", "trade_mode", "un_number", "dangerous_goods_name", "packing_group"};
  return std::any_of(changes.begin(), changes.end(), [&](const Difference& change) {
    const std::string_view name = std::string_view(change.path).substr(change.path.rfind('/') + 1);
    return std::find(std::begin(kFields), std::end(kFields), name) != std::end(kFields);
  });
}

}  // namespace

Result<Outcome> decide_lodging(const DeclarationHead* existing, const Lodging& lodging, const ActFacts& facts) {
  DeclarationHead head = existing != nullptr ? *existing : DeclarationHead{};
  const std::uint32_t expected = head.version + 1;
  if (lodging.version != expected || lodging.version > limits::kVersionsMax) {
    return refuse("SYS004", {std::to_string(lodging.version), std::to_string(expected)});
  }
  const Direction direction = lodging.document->direction().value_or(Direction::import_);
  std::vector<Finding> findings = lodging.findings;
  Event event = has_refusal(findings) ? Event::lodge_refused : Event::lodge;
  if (existing == nullptr) {
    begin_case(head, lodging, direction, facts);
  } else {
    auto next = event_of_next_version(head, lodging, direction, findings);
    if (!next) return next.error();
    event = *next;
  }
  head.version = lodging.version;
  head.entered_by = lodging.actor.unit == 0 ? lodging.actor.name : std::string();  // an officer, at the counter: he does not accept it

  Maker maker(head, facts);
  maker.machine(event, {{"version", std::to_string(lodging.version)},
                        {"document", lodging.document_hash},
                        {"channel", std::string(channel_name(lodging.channel))},
                        {"lodged_by", lodging.actor.name}});
  maker.out().steps.back().findings = std::move(findings);
  maker.receipt_of(event, {{"version", std::to_string(lodging.version)}});
  maker.out().receipts.back().with_findings = true;
  if (event == Event::lodge_amendment_refused) return std::move(maker.out());

  DeclarationHead& next = maker.head();
  if (event == Event::lodge_amendment) {
    if (next.stage != Stage::released) {  // after release its permits are used up
      maker.give_back(*lodging.previous);
      maker.reserve(*lodging.document);
      if (changes_the_fee(differences(*lodging.previous, *lodging.document))) maker.void_fee("amended");
    }
    maker.void_documents("amended", true);
  }
  take_over(next, lodging, direction);
  const bool papers_were_compared = next.papers != Papers::due;
  if (papers_were_compared) maker.machine(Event::papers_reset);
  const bool comes_to_the_desk = next.stage == Stage::in_review && next.papers_mode == PapersMode::before_acceptance;
  if (papers_were_compared || comes_to_the_desk) maker.papers_due();
  if (maker.machine_may(Event::accept))
    next.due_at = facts.now;  // a timer: the number is drawn in a decision of its own
  return std::move(maker.out());
}

Result<Fold> fold(const std::vector<Event>& events) {
  DeclarationHead head;
  for (const Event event : events) {
    if (auto moved = advance(head, event, {}); !moved) return moved.error();
  }
  return Fold{head.stage, head.papers, head.fee, head.change, head.clearance, head.laboratory};
}

}  // namespace datong::domain
