// The life of a declaration walked through, way by way: who acts when, which receipts come in which order, what moves
// on the permits, what becomes of forms, certificates and the fee.
#include "domain/declaration/decide.hpp"

#include "base/limits.hpp"
#include "domain/declaration/case_test.hpp"

namespace datong::domain {
namespace {

using enum Event;

#define ACT(...) ASSERT_EQ(refusal(test.act(__VA_ARGS__)), "")
#define REFUSED(rule, ...) ASSERT_EQ(refusal(test.act(__VA_ARGS__)), rule)

std::string where(const TestCase& test) {
  for (const ReceiptDraft& each : test.receipts()) {
    if (each.kind == "papers_due") return each.fields.at(0).second;
  }
  return "";
}
Decimal number(std::string_view text) { return *Decimal::parse(text); }

TEST(ExportWay, IsInspectedThenPaidThenCertifiedThenClearedThenReleased) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  EXPECT_EQ(test.take_receipts(), "transport_ack");
  ACT(accept, kDesk);
  EXPECT_EQ(test.head.number, "310100225000007");
  EXPECT_EQ(where(test), "at_inspection") << "N06";
  EXPECT_EQ(test.take_receipts(), "accepted papers_due");
  REFUSED("PAP012", compare_papers_accurate, kDesk);
  ACT(assign, kOtherDesk);
  EXPECT_EQ(test.head.stage, Stage::ordered);
  EXPECT_EQ(test.take_receipts(), "inspection_order");
  REFUSED("PAP011", begin_inspection, kInspector);
  REFUSED("PAP012", compare_papers_accurate, kDesk);
  REFUSED("PAP012", compare_papers_accurate, kOtherInspector);
  ACT(compare_papers_accurate, kInspector);
  EXPECT_EQ(test.take_receipts(), "papers_accurate") << "an export has no form before its result";
  ACT(begin_inspection, kInspector);
  EXPECT_FALSE(test.head.due_at) << "contact was made: it can no longer lapse";
  REFUSED("PAY005", calculate_fee, kFeeDesk);
  ACT(pass, kInspector);
  EXPECT_EQ(test.take_receipts(), "result_pass");
  REFUSED("CLR001", issue_clearance_form, kDesk);
  ACT(draft_certificate, kDrafter);
  REFUSED("CRT002", sign_certificate, kSigner);
  REFUSED("REL002", release, kDesk);
  ACT(calculate_fee, kFeeDesk);
  EXPECT_EQ(test.take_receipts(), "fee_notice");
  ACT(settle_fee, kOtherFeeDesk);
  EXPECT_EQ(test.take_receipts(), "fee_paid");
  REFUSED("REL004", release, kDesk);
  ACT(sign_certificate, kSigner);
  EXPECT_EQ(test.take_receipts(), "certificate_ready");
  REFUSED("REL005", release, kDesk);
  ACT(issue_clearance_form, kDesk);
  EXPECT_EQ(test.head.clearance_number, test.head.number + "000");
  EXPECT_EQ(test.issues.back().valid_until_on, test_day().plus_days(60));
  EXPECT_EQ(test.take_receipts(), "clearance_sent");
  ACT(release, kDesk);
  EXPECT_EQ(test.take_receipts(), "released");
  ACT(report_clearance_used, kCustoms);
  ACT(close, kDesk);
  EXPECT_EQ(test.take_receipts(), "customs_used closed");
  test.expect_fold();
}

TEST(ImportWay, IsClearedOncePapersAreInAndDoesNotWaitForTheFee) {
  TestCase test(Direction::import_);
  add_permit(test.document(), "P1", "600.5");
  auto first = TestCase::make(Direction::import_);
  add_permit(*first, "P1", "600.5");
  ASSERT_EQ(refusal(test.lodge(std::move(first))), "");
  ACT(accept, kDesk);
  EXPECT_EQ(where(test), "at_collection");
  EXPECT_EQ(test.take_receipts(), "transport_ack accepted papers_due");
  EXPECT_EQ(test.ledger("permit:325:P1"), number("-600.5"));
  EXPECT_EQ(test.ledger("permit:325:P1:reserved"), number("600.5"));
  REFUSED("CLR001", issue_clearance_form, kDesk);
  REFUSED("PAP012", compare_papers_accurate, kInspector);
  ACT(compare_papers_accurate, kDesk);
  EXPECT_EQ(test.head.clearance, Clearance::issued);
  EXPECT_EQ(test.head.fee, Fee::none);
  EXPECT_EQ(test.take_receipts(), "papers_accurate clearance_sent");
  ACT(assign, kDesk);
  ACT(begin_inspection, kInspector);
  ACT(pass, kInspector);
  REFUSED("REL002", release, kDesk);
  pay(test);
  sign_all(test);
  ACT(release, kDesk);
  EXPECT_EQ(test.take_receipts(), "inspection_order result_pass fee_notice fee_paid released");
  EXPECT_EQ(test.ledger("permit:325:P1"), number("-600.5"));
  EXPECT_TRUE(test.ledger("permit:325:P1:reserved").is_zero()) << "consumed";
  ACT(close, kDesk);
  test.expect_fold();
}

TEST(ImportWay, MayBeginInspectionBeforeItsPapersAreInButNotBeReleased) {
  TestCase test(Direction::import_);
  bring_to_result(test);
  pay(test);
  EXPECT_EQ(test.head.papers, Papers::due);
  REFUSED("REL003", release, kDesk);
  ACT(compare_papers_accurate, kDesk);
  EXPECT_EQ(test.head.clearance, Clearance::issued);
  ACT(release, kDesk);
}

TEST(Papers, OfAWaivedExportAreComparedByTheDeskWhichTheUnitIsTold) {
  TestCase test(Direction::export_);
  test.drawn = false;
  ASSERT_EQ(refusal(test.lodge()), "");
  ACT(accept, kDesk);
  test.take_receipts();
  ACT(assign, kDesk);
  EXPECT_EQ(test.head.stage, Stage::waived);
  EXPECT_EQ(where(test), "at_desk");
  EXPECT_EQ(test.take_receipts(), "inspection_waived papers_due");
  EXPECT_FALSE(test.head.due_at);
  REFUSED("PAP012", compare_papers_accurate, kInspector);
  ACT(compare_papers_accurate, kOtherDesk);
  pay(test);
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  ACT(release, kDesk);
}

TEST(Papers, BeforeAcceptanceAreComparedByTheDeskAndAcceptanceWaits) {
  for (const Direction direction : {Direction::export_, Direction::import_}) {
    TestCase test(direction, PapersMode::before_acceptance);
    ASSERT_EQ(refusal(test.lodge()), "");
    EXPECT_EQ(where(test), "at_desk");
    EXPECT_EQ(test.take_receipts(), "transport_ack papers_due");
    REFUSED("PAP010", accept, kDesk);
    REFUSED("PAP012", compare_papers_accurate, kInspector);
    ACT(compare_papers_inaccurate, kDesk);
    REFUSED("PAP010", accept, kDesk);
    ACT(compare_papers_accurate, kDesk);
    test.take_receipts();
    ACT(accept, kDesk);
    const bool is_import = direction == Direction::import_;
    EXPECT_EQ(test.take_receipts(), is_import ? "accepted clearance_sent" : "accepted") << "its papers are in";
    test.expect_fold();
  }
}

TEST(Papers, OfAReturnedUnitAreAskedForAgainWithTheVersionThatComesToTheDesk) {
  TestCase test(Direction::export_, PapersMode::before_acceptance);
  ASSERT_EQ(refusal(test.lodge(TestCase::make(Direction::export_), {finding("DEC004", "/contract_number")})), "");
  EXPECT_EQ(test.take_receipts(), "business_nack") << "what was refused needs no papers";
  ASSERT_EQ(refusal(test.lodge()), "");
  EXPECT_EQ(where(test), "at_desk");
  EXPECT_EQ(test.take_receipts(), "transport_ack papers_due");
}

TEST(Papers, CountOncePerVersionHoweverOftenTheyComeBack) {
  TestCase test(Direction::export_);
  bring_to_assigned(test);
  ACT(compare_papers_inaccurate, kInspector);
  EXPECT_EQ(test.facts.papers_state.inaccurate_in_a_row, 1);
  const auto again = test.act(compare_papers_inaccurate, kInspector);
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->papers_state);
  ACT(compare_papers_accurate, kInspector);
  EXPECT_EQ(test.facts.papers_state.inaccurate_in_a_row, 1) << "IQD 2.3 counts declarations";
}

TEST(Papers, FiveInaccurateDeclarationsInARowTakeTheUnitToTheDesk) {
  PapersState state;
  for (int i = 1; i <= 5; ++i) {
    TestCase test(Direction::import_);
    test.facts.papers_state = state;
    bring_to_assigned(test);
    ACT(compare_papers_inaccurate, kDesk);
    state = test.facts.papers_state;
    EXPECT_EQ(state.mode, i < 5 ? PapersMode::at_inspection : PapersMode::before_acceptance);
  }
}

TEST(Return, LeadsToVersionTwoOfTheSameCase) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  ACT(return_for_repair, kDesk);
  EXPECT_EQ(test.take_receipts(), "transport_ack returned");
  REFUSED("REV004", accept, kDesk);
  auto second = TestCase::make(Direction::export_);
  change(*second, {{"/goods/0/goods_name_zh", "棉制男式长裤"}});
  ASSERT_EQ(refusal(test.lodge(std::move(second))), "");
  EXPECT_EQ(test.head.version, 2U);
  EXPECT_EQ(test.head.effective_version, 2U);
  EXPECT_EQ(test.head.title, "棉制男式长裤");
  EXPECT_EQ(test.head.document_hash, "hash2");
  ACT(accept, kDesk);
}

TEST(Return, RepairsDirectionAndOfficeBeforeAcceptanceButNotAfter) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  EXPECT_EQ(refusal(test.lodge()), "LOD005");
  ACT(return_for_repair, kDesk);
  ASSERT_EQ(refusal(test.lodge(TestCase::make(Direction::import_))), "");
  EXPECT_EQ(test.head.direction, Direction::import_);
  ACT(accept, kDesk);
  ACT(ask_amendment, kUnitPerson);
  ACT(grant_amendment, kDesk);
  EXPECT_EQ(refusal(test.lodge(TestCase::make(Direction::export_))), "LOD006");
  auto elsewhere = TestCase::make(Direction::import_);
  change(*elsewhere, {{"/accepting_office", "310400"}});
  EXPECT_EQ(refusal(test.lodge(std::move(elsewhere))), "LOD006");
}

TEST(Return, WaitsUntilARequestForWithdrawalIsAnswered) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  ACT(ask_withdrawal, kUnitPerson);
  REFUSED("CHG008", return_for_repair, kDesk);
  REFUSED("CHG008", refuse, kDesk);
  REFUSED("CHG008", accept, kDesk);
  ACT(refuse_withdrawal, kDesk);
  ACT(refuse, kDesk);
  EXPECT_EQ(test.head.stage, Stage::refused);
}

TEST(Lodging, NeedsTheNextVersionAndRefusesTheHundredth) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge(TestCase::make(Direction::export_), {finding("DEC004", "")})), "");
  test.head.version = 5;
  ASSERT_EQ(refusal(test.lodge()), "") << "the harness lodges version + 1";
  test.head.stage = Stage::returned;
  test.head.version = limits::kVersionsMax;
  EXPECT_EQ(refusal(test.lodge()), "SYS004");
}

TEST(Lodging, KeepsTheHeadSmallWhateverIsSent) {
  TestCase test(Direction::export_);
  auto huge = TestCase::make(Direction::export_);
  std::string long_name;
  for (int i = 0; i < 5'000; ++i) long_name += "裤";
  change(*huge, {{"/goods/0/goods_name_zh", long_name}, {"/inspecting_office", long_name}});
  ASSERT_EQ(refusal(test.lodge(std::move(huge), {finding("DEC002", "")})), "");
  EXPECT_EQ(test.head.title.size(), 240U);
  EXPECT_EQ(test.head.inspecting_office.size(), 30U);
}

void bring_to_granted(TestCase& test) {
  ASSERT_EQ(refusal(test.act(ask_amendment, kUnitPerson)), "");
  ASSERT_EQ(refusal(test.act(grant_amendment, kDesk)), "");
}

TEST(Amendment, ResetsPapersRecallsTheFormAndReservesPermitsAnew) {
  TestCase test(Direction::import_);
  auto first = TestCase::make(Direction::import_);
  add_permit(*first, "P1", "600");
  ASSERT_EQ(refusal(test.lodge(std::move(first))), "");
  ACT(accept, kDesk);
  ACT(compare_papers_accurate, kDesk);
  test.take_receipts();
  bring_to_granted(test);
  EXPECT_EQ(test.take_receipts(), "amendment_asked amendment_granted");
  auto second = TestCase::make(Direction::import_);
  add_permit(*second, "P1", "650");
  add_permit(*second, "P2", "1");
  change(*second, {{"/contract_number", "BM-7782"}});
  ASSERT_EQ(refusal(test.lodge(std::move(second))), "");
  EXPECT_EQ(test.take_receipts(), "amended clearance_recalled papers_due");
  EXPECT_EQ(test.head.papers, Papers::due);
  EXPECT_EQ(test.head.clearance, Clearance::recalled);
  EXPECT_EQ(test.head.change, Change::none);
  EXPECT_EQ(test.ledger("permit:325:P1"), number("-650"));
  EXPECT_EQ(test.ledger("permit:325:P1:reserved"), number("650"));
  EXPECT_EQ(test.ledger("permit:325:P2:reserved"), number("1"));
  ACT(compare_papers_accurate, kDesk);
  EXPECT_EQ(test.take_receipts(), "papers_accurate clearance_sent");
  EXPECT_EQ(test.head.clearance_number, test.head.number + "001") << "a recalled number is not used again";
  test.expect_fold();
}

TEST(Amendment, ThatBreaksARuleIsRefusedWithItsFindingsAndMayBeSentAgain) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  ACT(accept, kDesk);
  bring_to_granted(test);
  auto other = TestCase::make(Direction::export_);
  change(*other, {{"/goods/0/commodity_code", "6109100010"}});
  const auto outcome = test.lodge(std::move(other));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->steps.front().event, lodge_amendment_refused);
  ASSERT_EQ(list(outcome->steps.front().findings), "CHG010 /goods/0/commodity_code");
  EXPECT_TRUE(outcome->receipts.front().with_findings);
  EXPECT_EQ(outcome->receipts.front().kind, "amend_refused");
  EXPECT_EQ(test.head.version, 2U);
  EXPECT_EQ(test.head.effective_version, 1U) << "the old version stays the one decided on";
  EXPECT_EQ(test.head.change, Change::amend_granted);
  ASSERT_EQ(refusal(test.lodge(TestCase::make(Direction::export_), {finding("DEC004", "/x")})), "");
  EXPECT_EQ(test.head.effective_version, 1U);
  ASSERT_EQ(refusal(test.lodge()), "");
  EXPECT_EQ(test.head.version, 4U);
  EXPECT_EQ(test.head.effective_version, 4U);
  test.expect_fold();
}

TEST(Amendment, CannotBeAskedTwiceAndAGrantCanBeTakenBack) {
  TestCase test(Direction::export_);
  ASSERT_EQ(refusal(test.lodge()), "");
  REFUSED("CHG001", ask_amendment, kUnitPerson);
  ACT(accept, kDesk);
  ACT(ask_amendment, kUnitPerson);
  REFUSED("REV004", ask_amendment, kUnitPerson);
  REFUSED("REV004", ask_withdrawal, kUnitPerson);
  ACT(refuse_amendment, kDesk);
  ACT(ask_amendment, kUnitPerson);
  ACT(grant_amendment, kDesk);
  REFUSED("CHG008", assign, kDesk);
  ACT(refuse_amendment, kDesk);
  ACT(assign, kDesk);
  test.expect_fold();
}

TEST(Amendment, OfAnInspectedCaseCancelsItsCertificatesForTheyTellTheOldData) {
  TestCase test(Direction::export_);
  bring_to_result(test);
  pay(test);
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  bring_to_granted(test);
  test.take_receipts();
  auto next = TestCase::make(Direction::export_);
  change(*next, {{"/conveyance_name", "EXAMPLE MOON"}});
  ASSERT_EQ(refusal(test.lodge(std::move(next))), "");
  EXPECT_EQ(test.take_receipts(), "amended clearance_recalled certificate_cancelled papers_due");
  EXPECT_EQ(test.head.certificates.at(0).stage, CertificateStage::cancelled);
  REFUSED("REL003", release, kDesk);
  ACT(compare_papers_accurate, kDesk);
  REFUSED("REL004", release, kDesk);
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  ACT(release, kDesk);
  EXPECT_EQ(test.head.certificates.at(1).number, test.head.number + "-11-02");
  test.expect_fold();
}

TEST(Amendment, AfterReleaseLeavesTheUsedPermitsAlone) {
  TestCase test(Direction::export_);
  auto first = TestCase::make(Direction::export_);
  add_permit(*first, "P1", "10");
  ASSERT_EQ(refusal(test.lodge(std::move(first))), "");
  test.drawn = false;
  ACT(accept, kDesk);
  ACT(assign, kDesk);
  ACT(compare_papers_accurate, kDesk);
  pay(test);
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  ACT(release, kDesk);
  bring_to_granted(test);
  auto changed = TestCase::make(Direction::export_);
  add_permit(*changed, "P1", "11");
  const auto refused_amendment = test.lodge(std::move(changed));
  ASSERT_TRUE(refused_amendment);
  EXPECT_EQ(list(refused_amendment->steps.front().findings), "CHG011 /goods/0/permits/0/write_off_quantity");
  auto same = TestCase::make(Direction::export_);
  add_permit(*same, "P1", "10");
  change(*same, {{"/conveyance_name", "EXAMPLE MOON"}});
  const auto lodged = test.lodge(std::move(same));
  ASSERT_TRUE(lodged);
  EXPECT_EQ(lodged->steps.front().event, lodge_amendment);
  EXPECT_TRUE(lodged->moves.empty());
  ACT(compare_papers_accurate, kDesk);
  ACT(issue_clearance_form, kDesk);
}

TEST(Amendment, PAY006OfAValueVoidsTheFeeAndOfAnythingElseDoesNot) {
  for (const bool of_value : {true, false}) {
    TestCase test(Direction::export_);
    bring_to_result(test, pass);
    pay(test);
    bring_to_granted(test);
    auto changed = TestCase::make(Direction::export_);
    change(*changed, {{of_value ? "/goods/0/value" : "/conveyance_name", of_value ? "99999" : "EXAMPLE MOON"}});
    const auto lodged = test.lodge(std::move(changed));
    ASSERT_TRUE(lodged);
    EXPECT_EQ(lodged->steps.front().event, lodge_amendment);
    EXPECT_EQ(test.head.fee, of_value ? Fee::reversed : Fee::settled);
    if (of_value) {
      ACT(calculate_fee, kFeeDesk);
    }
  }
}

TEST(Amendment, IsOverOnceCustomsHasUsedTheForm) {
  TestCase test(Direction::import_);
  bring_to_assigned(test);
  ACT(compare_papers_accurate, kDesk);
  bring_to_granted(test);
  ACT(report_clearance_used, kCustoms);
  const auto outcome = test.lodge();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(list(outcome->steps.front().findings), "CHG009 ");
  ACT(refuse_amendment, kDesk);
  REFUSED("CHG009", ask_amendment, kUnitPerson);
  REFUSED("CHG009", ask_withdrawal, kUnitPerson);
  ACT(begin_inspection, kInspector);
}

TEST(Withdrawal, GivesThePermitsBackAndRecallsTheForm) {
  TestCase test(Direction::import_);
  auto first = TestCase::make(Direction::import_);
  add_permit(*first, "P1", "600");
  ASSERT_EQ(refusal(test.lodge(std::move(first))), "");
  ACT(accept, kDesk);
  ACT(compare_papers_accurate, kDesk);
  ACT(ask_withdrawal, kUnitPerson);
  REFUSED("REV004", ask_withdrawal, kUnitPerson);
  test.take_receipts();
  ACT(grant_withdrawal, kDesk);
  EXPECT_EQ(test.take_receipts(), "clearance_recalled withdrawn");
  EXPECT_TRUE(test.ledger("permit:325:P1").is_zero());
  EXPECT_TRUE(test.ledger("permit:325:P1:reserved").is_zero());
  EXPECT_EQ(test.head.clearance, Clearance::recalled);
  EXPECT_FALSE(test.head.due_at);
  test.expect_fold();
}

TEST(Withdrawal, BeforeAcceptanceMovesNoPermitAndAfterAResultCancelsCertificates) {
  TestCase early(Direction::import_);
  auto first = TestCase::make(Direction::import_);
  add_permit(*first, "P1", "600");
  ASSERT_EQ(refusal(early.lodge(std::move(first))), "");
  ASSERT_EQ(refusal(early.act(ask_withdrawal, kUnitPerson)), "");
  const auto granted = early.act(grant_withdrawal, kDesk);
  ASSERT_TRUE(granted);
  EXPECT_TRUE(granted->moves.empty());

  TestCase test(Direction::export_);
  bring_to_result(test);
  pay(test);
  sign_all(test);
  ACT(ask_withdrawal, kUnitPerson);
  ACT(grant_withdrawal, kDesk);
  EXPECT_EQ(test.head.certificates.at(0).stage, CertificateStage::cancelled);
  test.expect_fold();
}

TEST(Withdrawal, IsNotGrantedWhenCustomsUsedTheFormMeanwhile) {
  TestCase test(Direction::import_);
  bring_to_assigned(test);
  ACT(compare_papers_accurate, kDesk);
  ACT(ask_withdrawal, kUnitPerson);
  ACT(report_clearance_used, kCustoms);
  REFUSED("CHG009", grant_withdrawal, kDesk);
  ACT(refuse_withdrawal, kDesk);
}

TEST(Withdrawal, CHG005NeedsARequestAndCHG004IsTooLateAfterRelease) {
  TestCase test(Direction::export_);
  bring_to_result(test);
  REFUSED("CHG005", grant_withdrawal, kDesk);
  pay(test);
  sign_all(test);
  ACT(issue_clearance_form, kDesk);
  ACT(release, kDesk);
  REFUSED("CHG004", ask_withdrawal, kUnitPerson);
}

}  // namespace
}  // namespace datong::domain
