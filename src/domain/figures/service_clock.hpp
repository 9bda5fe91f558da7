#pragma once
// Whose time a case took: from the first message's arrival until what was asked for is given or refused, every stretch belongs to
// whoever ended it by an act. A message is the enterprise's until it arrives, and the machine's from then until it is answered; the
// desk's stretch therefore also holds its wait for papers and money. Pure. Thread rule: plain values.
// Source: notice N19 (elapsed time, from the journal); D-0027.
#include <cstdint>
#include <optional>
#include <span>

#include "base/date.hpp"
#include "domain/party/party.hpp"

namespace datong::domain {

struct ClockStep {
  Role by = Role::machine;
  Instant at;
  std::optional<Instant> arrived_at = {};  ///< of the message this step took in
  bool decides = false;                    ///< given or refused: the clock stops
};
struct ServiceClock {
  std::int64_t enterprise_ms = 0, machine_ms = 0, officer_ms = 0;
  bool operator==(const ServiceClock&) const = default;
};

/// Shape: in order; the first took in the message that opened the case. A clock that went back counts as no time.
ServiceClock service_clock(std::span<const ClockStep> steps);

}  // namespace datong::domain
