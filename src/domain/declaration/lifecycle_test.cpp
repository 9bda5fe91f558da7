// The two tables, every stage, event and role: decide() succeeds where a row exists, the role is in it and the guard
// holds, and nowhere else; allowed_actions says the same; a random walk keeps head and steps equal.
#include "domain/declaration/lifecycle.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "domain/declaration/case_test.hpp"

namespace datong::domain {
namespace {

constexpr unsigned kSeed = 20250610;

std::vector<Event> every_event() {
  std::vector<Event> events{Event::papers_reset};
  for (const EventSpec& spec : kEvents) events.push_back(spec.event);
  return events;
}

/// The row as the tables have it, found without the code under test.
struct TableRow {
  Roles by;
  Guard only_if;
  bool moves_stage;
  std::uint8_t to;
};
std::optional<TableRow> row_of(const DeclarationHead& head, Event event) {
  for (const Transition& row : kLifecycle) {
    if (row.from == head.stage && row.event == event) return TableRow{row.by, row.only_if, true, table::n(row.to)};
  }
  for (const TrackMove& row : kTracks) {
    const std::uint8_t now = row.track == Track::papers      ? table::n(head.papers)
                             : row.track == Track::fee       ? table::n(head.fee)
                             : row.track == Track::change    ? table::n(head.change)
                             : row.track == Track::clearance ? table::n(head.clearance)
                             : row.track == Track::laboratory ? table::n(head.laboratory)
                                                              : std::uint8_t{0};
    if (row.event == event && row.from == now) return TableRow{row.by, row.only_if, false, row.to};
  }
  return std::nullopt;
}

class Heads {
 public:
  explicit Heads(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  bool often() { return below(4) != 0; }

  /// Any head at all, whether a path leads to it or not.
  DeclarationHead head(Stage stage) {
    DeclarationHead head;
    head.id = CaseId{5};
    head.stage = stage;
    head.direction = below(2) == 0 ? Direction::import_ : Direction::export_;
    head.papers = static_cast<Papers>(1 + below(3));
    head.fee = static_cast<Fee>(below(4));
    head.change = often() ? Change::none : static_cast<Change>(below(4));
    head.clearance = static_cast<Clearance>(below(4));
    head.laboratory = static_cast<Laboratory>(below(4));
    head.sample.taken_by = somebody();
    head.papers_mode = static_cast<PapersMode>(1 + below(2));
    head.accepting_office = head.inspecting_office = "310100";
    head.number = "310100225000007";
    head.version = head.effective_version = 1;
    head.entered_by = somebody();
    head.accepted_by = somebody();
    head.assigned_to = often() ? "me" : "other";
    head.calculated_by = somebody();
    head.fee_fen = below(2) == 0 ? 0 : 6'000;
    for (const char* code : {"11", "97", "12"}) {
      if (often()) head.required_certificates.push_back(code);
    }
    for (const char* code : {"11", "12"}) {
      if (often()) continue;
      head.certificates.push_back({CaseId{9}, std::string("N-") + code, code, often() ? "other" : "me", "",
                                   static_cast<CertificateStage>(1 + below(3))});
    }
    if (often()) head.result_on = test_day().plus_days(-static_cast<int>(below(30)));
    if (often()) head.due_at = start_of_legal_day(test_day().plus_days(1 - static_cast<int>(below(3))));
    head.steps = static_cast<std::uint32_t>(below(230));
    return head;
  }

 private:
  std::string somebody() { return often() ? "other" : "me"; }
  std::mt19937 random_;
};

ActFacts facts_for(const Document& document, Heads& random) {
  ActFacts facts;
  facts.edition = &classic();
  facts.now = start_of_legal_day(test_day()).plus_ms(3'600'000);
  facts.today = test_day();
  facts.document = &document;
  facts.permits_suffice = random.often();
  facts.draw = DrawFact{random.often(), *Decimal::parse("0.5"), 3, {}, ""};
  facts.fee = FeeWorking{{}, random.often() ? 6'000 : 0};
  facts.named_officer = Officer{"inspector1", "", "310100", "", {Role::inspector}, Standing::active, 0};
  facts.named_officer_is_in_reach = true;
  facts.new_id = CaseId{99};
  facts.drawn_number = "7";
  return facts;
}

TEST(Lifecycle, EveryStageEventAndRoleIsDecidedByTheTablesAlone) {
  Heads random(kSeed);
  const Document document = example_export(test_day());
  std::map<std::string, int> seen;
  for (std::size_t stage = 0; stage < kStageCount; ++stage) {
    for (int variant = 0; variant < 60; ++variant) {
      const DeclarationHead head = random.head(static_cast<Stage>(stage));
      const ActFacts facts = facts_for(document, random);
      for (const Event event : every_event()) {
        const auto row = row_of(head, event);
        for (std::size_t role = 1; role <= kRoleCount; ++role) {
          const Actor me{"me", "", {static_cast<Role>(role)}, "310100", 0};
          const ActRequest request{event, parameters_for(event, head, "me")};
          const auto outcome = decide(head, request, me, facts);
          SCOPED_TRACE(testing::Message()
                       << "seed " << kSeed << " stage " << stage_name(head.stage) << " event " << event_spec(event).name
                       << " role " << role_name(me.roles[0]) << ": " << refusal(outcome));
          if (!row) {
            ASSERT_EQ(refusal(outcome), "REV004");
            EXPECT_EQ(outcome.error().code, Code::refused);
          } else if (!row->by.has(me.roles[0])) {
            ASSERT_EQ(refusal(outcome), "REV005");
            EXPECT_EQ(outcome.error().code, Code::forbidden);
          } else if (const auto no = check_guard(row->only_if, head, me, request, facts)) {
            ASSERT_EQ(refusal(outcome), no->rule);
          } else {
            ASSERT_EQ(refusal(outcome), "");
            EXPECT_EQ(outcome->steps.front().event, event);
            EXPECT_EQ(outcome->steps.front().role, me.roles[0]);
            if (row->moves_stage && event != Event::assign) {
              EXPECT_EQ(table::n(outcome->head.stage), row->to);
            }
            ++seen[std::string(guard_name(row->only_if))];
          }
        }
      }
    }
  }
  EXPECT_FALSE(seen.contains("drawn") && seen["drawn"] == 0);
  for (const Transition& row : kLifecycle)
    EXPECT_GT(seen[std::string(guard_name(row.only_if))], 0) << guard_name(row.only_if);
  for (const TrackMove& row : kTracks)
    EXPECT_GT(seen[std::string(guard_name(row.only_if))], 0) << guard_name(row.only_if);
}

TEST(Lifecycle, AllowedActionsAreExactlyWhatDecideAgreesTo) {
  Heads random(kSeed + 1);
  const Document document = example_export(test_day());
  std::size_t allowed_count = 0;
  for (int variant = 0; variant < 1'500; ++variant) {
    DeclarationHead head = random.head(static_cast<Stage>(random.below(kStageCount)));
    if (variant % 10 == 0) head.steps = 230 + static_cast<std::uint32_t>(random.below(20));
    const ActFacts facts = facts_for(document, random);
    std::vector<Role> roles;
    for (std::size_t role = 1; role <= kRoleCount; ++role) {
      if (static_cast<Role>(role) != Role::machine && random.below(3) == 0) roles.push_back(static_cast<Role>(role));
    }
    const Actor me{"me", "", roles, "310100", 0};
    std::set<Event> said;
    for (const AllowedAction& action : allowed_actions(head, me, facts)) {
      if (!action.refused_by) said.insert(action.event);
      EXPECT_TRUE(me.has(action.role));
    }
    for (const Event event : every_event()) {
      const auto outcome = decide(head, {event, parameters_for(event, head, "me")}, me, facts);
      ASSERT_EQ(outcome.has_value(), said.contains(event))
          << "seed " << kSeed + 1 << " variant " << variant << " " << event_spec(event).name << " in "
          << stage_name(head.stage) << ": " << refusal(outcome);
    }
    allowed_count += said.size();
  }
  EXPECT_GT(allowed_count, 1'000U);
}

TEST(Lifecycle, NoActLeavesAFinalStage) {
  for (const Transition& row : kLifecycle) EXPECT_FALSE(is_final(row.from));
  for (const Stage stage : {Stage::closed, Stage::withdrawn, Stage::lapsed, Stage::refused})
    EXPECT_TRUE(is_final(stage));
  EXPECT_FALSE(is_final(Stage::released));
}

TEST(Lifecycle, NamesGoBackAndForthAndAreUnique) {
  std::set<std::string_view> names;
  for (const EventSpec& spec : kEvents) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    EXPECT_EQ(event_by_name(spec.name), spec.event);
    EXPECT_EQ(&event_spec(spec.event), &spec);
    EXPECT_FALSE(spec.zh.empty() || spec.en.empty()) << spec.name;
  }
  EXPECT_EQ(event_spec(Event::papers_reset).name, "papers_reset");
  EXPECT_FALSE(event_by_name("papers_reset")) << "nobody can ask for it";
  EXPECT_FALSE(event_by_name(""));
  for (std::size_t i = 0; i < kStageCount; ++i)
    EXPECT_EQ(stage_by_name(stage_name(static_cast<Stage>(i))), static_cast<Stage>(i));
  EXPECT_FALSE(stage_by_name("nowhere"));
  std::set<std::string_view> guards;
  for (int i = 0; i <= static_cast<int>(Guard::may_lapse); ++i)
    EXPECT_TRUE(guards.insert(guard_name(static_cast<Guard>(i))).second) << i;
  EXPECT_FALSE(guards.contains(""));
  EXPECT_EQ(value_name(Track::fee, 2), "settled");
  EXPECT_EQ(track_name(Track::clearance), "clearance");
}

TEST(Lifecycle, OldClientsGetTheCodesOfTheReference) {
  EXPECT_EQ(eciq_response_code("transport_ack"), "1000");
  EXPECT_EQ(eciq_response_code("accepted"), "1300");
  EXPECT_EQ(eciq_response_code("inspection_order"), "1500");
  EXPECT_EQ(eciq_response_code("released"), "2000");
  EXPECT_EQ(eciq_response_code("clearance_sent"), "3000");
  EXPECT_EQ(eciq_response_code("fee_notice"), "") << "a kind old clients never knew";
}

TEST(Fold, RefusesAnEventThatHasNoRowThere) {
  const auto broken = fold({Event::lodge, Event::release});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Code::corrupt);
  EXPECT_NE(broken.error().detail.find("release"), std::string::npos);
  EXPECT_TRUE(fold({}));
  EXPECT_EQ(fold({Event::lodge_refused})->stage, Stage::returned);
}

/// A hand that acts at random on one case after another; what may never be broken is looked at after every act.
class Walker {
 public:
  explicit Walker(unsigned seed) : random_(seed) { begin(); }

  void step() {
    if (is_final(test_->head.stage) || test_->head.steps > 225) {
      finish();
      begin();
    }
    if (random_() % 3 == 0) test_->days_later(static_cast<int>(random_() % 12));
    test_->drawn = random_() % 2 == 0;
    test_->fee_fen = random_() % 4 == 0 ? 0 : 6'000;
    if (may_lodge() && random_() % 2 == 0) return lodge();
    const Actor& actor = kPeople[random_() % std::size(kPeople)];
    std::vector<Event> allowed;
    for (const AllowedAction& action : allowed_actions(test_->head, actor, test_->facts)) {
      if (!action.refused_by) allowed.push_back(action.event);
    }
    const bool tries_anything = allowed.empty() || random_() % 4 == 0;
    const Event event =
        tries_anything ? kEvents[random_() % kEvents.size()].event : allowed[random_() % allowed.size()];
    const bool is_rare = event == Event::grant_withdrawal || event == Event::abandon || event == Event::close_failed;
    if (is_rare && random_() % 4 != 0) return;
    const bool said_so = std::find(allowed.begin(), allowed.end(), event) != allowed.end();
    const DeclarationHead before = test_->head;
    const auto outcome = test_->act(event, actor);
    const bool is_machine = actor.has(Role::machine);
    if (!is_machine) {
      ASSERT_EQ(outcome.has_value(), said_so)
          << actor.name << " " << event_spec(event).name << ": " << refusal(outcome);
    }
    if (outcome) ++done;
    if (outcome && event == Event::release) released();
    look(before);
  }

  int done = 0, cases = 0, withdrawn = 0, releases = 0;

 private:
  inline static const std::vector<Actor> kPeople{kDesk,
                                                 kOtherDesk,
                                                 kInspector,
                                                 kOtherInspector,
                                                 kFeeDesk,
                                                 kOtherFeeDesk,
                                                 kDrafter,
                                                 kSigner,
                                                 kSupervisor,
                                                 kCustoms,
                                                 kUnitPerson,
                                                 machine_actor(),
                                                 kLaboratory,
                                                 officer("both", {Role::desk, Role::inspector})};

  void begin() {
    ++cases;
    test_ = std::make_unique<TestCase>(random_() % 2 == 0 ? Direction::import_ : Direction::export_,
                                       random_() % 3 == 0 ? PapersMode::before_acceptance : PapersMode::at_inspection);
    lodge();
  }
  bool may_lodge() const { return test_->head.stage == Stage::returned || test_->head.change == Change::amend_granted; }
  void lodge() {
    const Direction direction =
        test_->head.stage == Stage::none ? *test_->document().direction() : test_->head.direction;
    auto next = TestCase::make(direction);
    if (random_() % 3 != 0) add_permit(*next, "P" + std::to_string(random_() % 3), std::to_string(1 + random_() % 900));
    if (random_() % 3 == 0) change(*next, {{"/contract_number", "C" + std::to_string(random_() % 5)}});
    std::vector<Finding> findings;
    if (random_() % 4 == 0) findings.push_back(finding("DEC004", "/contract_number", {"contract_number"}));
    const DeclarationHead before = test_->head;
    ASSERT_EQ(refusal(test_->lodge(std::move(next), findings)), "");
    ++done;
    look(before);
  }

  void look(const DeclarationHead& before) {
    test_->expect_fold();
    const DeclarationHead& head = test_->head;
    for (const auto& [name, amount] : test_->ledgers) {
      if (name.ends_with(":reserved")) {
        EXPECT_FALSE(amount.is_negative()) << name << " " << amount.to_string();
      }
    }
    const bool owes_or_paid = head.fee == Fee::due || head.fee == Fee::settled;
    EXPECT_FALSE(owes_or_paid && (head.stage == Stage::ordered || head.stage == Stage::inspecting))
        << "N06: no fee before a result";
    EXPECT_TRUE(head.laboratory != Laboratory::sampled || head.stage == Stage::inspecting) << "nobody else waits for a report";
    EXPECT_FALSE(head.stage == Stage::passed && head.laboratory == Laboratory::does_not_conform);
    const bool form_came_out = head.clearance == Clearance::issued && before.clearance != Clearance::issued;
    if (form_came_out) {
      EXPECT_EQ(head.papers, Papers::accurate);
      EXPECT_TRUE(head.direction == Direction::import_ || head.fee == Fee::settled);
    }
    EXPECT_LE(head.steps, 250U);
  }
  void released() {
    const DeclarationHead& head = test_->head;
    ++releases;
    EXPECT_EQ(head.fee, Fee::settled);
    EXPECT_EQ(head.papers, Papers::accurate);
    EXPECT_NE(head.accepted_by, head.inspected_by);
    EXPECT_NE(head.calculated_by, head.collected_by);
    for (const auto& [name, amount] : test_->ledgers) {
      if (name.ends_with(":reserved")) {
        EXPECT_TRUE(amount.is_zero()) << name;
      }
    }
  }
  void finish() {
    const Stage stage = test_->head.stage;
    if (stage != Stage::withdrawn && stage != Stage::lapsed && stage != Stage::refused) return;
    ++withdrawn;
    for (const auto& [name, amount] : test_->ledgers)
      EXPECT_TRUE(amount.is_zero()) << name << " " << amount.to_string();
    for (const CertificateRef& certificate : test_->head.certificates)
      EXPECT_EQ(certificate.stage, CertificateStage::cancelled);
    EXPECT_NE(test_->head.clearance, Clearance::issued);
  }

  std::mt19937 random_;
  std::unique_ptr<TestCase> test_;
};

TEST(Lifecycle, ARandomWalkKeepsHeadStepsAndLedgersTrue) {
  const unsigned seed = kSeed + 2;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::printf("random walk, seed %u\n", seed);
  Walker walker(seed);
  for (int i = 0; i < 60'000 && walker.done < 10'000 && !testing::Test::HasFailure(); ++i) walker.step();
  EXPECT_EQ(walker.done, 10'000);
  EXPECT_GT(walker.releases, 10);
  EXPECT_GT(walker.withdrawn, 50);
  EXPECT_GT(walker.cases, 100);
}

}  // namespace
}  // namespace datong::domain
