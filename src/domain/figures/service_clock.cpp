#include "domain/figures/service_clock.hpp"

#include <algorithm>

namespace datong::domain {

ServiceClock service_clock(std::span<const ClockStep> steps) {
  ServiceClock clock;
  std::optional<Instant> since;
  const auto run_to = [&](Instant at, std::int64_t& whose) {
    if (since) whose += std::max<std::int64_t>(0, at.ms() - since->ms());
    since = at;
  };
  for (const ClockStep& step : steps) {
    if (step.arrived_at) run_to(*step.arrived_at, clock.enterprise_ms);
    const bool is_enterprise = step.by == Role::enterprise, is_machine = step.by == Role::machine;
    run_to(step.at, is_enterprise ? clock.enterprise_ms : is_machine ? clock.machine_ms : clock.officer_ms);
    if (step.decides) break;
  }
  return clock;
}

}  // namespace datong::domain
