#include "domain/figures/service_clock.hpp"

namespace datong::domain {

ServiceClock service_clock(std::span<const ClockStep> steps, Instant until) {
  ServiceClock clock;
  std::optional<Instant> counted_to;
  const auto count = [&](Turn turn, Instant to) {
    const std::int64_t passed = counted_to ? to.ms() - counted_to->ms() : 0;
    if (counted_to && passed <= 0) return;
    counted_to = to;
    switch (turn) {
      case Turn::nobody: break;
      case Turn::enterprise: clock.enterprise_ms += passed; break;
      case Turn::machine: clock.machine_ms += passed; break;
      case Turn::officer: clock.officer_ms += passed; break;
    }
  };
  Turn turn = Turn::nobody;
  for (const ClockStep& step : steps) {
    if (step.arrived_at) count(turn, *step.arrived_at);
    count(step.arrived_at ? Turn::machine : turn, step.at);
    turn = step.next;
  }
  count(turn, until);
  return clock;
}

}  // namespace datong::domain
