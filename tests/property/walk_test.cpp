// A random walk of 5,000 acts over 50 cases and all roles, through the use cases and a store: an act succeeds exactly
// where allowed_actions said so just before.
#include <random>

#include "office.hpp"

namespace datong::property {
namespace {

constexpr unsigned kSeed = 20250611;
constexpr int kCases = 50, kActs = 5'000;

class Walk {
 public:
  Walk() {
    for (const char* number : {"T0", "T1", "T2"}) office_.open_permit(number, "1000000", 3100600002);
    for (int i = 0; i < kCases; ++i) begin(static_cast<std::size_t>(i));
  }

  void step() {
    const std::size_t slot = below(kCases);
    const domain::DeclarationHead head = office_.head(cases_[slot]);
    if (domain::is_final(head.stage)) return begin(slot);
    if (below(50) == 0) office_.clock.add_days(1);
    if ((head.stage == Stage::returned || head.change == domain::Change::amend_granted) && below(2) == 0)
      return lodge_next(slot, head);
    const domain::Actor me = somebody(slot, head);
    const auto file = must(app::load_case(office_.context, cases_[slot]));
    std::vector<Event> allowed;
    for (const auto& action : must(app::allowed_actions(office_.context, file, me))) {
      if (!action.refused_by) allowed.push_back(action.event);
    }
    const bool tries_anything = allowed.empty() || below(5) == 0;
    const Event event =
        tries_anything ? domain::kEvents[below(domain::kEvents.size())].event : allowed[below(allowed.size())];
    const bool is_an_end = event == Event::grant_withdrawal || event == Event::abandon ||
                           event == Event::close_failed || event == Event::refuse;
    if (is_an_end && below(5) != 0) return;
    const bool said_so = std::find(allowed.begin(), allowed.end(), event) != allowed.end();
    const auto done = office_.act(cases_[slot], event, me);
    ++acts;
    ASSERT_EQ(done.has_value(), said_so) << "seed " << kSeed << " act " << acts << ": " << me.name << " "
                                         << domain::event_spec(event).name << " in " << domain::stage_name(head.stage)
                                         << (done ? "" : why(done.error()));
    if (!done) return;
    ++succeeded;
    if (event == Event::release) ++releases;
  }

  std::string contradictions() { return office_.contradictions(all_); }
  void expect_receipts_without_gaps() {
    EXPECT_GT(office_.count_receipts(3100600001), 100U);
    EXPECT_GT(office_.count_receipts(3200910001), 100U);
  }
  /// Reserved is what open, accepted cases hold, and nothing else.
  void expect_ledgers() {
    std::map<std::string, Decimal> held;
    for (const CaseId id : all_) {
      const auto head = office_.head(id);
      const bool holds = !head.number.empty() && head.stage != Stage::released && !domain::is_final(head.stage);
      if (!holds) continue;
      const auto reading = must(app::load_document(office_.context, id, head.effective_version));
      for (const auto& each : domain::permit_reservations(reading.document))
        held[each.ledger] = held[each.ledger] + each.amount;
    }
    for (const char* number : {"T0", "T1", "T2"}) {
      const std::string ledger = domain::permit_ledger("325", number);
      EXPECT_EQ(must(office_.store->balance(ledger + ":reserved")), held[ledger]) << ledger;
    }
  }

  int acts = 0, succeeded = 0, releases = 0;

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  /// Mostly one who has something to do, so that cases get on.
  domain::Actor somebody(std::size_t slot, const domain::DeclarationHead& head) {
    const auto facts =
        must(app::load_facts(office_.context, must(app::load_case(office_.context, cases_[slot])), nullptr));
    domain::Actor actor;
    for (int tries = below(6) == 0 ? 1 : 8; tries > 0; --tries) {
      actor = people_[below(people_.size())];
      if (actor.has(Role::enterprise)) actor = unit_person(head.unit);
      const auto actions = domain::allowed_actions(head, actor, facts.facts);
      if (std::any_of(actions.begin(), actions.end(), [](const auto& action) { return !action.refused_by; })) break;
    }
    return actor;
  }

  domain::Document document(const std::string& reference, domain::Direction direction) {
    std::vector<domain::Edit> edits;
    const bool is_import = direction == domain::Direction::import_;
    if (is_import && below(2) == 0)
      edits = permit_of("T" + std::to_string(below(3)), std::to_string(1 + below(90)) + ".5");
    if (below(5) == 0) edits.push_back({"/contract_number", "C" + std::to_string(below(9))});
    if (below(6) == 0) edits.push_back({"/conveyance_name", ""});
    edits.push_back({"/declarant_reference", reference});
    return example(direction, std::to_string(++uuids_), edits);
  }
  void begin(std::size_t slot) {
    if (cases_.size() <= slot) cases_.resize(slot + 1);
    const auto direction = below(2) == 0 ? domain::Direction::import_ : domain::Direction::export_;
    cases_[slot] = must(office_.lodge(document("W-" + std::to_string(all_.size()), direction))).id;
    all_.push_back(cases_[slot]);
  }
  void lodge_next(std::size_t slot, const domain::DeclarationHead& head) {
    must(office_.lodge(document(head.reference, head.direction), head.version + 1));
    EXPECT_EQ(office_.head(cases_[slot]).version, head.version + 1);
  }

  std::mt19937 random_{kSeed};
  Office office_;
  std::vector<CaseId> cases_, all_;
  int uuids_ = 0;
  const std::vector<domain::Actor> people_{kDesk,
                                           kOtherDesk,
                                           kInspector,
                                           kOtherInspector,
                                           kFeeDesk,
                                           kOtherFeeDesk,
                                           kDrafter,
                                           kSigner,
                                           kSupervisor,
                                           kCustoms,
                                           person("laboratory1", {Role::laboratory}),
                                           person("administrator1", {Role::administrator}),
                                           unit_person(1)};
};

TEST(Walk, FiveThousandActsSucceedExactlyWhereAllowedActionsSaidSo) {
  std::printf("random walk, seed %u\n", kSeed);
  Walk walk;
  for (int i = 0; i < 4 * kActs && walk.acts < kActs && !testing::Test::HasFailure(); ++i) walk.step();
  EXPECT_EQ(walk.acts, kActs);
  EXPECT_GT(walk.succeeded, kActs / 2);
  EXPECT_GT(walk.releases, 20);
  walk.expect_receipts_without_gaps();
  walk.expect_ledgers();
  EXPECT_EQ(walk.contradictions(), "");
}

}  // namespace
}  // namespace datong::property
