// Every guard on both sides of its border, on heads made for the purpose.
#include <functional>

#include "domain/declaration/case_test.hpp"

namespace datong::domain {
namespace {

/// A head and facts on which every guard holds for the actor "me".
struct Setting {
  DeclarationHead head;
  ActFacts facts;
  ActRequest request;
  Actor me = officer("me", {Role::desk, Role::inspector});
};

Setting good() {
  Setting s;
  s.head.stage = Stage::passed;
  s.head.direction = Direction::export_;
  s.head.number = "310100225000007";
  s.head.papers = Papers::accurate;
  s.head.fee = Fee::settled;
  s.head.clearance = Clearance::issued;
  s.head.assigned_to = "me";
  s.head.accepted_by = "other";
  s.head.calculated_by = "other";
  s.head.required_certificates = {"11", "97"};
  s.head.certificates = {{CaseId{1}, "N-1", "11", "other", "", CertificateStage::signed_}};
  s.head.result_on = test_day();
  s.head.due_at = start_of_legal_day(test_day());
  s.facts.edition = &classic();
  s.facts.now = start_of_legal_day(test_day());
  s.facts.today = test_day();
  s.facts.draw = DrawFact{};
  return s;
}

struct GuardCase {
  Guard guard;
  std::string_view rule;                    ///< it refuses by
  std::function<void(Setting&)> before;     ///< from good() to the accepted side
  std::function<void(Setting&)> one_fault;  ///< from there to the refused side
};

void none(Setting&) {}
void pending(Setting& s) { s.head.change = Change::amend_asked; }
void in_review(Setting& s) {
  s.head.stage = Stage::in_review;
  s.head.papers_mode = PapersMode::before_acceptance;
}
void ordered(Setting& s) {
  s.head.stage = Stage::ordered;
  s.head.papers = Papers::due;
}
void inspecting(Setting& s) { s.head.stage = Stage::inspecting; }
void sampled(Setting& s) { s.head.laboratory = Laboratory::sampled; }
void does_not_conform(Setting& s) { s.head.laboratory = Laboratory::does_not_conform; }
void at_laboratory(Setting& s) {
  inspecting(s);
  sampled(s);
  s.head.assigned_to = "other";
  s.head.sample.taken_by = "other";
}
void import(Setting& s) { s.head.direction = Direction::import_; }
void drafted(Setting& s) { s.head.certificates.at(0).stage = CertificateStage::drafted; }
void no_certificate(Setting& s) { s.head.certificates.clear(); }

std::vector<GuardCase> cases() {
  using enum Guard;
  return {
      {can_be_accepted, "CHG008", in_review, pending},
      {can_be_accepted, "SEP004", in_review, [](Setting& s) { s.head.entered_by = "me"; }},
      {can_be_accepted, "PAP010", in_review, [](Setting& s) { s.head.papers = Papers::inaccurate; }},
      {can_be_accepted, "PRM002", in_review, [](Setting& s) { s.facts.permits_suffice = false; }},
      {can_be_accepted, "REV007", in_review, [](Setting& s) { s.me = machine_actor(); }},
      {can_be_assigned, "CHG008", none, pending},
      {no_change_pending, "CHG008", none, pending},
      {drawn, "INS003", none, [](Setting& s) { s.facts.draw->drawn = false; }},
      {drawn, "INS003", none, [](Setting& s) { s.facts.draw.reset(); }},
      {not_drawn, "INS002", [](Setting& s) { s.facts.draw->drawn = false; },
       [](Setting& s) { s.facts.draw->drawn = true; }},
      {not_drawn, "INS002", [](Setting& s) { s.facts.draw->drawn = false; }, [](Setting& s) { s.facts.draw.reset(); }},
      {can_begin_inspection, "CHG008", none, pending},
      {can_begin_inspection, "INS013", none, [](Setting& s) { s.head.assigned_to = "other"; }},
      {can_begin_inspection, "SEP001", none, [](Setting& s) { s.head.accepted_by = "me"; }},
      {can_begin_inspection, "PAP011", none, [](Setting& s) { s.head.papers = Papers::inaccurate; }},
      {is_the_inspector, "CHG008", none, pending},
      {is_the_inspector, "INS013", none, [](Setting& s) { s.head.assigned_to = ""; }},
      {can_pass, "CHG008", none, pending},
      {can_pass, "INS013", none, [](Setting& s) { s.head.assigned_to = "other"; }},
      {can_pass, "LAB007", [](Setting& s) { s.head.laboratory = Laboratory::conforms; }, sampled},
      {can_pass, "LAB008", [](Setting& s) { s.head.laboratory = Laboratory::conforms; }, does_not_conform},
      {can_fail, "CHG008", none, pending},
      {can_fail, "INS013", none, [](Setting& s) { s.head.assigned_to = "other"; }},
      {can_fail, "LAB007", does_not_conform, sampled},
      {sample_can_be_sent, "CHG008", inspecting, pending},
      {sample_can_be_sent, "INS013", inspecting, [](Setting& s) { s.head.assigned_to = "other"; }},
      {sample_can_be_sent, "LAB001", inspecting, [](Setting& s) { s.head.stage = Stage::treating; }},
      {sample_can_be_withdrawn, "CHG008", inspecting, pending},
      {sample_can_be_withdrawn, "INS013", inspecting, [](Setting& s) { s.head.assigned_to = "other"; }},
      {test_can_be_recorded, "CHG008", at_laboratory, pending},
      {test_can_be_recorded, "LAB009", at_laboratory, [](Setting& s) { s.head.stage = Stage::withdrawn; }},
      {test_can_be_recorded, "SEP005", at_laboratory, [](Setting& s) { s.head.sample.taken_by = "me"; }},
      {test_can_be_recorded, "SEP005", at_laboratory, [](Setting& s) { s.head.assigned_to = "me"; }},
      {can_be_reworked, "INS008", none, import},
      {can_be_reworked, "CHG008", none, pending},
      {within_reinspection_days, "CHG008", none, pending},
      {within_reinspection_days, "INS010", [](Setting& s) { s.head.result_on = test_day().plus_days(-15); },
       [](Setting& s) { s.head.result_on = test_day().plus_days(-16); }},
      {within_reinspection_days, "INS010", none, [](Setting& s) { s.head.result_on.reset(); }},
      {may_be_released, "CHG008", none, pending},
      {may_be_released, "REL002", none, [](Setting& s) { s.head.fee = Fee::due; }},
      {may_be_released, "REL002", none, [](Setting& s) { s.head.fee = Fee::reversed; }},
      {may_be_released, "REL003", none, [](Setting& s) { s.head.papers = Papers::due; }},
      {may_be_released, "REL004", none,
       [](Setting& s) { s.head.certificates.at(0).stage = CertificateStage::cancelled; }},
      {may_be_released, "REL004", none, [](Setting& s) { s.head.required_certificates.push_back("12"); }},
      {may_be_released, "REL005", [](Setting& s) { s.head.clearance = Clearance::used; },
       [](Setting& s) { s.head.clearance = Clearance::recalled; }},
      {withdrawal_is_asked, "CHG005", [](Setting& s) { s.head.change = Change::withdraw_asked; },
       [](Setting& s) { s.head.change = Change::amend_asked; }},
      {withdrawal_is_asked, "CHG009", [](Setting& s) { s.head.change = Change::withdraw_asked; },
       [](Setting& s) { s.head.clearance = Clearance::used; }},
      {papers_can_be_compared, "PAP012", ordered, [](Setting& s) { s.head.assigned_to = "other"; }},
      {papers_can_be_compared, "PAP012", ordered, [](Setting& s) { s.me.roles = {Role::desk}; }},
      {papers_can_be_compared, "PAP012", ordered, [](Setting& s) { s.head.stage = Stage::accepted; }},
      {papers_can_be_compared, "PAP012", ordered, [](Setting& s) { s.head.stage = Stage::in_review; }},
      {papers_can_be_compared, "PAP012", [](Setting& s) { s.me.roles = {Role::desk}; },
       [](Setting& s) { s.me.roles = {Role::inspector}; }},
      {papers_can_be_compared, "PAP012", in_review, [](Setting& s) { s.head.stage = Stage::returned; }},
      {papers_can_be_compared, "PAP012", import, [](Setting& s) { s.head.stage = Stage::closed; }},
      {papers_can_be_compared, "PAP012", [](Setting& s) { s.head.stage = Stage::released; },
       [](Setting& s) { s.head.stage = Stage::lapsed; }},
      {fee_can_be_calculated, "PAY005", none, [](Setting& s) { s.head.stage = Stage::inspecting; }},
      {fee_can_be_calculated, "PAY005", [](Setting& s) { s.head.stage = Stage::waived; },
       [](Setting& s) { s.head.stage = Stage::treating; }},
      {fee_can_be_calculated, "CHG008", [](Setting& s) { s.head.stage = Stage::failed; }, pending},
      {nothing_is_owed, "PAY002", none, [](Setting& s) { s.head.fee_fen = 1; }},
      {other_than_calculator, "SEP002", none, [](Setting& s) { s.head.calculated_by = "me"; }},
      {other_than_calculator, "CHG008", none, pending},
      {not_yet_released, "PAY004", none, [](Setting& s) { s.head.stage = Stage::released; }},
      {not_yet_released, "PAY004", none, [](Setting& s) { s.head.stage = Stage::withdrawn; }},
      {amendment_can_be_asked, "CHG009", none, [](Setting& s) { s.head.clearance = Clearance::used; }},
      {amendment_can_be_asked, "CHG001", [](Setting& s) { s.head.stage = Stage::released; },
       [](Setting& s) { s.head.stage = Stage::closed; }},
      {amendment_can_be_asked, "CHG001", none, [](Setting& s) { s.head.stage = Stage::in_review; }},
      {withdrawal_can_be_asked, "CHG009", none, [](Setting& s) { s.head.clearance = Clearance::used; }},
      {withdrawal_can_be_asked, "CHG004", [](Setting& s) { s.head.stage = Stage::in_review; },
       [](Setting& s) { s.head.stage = Stage::returned; }},
      {withdrawal_can_be_asked, "CHG004", none, [](Setting& s) { s.head.stage = Stage::released; }},
      {clearance_can_be_issued, "CHG008", none, pending},
      {clearance_can_be_issued, "CLR001", none, [](Setting& s) { s.head.papers = Papers::due; }},
      {clearance_can_be_issued, "CLR001", none, [](Setting& s) { s.head.fee = Fee::due; }},
      {clearance_can_be_issued, "CLR001", none, [](Setting& s) { s.head.stage = Stage::inspecting; }},
      {clearance_can_be_issued, "CLR001", import, [](Setting& s) { s.head.stage = Stage::failed; }},
      {clearance_can_be_issued, "CLR001", import, [](Setting& s) { s.head.stage = Stage::in_review; }},
      {clearance_is_unused, "CLR002", none, [](Setting& s) { s.head.stage = Stage::closed; }},
      {certificate_can_be_drafted, "CHG008", no_certificate, pending},
      {certificate_can_be_drafted, "CRT001", no_certificate, [](Setting& s) { s.head.stage = Stage::inspecting; }},
      {certificate_can_be_drafted, "CRT005", no_certificate,
       [](Setting& s) { s.request.parameters["certificate_code"] = "12"; }},
      {certificate_can_be_drafted, "CRT005", no_certificate, [](Setting& s) { s.head.required_certificates = {"97"}; }},
      {certificate_can_be_signed, "CHG008", drafted, pending},
      {certificate_can_be_signed, "CRT002", drafted, [](Setting& s) { s.head.fee = Fee::reversed; }},
      {certificate_can_be_signed, "CRT001", drafted, [](Setting& s) { s.head.stage = Stage::closed; }},
      {certificate_can_be_signed, "SEP003", drafted, [](Setting& s) { s.head.certificates.at(0).drafted_by = "me"; }},
      {certificate_can_be_signed, "CRT004", drafted,
       [](Setting& s) { s.head.certificates.at(0).stage = CertificateStage::signed_; }},
      {certificate_can_be_cancelled, "CRT004", none,
       [](Setting& s) { s.head.certificates.at(0).stage = CertificateStage::cancelled; }},
      {certificate_can_be_cancelled, "CRT004", none, [](Setting& s) { s.head.stage = Stage::withdrawn; }},
      {may_lapse, "LAP001", none, [](Setting& s) { s.facts.now = s.facts.now.plus_ms(-1); }},
      {may_lapse, "LAP001", none, [](Setting& s) { s.head.due_at.reset(); }},
      {may_lapse, "CHG009", none, [](Setting& s) { s.head.clearance = Clearance::used; }},
  };
}

TEST(Guards, EachHoldsAndOneFaultAwayRefusesByItsRule) {
  std::map<Guard, int> seen;
  for (const GuardCase& each : cases()) {
    SCOPED_TRACE(testing::Message() << guard_name(each.guard) << " " << each.rule << " #" << ++seen[each.guard]);
    Setting s = good();
    each.before(s);
    const auto holds = check_guard(each.guard, s.head, s.me, s.request, s.facts);
    EXPECT_FALSE(holds) << holds->rule;
    each.one_fault(s);
    const auto refuses = check_guard(each.guard, s.head, s.me, s.request, s.facts);
    ASSERT_TRUE(refuses);
    EXPECT_EQ(refuses->rule, each.rule);
  }
  EXPECT_FALSE(check_guard(Guard::always, DeclarationHead{}, kDesk, {}, good().facts));
  for (int guard = 1; guard <= static_cast<int>(Guard::may_lapse); ++guard) {
    EXPECT_TRUE(seen.contains(static_cast<Guard>(guard))) << guard_name(static_cast<Guard>(guard));
  }
}

TEST(Guards, CLR004NoFormIsIssuedOrAskedForOnceTheFormIsAbolished) {
  const auto history = edition_for_test("cn-history");
  std::optional<Date> without;
  for (Date day = *Date::from_ymd(2017, 1, 1); day < *Date::from_ymd(2020, 1, 1) && !without; day = day.plus_days(1)) {
    if (!history->flag("clearance_form_in_use", day)) without = day;
  }
  ASSERT_TRUE(without) << "cn-history ends the form (IQD 0.3)";
  Setting s = good();
  s.facts.edition = history.get();
  s.facts.today = *without;
  s.head.clearance = Clearance::none;
  EXPECT_EQ(check_guard(Guard::clearance_can_be_issued, s.head, s.me, s.request, s.facts)->rule, "CLR004");
  EXPECT_FALSE(check_guard(Guard::may_be_released, s.head, s.me, s.request, s.facts));
  s.facts.today = without->plus_days(-1);
  EXPECT_FALSE(check_guard(Guard::clearance_can_be_issued, s.head, s.me, s.request, s.facts));
  EXPECT_EQ(check_guard(Guard::may_be_released, s.head, s.me, s.request, s.facts)->rule, "REL005");
}

TEST(Guards, ImportsBeginInspectionWithoutPapers) {
  Setting s = good();
  import(s);
  s.head.papers = Papers::due;
  EXPECT_FALSE(check_guard(Guard::can_begin_inspection, s.head, s.me, s.request, s.facts));
}

}  // namespace
}  // namespace datong::domain
