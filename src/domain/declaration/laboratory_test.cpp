// A sample beside the inspection: what waits for its report, what a report allows, and what ends it.
#include "domain/declaration/case_test.hpp"

namespace datong::domain {
namespace {

using enum Event;

#define ACT(...) ASSERT_EQ(refusal(test.act(__VA_ARGS__)), "")
#define REFUSED(rule, ...) ASSERT_EQ(refusal(test.act(__VA_ARGS__)), rule)

void bring_to_inspecting(TestCase& test) {
  bring_to_assigned(test);
  if (test.head.direction == Direction::export_) {
    ASSERT_EQ(refusal(test.act(compare_papers_accurate, kInspector)), "");
  }
  ASSERT_EQ(refusal(test.act(begin_inspection, kInspector)), "");
  test.take_receipts();
}

TEST(Laboratory, LAB007NoResultWhileASampleIsOutAndLAB004ItsReportFreesIt) {
  TestCase test(Direction::export_);
  bring_to_inspecting(test);
  REFUSED("REV005", send_sample, kLaboratory);
  REFUSED("INS013", send_sample, kOtherInspector);
  REFUSED("REV004", record_test_conforms, kLaboratory);
  const Instant before = test.head.since;
  test.days_later(1);
  ACT(send_sample, kInspector);
  EXPECT_EQ(test.head.sample, (Sample{test.head.number + "-S01", "甲醛含量", "inspector1", ""}));
  EXPECT_GT(test.head.since, before) << "the laboratory is waited for since now";
  REFUSED("LAB007", pass, kInspector);
  REFUSED("LAB007", fail, kInspector);
  REFUSED("REV004", send_sample, kInspector);
  REFUSED("REV004", send_another_sample, kInspector);
  REFUSED("REV005", record_test_conforms, kInspector);
  ACT(record_test_conforms, kLaboratory);
  EXPECT_EQ(test.head.sample.report, "T-1");
  ACT(pass, kInspector);
  EXPECT_EQ(test.take_receipts(), "sample_sent test_conforms result_pass");
  test.expect_fold();
}

TEST(Laboratory, LAB008ReportThatDoesNotConformLeavesFailureOrAnotherSampleWithItsReason) {
  TestCase test(Direction::import_);
  bring_to_inspecting(test);
  ACT(send_sample, kInspector, {{"test_items", "重金属"}, {"sample_number", "CY-9"}});
  EXPECT_EQ(test.head.sample.number, "CY-9");
  REFUSED("REV006", record_test_does_not_conform, kLaboratory, {{"report_number", "T-1"}});
  ACT(record_test_does_not_conform, kLaboratory);
  REFUSED("LAB008", pass, kInspector);
  REFUSED("REV006", send_another_sample, kInspector, {{"test_items", "重金属"}});
  ACT(send_another_sample, kInspector);
  EXPECT_EQ(test.head.sample.number, test.head.number + "-S02");
  EXPECT_EQ(test.head.sample.report, "") << "the old report no longer counts";
  ACT(record_test_conforms, kLaboratory);
  ACT(send_another_sample, kInspector);
  ACT(record_test_does_not_conform, kLaboratory);
  ACT(fail, kInspector);
  EXPECT_EQ(test.take_receipts(), "sample_sent test_does_not_conform sample_sent test_conforms sample_sent test_does_not_conform result_fail");
  test.expect_fold();
}

TEST(Laboratory, LAB006InspectedAgainAllBeginsAnewUnderTheNextNumber) {
  TestCase test(Direction::export_);
  bring_to_inspecting(test);
  ACT(send_sample, kInspector);
  ACT(record_test_does_not_conform, kLaboratory);
  ACT(fail, kInspector);
  EXPECT_EQ(test.head.laboratory, Laboratory::does_not_conform) << "a failed case still shows why";
  ACT(rework, kInspector);
  EXPECT_EQ(test.head.laboratory, Laboratory::none);
  EXPECT_EQ(test.head.sample, Sample{});
  ACT(send_sample, kInspector);
  EXPECT_EQ(test.head.sample.number, test.head.number + "-S02") << "a number is not used again";
  ACT(record_test_conforms, kLaboratory);
  ACT(fail, kInspector);
  ACT(order_treatment, kInspector);
  REFUSED("LAB001", send_another_sample, kInspector);
  ACT(complete_treatment, kInspector);
  EXPECT_EQ(test.head.laboratory, Laboratory::none);
  ACT(fail, kInspector);
  ACT(reinspect, kSupervisor);
  ACT(pass, kInspector);
  test.expect_fold();
}

TEST(Laboratory, LAB003WithdrawnSampleFreesTheResultAndAWithdrawnCaseItsLaboratory) {
  TestCase test(Direction::export_);
  bring_to_inspecting(test);
  ACT(send_sample, kInspector);
  REFUSED("INS013", withdraw_sample, kOtherInspector);
  REFUSED("REV006", withdraw_sample, kInspector, {});
  const auto withdrawn = test.act(withdraw_sample, kInspector);
  ASSERT_TRUE(withdrawn);
  EXPECT_EQ(withdrawn->steps.front().data.back(), (std::pair<std::string, std::string>{"sample_number", test.head.number + "-S01"}));
  EXPECT_EQ(test.head.sample, Sample{});
  EXPECT_TRUE(test.ask(fail, kInspector));
  ACT(send_sample, kInspector);
  ACT(ask_withdrawal, kUnitPerson);
  REFUSED("CHG008", record_test_conforms, kLaboratory);
  ACT(grant_withdrawal, kDesk);
  EXPECT_EQ(test.head.laboratory, Laboratory::none);
  REFUSED("REV004", record_test_conforms, kLaboratory);
  test.expect_fold();
}

TEST(Laboratory, SEP005TheHandThatTookTheSampleOrInspectsDoesNotTestIt) {
  const Actor both = officer("inspector1", {Role::inspector, Role::laboratory});
  const Actor other_both = officer("inspector2", {Role::inspector, Role::laboratory});
  TestCase test(Direction::export_);
  bring_to_inspecting(test);
  ACT(send_sample, both);
  REFUSED("SEP005", record_test_conforms, both);
  EXPECT_TRUE(test.ask(record_test_conforms, other_both));
  ACT(reassign, kSupervisor);
  ASSERT_EQ(test.head.assigned_to, "inspector2");
  REFUSED("SEP005", record_test_conforms, both);
  REFUSED("SEP005", record_test_conforms, other_both);
  ACT(record_test_conforms, kLaboratory);
  REFUSED("INS013", pass, kInspector);
  ACT(pass, kOtherInspector);
}

TEST(Laboratory, EveryRowOfItsTrackIsOneHands) {
  for (const TrackMove& row : kTracks) {
    if (row.track != Track::laboratory) continue;
    EXPECT_TRUE(row.rule.id().starts_with("LAB")) << row.rule.id();
    EXPECT_TRUE(row.by.only(Role::inspector) || row.by.only(Role::laboratory) || row.by.only(Role::machine));
  }
}

}  // namespace
}  // namespace datong::domain
