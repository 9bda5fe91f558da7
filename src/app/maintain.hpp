#pragma once
// What happens without anybody asking: timers (lapse), the day's draw secret, checking that stored cases equal their steps.
#include <map>
#include <string>
#include <vector>

#include "app/act_on_declaration.hpp"

namespace datong::app {

/// Raises due timers, at most `limit`, several at once so that their commits go in groups; returns how many acts were done. A case that
/// refuses (its guard moved on) is left to its next step, one that another act overtook to the next run.
struct TimersDone {
  std::size_t done = 0, failed = 0;
  std::string first_failure;  ///< case and detail, for the log
};
/// `put_off` remembers timers that failed, so that they are tried again after a minute and not each second; null = try all.
Result<TimersDone> run_timers(Context& context, std::size_t limit, std::map<CaseId, Instant>* put_off = nullptr);

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
