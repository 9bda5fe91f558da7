#include "app/verdict.hpp"

#include <gtest/gtest.h>

#include <set>

namespace datong::app {
namespace {

const Date kToday = *Date::parse("2026-06-02");
constexpr Entry kEntries[] = {Entry::number, Entry::file, Entry::qr};
constexpr PublicStage kStages[] = {PublicStage::not_known, PublicStage::in_force, PublicStage::superseded, PublicStage::cancelled,
                                   PublicStage::revoked,   PublicStage::expired,  PublicStage::used};

CheckFacts all_passed(Entry entry, bool online, PublicStage stage) {
  CheckFacts facts;
  facts.entry = entry;
  facts.online = online;
  facts.stage = stage;
  facts.today = kToday;
  facts.answers.fill(CheckAnswer::passed);
  return facts;
}

template <class Visit>
void each_setting(Visit visit) {
  for (const Entry entry : kEntries) {
    for (const bool online : {false, true}) {
      for (const PublicStage stage : kStages) visit(all_passed(entry, online, stage));
    }
  }
}

TEST(Verdict, OneFailedCheckDecidesWhateverTheRestSays) {
  each_setting([](CheckFacts facts) {
    for (std::size_t i = 0; i < kCheckCount; ++i) {
      const auto check = static_cast<Check>(i);
      facts.answers.fill(CheckAnswer::passed);
      facts.answer(check, false);
      const Judgement judgement = judge(facts);
      EXPECT_EQ(judgement.indication, spec_of(check).when_failed) << spec_of(check).id;
      EXPECT_EQ(judgement.failed, std::vector{check});
      EXPECT_FALSE(spec_of(judgement.indication).is_genuine);
    }
  });
}

TEST(Verdict, OfTwoFailedChecksTheEarlierRowDecidesAndBothAreTold) {
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    for (std::size_t j = i + 1; j < kCheckCount; ++j) {
      CheckFacts facts = all_passed(Entry::file, true, PublicStage::in_force);
      facts.answer(static_cast<Check>(i), false);
      facts.answer(static_cast<Check>(j), false);
      EXPECT_EQ(judge(facts).indication, spec_of(static_cast<Check>(i)).when_failed);
      EXPECT_EQ(judge(facts).failed.size(), 2U);
    }
  }
}

TEST(Verdict, ANeededCheckThatWasNotMadeIsNoYes) {
  each_setting([](CheckFacts facts) {
    for (std::size_t i = 0; i < kCheckCount; ++i) {
      facts.answers.fill(CheckAnswer::passed);
      const Indication before = judge(facts).indication;
      facts.answers[i] = CheckAnswer::not_checked;
      const CheckSpec& spec = spec_of(static_cast<Check>(i));
      const bool is_needed = ((facts.online ? spec.needed_online : spec.needed_offline) & static_cast<unsigned>(facts.entry)) != 0;
      EXPECT_EQ(judge(facts).indication, is_needed ? Indication::unknown : before) << spec.id;
    }
  });
}

TEST(Verdict, NothingCheckedIsUnknown) {
  for (const Entry entry : kEntries) {
    CheckFacts facts;
    facts.entry = entry;
    facts.online = true;
    facts.stage = PublicStage::in_force;
    EXPECT_EQ(judge(facts).indication, Indication::unknown);
  }
}

TEST(Verdict, TheStageDecidesWhenAllPassed) {
  const std::pair<PublicStage, Indication> rows[] = {{PublicStage::in_force, Indication::genuine_and_in_force},
                                                     {PublicStage::superseded, Indication::superseded},
                                                     {PublicStage::cancelled, Indication::cancelled},
                                                     {PublicStage::revoked, Indication::revoked},
                                                     {PublicStage::expired, Indication::expired},
                                                     {PublicStage::used, Indication::expired},
                                                     {PublicStage::not_known, Indication::unknown}};
  for (const auto& [stage, indication] : rows) {
    for (const Entry entry : kEntries) EXPECT_EQ(judge(all_passed(entry, true, stage)).indication, indication);
  }
  EXPECT_EQ(judge(all_passed(Entry::file, false, PublicStage::not_known)).indication, Indication::genuine_status_unknown);
  EXPECT_EQ(judge(all_passed(Entry::qr, false, PublicStage::not_known)).indication, Indication::genuine_status_unknown);
}

TEST(Verdict, TheLastDayIsStillInForceAndTheNextIsNot) {
  for (const auto& [online, stage] : {std::pair{true, PublicStage::in_force}, {false, PublicStage::not_known}}) {
    CheckFacts facts = all_passed(Entry::file, online, stage);
    facts.valid_until_on = kToday;
    EXPECT_TRUE(spec_of(judge(facts).indication).is_genuine);
    facts.valid_until_on = kToday.plus_days(-1);
    EXPECT_EQ(judge(facts).indication, Indication::expired);
  }
  CheckFacts revoked = all_passed(Entry::file, true, PublicStage::revoked);
  revoked.valid_until_on = kToday.plus_days(-1);
  EXPECT_EQ(judge(revoked).indication, Indication::revoked) << "worse than its end";
}

TEST(Verdict, OfflineNothingIsEverInForce) {
  each_setting([](CheckFacts facts) {
    if (facts.online || facts.stage != PublicStage::not_known) return;
    EXPECT_NE(judge(facts).indication, Indication::genuine_and_in_force);
  });
}

TEST(Verdict, EveryIndicationAndCheckHasItsWordsOnce) {
  std::set<std::string_view> names, words;
  for (std::size_t i = 0; i < kIndicationCount; ++i) {
    const IndicationSpec& spec = spec_of(static_cast<Indication>(i));
    EXPECT_TRUE(names.insert(spec.name).second && words.insert(spec.zh).second && words.insert(spec.en).second) << spec.name;
  }
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const CheckSpec& spec = spec_of(static_cast<Check>(i));
    EXPECT_TRUE(names.insert(spec.id).second && words.insert(spec.question_zh).second && words.insert(spec.question_en).second) << spec.id;
    // The summary is asked only where its key is known; what it must agree with is asked by others.
    EXPECT_TRUE(spec.needed_online != 0U || static_cast<Check>(i) == Check::summary_right) << spec.id << " is needed by nobody";
    EXPECT_FALSE(spec_of(spec.when_failed).is_genuine) << spec.id;
  }
}

TEST(Verdict, AStageNobodyIssuedIsNotKnown) {
  for (const char* stage : {"drafted", "in_review", "refused", "withdrawn", "", "ISSUED"}) EXPECT_EQ(public_stage(stage), PublicStage::not_known) << stage;
  EXPECT_EQ(public_stage("signed"), PublicStage::in_force);
  EXPECT_EQ(public_stage("recalled"), PublicStage::cancelled);
}

TEST(Verdict, TheHeadlineNamesSuccessorAndDay) {
  Verdict verdict;
  verdict.judgement.indication = Indication::superseded;
  verdict.later = {{"C2", "issued"}};
  EXPECT_EQ(headline(verdict, false), "Superseded by C2");
  verdict.judgement.indication = Indication::revoked;
  verdict.changed_at = *Instant::parse("2026-06-02T20:00:00Z");
  EXPECT_EQ(headline(verdict, false), "Revoked on 2026-06-03") << "the legal day is that of +08:00";
  EXPECT_EQ(headline(verdict, true), "已撤销（2026-06-03）");
}

TEST(Verdict, NoControlCharacterReachesATerminal) {
  Verdict verdict;
  verdict.content.number = "C1\x1b[2J\rX\x7f";
  const std::string text = verdict_text(verdict);
  for (const char c : text) EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
}

}  // namespace
}  // namespace datong::app
