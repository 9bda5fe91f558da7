#include "base/date.hpp"

#include <chrono>

namespace datong {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kChinaOffsetMs = 8 * 3'600'000;

std::chrono::year_month_day calendar(std::int32_t days) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days}}};
}

/// All digits, exactly `text.size()` of them; -1 otherwise.
int number(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// `value` (not negative) with leading zeros. Not printf: the browser's build would carry all of it.
void append_digits(std::string& text, int value, int places) {
  for (int least = 10; --places > 0; least *= 10) {
    if (value < least) text += '0';
  }
  text += std::to_string(value);
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - ((a % b != 0 && a < 0) ? 1 : 0); }

}  // namespace

std::optional<Date> Date::from_ymd(int year, int month, int day) {
  if (year < 1900 || year > 2199 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return from_days(static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count()));
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return from_ymd(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
}

int Date::year() const { return static_cast<int>(calendar(days_).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(calendar(days_).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(calendar(days_).day())); }
int Date::weekday() const {
  return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{std::chrono::days{days_}}}.iso_encoding());
}

std::string Date::to_string() const {
  const auto ymd = calendar(days_);
  std::string text;
  append_digits(text, static_cast<int>(ymd.year()), 4);
  append_digits(text += '-', static_cast<int>(static_cast<unsigned>(ymd.month())), 2);
  append_digits(text += '-', static_cast<int>(static_cast<unsigned>(ymd.day())), 2);
  return text;
}

std::optional<Instant> Instant::parse(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2)), second = number(text.substr(17, 2));
  int ms = 0;
  const std::string_view rest = text.substr(19, text.size() - 20);
  if (!rest.empty()) {
    if (rest.size() != 4 || rest[0] != '.') return std::nullopt;
    ms = number(rest.substr(1));
  }
  if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || ms < 0) return std::nullopt;
  return from_ms(date->days() * kDayMs + ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + ms);
}

std::string Instant::to_string() const {
  const std::int64_t days = floor_divide(ms_, kDayMs);
  const int rest = static_cast<int>(ms_ - days * kDayMs);
  std::string text = Date::from_days(static_cast<std::int32_t>(days)).to_string();
  append_digits(text += 'T', rest / 3'600'000, 2);
  append_digits(text += ':', rest / 60'000 % 60, 2);
  append_digits(text += ':', rest / 1000 % 60, 2);
  append_digits(text += '.', rest % 1000, 3);
  return text += 'Z';
}

Date legal_day(Instant at) {
  return Date::from_days(static_cast<std::int32_t>(floor_divide(at.ms() + kChinaOffsetMs, kDayMs)));
}
Instant start_of_legal_day(Date day) { return Instant::from_ms(day.days() * kDayMs - kChinaOffsetMs); }

}  // namespace datong
