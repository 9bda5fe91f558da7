// Handlers of the figures. They read a row for each case of a month, so they run on the pool, and what anybody may ask is kept a while.
#include "app/count_figures.hpp"
#include "base/limits.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

/// The month asked for; this one when none is.
Result<app::Month> month_of(const Request& request, Instant now) {
  const auto text = request.parameter("month");
  if (!text) return app::Month::of(legal_day(now));
  const auto month = app::Month::parse(*text);
  if (!month) return bad_body("month is YYYY-MM");
  return *month;
}

}  // namespace

void Api::figures(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    const Instant now = state_->context.clock.now();
    const auto month = month_of(asked.request, now);
    if (!month) return month.error();
    const std::string bureau(asked.request.parameter("bureau").value_or(""));
    const std::string key = month->to_string() + bureau;
    if (auto kept = state_->kept_figures.find(key, now)) return std::move(*kept);
    auto shown = app::show_figures(state_->context, *month, bureau);
    if (shown) state_->kept_figures.keep(key, *shown, now);
    return shown;
  });
}

void Api::counter_figures(Call call) {
  on_pool(std::move(call), [this](const Call& asked) -> Result<std::string> {
    const auto month = month_of(asked.request, state_->context.clock.now());
    if (!month) return month.error();
    return app::show_counter_cases(state_->context, asked.sender.actor, *month, asked.request.parameter("bureau").value_or(""));
  });
}

}  // namespace datong::http
