// Every stage with every value of every track: whoever is waited for can act, nobody has work outside his stages, the clock runs
// for somebody until release, and the steps of a case lead through the same states again.
#include "domain/declaration/waiting.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "domain/declaration/case_test.hpp"
#include "domain/origin/waiting.hpp"
#include "domain/receipt_words.hpp"

namespace datong::domain {
namespace {

constexpr Role kOfficers[] = {Role::desk,     Role::inspector,        Role::laboratory,
                              Role::fee_desk, Role::certificate_desk, Role::supervisor};

/// One required certificate, not there, drafted, or signed.
enum class Paper : std::uint8_t { missing, drafted, signed_ };

DeclarationHead head_of(Stage stage, Paper paper) {
  DeclarationHead head;
  head.id = CaseId{5};
  head.stage = stage;
  head.number = "310100224000001";
  head.assigned_to = "inspector1";
  head.sample = {"S-1", "甲醛含量", "inspector1", ""};
  head.accepted_by = "desk1";
  head.calculated_by = "fee1";
  head.result_on = test_day();
  head.fee_fen = 100;
  head.required_certificates = {"11"};
  if (paper == Paper::missing) return head;
  head.certificates.push_back({CaseId{6}, "C-1", "11", "certificate1", "", CertificateStage::drafted});
  if (paper == Paper::signed_) head.certificates.back().stage = CertificateStage::signed_;
  return head;
}

void each_state(const std::function<void(const DeclarationHead&)>& visit) {
  for (std::size_t stage = 0; stage < kStageCount; ++stage) {
    for (const Paper paper : {Paper::missing, Paper::drafted, Paper::signed_}) {
      DeclarationHead head = head_of(static_cast<Stage>(stage), paper);
      for (unsigned tracks = 0; tracks < 3 * 4 * 4 * 4 * 2 * 2 * 4; ++tracks) {
        unsigned rest = tracks;
        const auto take = [&](unsigned count) {
          const unsigned value = rest % count;
          rest /= count;
          return value;
        };
        head.papers = static_cast<Papers>(1 + take(3));
        head.fee = static_cast<Fee>(take(4));
        head.change = static_cast<Change>(take(4));
        head.clearance = static_cast<Clearance>(take(4));
        head.papers_mode = static_cast<PapersMode>(1 + take(2));
        head.direction = take(2) == 0 ? Direction::import_ : Direction::export_;
        head.laboratory = static_cast<Laboratory>(take(4));
        visit(head);
      }
    }
  }
}

/// Whether a path of the tables can lead there, as far as work depends on it: nothing is asked for before lodging, during the draw or
/// after the end, and a fee is due only between result and release.
bool is_reachable(const DeclarationHead& head) {
  const bool is_quiet = head.stage == Stage::none || head.stage == Stage::returned || head.stage == Stage::assigned || is_final(head.stage);
  const bool has_result =
      head.stage == Stage::waived || head.stage == Stage::passed || head.stage == Stage::failed || head.stage == Stage::treating;
  return (!is_quiet || head.change == Change::none) && (has_result || head.fee != Fee::due);
}

bool has_work(const DeclarationHead& head, Role role, const std::string& name, const ActFacts& facts) {
  for (const AllowedAction& action : allowed_actions(head, officer(name, {role}), facts)) {
    if (!action.refused_by && is_work(head, action.event)) return true;
  }
  return false;
}

TEST(Waiting, AnOfficerWhoIsWaitedForHasWorkAndTheEnterpriseOrTheMachineHasNone) {
  TestCase one(Direction::export_);
  each_state([&](const DeclarationHead& head) {
    const bool in_use = one.facts.edition->flag("clearance_form_in_use", one.facts.today);
    const auto waiting = waiting_for(head, in_use);
    ASSERT_EQ(waiting.has_value(), head.stage != Stage::none && !is_final(head.stage)) << stage_name(head.stage);
    if (!waiting) return;
    ASSERT_FALSE(waiting->zh.empty() || waiting->en.empty() || waiting->duty.empty());
    if (waiting->turn != Turn::officer) return;
    const std::string name = waiting->role == Role::inspector ? "inspector1" : "other";
    ASSERT_TRUE(has_work(head, waiting->role, name, one.facts))
        << stage_name(head.stage) << " " << waiting->duty << " papers " << int(head.papers) << " fee " << int(head.fee) << " change "
        << int(head.change) << " clearance " << int(head.clearance) << " laboratory " << int(head.laboratory);
  });
}

TEST(Waiting, NobodyHasWorkOutsideHisStages) {
  TestCase one(Direction::export_);
  unsigned at = 0;
  each_state([&](const DeclarationHead& head) {
    if (head.stage == Stage::none || head.stage == Stage::assigned) return;  // no case rests there
    if (at++ % 3 != 0 || !is_reachable(head)) return;  // a third of them, in every stage: the guards of one stage differ by few values
    for (const Role role : kOfficers) {
      const auto stages = work_stages(role);
      if (std::find(stages.begin(), stages.end(), head.stage) != stages.end()) continue;
      for (const char* name : {"inspector1", "other"}) {
        ASSERT_FALSE(has_work(head, role, name, one.facts)) << role_name(role) << " in " << stage_name(head.stage);
      }
    }
  });
}

TEST(Waiting, TheClockDoesNotDependOnCertificatesAndStandsStillOnceReleased) {
  each_state([](const DeclarationHead& head) {
    DeclarationHead other = head_of(head.stage, Paper::missing);
    other.papers = head.papers;
    other.fee = head.fee;
    other.change = head.change;
    other.clearance = head.clearance;
    other.papers_mode = head.papers_mode;
    other.direction = head.direction;
    other.laboratory = head.laboratory;
    ASSERT_EQ(turn_of(waiting_for(head, true)), turn_of(waiting_for(other, true)));
    const bool runs = turn_of(waiting_for(head, true)) != Turn::nobody;
    const bool is_done = head.stage == Stage::none || is_final(head.stage) || (head.stage == Stage::released && head.change == Change::none);
    ASSERT_EQ(runs, !is_done) << stage_name(head.stage);
  });
}

TEST(Waiting, PapersBeforeAcceptanceAreTheEnterprisesAndTheFeeIsPaidByIt) {
  DeclarationHead head = head_of(Stage::in_review, Paper::missing);
  head.papers_mode = PapersMode::before_acceptance;
  EXPECT_EQ(waiting_for(head, true)->duty, "bring_papers");
  head.papers = Papers::accurate;
  EXPECT_EQ(waiting_for(head, true)->duty, "accept");
  EXPECT_EQ(waiting_for(head, true)->role, Role::desk);
  head.due_at = Instant::from_ms(1);
  EXPECT_EQ(waiting_for(head, true)->role, Role::machine);
  head.stage = Stage::passed;
  EXPECT_EQ(waiting_for(head, true)->duty, "calculate_fee");
  head.fee = Fee::due;
  EXPECT_EQ(waiting_for(head, true)->duty, "pay");
  head.fee = Fee::settled;
  EXPECT_EQ(waiting_for(head, true)->duty, "draft_certificate");
  head.required_certificates.clear();
  EXPECT_EQ(waiting_for(head, true)->duty, "issue_clearance_form");
  EXPECT_EQ(waiting_for(head, false)->duty, "release");
}

TEST(Waiting, ASampleThatIsOutIsTheLaboratorysAndNobodyElsesWork) {
  TestCase one(Direction::export_);
  DeclarationHead head = head_of(Stage::inspecting, Paper::missing);
  EXPECT_EQ(waiting_for(head, true)->duty, "result");
  EXPECT_FALSE(has_work(head, Role::laboratory, "other", one.facts));
  head.laboratory = Laboratory::sampled;
  EXPECT_EQ(waiting_for(head, true)->duty, "test_sample");
  EXPECT_EQ(waiting_for(head, true)->role, Role::laboratory);
  EXPECT_TRUE(has_work(head, Role::laboratory, "other", one.facts));
  EXPECT_FALSE(has_work(head, Role::inspector, "inspector1", one.facts)) << "his result waits for the report";
  for (const Laboratory told : {Laboratory::conforms, Laboratory::does_not_conform}) {
    head.laboratory = told;
    EXPECT_EQ(waiting_for(head, true)->duty, "result");
    EXPECT_TRUE(has_work(head, Role::inspector, "inspector1", one.facts));
    EXPECT_FALSE(has_work(head, Role::laboratory, "other", one.facts));
  }
}

TEST(Waiting, TheStepsOfACaseLeadToItsPresentStateAgain) {
  TestCase one(Direction::export_);
  std::vector<std::pair<Event, StepData>> steps;
  const auto keep = [&](const Result<Outcome>& outcome) {
    ASSERT_TRUE(outcome);
    for (const StepDraft& step : outcome->steps) steps.emplace_back(step.event, step.data);
  };
  keep(one.lodge());
  keep(one.act(Event::accept, kDesk));
  one.facts.draw = DrawFact{};
  keep(one.act(Event::assign, kDesk));
  keep(one.act(Event::compare_papers_accurate, kInspector));
  keep(one.act(Event::begin_inspection, kInspector));
  keep(one.act(Event::pass, kInspector));
  keep(one.act(Event::draft_certificate, kDrafter));
  DeclarationHead again = before_first_step(one.head);
  for (const auto& [event, data] : steps) ASSERT_TRUE(advance(again, event, data));
  EXPECT_EQ(again.stage, one.head.stage);
  EXPECT_EQ(again.papers, one.head.papers);
  ASSERT_EQ(again.certificates.size(), 1U);
  EXPECT_EQ(again.certificates.front().code, one.head.certificates.front().code);
  EXPECT_EQ(waiting_for(again, true), waiting_for(one.head, true));
}

TEST(Waiting, EveryKindOfReceiptHasPlainWords) {
  for (const EventSpec& spec : kEvents) EXPECT_TRUE(spec.receipt.empty() || receipt_words(spec.receipt)) << spec.receipt;
  for (const OriginEventSpec& spec : kOriginEvents) EXPECT_TRUE(spec.receipt.empty() || receipt_words(spec.receipt)) << spec.receipt;
  EXPECT_NE(receipt_words("papers_due"), nullptr);
  EXPECT_EQ(receipt_words("nothing"), nullptr);
  EXPECT_EQ(value_words("reason", "lapsed")->en, "the declaration lapsed");
  EXPECT_EQ(value_words("reason", "箱号有误"), nullptr);
}

TEST(OriginWaiting, EveryStageWaitsForOneWhoMayActOrHasEnded) {
  for (std::size_t i = 1; i < kOriginStageCount; ++i) {
    const auto stage = static_cast<OriginStage>(i);
    const auto waiting = waiting_for(stage, false);
    EXPECT_EQ(waiting.has_value(), !is_final(stage) && !is_issued(stage)) << stage_name(stage);
    if (!waiting) continue;
    EXPECT_NE(waiting->turn, Turn::nobody);
    EXPECT_TRUE(std::any_of(kOriginLifecycle.begin(), kOriginLifecycle.end(), [&](const OriginTransition& row) {
      return row.from == stage && (row.by.has(waiting->role) || stage == OriginStage::returned);
    })) << stage_name(stage);
  }
  EXPECT_EQ(waiting_for(OriginStage::in_review, true)->turn, Turn::machine);
}

TEST(OriginWaiting, WorkOfARoleStandsInTheStagesOfItsRows) {
  EXPECT_EQ(work_stages_of_origin(Role::certificate_desk), (std::vector{OriginStage::in_review, OriginStage::held, OriginStage::approved}));
  EXPECT_EQ(work_stages_of_origin(Role::desk), (std::vector{OriginStage::in_review, OriginStage::held}));
  EXPECT_TRUE(work_stages_of_origin(Role::inspector).empty());
  EXPECT_TRUE(work_stages_of_origin(Role::supervisor).empty()) << "revoking is no work that waits";
}

}  // namespace
}  // namespace datong::domain
