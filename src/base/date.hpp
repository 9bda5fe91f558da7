#pragma once
// Calendar dates (no zone) and UTC instants (milliseconds). The law's day is the calendar date at +08:00.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace datong {

/// A calendar date, counted in days since 1970-01-01. Text form YYYY-MM-DD, years 1900…2199.
class Date {
 public:
  constexpr Date() = default;
  static constexpr Date from_days(std::int32_t days) { Date d; d.days_ = days; return d; }
  static std::optional<Date> from_ymd(int year, int month, int day);
  static std::optional<Date> parse(std::string_view text);  ///< YYYY-MM-DD only
  constexpr std::int32_t days() const { return days_; }
  int year() const;
  int month() const;  ///< 1…12
  int day() const;
  int weekday() const;  ///< 1 = Monday … 7 = Sunday
  std::string to_string() const;
  constexpr Date plus_days(int count) const { return from_days(days_ + count); }
  friend constexpr int operator-(Date a, Date b) { return a.days_ - b.days_; }
  constexpr auto operator<=>(const Date&) const = default;

 private:
  std::int32_t days_ = 0;
};

/// A moment in milliseconds since 1970-01-01T00:00:00Z. Text form RFC 3339, always UTC: 2026-01-02T03:04:05.678Z.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_ms(std::int64_t ms) { Instant i; i.ms_ = ms; return i; }
  static std::optional<Instant> parse(std::string_view text);
  constexpr std::int64_t ms() const { return ms_; }
  std::string to_string() const;
  constexpr Instant plus_ms(std::int64_t count) const { return from_ms(ms_ + count); }
  constexpr auto operator<=>(const Instant&) const = default;

 private:
  std::int64_t ms_ = 0;
};

/// The calendar date at +08:00, to which the law ties a decision taken at `at`.
Date legal_day(Instant at);
/// Midnight at +08:00 at the start of `day`.
Instant start_of_legal_day(Date day);

}  // namespace datong
