// The guards of the lifecycle: one small function each, returning the rule it refuses by.
#include <algorithm>

#include "domain/declaration/decide.hpp"

namespace datong::domain {
namespace {

using Refusal = std::optional<Finding>;

Refusal refuse_unless(bool condition, RuleId rule, std::vector<std::string> values = {}) {
  if (condition) return std::nullopt;
  return finding(rule, "", std::move(values));
}

bool change_pending(const DeclarationHead& head) { return head.change != Change::none; }

bool has_result(const DeclarationHead& head) {
  return head.stage == Stage::passed || head.stage == Stage::waived || head.stage == Stage::failed;
}

bool before_acceptance(const DeclarationHead& head) {
  return head.stage == Stage::returned || head.stage == Stage::in_review || head.stage == Stage::none;
}

bool needs_certificate(const DeclarationHead& head, const std::string& code) {
  return code != "97" && std::none_of(head.certificates.begin(), head.certificates.end(), [&](const CertificateRef& certificate) {
    return certificate.code == code && certificate.stage != CertificateStage::cancelled;
  });
}

bool all_certificates_are_signed(const DeclarationHead& head) {
  return std::all_of(head.required_certificates.begin(), head.required_certificates.end(), [&](const std::string& code) {
    return code == "97" || std::any_of(head.certificates.begin(), head.certificates.end(), [&](const CertificateRef& certificate) {
             return certificate.code == code && certificate.stage == CertificateStage::signed_;
           });
  });
}

bool clearance_in_use(const ActFacts& facts) { return facts.edition->flag("clearance_form_in_use", facts.today); }

Refusal can_be_accepted(const DeclarationHead& head, const Actor& actor, const ActFacts& facts) {
  if (auto no = refuse_unless(!actor.has(Role::machine) || facts.edition->flag("machine_may_accept", facts.today), "REV007")) return no;
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  if (auto no = refuse_unless(head.entered_by.empty() || head.entered_by != actor.name, "SEP004")) return no;
  if (auto no = refuse_unless(head.papers_mode == PapersMode::at_inspection || head.papers == Papers::accurate, "PAP010")) return no;
  return refuse_unless(facts.permits_suffice, "PRM002");
}

Refusal can_begin_inspection(const DeclarationHead& head, const Actor& actor) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  if (auto no = refuse_unless(head.assigned_to == actor.name, "INS013")) return no;
  if (auto no = refuse_unless(head.accepted_by != actor.name, "SEP001")) return no;
  return refuse_unless(head.direction == Direction::import_ || head.papers == Papers::accurate, "PAP011");
}

Refusal is_the_inspector(const DeclarationHead& head, const Actor& actor) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  return refuse_unless(head.assigned_to == actor.name, "INS013");
}

/// No result while a sample is out: it would be given without the finding that was asked for. The inspector who wants to
/// give it at once takes the sample back, with his reason.
Refusal can_fail(const DeclarationHead& head, const Actor& actor) {
  if (auto no = is_the_inspector(head, actor)) return no;
  return refuse_unless(head.laboratory != Laboratory::sampled, "LAB007");
}

/// Nor does an inspector overrule the laboratory: goods that fail a test are treated or reworked and inspected again (IQD 4.4), or
/// another sample is tested, with its reason on record.
Refusal can_pass(const DeclarationHead& head, const Actor& actor) {
  if (auto no = can_fail(head, actor)) return no;
  return refuse_unless(head.laboratory != Laboratory::does_not_conform, "LAB008", {head.sample.report});
}

Refusal sample_can_be_sent(const DeclarationHead& head, const Actor& actor) {
  if (auto no = is_the_inspector(head, actor)) return no;
  return refuse_unless(head.stage == Stage::inspecting, "LAB001");
}

/// The laboratory's hand is none of inspection's: neither who took the sample nor who decides on the goods.
Refusal test_can_be_recorded(const DeclarationHead& head, const Actor& actor) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  if (auto no = refuse_unless(head.stage == Stage::inspecting, "LAB009")) return no;
  return refuse_unless(actor.name != head.sample.taken_by && actor.name != head.assigned_to, "SEP005");
}

Refusal within_reinspection_days(const DeclarationHead& head, const ActFacts& facts) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  const auto days = facts.edition->number("reinspection_request_days", facts.today);
  const std::string shown = days ? days->to_string() : "0";
  const bool inside = days && head.result_on && Decimal::from_integer(facts.today - *head.result_on) <= *days;
  return refuse_unless(inside, "INS010", {shown});
}

Refusal may_be_released(const DeclarationHead& head, const ActFacts& facts) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  if (auto no = refuse_unless(head.fee == Fee::settled, "REL002")) return no;
  if (auto no = refuse_unless(head.papers == Papers::accurate, "REL003")) return no;
  if (auto no = refuse_unless(all_certificates_are_signed(head), "REL004")) return no;
  const bool form_is_out = head.clearance == Clearance::issued || head.clearance == Clearance::used;
  return refuse_unless(form_is_out || !clearance_in_use(facts), "REL005");
}

/// Exports at inspection: the inspector; everything else the desk (D-0006).
Refusal papers_can_be_compared(const DeclarationHead& head, const Actor& actor) {
  const bool before = head.papers_mode == PapersMode::before_acceptance;
  const bool stage_fits = !is_final(head.stage) && (before ? head.stage != Stage::returned : !before_acceptance(head));
  if (auto no = refuse_unless(stage_fits, "PAP012")) return no;
  const bool at_inspection = head.direction == Direction::export_ && !before &&
                             (head.stage == Stage::ordered || head.stage == Stage::inspecting);
  if (at_inspection) return refuse_unless(actor.has(Role::inspector) && head.assigned_to == actor.name, "PAP012");
  const bool too_early = head.direction == Direction::export_ && !before && head.stage == Stage::accepted;
  return refuse_unless(actor.has(Role::desk) && !too_early, "PAP012");
}

Refusal clearance_can_be_issued(const DeclarationHead& head, const ActFacts& facts) {
  if (auto no = refuse_unless(clearance_in_use(facts), "CLR004")) return no;
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  const bool alive = !before_acceptance(head) && !is_final(head.stage) && head.stage != Stage::failed && head.stage != Stage::treating;
  const bool papers_in = head.papers == Papers::accurate;
  const bool import_ready = head.direction == Direction::import_;
  const bool export_ready = (head.stage == Stage::passed || head.stage == Stage::waived || head.stage == Stage::released) &&
                            head.fee == Fee::settled;
  return refuse_unless(alive && papers_in && (import_ready || export_ready), "CLR001");
}

Refusal certificate_can_be_drafted(const DeclarationHead& head, const ActRequest& request) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  if (auto no = refuse_unless(has_result(head), "CRT001")) return no;
  const std::string code = request.parameter("certificate_code");
  const bool wanted = std::any_of(head.required_certificates.begin(), head.required_certificates.end(), [&](const std::string& required) {
    return (code.empty() || code == required) && needs_certificate(head, required);
  });
  return refuse_unless(wanted, "CRT005", {code});
}

Refusal certificate_can_be_signed(const DeclarationHead& head, const Actor& actor, const ActRequest& request) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  if (auto no = refuse_unless(head.fee == Fee::settled, "CRT002")) return no;
  if (auto no = refuse_unless(has_result(head) || head.stage == Stage::released, "CRT001")) return no;
  const std::string number = request.parameter("certificate_number");
  bool drafted = false;
  for (const CertificateRef& certificate : head.certificates) {
    if (certificate.stage != CertificateStage::drafted || (!number.empty() && certificate.number != number)) continue;
    drafted = true;
    if (certificate.drafted_by != actor.name) return std::nullopt;
  }
  if (drafted) return finding("SEP003", "");
  return finding("CRT004", "", {number});
}

Refusal certificate_can_be_cancelled(const DeclarationHead& head, const ActRequest& request) {
  const std::string number = request.parameter("certificate_number");
  const bool found = std::any_of(head.certificates.begin(), head.certificates.end(), [&](const CertificateRef& certificate) {
    return certificate.stage != CertificateStage::cancelled && (number.empty() || certificate.number == number);
  });
  return refuse_unless(found && !is_final(head.stage), "CRT004", {number});
}

Refusal amendment_can_be_asked(const DeclarationHead& head) {
  if (auto no = refuse_unless(head.clearance != Clearance::used, "CHG009")) return no;
  return refuse_unless(!before_acceptance(head) && !is_final(head.stage), "CHG001");
}

Refusal withdrawal_can_be_asked(const DeclarationHead& head) {
  if (auto no = refuse_unless(head.clearance != Clearance::used, "CHG009")) return no;
  const bool open = head.stage != Stage::none && head.stage != Stage::returned && head.stage != Stage::released && !is_final(head.stage);
  return refuse_unless(open, "CHG004");
}

/// Customs' use of the form is a fact that may come while the request waits.
Refusal withdrawal_is_asked(const DeclarationHead& head) {
  if (auto no = refuse_unless(head.change == Change::withdraw_asked, "CHG005")) return no;
  return refuse_unless(head.clearance != Clearance::used, "CHG009");
}

Refusal may_lapse(const DeclarationHead& head, const ActFacts& facts) {
  if (auto no = refuse_unless(head.clearance != Clearance::used, "CHG009")) return no;
  const auto days = facts.edition->number("lapse_days", facts.today);
  return refuse_unless(head.due_at && *head.due_at <= facts.now, "LAP001", {days ? days->to_string() : ""});
}

Refusal fee_can_be_calculated(const DeclarationHead& head) {
  if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
  return refuse_unless(has_result(head), "PAY005");
}

}  // namespace

std::optional<Finding> check_guard(Guard guard, const DeclarationHead& head, const Actor& actor, const ActRequest& request,
                                   const ActFacts& facts) {
  switch (guard) {
    case Guard::always: return std::nullopt;
    case Guard::can_be_accepted: return can_be_accepted(head, actor, facts);
    case Guard::can_be_assigned:
    case Guard::no_change_pending: return refuse_unless(!change_pending(head), "CHG008");
    case Guard::drawn: return refuse_unless(facts.draw && facts.draw->drawn, "INS003");
    case Guard::not_drawn: return refuse_unless(facts.draw && !facts.draw->drawn, "INS002");
    case Guard::can_begin_inspection: return can_begin_inspection(head, actor);
    case Guard::is_the_inspector: return is_the_inspector(head, actor);
    case Guard::can_pass: return can_pass(head, actor);
    case Guard::can_fail: return can_fail(head, actor);
    case Guard::can_be_reworked:
      if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
      return refuse_unless(head.direction == Direction::export_, "INS008");
    case Guard::within_reinspection_days: return within_reinspection_days(head, facts);
    case Guard::may_be_released: return may_be_released(head, facts);
    case Guard::withdrawal_is_asked: return withdrawal_is_asked(head);
    case Guard::papers_can_be_compared: return papers_can_be_compared(head, actor);
    case Guard::fee_can_be_calculated: return fee_can_be_calculated(head);
    case Guard::nothing_is_owed: return refuse_unless(head.fee_fen == 0, "PAY002");
    case Guard::other_than_calculator:
      if (auto no = refuse_unless(!change_pending(head), "CHG008")) return no;
      return refuse_unless(head.calculated_by != actor.name, "SEP002");
    case Guard::not_yet_released: return refuse_unless(!is_final(head.stage) && head.stage != Stage::released, "PAY004");
    case Guard::amendment_can_be_asked: return amendment_can_be_asked(head);
    case Guard::withdrawal_can_be_asked: return withdrawal_can_be_asked(head);
    case Guard::clearance_can_be_issued: return clearance_can_be_issued(head, facts);
    case Guard::clearance_is_unused: return refuse_unless(!is_final(head.stage), "CLR002");
    case Guard::certificate_can_be_drafted: return certificate_can_be_drafted(head, request);
    case Guard::certificate_can_be_signed: return certificate_can_be_signed(head, actor, request);
    case Guard::certificate_can_be_cancelled: return certificate_can_be_cancelled(head, request);
    case Guard::sample_can_be_sent: return sample_can_be_sent(head, actor);
    case Guard::sample_can_be_withdrawn: return is_the_inspector(head, actor);
    case Guard::test_can_be_recorded: return test_can_be_recorded(head, actor);
    case Guard::may_lapse: return may_lapse(head, facts);
  }
  return finding("REV004", "");
}

}  // namespace datong::domain
