#pragma once
// What happens without anybody asking: timers (lapse), the day's draw secret, checking that stored cases equal their steps.
#include <string>
#include <vector>

#include "app/act_on_declaration.hpp"

namespace datong::app {

/// Raises due timers, at most `limit`; returns how many acts were done. A case that refuses (its guard moved on) is left to its next step.
Result<std::size_t> run_timers(Context& context, std::size_t limit);

/// Makes today's and tomorrow's secret, so that the commitment stands from 00:00.
Result<void> prepare_draws(Context& context);

/// Removes attachments uploaded more than a day ago that no case named; returns how many.
Result<std::size_t> sweep_attachments(Context& context);

struct Contradiction {
  std::string what, where;
};
/// Folds every step of a case through the tables and compares stage, tracks and the head's hash.
std::vector<Contradiction> check_case(const Head& stored, const std::vector<Step>& steps);

}  // namespace datong::app
