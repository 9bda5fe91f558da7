#include "domain/declaration/decide.hpp"

#include <algorithm>
#include <cstdio>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::domain {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Error refuse(RuleId rule, std::vector<std::string> values = {}, std::string path = {}) {
  return refused({finding(rule, std::move(path), std::move(values))});
}

std::uint8_t track_value(const DeclarationHead& head, Track track) {
  switch (track) {
    case Track::papers: return table::n(head.papers);
    case Track::fee: return table::n(head.fee);
    case Track::change: return table::n(head.change);
    case Track::clearance: return table::n(head.clearance);
    case Track::certificates: return 0;
  }
  return 0;
}

void set_track(DeclarationHead& head, Track track, std::uint8_t value) {
  switch (track) {
    case Track::papers: head.papers = static_cast<Papers>(value); break;
    case Track::fee: head.fee = static_cast<Fee>(value); break;
    case Track::change: head.change = static_cast<Change>(value); break;
    case Track::clearance: head.clearance = static_cast<Clearance>(value); break;
    case Track::certificates: break;
  }
}

const Transition* stage_row(Stage from, Event event) {
  for (const Transition& row : kLifecycle) {
    if (row.from == from && row.event == event) return &row;
  }
  return nullptr;
}

const TrackMove* track_row(const DeclarationHead& head, Event event) {
  for (const TrackMove& row : kTracks) {
    if (row.event == event && row.from == track_value(head, row.track)) return &row;
  }
  return nullptr;
}

/// One row of either table, seen alike.
struct Row {
  Roles by{};
  Guard only_if = Guard::always;
  const Rule* rule = nullptr;
  std::string track, from, to;
  std::optional<Stage> stage;
  std::optional<std::pair<Track, std::uint8_t>> value;
};

std::optional<Row> find_row(const DeclarationHead& head, Event event) {
  if (const Transition* row = stage_row(head.stage, event)) {
    return Row{row->by, row->only_if, &row->rule.rule(), "stage", std::string(stage_name(row->from)), std::string(stage_name(row->to)), row->to, {}};
  }
  if (const TrackMove* row = track_row(head, event)) {
    return Row{row->by, row->only_if, &row->rule.rule(), std::string(track_name(row->track)), std::string(value_name(row->track, row->from)),
               std::string(value_name(row->track, row->to)), std::nullopt, std::pair{row->track, row->to}};
  }
  return std::nullopt;
}

std::optional<Role> acting_role(const Row& row, const Actor& actor) {
  for (const Role role : actor.roles) {
    if (row.by.has(role)) return role;
  }
  return std::nullopt;
}

/// Gathers the outcome step by step; a decision may be several steps (an act and what the machine does because of it).
class Maker {
 public:
  Maker(const DeclarationHead& head, const ActFacts& facts) : facts_(facts) { out_.head = head; }

  /// Moves by the table's row for `event`; the row must exist (the caller has checked, or the machine's own rows do).
  void move(Event event, Role role, const std::string& actor, Fields data = {}) {
    const auto row = find_row(out_.head, event);
    CHECK(row.has_value());
    if (row->stage) {
      if (*row->stage != out_.head.stage) out_.head.since = facts_.now;
      out_.head.stage = *row->stage;
    } else {
      set_track(out_.head, row->value->first, row->value->second);
    }
    StepDraft step{event, row->track, row->from, row->to, row->rule->id, role, actor, std::move(data)};
    out_.steps.push_back(std::move(step));
    ++out_.head.steps;
  }
  void machine(Event event, Fields data = {}) { move(event, Role::machine, "machine", std::move(data)); }

  bool machine_may(Event event) const {
    const auto row = find_row(out_.head, event);
    return row && row->by.has(Role::machine) && !check_guard(row->only_if, out_.head, machine_actor(), {}, facts_);
  }

  void receipt(std::string_view kind, Fields fields = {}) { out_.receipts.push_back({std::string(kind), std::move(fields), false, false}); }
  void receipt_of(Event event, Fields fields = {}) {
    const std::string_view kind = event_spec(event).receipt;
    if (!kind.empty()) receipt(kind, std::move(fields));
  }

  void reservations(const Document& document, int sign, std::string_view reason) {
    for (const PermitReservation& reservation : permit_reservations(document)) {
      const Decimal amount = sign > 0 ? reservation.amount : -reservation.amount;
      out_.moves.push_back({reservation.ledger, -amount, std::string(reason)});
      out_.moves.push_back({reservation.ledger + ":reserved", amount, std::string(reason)});
    }
  }
  void consume(const Document& document) {
    for (const PermitReservation& reservation : permit_reservations(document)) {
      out_.moves.push_back({reservation.ledger + ":reserved", -reservation.amount, "consume"});
    }
  }

  void issue_clearance() {
    DeclarationHead& head = out_.head;
    char suffix[12];
    std::snprintf(suffix, sizeof suffix, "%03u", head.clearance_count);
    head.clearance_number = head.number + suffix;
    head.clearance_id = facts_.new_id;
    ++head.clearance_count;
    const auto days = clearance_days();
    Issue issue{Issue::Kind::clearance_form, head.clearance_id, head.clearance_number, "97", "issued", {}, {}, true};
    if (days) issue.valid_until_on = facts_.today.plus_days(*days);
    Fields fields{{"clearance_number", head.clearance_number}};
    if (issue.valid_until_on) fields.emplace_back("valid_until_on", issue.valid_until_on->to_string());
    out_.issues.push_back(std::move(issue));
    receipt_of(Event::issue_clearance_form, std::move(fields));
  }
  void machine_issues_clearance_if_it_may() {
    if (out_.head.direction != Direction::import_ || !machine_may(Event::issue_clearance_form)) return;
    machine(Event::issue_clearance_form);
    issue_clearance();
  }
  void recall_clearance(const std::string& reason) {
    out_.issues.push_back({Issue::Kind::clearance_form, out_.head.clearance_id, out_.head.clearance_number, "97", "recalled", reason, {}, false});
    receipt_of(Event::recall_clearance_form, {{"clearance_number", out_.head.clearance_number}});
  }

  Outcome& out() { return out_; }
  DeclarationHead& head() { return out_.head; }
  const ActFacts& facts() const { return facts_; }

 private:
  /// Shortest validity of any line's goods class, so that no goods outlive it (§7.2).
  std::optional<int> clearance_days() const {
    const std::string_view object = out_.head.direction == Direction::import_ ? "entry_clearance_form" : "exit_clearance_form";
    std::optional<int> shortest;
    for (const ValidityRow* row : facts_.edition->validities(facts_.today)) {
      if (row->object != object || !row->winter.empty()) continue;
      bool applies = row->goods_class.empty();
      if (!applies && facts_.document != nullptr) {
        facts_.document->header().each(Group::goods, [&](const Record& line) {
          const TariffRow* tariff = facts_.edition->tariff(line[F::goods::commodity_code], facts_.today);
          if (tariff != nullptr && tariff->goods_class == row->goods_class) applies = true;
        });
      }
      if (applies && (!shortest || row->days < *shortest)) shortest = row->days;
    }
    return shortest;
  }

  const ActFacts& facts_;
  Outcome out_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// ---- effects of the acts

void accept(Maker& maker, const std::string& actor) {
  DeclarationHead& head = maker.head();
  const ActFacts& facts = maker.facts();
  head.accepted_by = actor;
  head.accepted_on = facts.today;
  const char type = head.direction == Direction::import_ ? '1' : '2';
  char year[4];
  std::snprintf(year, sizeof year, "%02d", facts.today.year() % 100);
  maker.out().counter = "declaration:" + head.accepting_office + ":" + type + ":" + year;
  if (facts.drawn_number) {
    const std::string serial = *facts.drawn_number;
    head.number = head.accepting_office + type + year + std::string(serial.size() < 6 ? 6 - serial.size() : 0, '0') + serial;
  }
  if (facts.document != nullptr) maker.reservations(*facts.document, +1, "reserve");
  if (const auto days = facts.edition->number("lapse_days", facts.today)) {
    head.due_at = start_of_legal_day(facts.today.plus_days(static_cast<int>(days->raw() / Decimal::kScale) + 1));
  }
  maker.receipt_of(Event::accept, {{"declaration_number", head.number}, {"accepted_on", facts.today.to_string()}});
  if (head.papers != Papers::accurate) {
    maker.receipt("papers_due", {{"where", head.direction == Direction::export_ ? "at_inspection" : "at_collection"}});
  }
  maker.machine_issues_clearance_if_it_may();
}

void draw(Maker& maker) {
  const DrawFact& fact = *maker.facts().draw;
  Fields data{{"ratio", fact.ratio.to_string()}, {"level", std::to_string(fact.level)}, {"reasons", joined(fact.reasons)},
              {"secret_of", fact.commitment_day}};
  const Event event = fact.drawn ? Event::order_inspection : Event::waive_inspection;
  maker.machine(event, std::move(data));
  if (!fact.drawn) maker.head().due_at.reset();
  maker.receipt_of(event, {{"inspecting_office", maker.head().inspecting_office}});
}

void give_back(Maker& maker) {
  DeclarationHead& head = maker.head();
  if (!head.number.empty() && maker.facts().document != nullptr) maker.reservations(*maker.facts().document, -1, "give_back");
  head.due_at.reset();
  if (head.clearance == Clearance::issued) {
    maker.machine(Event::recall_clearance_form, {{"reason", "withdrawn"}});
    maker.recall_clearance("withdrawn");
  }
  head.change = Change::none;
}

void draft_certificate(Maker& maker, const std::string& code, const std::string& actor) {
  DeclarationHead& head = maker.head();
  const auto same = std::count_if(head.certificates.begin(), head.certificates.end(), [&](const CertificateRef& c) { return c.code == code; });
  char sequence[12];
  std::snprintf(sequence, sizeof sequence, "%02d", static_cast<int>(same) + 1);
  CertificateRef certificate{maker.facts().new_id, head.number + "-" + code + "-" + sequence, code, actor, "", CertificateStage::drafted};
  maker.out().issues.push_back({Issue::Kind::certificate, certificate.id, certificate.number, code, "drafted", {}, {}, true});
  maker.out().steps.back().data.emplace_back("certificate_number", certificate.number);
  head.certificates.push_back(std::move(certificate));
}

void settle_certificate(Maker& maker, const std::string& number, CertificateStage stage, const std::string& actor, const std::string& reason) {
  for (CertificateRef& certificate : maker.head().certificates) {
    if (certificate.number != number) continue;
    certificate.stage = stage;
    if (stage == CertificateStage::signed_) certificate.signed_by = actor;
    maker.out().issues.push_back({Issue::Kind::certificate, certificate.id, number, certificate.code,
                                  std::string(certificate_stage_name(stage)), reason, {}, false});
    maker.receipt_of(stage == CertificateStage::signed_ ? Event::sign_certificate : Event::cancel_certificate,
                     {{"certificate_number", number}, {"certificate_code", certificate.code}});
  }
}

void compare_papers(Maker& maker, bool accurate, const Fields& data) {
  const ActFacts& facts = maker.facts();
  if (auto next = after_comparison(facts.papers_state, accurate, facts.unit, *facts.edition, facts.today)) {
    maker.out().papers_state = *next;
  }
  maker.receipt_of(accurate ? Event::compare_papers_accurate : Event::compare_papers_inaccurate, data);
  if (accurate) maker.machine_issues_clearance_if_it_may();
}

void calculate_fee(Maker& maker, const std::string& actor) {
  DeclarationHead& head = maker.head();
  const FeeWorking& working = *maker.facts().fee;
  head.fee_fen = working.total_fen;
  head.calculated_by = actor;
  maker.out().steps.back().working = &working;
  maker.out().steps.back().data.emplace_back("amount_fen", std::to_string(working.total_fen));
  maker.receipt_of(Event::calculate_fee, {{"amount_fen", std::to_string(working.total_fen)}});
  maker.out().receipts.back().with_working = true;
  if (working.total_fen == 0) {
    maker.machine(Event::settle_nothing);
    maker.receipt_of(Event::settle_nothing, {{"amount_fen", "0"}});
  }
}

/// What an act does beside moving along its row. Exhaustive on the event; the machine's own events come from other acts.
void apply_effects(Maker& maker, const ActRequest& request, const std::string& actor, const Fields& data) {
  DeclarationHead& head = maker.head();
  const ActFacts& facts = maker.facts();
  switch (request.event) {
    case Event::accept: accept(maker, actor); break;
    case Event::assign:
      head.assigned_to = request.parameter("inspector");
      draw(maker);
      break;
    case Event::reassign: head.assigned_to = request.parameter("inspector"); break;
    case Event::begin_inspection:
      head.inspected_by = actor;
      ++head.inspections;
      head.due_at.reset();
      break;
    case Event::pass:
    case Event::fail:
      head.result_on = facts.today;
      maker.receipt_of(request.event, data);
      break;
    case Event::rework:
    case Event::reinspect:
    case Event::complete_treatment:
      ++head.inspections;
      maker.receipt_of(request.event, data);
      break;
    case Event::release:
      if (facts.document != nullptr) maker.consume(*facts.document);
      maker.receipt_of(request.event, {{"released_on", facts.today.to_string()}});
      break;
    case Event::grant_withdrawal:
    case Event::lapse:
      give_back(maker);
      maker.receipt_of(request.event);
      break;
    case Event::compare_papers_accurate: compare_papers(maker, true, data); break;
    case Event::compare_papers_inaccurate: compare_papers(maker, false, data); break;
    case Event::calculate_fee: calculate_fee(maker, actor); break;
    case Event::settle_fee:
      head.collected_by = actor;
      maker.receipt_of(request.event, data);
      break;
    case Event::issue_clearance_form: maker.issue_clearance(); break;
    case Event::recall_clearance_form: maker.recall_clearance(request.parameter("reason")); break;
    case Event::report_clearance_used:
      maker.out().issues.push_back({Issue::Kind::clearance_form, head.clearance_id, head.clearance_number, "97", "used", {}, {}, false});
      maker.receipt_of(request.event, {{"clearance_number", head.clearance_number}});
      break;
    case Event::draft_certificate: draft_certificate(maker, request.parameter("certificate_code"), actor); break;
    case Event::sign_certificate:
      settle_certificate(maker, request.parameter("certificate_number"), CertificateStage::signed_, actor, {});
      break;
    case Event::cancel_certificate:
      settle_certificate(maker, request.parameter("certificate_number"), CertificateStage::cancelled, actor, request.parameter("reason"));
      break;
    case Event::return_for_repair:
    case Event::refuse:
    case Event::order_treatment:
    case Event::close:
    case Event::close_failed:
    case Event::abandon:
    case Event::reverse_fee:
    case Event::ask_amendment:
    case Event::grant_amendment:
    case Event::refuse_amendment:
    case Event::ask_withdrawal:
    case Event::refuse_withdrawal: maker.receipt_of(request.event, data); break;
    case Event::lodge:
    case Event::lodge_refused:
    case Event::lodge_again:
    case Event::lodge_again_refused:
    case Event::lodge_amendment:
    case Event::lodge_amendment_refused:
    case Event::order_inspection:
    case Event::waive_inspection:
    case Event::settle_nothing:
    case Event::papers_reset: break;
  }
}

bool code_is_in(List list, const std::string& code, const ActFacts& facts) {
  return facts.edition->code(list, code, facts.today) != nullptr;
}

/// Whether a given parameter is good; the rule it refuses by otherwise.
std::optional<Finding> check_parameter(std::string_view name, const std::string& value, const DeclarationHead& head, const ActRequest& request,
                                       const ActFacts& facts) {
  const auto length = utf8_length(value);
  const auto bad = [&] { return finding("REV006", "/" + std::string(name), {std::string(name)}); };
  if (!length || *length > limits::kReasonCharactersMax || value.find('\0') != value.npos) return bad();
  if (name == "reason_code") {
    const List list = request.event == Event::fail                        ? List::failure_reason
                      : request.event == Event::compare_papers_inaccurate ? List::papers_reason
                                                                          : List::return_reason;
    if (!code_is_in(list, value, facts)) return bad();
  } else if (name == "treatment") {
    if (!code_is_in(List::treatment_kind, value, facts)) return bad();
  } else if (name == "inspector") {
    const bool fits = facts.named_officer && facts.named_officer->has(Role::inspector) && facts.named_officer_is_in_reach &&
                      facts.named_officer->standing == Standing::active;
    if (!fits) return finding("INS014", "/inspector", {value});
    if (value == head.accepted_by) return finding("SEP001", "/inspector");
  } else if (name == "amount_fen") {
    if (value != std::to_string(head.fee_fen)) return finding("PAY003", "/amount_fen");
  }
  return std::nullopt;
}

std::vector<Finding> check_parameters(const DeclarationHead& head, const ActRequest& request, const ActFacts& facts) {
  std::vector<Finding> findings;
  std::vector<std::string_view> known;
  for (std::string_view name : event_spec(request.event).parameters) {
    if (name.empty()) continue;
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
    if (std::find(known.begin(), known.end(), name) == known.end()) findings.push_back(finding("DEC007", "/" + name, {name}));
  }
  return findings;
}

bool facts_suffice(Event event, const ActFacts& facts) {
  if (event == Event::assign) return facts.draw.has_value();
  if (event == Event::calculate_fee) return facts.fee.has_value();
  return true;
}

bool is_machine_only(const Roles& by) {
  for (std::size_t role = 1; role <= kRoleCount; ++role) {
    if (static_cast<Role>(role) != Role::machine && by.has(static_cast<Role>(role))) return false;
  }
  return true;
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

bool Actor::has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
Actor machine_actor() { return Actor{"machine", "", {Role::machine}, "", 0}; }

std::string ActRequest::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

Result<Outcome> decide(const DeclarationHead& head, const ActRequest& request, const Actor& actor, const ActFacts& facts) {
  const std::string event_name(event_spec(request.event).name);
  const auto row = find_row(head, request.event);
  if (!row) return refuse("REV004", {std::string(stage_name(head.stage)), event_name});
  const auto role = acting_role(*row, actor);
  if (!role) {
    Error error = refuse("REV005", {actor.roles.empty() ? "" : std::string(role_name(actor.roles.front())), event_name});
    error.code = Code::forbidden;
    return error;
  }
  if (head.steps + 4 > limits::kStepsPerCaseMax && *role != Role::machine) {
    return refuse("LIM001", {std::to_string(limits::kStepsPerCaseMax)});
  }
  if (auto no = check_guard(row->only_if, head, actor, request, facts)) return refused({std::move(*no)});
  if (auto findings = check_parameters(head, request, facts); !findings.empty()) return refused(std::move(findings));
  if (!facts_suffice(request.event, facts)) return failure(Code::internal, "facts missing for " + event_name);

  Maker maker(head, facts);
  Fields data;
  for (const auto& [name, value] : request.parameters) {
    if (!value.empty()) data.emplace_back(name, value);
  }
  maker.move(request.event, *role, actor.name, data);
  apply_effects(maker, request, actor.name, data);
  return std::move(maker.out());
}

std::vector<AllowedAction> allowed_actions(const DeclarationHead& head, const Actor& actor, const ActFacts& facts) {
  std::vector<AllowedAction> actions;
  for (const EventSpec& spec : kEvents) {
    const auto row = find_row(head, spec.event);
    if (!row || is_machine_only(row->by)) continue;
    const auto role = acting_role(*row, actor);
    if (!role || *role == Role::machine) continue;
    actions.push_back({spec.event, *role, check_guard(row->only_if, head, actor, {}, facts)});
  }
  return actions;
}

Result<Outcome> decide_lodging(const DeclarationHead* existing, const Lodging& lodging, const ActFacts& facts) {
  const Record& header = lodging.document->header();
  const bool is_clean = std::none_of(lodging.findings.begin(), lodging.findings.end(),
                                     [](const Finding& f) { return f.severity == Severity::refusal; });
  DeclarationHead head = existing != nullptr ? *existing : DeclarationHead{};
  const std::uint32_t expected = head.version + 1;
  if (lodging.version != expected || lodging.version > limits::kVersionsMax) {
    return refuse("SYS004", {std::to_string(lodging.version), std::to_string(expected)});
  }
  const Direction direction = lodging.document->direction().value_or(Direction::import_);
  Event event = Event::lodge;
  std::vector<Finding> more;
  if (existing == nullptr) {
    head.id = lodging.id;
    head.reference = lodging.reference;
    head.unit = facts.unit.registration;
    head.direction = direction;
    head.channel = lodging.channel;
    head.accepting_office = std::string(header[F::header::accepting_office]);
    head.lodged_at = facts.now;
    event = is_clean ? Event::lodge : Event::lodge_refused;
  } else {
    const bool is_numbered = !head.number.empty();  // before acceptance a wrong direction or office is repaired like any field
    if (is_numbered && direction != head.direction) return refuse("LOD006", {"direction"}, "/direction");
    if (is_numbered && header[F::header::accepting_office] != head.accepting_office) return refuse("LOD006", {"accepting_office"}, "/accepting_office");
    if (head.change == Change::amend_granted && lodging.previous != nullptr) {
      more = review_amendment(head, differences(*lodging.previous, *lodging.document));
      event = is_clean && more.empty() ? Event::lodge_amendment : Event::lodge_amendment_refused;
    } else if (head.stage == Stage::returned) {
      event = is_clean ? Event::lodge_again : Event::lodge_again_refused;
    } else {
      return refuse("LOD005", {std::string(stage_name(head.stage))});
    }
  }
  const bool takes_effect = event != Event::lodge_amendment_refused;
  head.version = lodging.version;
  if (lodging.channel == Channel::counter_entry) head.entered_by = lodging.actor.name;

  Maker maker(head, facts);
  Fields data{{"version", std::to_string(lodging.version)}, {"document", lodging.document_hash},
              {"channel", std::string(channel_name(lodging.channel))}, {"lodged_by", lodging.actor.name}};
  maker.machine(event, std::move(data));
  maker.out().steps.back().findings = &lodging.findings;
  DeclarationHead& next = maker.head();
  if (takes_effect) {
    if (event == Event::lodge_amendment && !next.number.empty()) {
      if (lodging.previous != nullptr) maker.reservations(*lodging.previous, -1, "give_back");
      maker.reservations(*lodging.document, +1, "reserve");
    }
    next.effective_version = lodging.version;
    next.document_hash = lodging.document_hash;
    next.direction = direction;
    next.accepting_office = std::string(header[F::header::accepting_office]);
    next.declaration_kind = std::string(header[F::header::declaration_kind]);
    next.inspecting_office = std::string(header[F::header::inspecting_office]);
    next.papers_mode = existing == nullptr || existing->number.empty() ? lodging.papers_mode : existing->papers_mode;
    next.lines = static_cast<std::uint32_t>(header.count(Group::goods));
    next.title.clear();
    next.required_certificates.clear();
    header.each(Group::goods, [&](const Record& line) {
      if (next.title.empty()) next.title = std::string(line[F::goods::goods_name_zh]);
    });
    header.each(Group::required_certificate, [&](const Record& certificate) {
      const std::string code(certificate[F::required_certificate::certificate_code]);
      auto& codes = next.required_certificates;
      if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    });
  }
  maker.receipt_of(event, {{"version", std::to_string(lodging.version)}});
  maker.out().receipts.back().with_findings = true;
  if (!more.empty()) {
    std::string rules;
    for (const Finding& f : more) rules += (rules.empty() ? "" : " ") + std::string(f.rule);
    maker.out().receipts.back().fields.emplace_back("refused_by", rules);
    maker.out().steps.back().data.emplace_back("refused_by", rules);
  }
  if (event == Event::lodge_amendment && next.clearance == Clearance::issued) {
    maker.machine(Event::recall_clearance_form, {{"reason", "amended"}});
    maker.recall_clearance("amended");
  }
  if (takes_effect && existing != nullptr && next.papers != Papers::due) {
    maker.machine(Event::papers_reset);
    maker.receipt("papers_due", {{"where", next.papers_mode == PapersMode::before_acceptance ? "at_desk" : "at_inspection"}});
  } else if (is_clean && event == Event::lodge && next.papers_mode == PapersMode::before_acceptance) {
    maker.receipt("papers_due", {{"where", "at_desk"}});
  }
  return std::move(maker.out());
}

Result<Fold> fold(const std::vector<Event>& events) {
  DeclarationHead head;
  for (const Event event : events) {
    const auto row = find_row(head, event);
    if (!row) return failure(Code::corrupt, "no row for " + std::string(event_spec(event).name) + " in " + std::string(stage_name(head.stage)));
    if (row->stage) {
      head.stage = *row->stage;
      if (event == Event::grant_withdrawal || event == Event::lapse) head.change = Change::none;
    } else {
      set_track(head, row->value->first, row->value->second);
    }
  }
  return Fold{head.stage, head.papers, head.fee, head.change, head.clearance};
}

}  // namespace datong::domain
