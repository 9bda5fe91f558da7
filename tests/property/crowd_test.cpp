// Many at once on one store: nothing twice, nothing lost, numbers and serials without a gap, permits never
// over-reserved.
#include <set>

#include "office.hpp"

namespace datong::property {
namespace {

using enum Event;

constexpr int kThreads = 8;

template <class Work>
void in_parallel(Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([&work, i] { work(i); });
  for (std::thread& each : threads) each.join();
}

TEST(Crowd, LodgesAndAcceptsWithoutGapsAndNothingTwice) {
  constexpr int kEach = 12;
  Office office;
  std::vector<CaseId> cases(kThreads * kEach);
  std::atomic<int> repeats = 0, failures = 0;
  std::set<std::string> bodies;
  std::mutex mutex;
  in_parallel([&](int thread) {
    for (int i = 0; i < kEach; ++i) {
      const auto own =
          office.lodge(example(domain::Direction::export_, std::to_string(thread) + "-" + std::to_string(i)));
      const auto same = office.lodge(example(domain::Direction::export_, "same"));
      if (!own || !same) {
        ++failures;
        continue;
      }
      cases[static_cast<std::size_t>(thread * kEach + i)] = own->id;
      repeats += same->is_repeat ? 1 : 0;
      const std::lock_guard lock(mutex);
      bodies.insert(same->receipt);
    }
  });
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(repeats, kThreads * kEach - 1) << "the same bytes make one case";
  EXPECT_EQ(bodies.size(), 1U) << "and one receipt";
  EXPECT_EQ(office.count_receipts(3100600001), cases.size() + 1);

  std::atomic<int> accepted = 0, late = 0, other = 0;
  in_parallel([&](int thread) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const CaseId id = cases[(i + static_cast<std::size_t>(thread) * 3) % cases.size()];
      const auto done = office.act(id, accept, thread % 2 == 0 ? kDesk : kOtherDesk, {});
      if (done)
        ++accepted;
      else if (done.error().code == Code::refused || done.error().code == Code::conflict)
        ++late;
      else
        ++other;
    }
  });
  EXPECT_EQ(accepted, static_cast<int>(cases.size()));
  EXPECT_EQ(late, (kThreads - 1) * static_cast<int>(cases.size()));
  EXPECT_EQ(other, 0);
  std::set<std::string> numbers;
  for (const CaseId id : cases) {
    EXPECT_EQ(must(office.store->head(id)).version, 2U) << "lodged, then accepted once";
    numbers.insert(office.head(id).number);
  }
  ASSERT_EQ(numbers.size(), cases.size());
  EXPECT_EQ(*numbers.begin(), "310100225000001");
  EXPECT_EQ(numbers.rbegin()->substr(9), (cases.size() < 100 ? "0000" : "000") + std::to_string(cases.size()))
      << "no number is left out";
  EXPECT_EQ(office.contradictions(cases), "");
}

TEST(Crowd, FortyAcceptancesAtOnceTakeFromAPermitOnlyWhatItHas) {
  constexpr int kCases = 40, kFit = 25;
  Office office;
  office.open_permit("T1", "250", 3100600002);
  std::vector<CaseId> cases;
  for (int i = 0; i < kCases; ++i) {
    cases.push_back(
        must(office.lodge(example(domain::Direction::import_, std::to_string(i), permit_of("T1", "10")))).id);
  }
  std::atomic<int> accepted = 0, short_of = 0, other = 0;
  std::atomic<std::size_t> next = 0;
  in_parallel([&](int) {
    for (std::size_t i = next++; i < cases.size(); i = next++) {
      const auto done = office.act(cases[i], accept, kDesk, {});
      if (done)
        ++accepted;
      else if (!done.error().refusals.empty() && done.error().refusals[0].rule.starts_with("PRM"))
        ++short_of;
      else
        ++other;
    }
  });
  EXPECT_EQ(accepted, kFit);
  EXPECT_EQ(short_of, kCases - kFit);
  EXPECT_EQ(other, 0);
  EXPECT_TRUE(must(office.store->balance("permit:325:T1")).is_zero());
  EXPECT_EQ(must(office.store->balance("permit:325:T1:reserved")), Decimal::from_integer(250));
  EXPECT_EQ(office.contradictions(cases), "");
}

}  // namespace
}  // namespace datong::property
