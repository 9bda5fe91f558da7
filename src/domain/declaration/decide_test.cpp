// Acts one by one: ends of a case, failure and rework, fee, certificates and forms, parameters, facts, limits, roles.
#include "base/limits.hpp"
#include "domain/declaration/case_test.hpp"

namespace datong::domain {
namespace {

using enum Event;

#define ACT(...) ASSERT_EQ(refusal(test.act(__VA_ARGS__)), "")
#define REFUSED(rule, ...) ASSERT_EQ(refusal(test.act(__VA_ARGS__)), rule)

Decimal number(std::string_view text) { return *Decimal::parse(text); }

TEST(Abandoning, CHG006IsForAReturnedDeclarationAndItsUnitAlone) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  REFUSED("REV004", abandon, kUnitPerson);
  ACT(return_for_repair, kDesk);
  REFUSED("REV005", abandon, kDesk);
  test.take_receipts();
  ACT(abandon, kUnitPerson);
  EXPECT_EQ(test.take_receipts(), "withdrawn");
  EXPECT_EQ(refusal(test.lodge()), "LOD005");
}

TEST(Lapsing, LAP001WaitsThirtyDaysAndGivesEverythingBack) {
  TestCase test(Direction::import_);
  auto first = TestCase::make(Direction::import_);
  add_permit(*first, "P1", "600");
  ASSERT_EQ(refusal(test.lodge(std::move(first))), "");
  ACT(accept, kDesk);
  ACT(compare_papers_accurate, kDesk);
  ASSERT_EQ(test.head.due_at, start_of_legal_day(test_day().plus_days(31)));
  test.days_later(30);
  REFUSED("LAP001", lapse, machine_actor());
  test.days_later(1);
  REFUSED("REV005", lapse, kSupervisor);
  test.take_receipts();
  ACT(lapse, machine_actor());
  EXPECT_EQ(test.take_receipts(), "clearance_recalled auto_withdrawn");
  EXPECT_EQ(test.head.stage, Stage::lapsed);
  for (const auto& [name, amount] : test.ledgers) EXPECT_TRUE(amount.is_zero()) << name;
  test.expect_fold();
}

TEST(Lapsing, NeverTakesGoodsThatAreThroughCustoms) {
  TestCase test(Direction::import_);
  bring_to_assigned(test);
  ACT(compare_papers_accurate, kDesk);
  ACT(report_clearance_used, kCustoms);
  EXPECT_FALSE(test.head.due_at);
  test.days_later(60);
  REFUSED("CHG009", lapse, machine_actor());
  ACT(begin_inspection, kInspector);
  REFUSED("REV004", lapse, machine_actor());
}

TEST(Failure, OfExportsMayBeReworkedAndIsChargedForBothInspections) {
  TestCase test(Direction::export_);
  bring_to_result(test, fail);
  REFUSED("REV004", release, kDesk);
  pay(test);
  sign_all(test);
  test.take_receipts();
  ACT(rework, kSupervisor);
  EXPECT_EQ(test.take_receipts(), "inspection_order fee_reversed certificate_cancelled")
      << "the result is gone, and what stood on it";
  EXPECT_EQ(test.head.stage, Stage::inspecting);
  EXPECT_EQ(test.head.fee, Fee::reversed);
  EXPECT_EQ(test.head.inspections, 2U);
  ACT(pass, kInspector);
  REFUSED("REL002", release, kDesk);
  pay(test);
  REFUSED("REL004", release, kDesk);
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  ACT(release, kDesk);
  test.expect_fold();
}

TEST(Failure, OfImportsIsTreatedOrInspectedAgainButINS008NotReworked) {
  TestCase test(Direction::import_);
  bring_to_result(test, fail);
  REFUSED("INS008", rework, kSupervisor);
  ACT(calculate_fee, kFeeDesk);
  ACT(order_treatment, kInspector);
  EXPECT_EQ(test.head.fee, Fee::due);
  REFUSED("INS013", complete_treatment, kOtherInspector);
  ACT(reassign, kSupervisor);
  ACT(complete_treatment, kOtherInspector);
  EXPECT_EQ(test.head.fee, Fee::reversed) << "a fee that is only due is calculated again, too";
  ACT(fail, kOtherInspector);
  EXPECT_EQ(test.head.inspected_by, "inspector2");
  test.days_later(15);
  ACT(reinspect, kSupervisor);
  ACT(fail, kOtherInspector);
  test.days_later(16);
  REFUSED("INS010", reinspect, kSupervisor);
  test.expect_fold();
}

TEST(Failure, ClosedGivesThePermitBackUnlessTheGoodsAreThroughCustoms) {
  for (const bool is_used : {false, true}) {
    TestCase test(Direction::import_);
    auto first = TestCase::make(Direction::import_);
    add_permit(*first, "P1", "600");
    ASSERT_EQ(refusal(test.lodge(std::move(first))), "");
    ACT(accept, kDesk);
    ACT(compare_papers_accurate, kDesk);
    ACT(assign, kDesk);
    ACT(begin_inspection, kInspector);
    ACT(fail, kInspector);
    if (is_used) {
      ACT(report_clearance_used, kCustoms);
    }
    test.take_receipts();
    ACT(close_failed, kDesk);
    EXPECT_EQ(test.take_receipts(), is_used ? "closed" : "clearance_recalled closed");
    EXPECT_EQ(test.ledger("permit:325:P1"), is_used ? number("-600") : Decimal{});
    EXPECT_TRUE(test.ledger("permit:325:P1:reserved").is_zero());
    test.expect_fold();
  }
}

TEST(Money, IsReversedAndCalculatedAgainUntilRelease) {
  TestCase test(Direction::export_);
  bring_to_result(test);
  pay(test);
  REFUSED("REV004", calculate_fee, kFeeDesk);
  test.take_receipts();
  ACT(reverse_fee, kSupervisor);
  REFUSED("REL002", release, kDesk);
  ACT(calculate_fee, kOtherFeeDesk);
  EXPECT_EQ(test.head.collected_by, "");
  REFUSED("SEP002", settle_fee, kOtherFeeDesk);
  ACT(settle_fee, kFeeDesk);
  EXPECT_EQ(test.take_receipts(), "fee_reversed fee_notice fee_paid");
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  ACT(release, kDesk);
  REFUSED("PAY004", reverse_fee, kSupervisor);
}

TEST(Money, NothingOwedSettlesItself) {
  TestCase test(Direction::export_);
  test.fee_fen = 0;
  bring_to_result(test);
  test.take_receipts();
  const auto outcome = test.act(calculate_fee, kDesk);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(test.head.fee, Fee::settled);
  EXPECT_EQ(outcome->steps.at(1).event, settle_nothing);
  EXPECT_NE(outcome->steps.at(0).working, nullptr);
  EXPECT_TRUE(outcome->receipts.at(0).with_working);
  EXPECT_EQ(test.take_receipts(), "fee_notice fee_paid");
}

TEST(Money, OwedByAClosedCaseCanStillBePaid) {
  TestCase test(Direction::import_);
  bring_to_result(test, fail);
  ACT(calculate_fee, kFeeDesk);
  ACT(close_failed, kDesk);
  ACT(settle_fee, kOtherFeeDesk);
  REFUSED("PAY004", reverse_fee, kSupervisor);
}

TEST(Certificates, AreDraftedSignedCancelledAndDraftedAnew) {
  TestCase test(Direction::export_);
  bring_to_assigned(test);
  REFUSED("CRT001", draft_certificate, kDrafter);
  ACT(compare_papers_accurate, kInspector);
  ACT(begin_inspection, kInspector);
  ACT(pass, kInspector);
  REFUSED("CRT005", draft_certificate, kDrafter, {{"certificate_code", "97"}});
  REFUSED("CRT005", draft_certificate, kDrafter, {{"certificate_code", "12"}});
  ACT(draft_certificate, kDrafter);
  REFUSED("CRT005", draft_certificate, kDrafter, {{"certificate_code", "11"}});
  pay(test);
  REFUSED("SEP003", sign_certificate, kDrafter, {{"certificate_number", test.head.certificates.at(0).number}});
  REFUSED("CRT004", sign_certificate, kSigner, {{"certificate_number", "N-0"}});
  ACT(sign_certificate, kSigner);
  REFUSED("CRT004", sign_certificate, kSigner, {{"certificate_number", test.head.certificates.at(0).number}});
  ACT(cancel_certificate, kSupervisor);
  REFUSED("CRT004", cancel_certificate, kSupervisor,
          {{"certificate_number", test.head.certificates.at(0).number}, {"reason", "x"}});
  EXPECT_EQ(test.take_receipts().substr(0, 13), "transport_ack");
  sign_all(test);
  ASSERT_EQ(test.head.certificates.size(), 2U);
  EXPECT_EQ(test.head.certificates.at(1).number, test.head.number + "-11-02");
  EXPECT_EQ(test.take_receipts(), "certificate_ready");
}

TEST(Certificates, OfAFailedCaseAreNotSignedAfterItIsClosed) {
  TestCase test(Direction::export_);
  bring_to_result(test, fail);
  pay(test);
  ACT(draft_certificate, kDrafter);
  ACT(close_failed, kDesk);
  REFUSED("CRT001", sign_certificate, kSigner);
}

TEST(ClearanceForm, RecalledByTheDeskIsIssuedAnewUnderTheNextNumber) {
  TestCase test(Direction::import_);
  bring_to_assigned(test);
  ACT(compare_papers_accurate, kDesk);
  ACT(recall_clearance_form, kDesk);
  EXPECT_EQ(test.issues.back().stage, "recalled");
  EXPECT_EQ(test.issues.back().reason, "原因");
  ACT(issue_clearance_form, kDesk);
  EXPECT_EQ(test.head.clearance_number, test.head.number + "001");
  ACT(report_clearance_used, kCustoms);
  REFUSED("REV004", recall_clearance_form, kDesk);
}

TEST(ClearanceForm, OfFreshGoodsIsValidOnlyAsLongAsTheyAre) {
  TestCase test(Direction::export_);
  auto fresh = TestCase::make(Direction::export_);
  change(*fresh, {{"/goods/0/commodity_code", "0201300090"}});
  ASSERT_EQ(refusal(test.lodge(std::move(fresh))), "");
  test.drawn = false;
  ACT(accept, kDesk);
  ACT(assign, kDesk);
  ACT(compare_papers_accurate, kDesk);
  pay(test);
  ACT(issue_clearance_form, kDesk);
  EXPECT_EQ(test.issues.back().valid_until_on, test_day().plus_days(14));
}

TEST(Parameters, AreRequiredKnownShortAndClean) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  REFUSED("REV006 REV006", return_for_repair, kDesk, Parameters{});
  REFUSED("REV006", return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", ""}});
  REFUSED("REV006", return_for_repair, kDesk, {{"reason_code", "zz"}, {"reason", "x"}});
  REFUSED("REV006", return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", std::string("a\0b", 3)}});
  REFUSED("REV006", return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", "\xff"}});
  REFUSED("REV006", return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", std::string(501, 'x')}});
  REFUSED("DEC007", return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", "x"}, {"colour", "red"}});
  REFUSED("DEC007", accept, kDesk, {{"reason", ""}});
  std::string longest;
  for (int i = 0; i < 500; ++i) longest += "长";
  ACT(return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", longest}});
}

TEST(Parameters, EachReasonComesFromItsOwnList) {
  TestCase test(Direction::export_);
  bring_to_assigned(test);
  REFUSED("REV006", compare_papers_inaccurate, kInspector, {{"reason_code", "15"}, {"reason", "x"}});
  ACT(compare_papers_accurate, kInspector);
  ACT(begin_inspection, kInspector);
  ACT(fail, kInspector, {{"reason_code", "15"}, {"reason", "残损"}});
  REFUSED("REV006", order_treatment, kInspector, {{"treatment", "01"}});
}

TEST(Parameters, INS014TheInspectorMustBeInServiceThere) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  ACT(accept, kDesk);
  REFUSED("INS014", assign, kDesk, {{"inspector", "nobody"}});
  REFUSED("SEP001", assign, kDesk, {{"inspector", "desk1"}});
  for (int fault = 0; fault < 3; ++fault) {
    ActFacts facts = test.facts;
    facts.draw = DrawFact{};
    facts.named_officer = Officer{"i", "", "", "", {Role::inspector}, Standing::active, 0};
    facts.named_officer_is_in_reach = fault != 0;
    if (fault == 1) facts.named_officer->standing = Standing::suspended;
    if (fault == 2) facts.named_officer->roles = {Role::desk};
    EXPECT_EQ(refusal(decide(test.head, {assign, {{"inspector", "i"}}}, kDesk, facts)), "INS014") << fault;
  }
}

TEST(Parameters, PAY003WhatIsSettledEqualsWhatWasCalculated) {
  TestCase test(Direction::export_);
  bring_to_result(test);
  ACT(calculate_fee, kFeeDesk);
  for (const char* amount : {"5999", "6001", "06000", "6000 ", "-6000"}) {
    REFUSED("PAY003", settle_fee, kOtherFeeDesk, {{"amount_fen", amount}, {"payment_reference", "x"}});
  }
  ACT(settle_fee, kOtherFeeDesk, {{"amount_fen", "6000"}, {"payment_reference", "x"}});
}

TEST(Facts, ThatAreMissingStopAnActInsteadOfBeingSkipped) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  ActFacts none = test.facts;
  none.document = nullptr;
  EXPECT_EQ(decide(test.head, {accept, {}}, kDesk, none).error().code, Code::internal);
  ACT(accept, kDesk);
  none.draw.reset();
  none.named_officer = Officer{"inspector1", "", "", "", {Role::inspector}, Standing::active, 0};
  none.named_officer_is_in_reach = true;
  EXPECT_EQ(decide(test.head, {assign, {{"inspector", "inspector1"}}}, kDesk, none).error().code, Code::internal);
  ACT(ask_withdrawal, kUnitPerson);
  EXPECT_EQ(decide(test.head, {grant_withdrawal, {}}, kDesk, none).error().code, Code::internal);
}

TEST(Limits, LIM001StopsAFullCaseButLetsItComeToItsEnd) {
  TestCase test(Direction::import_);
  bring_to_result(test);
  pay(test);
  ACT(compare_papers_accurate, kDesk);
  test.head.steps = 238;
  EXPECT_TRUE(test.ask(reverse_fee, kSupervisor));
  test.head.steps = 239;
  EXPECT_EQ(refusal(test.ask(reverse_fee, kSupervisor)), "LIM001");
  for (const AllowedAction& action : allowed_actions(test.head, kSupervisor, test.facts)) {
    ASSERT_TRUE(action.refused_by);
    EXPECT_EQ(action.refused_by->rule, "LIM001");
  }
  test.head.steps = 242;
  EXPECT_TRUE(test.ask(release, kDesk));
  ACT(ask_withdrawal, kUnitPerson);
  EXPECT_EQ(refusal(test.ask(refuse_withdrawal, kDesk)), "LIM001");
  ACT(grant_withdrawal, kDesk);
  EXPECT_LE(test.head.steps, limits::kStepsPerCaseMax);

  TestCase returned(Direction::export_);
  ASSERT_EQ(refusal(returned.lodge(TestCase::make(Direction::export_), {finding("DEC004", "")})), "");
  returned.head.steps = 245;
  EXPECT_EQ(refusal(returned.lodge()), "LIM001");
  ASSERT_EQ(refusal(returned.act(abandon, kUnitPerson)), "");
}

TEST(Roles, OfOnePersonAreTriedUntilOneFits) {
  TestCase test(Direction::export_);
  bring_to_assigned(test);
  const Actor both = officer("inspector1", {Role::desk, Role::inspector});
  const auto outcome = test.act(compare_papers_accurate, both);
  ASSERT_EQ(refusal(outcome), "");
  EXPECT_EQ(outcome->steps.front().role, Role::inspector) << "the step names the role he acted in";
}

TEST(Roles, SeparationOfDutiesHoldsForOnePersonWithEveryRole) {
  const Actor all =
      officer("inspector1", {Role::desk, Role::inspector, Role::fee_desk, Role::certificate_desk, Role::supervisor});
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  ACT(accept, all);
  REFUSED("SEP001", assign, all, {{"inspector", "inspector1"}});
  test.head.assigned_to = "inspector1";  // however it came about
  test.head.stage = Stage::ordered;
  test.head.papers = Papers::accurate;
  REFUSED("SEP001", begin_inspection, all);
  test.head.stage = Stage::passed;
  ACT(calculate_fee, all);
  REFUSED("SEP002", settle_fee, all);
  ACT(settle_fee, kOtherFeeDesk);
  ACT(draft_certificate, all);
  REFUSED("SEP003", sign_certificate, all, {{"certificate_number", test.head.certificates.at(0).number}});

  TestCase counter(Direction::export_);
  ASSERT_EQ(refusal(counter.lodge(TestCase::make(Direction::export_), {}, Channel::counter_entry, kDesk)), "");
  EXPECT_EQ(refusal(counter.act(accept, kDesk)), "SEP004");
  EXPECT_EQ(refusal(counter.act(accept, kOtherDesk)), "");

  TestCase paper(Direction::export_);
  ASSERT_EQ(refusal(paper.lodge(TestCase::make(Direction::export_), {}, Channel::counter_paper, kDesk)), "");
  EXPECT_EQ(refusal(paper.act(accept, kDesk)), "SEP004");
  TestCase second(Direction::export_);  // the version an officer types is the one he does not accept, whoever lodged the first
  ASSERT_EQ(refusal(second.lodge()), "");
  ASSERT_EQ(refusal(second.act(return_for_repair, kDesk, {{"reason_code", "01"}, {"reason", "x"}})), "");
  ASSERT_EQ(refusal(second.lodge(TestCase::make(Direction::export_), {}, Channel::client, kDesk)), "");
  EXPECT_EQ(refusal(second.act(accept, kDesk)), "SEP004");
  EXPECT_EQ(refusal(second.act(accept, kOtherDesk)), "");
}

TEST(MachineAcceptance, REV007IsOffAsShippedAndADatedParameterSwitchesItOn) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  EXPECT_FALSE(test.head.due_at);
  REFUSED("REV007", accept, machine_actor());

  EditionBuilder builder;
  add_data_set(builder, "classic");
  auto table = *read_csv(bytes_of_test_file(std::filesystem::path(DATONG_SOURCE_DIR) / "data/classic/parameters.csv"));
  for (auto& row : table.rows) {
    if (row.cells.at(0) == "machine_may_accept") row.cells.at(1) = "yes";
  }
  builder.add("parameters.csv", std::move(table));
  const auto edition = *builder.build("on", "hash");
  TestCase quick(Direction::export_);
  quick.facts.edition = edition.get();
  ASSERT_EQ(refusal(quick.lodge()), "");
  EXPECT_EQ(quick.head.due_at, quick.facts.now) << "a timer: it is accepted in a decision of its own";
  ASSERT_EQ(refusal(quick.act(accept, machine_actor())), "");
  EXPECT_EQ(quick.head.accepted_by, "machine");
  EXPECT_EQ(quick.head.number, "310100225000007");

  TestCase waits(Direction::export_, PapersMode::before_acceptance);
  waits.facts.edition = edition.get();
  ASSERT_EQ(refusal(waits.lodge()), "");
  EXPECT_FALSE(waits.head.due_at) << "its papers come first";
}

TEST(Steps, NameTheRuleOfTheirRow) {
  TestCase test(Direction::export_);
  std::vector<std::pair<Event, std::string>> said;
  const auto note = [&](const Result<Outcome>& outcome) {
    ASSERT_EQ(refusal(outcome), "");
    for (const StepDraft& step : outcome->steps) said.emplace_back(step.event, step.rule);
  };
  const auto faulty = std::vector{finding("DEC004", "")};
  note(test.lodge(TestCase::make(Direction::export_), faulty));
  note(test.lodge(TestCase::make(Direction::export_), faulty));
  note(test.lodge());
  note(test.act(return_for_repair, kDesk));
  note(test.lodge());
  const std::vector<std::pair<Event, Actor>> first{{accept, kDesk},
                                                   {assign, kDesk},
                                                   {reassign, kSupervisor},
                                                   {reassign, kSupervisor},
                                                   {compare_papers_inaccurate, kInspector},
                                                   {compare_papers_accurate, kInspector},
                                                   {begin_inspection, kInspector},
                                                   {send_sample, kInspector},
                                                   {withdraw_sample, kInspector},
                                                   {send_sample, kInspector},
                                                   {record_test_conforms, kLaboratory},
                                                   {send_another_sample, kInspector},
                                                   {record_test_does_not_conform, kLaboratory},
                                                   {fail, kInspector},
                                                   {calculate_fee, kFeeDesk},
                                                   {rework, kInspector},
                                                   {fail, kInspector},
                                                   {order_treatment, kInspector},
                                                   {complete_treatment, kInspector},
                                                   {pass, kInspector},
                                                   {ask_amendment, kUnitPerson},
                                                   {refuse_amendment, kDesk},
                                                   {ask_amendment, kUnitPerson},
                                                   {grant_amendment, kDesk}};
  for (const auto& [event, actor] : first) note(test.act(event, actor));
  note(test.lodge(TestCase::make(Direction::export_), faulty));
  note(test.lodge());
  const std::vector<std::pair<Event, Actor>> second{{compare_papers_accurate, kDesk},  {ask_withdrawal, kUnitPerson},
                                                    {refuse_withdrawal, kDesk},        {calculate_fee, kFeeDesk},
                                                    {settle_fee, kOtherFeeDesk},       {reverse_fee, kSupervisor},
                                                    {calculate_fee, kFeeDesk},         {settle_fee, kOtherFeeDesk},
                                                    {draft_certificate, kDrafter},     {cancel_certificate, kDrafter},
                                                    {draft_certificate, kDrafter},     {sign_certificate, kSigner},
                                                    {issue_clearance_form, kDesk},     {recall_clearance_form, kDesk},
                                                    {issue_clearance_form, kDesk},     {release, kDesk},
                                                    {report_clearance_used, kCustoms}, {close, kDesk}};
  for (const auto& [event, actor] : second) note(test.act(event, actor));
  const std::map<Event, std::string> rules{{lodge, "LOD001"},
                                           {lodge_refused, "LOD002"},
                                           {lodge_again, "LOD003"},
                                           {lodge_again_refused, "LOD002"},
                                           {lodge_amendment, "LOD004"},
                                           {lodge_amendment_refused, "LOD002"},
                                           {accept, "REV001"},
                                           {return_for_repair, "REV002"},
                                           {assign, "INS001"},
                                           {order_inspection, "INS002"},
                                           {begin_inspection, "INS004"},
                                           {reassign, "INS005"},
                                           {pass, "INS006"},
                                           {fail, "INS007"},
                                           {rework, "INS008"},
                                           {order_treatment, "INS009"},
                                           {complete_treatment, "INS011"},
                                           {compare_papers_accurate, "PAP003"},
                                           {compare_papers_inaccurate, "PAP004"},
                                           {papers_reset, "PAP005"},
                                           {calculate_fee, "PAY001"},
                                           {settle_fee, "PAY003"},
                                           {reverse_fee, "PAY004"},
                                           {void_fee, "PAY006"},
                                           {ask_amendment, "CHG001"},
                                           {grant_amendment, "CHG002"},
                                           {refuse_amendment, "CHG003"},
                                           {ask_withdrawal, "CHG004"},
                                           {refuse_withdrawal, "CHG007"},
                                           {issue_clearance_form, "CLR001"},
                                           {recall_clearance_form, "CLR002"},
                                           {report_clearance_used, "CLR003"},
                                           {draft_certificate, "CRT001"},
                                           {sign_certificate, "CRT002"},
                                           {cancel_certificate, "CRT003"},
                                           {send_sample, "LAB001"},
                                           {send_another_sample, "LAB002"},
                                           {withdraw_sample, "LAB003"},
                                           {record_test_conforms, "LAB004"},
                                           {record_test_does_not_conform, "LAB005"},
                                           {laboratory_reset, "LAB006"},
                                           {release, "REL001"},
                                           {close, "REL006"}};
  std::map<Event, std::string> seen;
  for (const auto& [event, rule] : said) {
    if (event != lodge) {
      EXPECT_EQ(rules.at(event), rule) << event_spec(event).name;
    }
    seen[event] = rule;
  }
  for (const auto& [event, rule] : rules) {
    if (event != lodge) {
      EXPECT_TRUE(seen.contains(event)) << event_spec(event).name;
    }
  }
  test.expect_fold();
}

TEST(Steps, OfTheOtherEndsNameTheirRulesToo) {
  TestCase refused_case(Direction::export_);
  EXPECT_EQ(refused_case.lodge()->steps.front().rule, "LOD001");
  EXPECT_EQ(refused_case.act(refuse, kDesk)->steps.front().rule, "REV003");
  TestCase waived(Direction::export_);
  waived.drawn = false;
  ASSERT_EQ(refusal(waived.lodge()), "");
  ASSERT_EQ(refusal(waived.act(accept, kDesk)), "");
  EXPECT_EQ(waived.act(assign, kDesk)->steps.at(1).rule, "INS003");
  TestCase failed(Direction::import_);
  bring_to_result(failed, fail);
  EXPECT_EQ(failed.act(reinspect, kSupervisor)->steps.front().rule, "INS010");
  ASSERT_EQ(refusal(failed.act(fail, kInspector)), "");
  EXPECT_EQ(failed.act(close_failed, kSupervisor)->steps.front().rule, "INS012");
}

}  // namespace
}  // namespace datong::domain
