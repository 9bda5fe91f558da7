#include "domain/declaration/effects.hpp"

#include <algorithm>
#include <cstdio>

#include "base/check.hpp"
#include "domain/inspection/inspection_certificate.hpp"

namespace datong::domain {
namespace {

std::uint8_t track_value(const DeclarationHead& head, Track track) {
  switch (track) {
    case Track::papers: return table::n(head.papers);
    case Track::fee: return table::n(head.fee);
    case Track::change: return table::n(head.change);
    case Track::clearance: return table::n(head.clearance);
    case Track::certificates: return 0;
    case Track::laboratory: return table::n(head.laboratory);
  }
  return 0;
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

}  // namespace

void set_track(DeclarationHead& head, Track track, std::uint8_t value) {
  switch (track) {
    case Track::papers: head.papers = static_cast<Papers>(value); break;
    case Track::fee: head.fee = static_cast<Fee>(value); break;
    case Track::change: head.change = static_cast<Change>(value); break;
    case Track::clearance: head.clearance = static_cast<Clearance>(value); break;
    case Track::certificates: break;
    case Track::laboratory: head.laboratory = static_cast<Laboratory>(value); break;
  }
}

std::optional<Row> find_row(const DeclarationHead& head, Event event) {
  if (const Transition* row = stage_row(head.stage, event)) {
    return Row{row->by,
               row->only_if,
               &row->rule.rule(),
               "stage",
               std::string(stage_name(row->from)),
               std::string(stage_name(row->to)),
               row->to,
               {}};
  }
  if (const TrackMove* row = track_row(head, event)) {
    return Row{row->by,
               row->only_if,
               &row->rule.rule(),
               std::string(track_name(row->track)),
               std::string(value_name(row->track, row->from)),
               std::string(value_name(row->track, row->to)),
               std::nullopt,
               std::pair{row->track, row->to}};
  }
  return std::nullopt;
}

void Maker::move(Event event, Role role, const std::string& actor, Fields data) {
  const auto row = find_row(out_.head, event);
  CHECK(row.has_value());
  if (row->stage) {
    if (*row->stage != out_.head.stage) out_.head.since = facts_.now;
    out_.head.stage = *row->stage;
  } else {
    set_track(out_.head, row->value->first, row->value->second);
    if (row->value->first == Track::laboratory) out_.head.since = facts_.now;  // the goods' case changes hands within its stage
  }
  out_.steps.push_back(
      {event, row->track, row->from, row->to, row->rule->id, role, actor, std::move(data), nullptr, {}});
  ++out_.head.steps;
}

bool Maker::machine_may(Event event) const {
  const auto row = find_row(out_.head, event);
  return row && row->by.has(Role::machine) && !check_guard(row->only_if, out_.head, machine_actor(), {}, facts_);
}

void Maker::receipt(std::string_view kind, Fields fields) {
  out_.receipts.push_back({std::string(kind), std::move(fields), false, false});
}

void Maker::receipt_of(Event event, Fields fields) {
  const std::string_view kind = event_spec(event).receipt;
  if (!kind.empty()) receipt(kind, std::move(fields));
}

void Maker::papers_due() {
  const DeclarationHead& head = out_.head;
  if (head.papers == Papers::accurate) return;
  const bool before_result = head.stage == Stage::accepted || head.stage == Stage::assigned ||
                             head.stage == Stage::ordered || head.stage == Stage::inspecting;
  std::string_view where = "at_desk";
  if (head.papers_mode == PapersMode::at_inspection) {
    if (head.direction == Direction::import_)
      where = "at_collection";
    else if (before_result)
      where = "at_inspection";
  }
  receipt("papers_due", {{"where", std::string(where)}});
}

void Maker::reserve(const Document& document) {
  for (const PermitReservation& wanted : permit_reservations(document)) {
    out_.moves.push_back({wanted.ledger, -wanted.amount, "reserve"});
    out_.moves.push_back({wanted.ledger + ":reserved", wanted.amount, "reserve"});
  }
}

void Maker::give_back(const Document& document) {
  for (const PermitReservation& held : permit_reservations(document)) {
    out_.moves.push_back({held.ledger, held.amount, "give_back"});
    out_.moves.push_back({held.ledger + ":reserved", -held.amount, "give_back"});
  }
}

void Maker::consume(const Document& document) {
  for (const PermitReservation& held : permit_reservations(document)) {
    out_.moves.push_back({held.ledger + ":reserved", -held.amount, "consume"});
  }
}

void Maker::issue_clearance() {
  DeclarationHead& head = out_.head;
  char suffix[12];
  std::snprintf(suffix, sizeof suffix, "%03u", head.clearance_count);
  head.clearance_number = head.number + suffix;
  head.clearance_id = facts_.new_id;
  ++head.clearance_count;
  Issue issue{Issue::Kind::clearance_form, head.clearance_id, head.clearance_number, "97", "issued", {}, {}, true};
  const bool is_import = head.direction == Direction::import_;
  issue.valid_until_on = valid_until(is_import ? "entry_clearance_form" : "exit_clearance_form", facts_.document,
                                     *facts_.edition, facts_.today);
  Fields fields{{"clearance_number", head.clearance_number}};
  if (issue.valid_until_on) fields.emplace_back("valid_until_on", issue.valid_until_on->to_string());
  out_.issues.push_back(std::move(issue));
  receipt_of(Event::issue_clearance_form, std::move(fields));
}

void Maker::machine_issues_clearance_if_it_may() {
  if (out_.head.direction != Direction::import_ || !machine_may(Event::issue_clearance_form)) return;
  machine(Event::issue_clearance_form);
  issue_clearance();
}

void Maker::note_recalled_clearance(const std::string& reason) {
  const DeclarationHead& head = out_.head;
  out_.issues.push_back(
      {Issue::Kind::clearance_form, head.clearance_id, head.clearance_number, "97", "recalled", reason, {}, false});
  receipt_of(Event::recall_clearance_form, {{"clearance_number", head.clearance_number}, {"reason", reason}});
}

void Maker::void_fee(const std::string& reason) {
  if (out_.head.fee != Fee::due && out_.head.fee != Fee::settled) return;
  machine(Event::void_fee);
  receipt_of(Event::void_fee, {{"amount_fen", std::to_string(out_.head.fee_fen)}, {"reason", reason}});
}

void Maker::void_documents(const std::string& reason, bool with_clearance) {
  DeclarationHead& head = out_.head;
  if (with_clearance && head.clearance == Clearance::issued) {
    machine(Event::recall_clearance_form, {{"reason", reason}});
    note_recalled_clearance(reason);
  }
  std::string numbers;
  for (CertificateRef& certificate : head.certificates) {
    if (certificate.stage == CertificateStage::cancelled) continue;
    certificate.stage = CertificateStage::cancelled;
    numbers += (numbers.empty() ? "" : " ") + certificate.number;
    out_.issues.push_back({Issue::Kind::certificate,
                           certificate.id,
                           certificate.number,
                           certificate.code,
                           "cancelled",
                           reason,
                           {},
                           false});
    receipt_of(
        Event::cancel_certificate,
        {{"certificate_number", certificate.number}, {"certificate_code", certificate.code}, {"reason", reason}});
  }
  if (!numbers.empty()) machine(Event::cancel_certificate, {{"certificate_number", numbers}, {"reason", reason}});
}

void Maker::void_test() {
  if (out_.head.laboratory == Laboratory::none) return;
  machine(Event::laboratory_reset);
  out_.head.sample = {};
}

std::optional<Error> missing_fact(Event event, const ActFacts& facts) {
  const auto missing = [&](bool is_missing) -> std::optional<Error> {
    if (!is_missing) return std::nullopt;
    return failure(Code::internal, "facts missing for " + std::string(event_spec(event).name));
  };
  if (event == Event::assign) return missing(!facts.draw);
  if (event == Event::calculate_fee) return missing(!facts.fee);
  if (event == Event::grant_withdrawal || event == Event::lapse || event == Event::release ||
      event == Event::close_failed || event == Event::draft_certificate) {
    return missing(facts.document == nullptr);
  }
  if (event == Event::accept) {
    if (auto days = facts.edition->number("lapse_days", facts.today); !days) return days.error();
    return missing(facts.document == nullptr);
  }
  if (event == Event::compare_papers_accurate || event == Event::compare_papers_inaccurate) {
    auto next = after_comparison(facts.papers_state, event == Event::compare_papers_accurate, facts.unit,
                                 *facts.edition, facts.today);
    if (!next) return next.error();
  }
  return std::nullopt;
}

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// ---- effects of the acts

/// The serial part comes with the commit: six digits.
std::string declaration_number(const DeclarationHead& head, const std::string& year, const std::string& serial) {
  const std::string zeros(serial.size() < 6 ? 6 - serial.size() : 0, '0');
  return head.accepting_office + (head.direction == Direction::import_ ? "1" : "2") + year + zeros + serial;
}

void accept(Maker& maker, const std::string& actor) {
  DeclarationHead& head = maker.head();
  const ActFacts& facts = maker.facts();
  head.accepted_by = actor;
  head.accepted_on = facts.today;
  char year[4];
  std::snprintf(year, sizeof year, "%02d", facts.today.year() % 100);
  maker.out().counter =
      "declaration:" + head.accepting_office + (head.direction == Direction::import_ ? ":1:" : ":2:") + year;
  if (facts.drawn_number) head.number = declaration_number(head, year, *facts.drawn_number);
  maker.reserve(*facts.document);
  const auto days = facts.edition->number("lapse_days", facts.today);
  head.due_at = start_of_legal_day(facts.today.plus_days(static_cast<int>(days->raw() / Decimal::kScale) + 1));
  maker.receipt_of(Event::accept, {{"declaration_number", head.number}, {"accepted_on", facts.today.to_string()}});
  maker.papers_due();
  maker.machine_issues_clearance_if_it_may();
}

void draw(Maker& maker) {
  const DrawFact& fact = *maker.facts().draw;
  Fields data{{"ratio", fact.ratio.to_string()},
              {"level", std::to_string(fact.level)},
              {"reasons", joined(fact.reasons)},
              {"secret_of", fact.commitment_day}};
  const Event event = fact.drawn ? Event::order_inspection : Event::waive_inspection;
  maker.machine(event, std::move(data));
  maker.receipt_of(event, {{"inspecting_office", maker.head().inspecting_office}});
  if (fact.drawn) return;
  maker.head().due_at.reset();
  if (maker.head().direction == Direction::export_) maker.papers_due();  // there is no inspection to bring them to
}

void withdraw(Maker& maker, const std::string& reason) {
  DeclarationHead& head = maker.head();
  if (!head.number.empty()) maker.give_back(*maker.facts().document);
  head.due_at.reset();
  maker.void_documents(reason, true);
  if (head.laboratory == Laboratory::sampled) maker.void_test();  // nobody waits for its report any more
  head.change = Change::none;
}

/// Goods that do not conform and stay so: what was cleared has used its permit, what was not gives it back.
void close_failed(Maker& maker) {
  const Document& document = *maker.facts().document;
  if (maker.head().clearance == Clearance::used) {
    maker.consume(document);
    return;
  }
  maker.give_back(document);
  if (maker.head().clearance != Clearance::issued) return;
  maker.machine(Event::recall_clearance_form, {{"reason", "closed"}});
  maker.note_recalled_clearance("closed");
}

/// The result is gone, and with it what it stood on and what stood on it: the test, the fee and the certificates.
void inspect_again(Maker& maker, Event event, const Fields& data) {
  DeclarationHead& head = maker.head();
  ++head.inspections;
  maker.receipt_of(event, data);
  maker.void_test();
  maker.void_fee("inspected_again");
  maker.void_documents("inspected_again", false);
}

void draft_certificate(Maker& maker, const ActRequest& request, const std::string& actor) {
  const std::string code = request.parameter("certificate_code");
  DeclarationHead& head = maker.head();
  const auto same = std::count_if(head.certificates.begin(), head.certificates.end(),
                                  [&](const CertificateRef& c) { return c.code == code; });
  char sequence[12];
  std::snprintf(sequence, sizeof sequence, "%02d", static_cast<int>(same) + 1);
  CertificateRef certificate{maker.facts().new_id,     head.number + "-" + code + "-" + sequence, code, actor, "",
                             CertificateStage::drafted};
  maker.out().issues.push_back(
      {Issue::Kind::certificate, certificate.id, certificate.number, code, "drafted", {}, {}, true, content_of(request)});
  maker.out().steps.back().data.emplace_back("certificate_number", certificate.number);
  head.certificates.push_back(std::move(certificate));
}

void settle_certificate(Maker& maker, const std::string& number, CertificateStage stage, const std::string& actor,
                        const std::string& reason) {
  for (CertificateRef& certificate : maker.head().certificates) {
    if (certificate.number != number) continue;
    certificate.stage = stage;
    if (stage == CertificateStage::signed_) certificate.signed_by = actor;
    maker.out().issues.push_back({Issue::Kind::certificate,
                                  certificate.id,
                                  number,
                                  certificate.code,
                                  std::string(certificate_stage_name(stage)),
                                  reason,
                                  {},
                                  false});
    maker.receipt_of(stage == CertificateStage::signed_ ? Event::sign_certificate : Event::cancel_certificate,
                     {{"certificate_number", number}, {"certificate_code", certificate.code}});
  }
}

void compare_papers(Maker& maker, bool accurate, const Fields& data) {
  const ActFacts& facts = maker.facts();
  const bool is_first = maker.out().steps.back().from == value_name(Track::papers, table::n(Papers::due));
  if (is_first) {  // a version counts once, however often its papers come back
    maker.out().papers_state = *after_comparison(facts.papers_state, accurate, facts.unit, *facts.edition, facts.today);
  }
  maker.receipt_of(accurate ? Event::compare_papers_accurate : Event::compare_papers_inaccurate, data);
  if (accurate) maker.machine_issues_clearance_if_it_may();
}

void calculate_fee(Maker& maker, const std::string& actor) {
  DeclarationHead& head = maker.head();
  const FeeWorking& working = *maker.facts().fee;
  head.fee_fen = working.total_fen;
  head.calculated_by = actor;
  head.collected_by.clear();
  maker.out().steps.back().working = &working;
  maker.out().steps.back().data.emplace_back("amount_fen", std::to_string(working.total_fen));
  maker.receipt_of(Event::calculate_fee, {{"amount_fen", std::to_string(working.total_fen)}});
  maker.out().receipts.back().with_working = true;
  if (working.total_fen == 0) {
    maker.machine(Event::settle_nothing);
    maker.receipt_of(Event::settle_nothing, {{"amount_fen", "0"}});
  }
}

/// A sample without a number of its voucher gets one of the case's.
void send_sample(Maker& maker, const ActRequest& request, const std::string& actor) {
  DeclarationHead& head = maker.head();
  ++head.samples;
  head.sample = {request.parameter("sample_number"), request.parameter("test_items"), actor, ""};
  Fields& said = maker.out().steps.back().data;
  if (head.sample.number.empty()) {
    char sequence[12];
    std::snprintf(sequence, sizeof sequence, "%02u", head.samples);
    head.sample.number = head.number + "-S" + sequence;
    said.emplace_back("sample_number", head.sample.number);
  }
  maker.receipt_of(request.event, said);
}

/// What becomes of the sample that is out is said with its number.
void settle_sample(Maker& maker, const ActRequest& request) {
  Sample& sample = maker.head().sample;
  Fields& said = maker.out().steps.back().data;
  said.emplace_back("sample_number", sample.number);
  maker.receipt_of(request.event, said);
  sample.report = request.parameter("report_number");
  if (maker.head().laboratory == Laboratory::none) sample = {};
}

}  // namespace

/// Exhaustive on the event; the machine's own events come from other acts.
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
      head.inspected_by = actor;
      head.result_on = facts.today;
      maker.receipt_of(request.event, data);
      break;
    case Event::send_sample:
    case Event::send_another_sample: send_sample(maker, request, actor); break;
    case Event::withdraw_sample:
    case Event::record_test_conforms:
    case Event::record_test_does_not_conform: settle_sample(maker, request); break;
    case Event::rework:
    case Event::reinspect:
    case Event::complete_treatment: inspect_again(maker, request.event, data); break;
    case Event::release:
      maker.consume(*facts.document);
      maker.receipt_of(request.event, {{"released_on", facts.today.to_string()}});
      break;
    case Event::grant_withdrawal:
    case Event::lapse:
      withdraw(maker, request.event == Event::lapse ? "lapsed" : "withdrawn");
      maker.receipt_of(request.event);
      break;
    case Event::close_failed:
      close_failed(maker);
      maker.receipt_of(request.event, data);
      break;
    case Event::compare_papers_accurate: compare_papers(maker, true, data); break;
    case Event::compare_papers_inaccurate: compare_papers(maker, false, data); break;
    case Event::calculate_fee: calculate_fee(maker, actor); break;
    case Event::settle_fee:
      head.collected_by = actor;
      maker.receipt_of(request.event, data);
      break;
    case Event::issue_clearance_form: maker.issue_clearance(); break;
    case Event::recall_clearance_form: maker.note_recalled_clearance(request.parameter("reason")); break;
    case Event::report_clearance_used:
      head.due_at.reset();  // goods that are through customs cannot lapse
      maker.out().issues.push_back(
          {Issue::Kind::clearance_form, head.clearance_id, head.clearance_number, "97", "used", {}, {}, false});
      maker.receipt_of(request.event, {{"clearance_number", head.clearance_number}});
      break;
    case Event::draft_certificate: draft_certificate(maker, request, actor); break;
    case Event::sign_certificate:
      settle_certificate(maker, request.parameter("certificate_number"), CertificateStage::signed_, actor, {});
      break;
    case Event::cancel_certificate:
      settle_certificate(maker, request.parameter("certificate_number"), CertificateStage::cancelled, actor,
                         request.parameter("reason"));
      break;
    case Event::return_for_repair:
    case Event::refuse:
      head.due_at.reset();
      maker.receipt_of(request.event, data);
      break;
    case Event::order_treatment:
    case Event::close:
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
    case Event::void_fee:
    case Event::laboratory_reset:
    case Event::papers_reset: break;
  }
}

}  // namespace datong::domain
