#pragma once
// The steps of a case read back, each with the state it led to and who was waited for then: what its timeline and the figures are told
// from, so that both know one service clock. Thread rule: free functions, any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"
#include "document/json/json.hpp"
#include "domain/figures/service_clock.hpp"
#include "domain/origin/waiting.hpp"

namespace datong::app {

/// One step as read back, and the state after it.
struct Moment {
  Instant at;
  std::uint32_t sequence = 0;
  document::Json body;
  std::string_view act, zh, en, receipt;
  std::string stage;
  domain::List reasons = domain::List::none;  ///< which list its reason_code is of
  std::optional<Instant> arrived_at = {};     ///< of the message it took in: a lodging
  bool serves = false;                        ///< what was asked for is given: released or issued
  std::optional<domain::Waiting> waiting = {};
};

/// In order. `head` is the case's present one. Errors: corrupt.
Result<std::vector<Moment>> moments_of(Context& context, const domain::DeclarationHead& head, const domain::Edition& edition);
Result<std::vector<Moment>> moments_of(Context& context, const domain::OriginHead& head);

domain::ServiceClock clock_of(const std::vector<Moment>& moments, Instant until);

}  // namespace datong::app
