#pragma once
// What is shown of a month: cases by channel, the share that came straight through, the usual time of machine and officer, and what
// nobody had to type again. Pure: counted cases in, figures out. Not here: whose clock ran (service_clock.hpp), reading rows (app).
// Source: notice N05 (counter cases apart, aim zero), N11, N19; D-0027. Thread rule: one FigureSum, one thread.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/figures/service_clock.hpp"

namespace datong::domain {

inline constexpr std::array kChannels{Channel::client, Channel::browser, Channel::hall_terminal, Channel::counter_entry, Channel::counter_paper};
/// The enterprise itself typed it once, and it went to the office as typed.
constexpr bool is_straight_through(Channel channel) {
  return channel == Channel::client || channel == Channel::browser || channel == Channel::hall_terminal;
}

struct CountedCase {
  Channel channel = Channel::client;
  bool is_application = false;  ///< for a certificate of origin; else a declaration
  bool is_served = false;       ///< released or issued: its times count
  ServiceClock clock;
  std::int64_t fields = 0;      ///< filled in
};

struct Figures {
  std::int64_t declarations = 0, applications = 0, served = 0;
  std::array<std::int64_t, kChannels.size()> by_channel{};
  std::int64_t fields_typed_once = 0;  ///< of the straight-through cases
  /// Medians over the served cases (the lower of the two middle ones); none when fewer were served than may be told apart.
  std::optional<ServiceClock> usual;

  std::int64_t cases() const { return declarations + applications; }
  std::int64_t straight_through() const;
  std::int64_t at_counter() const { return cases() - straight_through(); }
  /// In thousandths, rounded down: 1,000 only when all are.
  std::optional<std::int64_t> straight_through_per_mille() const;
};

class FigureSum {
 public:
  void add(const CountedCase& counted);
  /// `served_least`: fewer served cases than this give no medians, or a single enterprise's times could be read from them.
  Figures figures(std::size_t served_least) const;

 private:
  Figures counted_;
  std::vector<std::int64_t> enterprise_, machine_, officer_;
};

/// Hours of typing the fields again, in tenths, rounded down; `seconds_per_field` is the dated assumption.
std::int64_t saved_tenth_hours(std::int64_t fields, Decimal seconds_per_field);

}  // namespace datong::domain
