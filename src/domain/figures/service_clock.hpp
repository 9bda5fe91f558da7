#pragma once
// Whose time a case took: every moment belongs to whoever was waited for then, as waiting.hpp tells it after each step. Pure. Not here:
// who that is, reading steps (app/moments.hpp). Thread rule: plain values.
// Source: notice N19 (elapsed time, from the journal); D-0028.
#include <cstdint>
#include <optional>
#include <span>

#include "base/date.hpp"
#include "domain/declaration/waiting.hpp"

namespace datong::domain {

struct ClockStep {
  Instant at;
  Turn next = Turn::nobody;                ///< whose time passes after it
  std::optional<Instant> arrived_at = {};  ///< of the message this step took in
};
struct ServiceClock {
  std::int64_t enterprise_ms = 0, machine_ms = 0, officer_ms = 0;
  bool operator==(const ServiceClock&) const = default;
};

/// A message is the machine's from its arrival to the step that takes it in; what passed before belongs to whoever was waited for.
/// After a step that leaves nobody to wait for, the clock stands still.
/// Shape: in order. A clock that went back counts as no time, and no moment counts twice.
ServiceClock service_clock(std::span<const ClockStep> steps, Instant until);

}  // namespace datong::domain
