#include "domain/figures/service_clock.hpp"

#include <gtest/gtest.h>

namespace datong::domain {
namespace {

using enum Turn;

Instant at(std::int64_t ms) { return Instant::from_ms(1'000'000 + ms); }

TEST(ServiceClock, EveryStretchBelongsToWhoeverWasWaitedFor) {
  const ClockStep steps[] = {{at(5), officer, at(0)},              // the machine's from its arrival
                             {at(105), enterprise},                // returned
                             {at(1'107), officer, at(1'105)},      // the next version arrived 1,000 later
                             {at(1'207), enterprise},              // papers asked for …
                             {at(1'307), officer},                 // … and taken in by the desk: its act, the enterprise's time
                             {at(1'400), nobody}};                 // released
  EXPECT_EQ(service_clock(steps, at(9'000)), (ServiceClock{1'100, 7, 293}));
  EXPECT_EQ(service_clock({}, at(9'000)), ServiceClock{});
}

TEST(ServiceClock, RunsUntilNowForWhoeverIsWaitedForNow) {
  const ClockStep steps[] = {{at(5), machine, at(0)}, {at(7), officer}};
  EXPECT_EQ(service_clock(steps, at(7)), (ServiceClock{0, 7, 0}));
  EXPECT_EQ(service_clock(steps, at(107)), (ServiceClock{0, 7, 100}));
}

TEST(ServiceClock, StandsStillWhileNobodyIsWaitedFor) {
  const ClockStep steps[] = {{at(5), nobody, at(0)}, {at(1'000), officer}, {at(1'010), nobody}, {at(2'000), nobody}};  // a change asked for after release
  EXPECT_EQ(service_clock(steps, at(9'000)), (ServiceClock{0, 5, 10}));
}

TEST(ServiceClock, AMessageThatWaitedWhileAnotherStepWasTakenCountsOnce) {
  const ClockStep steps[] = {{at(5), officer, at(0)}, {at(105), enterprise}, {at(110), officer, at(50)}};
  EXPECT_EQ(service_clock(steps, at(110)), (ServiceClock{0, 10, 100}));
}

TEST(ServiceClock, AClockThatWentBackCountsAsNoTime) {
  const ClockStep steps[] = {{at(5), officer, at(9)}, {at(3), officer}, {at(13), officer}};
  EXPECT_EQ(service_clock(steps, at(11)), (ServiceClock{0, 0, 4}));
}

}  // namespace
}  // namespace datong::domain
