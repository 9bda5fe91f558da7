#include "domain/origin/decide.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::domain {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Error refuse(RuleId rule, std::vector<std::string> values = {}, std::string path = {}) {
  return refused({finding(rule, std::move(path), std::move(values))});
}

std::optional<Finding> refuse_unless(bool condition, RuleId rule, std::vector<std::string> values = {}) {
  if (condition) return std::nullopt;
  return finding(rule, "", std::move(values));
}

bool has_refusal(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::refusal; });
}

/// The paths of a return's points: each line is a path, a blank, and what to correct.
std::vector<std::string> paths_of(std::string_view points) {
  std::vector<std::string> paths;
  for (const std::string_view line : split(points, '\n')) {
    const std::string_view path = line.substr(0, line.find(' '));
    if (!path.empty()) paths.emplace_back(path);
  }
  return paths;
}

/// The same place, or one inside the other: "/goods/0" and "/goods/0/description".
bool touches(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  return other.starts_with(one) && (other.size() == one.size() || other[one.size()] == '/');
}

/// What was seen in an earlier round and neither told nor changed since is settled: everything to correct is told once.
std::optional<Finding> told_once(const OriginHead& head, const OriginRequest& request, const OriginActFacts& facts) {
  if (head.returned_version == 0) return std::nullopt;
  for (const std::string& path : paths_of(request.parameter("points"))) {
    const auto is_in = [&](const std::vector<std::string>& list) {
      return std::any_of(list.begin(), list.end(), [&](const std::string& known) { return touches(known, path); });
    };
    if (!is_in(head.told) && !is_in(facts.changed)) return finding("ORL032", "/points", {path});
  }
  return std::nullopt;
}

std::optional<Finding> check_guard(OriginGuard guard, const OriginHead& head, const Actor& actor, const OriginRequest& request,
                                   const OriginActFacts& facts) {
  switch (guard) {
    case OriginGuard::always: return std::nullopt;
    case OriginGuard::machine_may_approve:
      if (facts.machine_refusals.empty()) return std::nullopt;
      return facts.machine_refusals.front();
    case OriginGuard::officer_may_approve:
      if (auto no = refuse_unless(actor.second_factor, "ORL030")) return no;
      return refuse_unless(head.entered_by.empty() || head.entered_by != actor.name, "ORL031");
    case OriginGuard::told_once: return told_once(head, request, facts);
    case OriginGuard::signed_in_twice: return refuse_unless(actor.second_factor, "ORL030");
    case OriginGuard::paper_is_there: return refuse_unless(facts.paper.has_value(), "ORL038");
    case OriginGuard::is_past_validity:
      return refuse_unless(head.valid_until_on && *head.valid_until_on < facts.today, "ORL039",
                           {head.valid_until_on ? head.valid_until_on->to_string() : ""});
  }
  return std::nullopt;
}

/// Points are lines "path text": each path a JSON pointer.
bool are_points(std::string_view text) {
  const auto lines = split(text, '\n');
  return lines.size() <= limits::kReturnPointsMax && std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
           return line.starts_with('/') && line.find(' ') != line.npos && line.find(' ') + 1 < line.size();
         });
}

std::vector<Finding> check_parameters(const OriginRequest& request) {
  std::vector<Finding> findings;
  std::vector<std::string_view> known;
  for (std::string_view name : event_spec(request.event).parameters) {
    if (name.empty()) continue;
    const bool required = name.starts_with('!');
    if (required) name.remove_prefix(1);
    known.push_back(name);
    const std::string value = request.parameter(name);
    const auto length = utf8_length(value);
    const std::size_t most = name == "points" ? limits::kReturnCharactersMax : limits::kReasonCharactersMax;
    const bool bad = !length || *length > most || value.find('\0') != value.npos || (required && value.empty()) ||
                     (name == "points" && !are_points(value));
    if (bad) findings.push_back(finding("REV006", "/" + std::string(name), {std::string(name)}));
  }
  for (const auto& [name, value] : request.parameters) {
    if (std::find(known.begin(), known.end(), name) == known.end()) findings.push_back(finding("DEC007", "/" + name, {name}));
  }
  return findings;
}

struct Acting {
  Role role;
  std::optional<Finding> refused_by;
};

/// The first of the actor's roles that the row names and the guard allows; else why the first that the row names is refused.
std::optional<Acting> acting_as(const OriginTransition& row, const OriginHead& head, const Actor& actor, const OriginRequest& request,
                                const OriginActFacts& facts) {
  std::optional<Acting> first;
  for (const Role role : actor.roles) {
    if (!row.by.has(role)) continue;
    Acting acting{role, check_guard(row.only_if, head, actor, request, facts)};
    if (!acting.refused_by) return acting;
    if (!first) first = std::move(acting);
  }
  return first;
}

/// Room is kept for what ends a certificate.
std::optional<Finding> no_room(const OriginHead& head, OriginStage to) {
  constexpr std::uint32_t kStepsToFinish = 8;
  if (head.steps + 1 + (is_final(to) ? 0 : kStepsToFinish) <= limits::kStepsPerCaseMax) return std::nullopt;
  return finding("LIM001", "", {std::to_string(limits::kStepsPerCaseMax)});
}

/// Moves the head by a row of the table and notes the step.
void move(OriginOutcome& out, const OriginTransition& row, Role role, const std::string& actor, Fields data, const OriginActFacts& facts) {
  out.steps.push_back({row.event, row.from, row.to, row.rule.id(), role, actor, std::move(data), {}});
  if (out.head.stage != row.to) out.head.since = facts.now;
  out.head.stage = row.to;
  ++out.head.steps;
}

void receipt(OriginOutcome& out, OriginEvent event, Fields fields) {
  const std::string_view kind = event_spec(event).receipt;
  if (kind.empty()) return;
  fields.insert(fields.begin(), {"certificate_number", out.head.number});
  out.receipts.push_back({std::string(kind), std::move(fields), false, false});
}

/// Working days from the day after `from` up to and including `to`; 0 when `to` is not later.
std::uint32_t working_days_between(const Edition& edition, Date from, Date to) {
  std::uint32_t count = 0;
  for (Date day = from.plus_days(1); day <= to; day = day.plus_days(1)) {
    if (const auto working = edition.is_working_day(day); working && *working) ++count;
  }
  return count;
}

/// The clock runs from the day after `start` (reference §1.3, §1.4). Errors: CAL001, no parameter.
Result<void> start_clock(OriginHead& head, Date start, std::uint32_t days, const Edition& edition) {
  const auto due = edition.add_working_days(start, static_cast<int>(days));
  if (!due) return due.error();
  head.review_due_on = *due;
  head.review_days_left = 0;
  return {};
}

Result<std::uint32_t> review_days(const OriginActFacts& facts) {
  const auto days = facts.edition->number("visa_review_working_days", facts.today);
  if (!days) return days.error();
  return static_cast<std::uint32_t>(days->raw() / Decimal::kScale);
}

/// What an act does beside moving. Exhaustive; what lodging does stands in decide_origin_lodging.
Result<void> apply_effects(OriginOutcome& out, const OriginRequest& request, const std::string& actor, const OriginActFacts& facts) {
  OriginHead& head = out.head;
  Fields data;
  for (const auto& [name, value] : request.parameters) {
    if (!value.empty()) data.emplace_back(name, value);
  }
  switch (request.event) {
    case OriginEvent::approve_by_machine:
    case OriginEvent::approve:
      head.approved_by = actor;
      head.review_due_on.reset();
      head.due_at = facts.now;  // the paper is made by the machine at once
      break;
    case OriginEvent::return_for_repair:
      head.returned_version = head.effective_version;
      head.told = paths_of(request.parameter("points"));
      head.review_due_on.reset();
      head.due_at.reset();
      break;
    case OriginEvent::refuse:
    case OriginEvent::withdraw:
      head.review_due_on.reset();
      head.due_at.reset();
      break;
    case OriginEvent::ask_papers: {
      auto days = review_days(facts);
      if (!days) return days.error();
      const std::uint32_t left = head.review_due_on ? working_days_between(*facts.edition, facts.today.plus_days(-1), *head.review_due_on) : 0;
      head.review_days_left = std::min(*days, left);  // the day of asking is given back
      head.review_due_on.reset();
      head.due_at.reset();
      break;
    }
    case OriginEvent::hand_in_papers:
      if (auto done = start_clock(head, facts.today, head.review_days_left, *facts.edition); !done) return done;
      data.emplace_back("review_due_on", head.review_due_on->to_string());
      head.due_at.reset();  // who asked looks at them, not the machine
      break;
    case OriginEvent::issue:
      head.paper = *facts.paper;
      head.issued_at = facts.now;
      head.issued_on = facts.today;
      head.valid_until_on = facts.valid_until_on;
      head.due_at = head.valid_until_on ? std::optional(start_of_legal_day(head.valid_until_on->plus_days(1))) : std::nullopt;
      data = {{"certificate_number", head.number}, {"paper_sha256", head.paper.sha256}, {"issued_on", head.issued_on->to_string()}, {"pages", std::to_string(head.paper.pages)}};
      if (head.valid_until_on) data.emplace_back("valid_until_on", head.valid_until_on->to_string());
      if (!head.previous_number.empty()) data.emplace_back("supersedes", head.previous_number);
      out.steps.back().data = data;
      break;
    case OriginEvent::supersede:
      head.successor_number = request.parameter("successor");
      head.due_at.reset();
      break;
    case OriginEvent::cancel:
    case OriginEvent::revoke:
    case OriginEvent::expire: head.due_at.reset(); break;
    case OriginEvent::record_print: ++head.prints; break;
    case OriginEvent::lodge:
    case OriginEvent::lodge_refused:
    case OriginEvent::lodge_again:
    case OriginEvent::lodge_again_refused: break;
  }
  receipt(out, request.event, std::move(data));
  return {};
}

/// Makes the lodged version the one decided on.
void take_over(OriginHead& head, const OriginLodging& lodging) {
  const Record& root = lodging.document->header();
  head.effective_version = lodging.version;
  head.document_hash = lodging.document_hash;
  head.kind = std::string(root[F::origin::kind].substr(0, 2));
  head.application_class = std::string(root[F::origin::application_class].substr(0, 1));
  head.office = std::string(root[F::origin::issuing_office].substr(0, 10));
  head.is_retrospective = lodging.is_retrospective;
  head.lines = static_cast<std::uint32_t>(root.count(Group::origin_goods));
  head.title.clear();
  head.previous_number.clear();
  root.each(Group::origin_goods, [&](const Record& line) {
    if (head.title.empty()) head.title = first_code_points(line[F::origin_goods::goods_name_en], 80);
  });
  root.each(Group::origin_change, [&](const Record& change) { head.previous_number = std::string(change[F::origin_change::previous_number].substr(0, 40)); });
}

std::optional<Error> differs_from_case(const OriginHead& head, const OriginLodging& lodging) {
  const Record& root = lodging.document->header();
  if (root[F::origin::kind] != head.kind) return refuse("ORL037", {"kind"}, "/kind");
  if (root[F::origin::application_class] != head.application_class) return refuse("ORL037", {"application_class"}, "/application_class");
  if (root[F::origin::issuing_office] != head.office) return refuse("ORL037", {"issuing_office"}, "/issuing_office");
  const std::string_view number = root[F::origin::certificate_number];
  if (!number.empty() && !head.number.empty() && number != head.number) return refuse("ORL037", {"certificate_number"}, "/certificate_number");
  return std::nullopt;
}

}  // namespace

std::string OriginRequest::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

std::optional<OriginEvent> timer_event(OriginStage stage) {
  switch (stage) {
    case OriginStage::in_review: return OriginEvent::approve_by_machine;
    case OriginStage::approved: return OriginEvent::issue;
    case OriginStage::issued: return OriginEvent::expire;
    case OriginStage::none:
    case OriginStage::returned:
    case OriginStage::held:
    case OriginStage::superseded:
    case OriginStage::cancelled:
    case OriginStage::revoked:
    case OriginStage::expired:
    case OriginStage::refused:
    case OriginStage::withdrawn: return std::nullopt;
  }
  return std::nullopt;
}

Result<OriginOutcome> decide_origin_lodging(const OriginHead* existing, const OriginLodging& lodging, const OriginActFacts& facts) {
  OriginHead head = existing != nullptr ? *existing : OriginHead{};
  const std::uint32_t expected = head.version + 1;
  if (lodging.version != expected || lodging.version > limits::kVersionsMax) {
    return refuse("SYS004", {std::to_string(lodging.version), std::to_string(expected)});
  }
  const bool refuses = has_refusal(lodging.findings);
  OriginEvent event = refuses ? OriginEvent::lodge_refused : OriginEvent::lodge;
  if (existing == nullptr) {
    head.id = lodging.id;
    head.reference = lodging.reference;
    head.unit = lodging.unit;
    head.channel = lodging.channel;
    head.lodged_at = facts.now;
  } else {
    if (head.stage != OriginStage::returned) return refuse("ORL040", {std::string(stage_name(head.stage))});
    if (auto no = differs_from_case(head, lodging)) return std::move(*no);
    event = refuses ? OriginEvent::lodge_again_refused : OriginEvent::lodge_again;
  }
  const OriginTransition* row = find_row(head.stage, event);
  if (row == nullptr) return refuse("ORL040", {std::string(stage_name(head.stage))});
  if (auto full = no_room(head, row->to)) return refused({std::move(*full)});
  head.version = lodging.version;
  head.entered_by = lodging.actor.unit == 0 ? lodging.actor.name : std::string();  // an officer, at the counter: he does not approve it
  if (head.number.empty()) head.number = lodging.number;
  take_over(head, lodging);

  OriginOutcome out{std::move(head), {}, {}};
  move(out, *row, Role::machine, "machine",
       {{"version", std::to_string(lodging.version)},
        {"document", lodging.document_hash},
        {"channel", std::string(channel_name(lodging.channel))},
        {"lodged_by", lodging.actor.name}},
       facts);
  out.steps.back().findings = lodging.findings;
  Fields fields{{"version", std::to_string(lodging.version)}};
  if (!refuses) {
    auto days = review_days(facts);
    if (!days) return days.error();
    if (auto done = start_clock(out.head, facts.today, *days, *facts.edition); !done) return done.error();
    fields.emplace_back("review_due_on", out.head.review_due_on->to_string());
    if (facts.machine_refusals.empty()) {
      out.head.due_at = facts.now;
    } else {
      std::string reasons;
      for (const Finding& reason : facts.machine_refusals) {
        if (reasons.find(reason.rule) == reasons.npos) reasons += (reasons.empty() ? "" : " ") + std::string(reason.rule);
      }
      out.steps.back().data.emplace_back("officer_because", std::move(reasons));
    }
  }
  receipt(out, event, std::move(fields));
  out.receipts.back().with_findings = true;
  return out;
}

Result<OriginOutcome> decide(const OriginHead& head, const OriginRequest& request, const Actor& actor, const OriginActFacts& facts) {
  const std::string name(event_spec(request.event).name);
  const OriginTransition* row = find_row(head.stage, request.event);
  if (row == nullptr) return refuse("REV004", {std::string(stage_name(head.stage)), name});
  auto acting = acting_as(*row, head, actor, request, facts);
  if (!acting) {
    Error error = refuse("REV005", {actor.roles.empty() ? "" : std::string(role_name(actor.roles.front())), name});
    error.code = Code::forbidden;
    return error;
  }
  if (auto full = no_room(head, row->to)) return refused({std::move(*full)});
  if (acting->refused_by) return refused({std::move(*acting->refused_by)});
  if (auto findings = check_parameters(request); !findings.empty()) return refused(std::move(findings));
  OriginOutcome out{head, {}, {}};
  Fields data;
  for (const auto& [parameter, value] : request.parameters) {
    if (!value.empty()) data.emplace_back(parameter, value);
  }
  move(out, *row, acting->role, actor.name, std::move(data), facts);
  if (auto done = apply_effects(out, request, actor.name, facts); !done) return done.error();
  return out;
}

std::vector<AllowedOriginAction> allowed_actions(const OriginHead& head, const Actor& actor, const OriginActFacts& facts) {
  std::vector<AllowedOriginAction> actions;
  for (const OriginEventSpec& spec : kOriginEvents) {
    const OriginTransition* row = find_row(head.stage, spec.event);
    if (row == nullptr || row->by.only(Role::machine)) continue;
    auto acting = acting_as(*row, head, actor, {}, facts);
    if (!acting) continue;
    if (auto full = no_room(head, row->to)) acting->refused_by = std::move(full);
    actions.push_back({spec.event, acting->role, std::move(acting->refused_by)});
  }
  return actions;
}

Result<OriginStage> fold(const std::vector<OriginEvent>& events) {
  OriginStage stage = OriginStage::none;
  for (const OriginEvent event : events) {
    const OriginTransition* row = find_row(stage, event);
    if (row == nullptr) return failure(Code::corrupt, "no row for " + std::string(event_spec(event).name) + " in " + std::string(stage_name(stage)));
    stage = row->to;
  }
  return stage;
}

}  // namespace datong::domain
