// The table of applications for certificates of origin, every stage, event and role: decide() succeeds where a row exists, the role is
// in it and the guard holds, and nowhere else; allowed_actions says the same; a random walk keeps head and steps equal. COO 1.2–1.7, D-0017.
#include "domain/origin/lifecycle.hpp"

#include <random>
#include <set>

#include "domain/declaration/review_test.hpp"
#include "domain/origin/decide.hpp"
#include "domain/origin/example.hpp"

namespace datong::domain {
namespace {

constexpr unsigned kSeed = 20260115;

std::string refusal(const Result<OriginOutcome>& outcome) {
  if (outcome) return "";
  return outcome.error().refusals.empty() ? "no rule" : std::string(outcome.error().refusals.front().rule);
}

/// The row as the table has it, found without the code under test.
std::optional<OriginTransition> row_of(OriginStage stage, OriginEvent event) {
  for (const OriginTransition& row : kOriginLifecycle) {
    if (row.from == stage && row.event == event) return row;
  }
  return std::nullopt;
}

/// The rule a guard refuses by, "" = it holds; written from D-0017 and D-0018, not from the code.
std::string guard_says(OriginGuard guard, const OriginHead& head, const Actor& actor, const OriginActFacts& facts, const std::string& path) {
  const auto is_in = [&](const std::vector<std::string>& all) { return std::find(all.begin(), all.end(), path) != all.end(); };
  switch (guard) {
    case OriginGuard::always: return "";
    case OriginGuard::machine_may_approve: return facts.machine_refusals.empty() ? "" : std::string(facts.machine_refusals.front().rule);
    case OriginGuard::officer_may_approve:
      if (!actor.second_factor) return "ORL030";
      return head.entered_by == actor.name ? "ORL031" : "";
    case OriginGuard::told_once: return head.returned_version == 0 || is_in(head.told) || is_in(facts.changed) ? "" : "ORL032";
    case OriginGuard::signed_in_twice: return actor.second_factor ? "" : "ORL030";
    case OriginGuard::paper_is_there: return facts.paper ? "" : "ORL038";
    case OriginGuard::is_past_validity: return head.valid_until_on && *head.valid_until_on < facts.today ? "" : "ORL039";
  }
  return "unknown";
}

OriginRequest request_of(OriginEvent event, const std::string& path) {
  OriginRequest request{event, {}};
  for (std::string_view name : event_spec(event).parameters) {
    if (!name.starts_with('!')) continue;
    name.remove_prefix(1);
    request.parameters.emplace(name, name == "points" ? path + " to be corrected" : "原因");
  }
  return request;
}

class Heads {
 public:
  explicit Heads(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  bool often() { return below(4) != 0; }

  /// Any head at all, whether a path leads to it or not.
  OriginHead head(OriginStage stage) {
    OriginHead head;
    head.id = CaseId{5};
    head.stage = stage;
    head.kind = "C";
    head.application_class = "0";
    head.number = "C25MA1A2B3C60001";
    head.office = "310400";
    head.version = head.effective_version = 2;
    head.entered_by = often() ? "other" : "me";
    head.returned_version = often() ? 1 : 0;
    if (often()) head.told = {"/marks"};
    if (often()) head.review_due_on = test_day().plus_days(static_cast<int>(below(4)));
    head.review_days_left = static_cast<std::uint32_t>(below(3));
    if (often()) head.valid_until_on = test_day().plus_days(1 - static_cast<int>(below(4)));
    head.steps = static_cast<std::uint32_t>(below(230));
    return head;
  }
  OriginActFacts facts(const Document& document) {
    OriginActFacts facts;
    facts.edition = &classic();
    facts.now = start_of_legal_day(test_day()).plus_ms(3'600'000);
    facts.today = test_day();
    facts.document = &document;
    if (!often()) facts.machine_refusals = {finding("ORL021", ""), finding("ORL022", "")};
    if (!often()) facts.changed = {"/marks"};
    if (often()) facts.paper = PaperFact{"aa", "bb", 1};
    facts.valid_until_on = test_day().plus_days(300);
    return facts;
  }

 private:
  std::mt19937 random_;
};

TEST(OriginLifecycle, EveryStageEventAndRoleIsDecidedByTheTableAlone) {
  Heads random(kSeed);
  const Document document = example_application("C", 1, test_day());
  std::set<std::pair<OriginStage, OriginEvent>> done;
  std::set<std::string> refused_by;
  for (std::size_t stage = 0; stage < kOriginStageCount; ++stage) {
    for (int variant = 0; variant < 60; ++variant) {
      const OriginHead head = random.head(static_cast<OriginStage>(stage));
      const OriginActFacts facts = random.facts(document);
      for (const OriginEventSpec& spec : kOriginEvents) {
        const auto row = row_of(head.stage, spec.event);
        for (std::size_t role = 1; role <= kRoleCount; ++role) {
          const Actor me{"me", "", {static_cast<Role>(role)}, "310400", 0, random.often()};
          const auto outcome = decide(head, request_of(spec.event, "/marks"), me, facts);
          SCOPED_TRACE(testing::Message() << "seed " << kSeed << " stage " << stage_name(head.stage) << " event " << spec.name << " role "
                                          << role_name(me.roles[0]) << ": " << refusal(outcome));
          if (!row) {
            ASSERT_EQ(refusal(outcome), "REV004");
            EXPECT_EQ(outcome.error().code, Code::refused);
            continue;
          }
          if (!row->by.has(me.roles[0])) {
            ASSERT_EQ(refusal(outcome), "REV005");
            EXPECT_EQ(outcome.error().code, Code::forbidden);
            continue;
          }
          const std::string no = guard_says(row->only_if, head, me, facts, "/marks");
          ASSERT_EQ(refusal(outcome), no);
          if (!no.empty()) {
            refused_by.insert(no);
            continue;
          }
          ASSERT_EQ(outcome->steps.size(), 1U);
          EXPECT_EQ(outcome->steps.front().event, spec.event);
          EXPECT_EQ(outcome->steps.front().from, head.stage);
          EXPECT_EQ(outcome->steps.front().role, me.roles[0]);
          EXPECT_EQ(outcome->steps.front().rule, row->rule.id());
          EXPECT_EQ(outcome->head.stage, row->to);
          EXPECT_EQ(outcome->head.steps, head.steps + 1);
          EXPECT_EQ(outcome->receipts.size(), spec.receipt.empty() ? 0U : 1U);
          if (!outcome->receipts.empty()) {
            EXPECT_EQ(outcome->receipts.front().kind, spec.receipt);
          }
          done.insert({head.stage, spec.event});
        }
      }
    }
  }
  EXPECT_EQ(done.size(), kOriginLifecycle.size()) << "every row was gone through";
  EXPECT_EQ(refused_by, (std::set<std::string>{"ORL021", "ORL030", "ORL031", "ORL032", "ORL038", "ORL039"}));
}

TEST(OriginLifecycle, AllowedActionsAreExactlyWhatDecideAgreesTo) {
  Heads random(kSeed + 1);
  const Document document = example_application("C", 1, test_day());
  std::size_t allowed_count = 0;
  for (int variant = 0; variant < 3'000; ++variant) {
    OriginHead head = random.head(static_cast<OriginStage>(random.below(kOriginStageCount)));
    head.told = {"/marks"};
    if (variant % 10 == 0) head.steps = 235 + static_cast<std::uint32_t>(random.below(20));
    const OriginActFacts facts = random.facts(document);
    std::vector<Role> roles;
    for (std::size_t role = 1; role <= kRoleCount; ++role) {
      if (static_cast<Role>(role) != Role::machine && random.below(3) == 0) roles.push_back(static_cast<Role>(role));
    }
    const Actor me{"me", "", roles, "310400", 0, random.often()};
    std::set<OriginEvent> said;
    for (const AllowedOriginAction& action : allowed_actions(head, me, facts)) {
      if (!action.refused_by) said.insert(action.event);
      EXPECT_TRUE(me.has(action.role));
    }
    for (const OriginEventSpec& spec : kOriginEvents) {
      const auto outcome = decide(head, request_of(spec.event, "/marks"), me, facts);
      ASSERT_EQ(outcome.has_value(), said.contains(spec.event))
          << "seed " << kSeed + 1 << " variant " << variant << " " << spec.name << " in " << stage_name(head.stage) << ": " << refusal(outcome);
    }
    allowed_count += said.size();
  }
  EXPECT_GT(allowed_count, 1'000U);
}

TEST(OriginLifecycle, NoActLeavesAFinalStageAndOnlyPapersThatAreOutHaveAStatus) {
  for (const OriginTransition& row : kOriginLifecycle) EXPECT_FALSE(is_final(row.from));
  std::set<OriginStage> out;
  for (std::size_t i = 0; i < kOriginStageCount; ++i) {
    if (is_issued(static_cast<OriginStage>(i))) out.insert(static_cast<OriginStage>(i));
  }
  EXPECT_EQ(out, (std::set{OriginStage::issued, OriginStage::superseded, OriginStage::cancelled, OriginStage::revoked, OriginStage::expired}));
}

TEST(OriginLifecycle, APersonCanEndEveryCaseThatHasNoPaperYet) {
  for (const OriginStage stage : {OriginStage::returned, OriginStage::in_review, OriginStage::held, OriginStage::approved}) {
    bool ends = false;
    for (const OriginTransition& row : kOriginLifecycle) ends = ends || (row.from == stage && is_final(row.to) && !row.by.only(Role::machine));
    EXPECT_TRUE(ends) << stage_name(stage);
  }
}

TEST(OriginLifecycle, NamesGoBackAndForthAndAreUnique) {
  std::set<std::string_view> names, guards;
  for (const OriginEventSpec& spec : kOriginEvents) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    EXPECT_EQ(origin_event_by_name(spec.name), spec.event);
    EXPECT_EQ(&event_spec(spec.event), &spec);
    EXPECT_FALSE(spec.zh.empty() || spec.en.empty()) << spec.name;
  }
  EXPECT_FALSE(origin_event_by_name(""));
  EXPECT_FALSE(origin_event_by_name("accept")) << "an act of declarations";
  for (std::size_t i = 0; i < kOriginStageCount; ++i) {
    EXPECT_EQ(origin_stage_by_name(stage_name(static_cast<OriginStage>(i))), static_cast<OriginStage>(i));
  }
  EXPECT_FALSE(origin_stage_by_name("nowhere"));
  for (int i = 0; i <= static_cast<int>(OriginGuard::is_past_validity); ++i) {
    EXPECT_TRUE(guards.insert(guard_name(static_cast<OriginGuard>(i))).second) << i;
  }
  EXPECT_FALSE(guards.contains(""));
}

TEST(OriginLifecycle, TheTimerRaisesWhatTheMachineMayDoThere) {
  for (std::size_t i = 0; i < kOriginStageCount; ++i) {
    const auto stage = static_cast<OriginStage>(i);
    const auto event = timer_event(stage);
    if (!event) continue;
    const auto row = row_of(stage, *event);
    ASSERT_TRUE(row) << stage_name(stage);
    EXPECT_TRUE(row->by.only(Role::machine));
  }
}

TEST(OriginFold, FollowsTheTableAndRefusesAnEventThatHasNoRowThere) {
  using enum OriginEvent;
  EXPECT_EQ(*fold(std::vector<OriginEvent>{}), OriginStage::none);
  EXPECT_EQ(*fold(std::vector{lodge_refused, lodge_again, ask_papers, hand_in_papers, approve, issue, record_print, supersede}), OriginStage::superseded);
  const auto broken = fold(std::vector{lodge, issue});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Code::corrupt);
  EXPECT_NE(broken.error().detail.find("issue"), std::string::npos);
}

TEST(OriginLifecycle, ARandomWalkKeepsHeadAndStepsEqual) {
  Heads random(kSeed + 2);
  std::printf("random walk, seed %u\n", kSeed + 2);
  const Document document = example_application("C", 1, test_day());
  const std::vector<Role> roles{Role::enterprise, Role::desk, Role::certificate_desk, Role::supervisor, Role::machine};
  std::map<OriginStage, int> ended;
  for (int walk = 0; walk < 400; ++walk) {
    OriginLodging lodging;
    lodging.id = CaseId{7};
    lodging.document = &document;
    lodging.number = "C25MA1A2B3C60001";
    if (random.below(4) == 0) lodging.findings = {finding("ORG024", "/goods")};
    OriginActFacts facts = random.facts(document);
    auto outcome = decide_origin_lodging(nullptr, lodging, facts);
    std::vector<OriginEvent> events;
    for (int step = 0; step < 400; ++step) {
      if (outcome) {
        for (const OriginStep& each : outcome->steps) events.push_back(each.event);
      }
      const OriginHead head = outcome ? outcome->head : OriginHead{};
      ASSERT_EQ(*fold(events), head.stage);
      ASSERT_EQ(events.size(), head.steps);
      if (is_final(head.stage)) break;
      facts = random.facts(document);
      Result<OriginOutcome> next = failure(Code::refused);
      if (head.stage == OriginStage::returned && random.often()) {
        lodging.version = head.version + 1;
        lodging.findings.clear();
        next = decide_origin_lodging(&head, lodging, facts);
      } else {
        const Actor actor{"me", "", {roles[random.below(roles.size())]}, "310400", 0, true};
        const OriginEvent event = kOriginEvents[random.below(kOriginEvents.size())].event;
        const bool is_rare = event == OriginEvent::refuse || event == OriginEvent::withdraw;
        if (!is_rare || !random.often()) next = decide(head, request_of(event, "/marks"), actor, facts);
      }
      if (next) {
        outcome = std::move(next);
      } else {
        outcome->steps.clear();
      }
    }
    ++ended[outcome->head.stage];
  }
  for (const OriginStage stage : {OriginStage::revoked, OriginStage::withdrawn, OriginStage::refused}) EXPECT_GT(ended[stage], 10) << stage_name(stage);
}

}  // namespace
}  // namespace datong::domain
