#include "base/decimal.hpp"

#include <algorithm>

namespace datong {

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view part = dot == text.npos ? std::string_view{} : text.substr(dot + 1);
  if (whole.empty() || whole.size() > 19 || part.size() > 5 || (dot != text.npos && part.empty())) return std::nullopt;
  int128 raw = 0;
  for (const std::string_view digits : {whole, part}) {
    for (const char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      raw = raw * 10 + (c - '0');
    }
  }
  for (std::size_t places = part.size(); places < 5; ++places) raw *= 10;
  return from_raw(negative ? -raw : raw);
}

std::string Decimal::to_string() const {
  const bool negative = raw_ < 0;
  uint128 left = negative ? -static_cast<uint128>(raw_) : static_cast<uint128>(raw_);
  std::string reversed;
  int places = 0;
  for (; places < 5; ++places, left /= 10) {
    const char digit = static_cast<char>('0' + static_cast<int>(left % 10));
    if (digit != '0' || !reversed.empty()) reversed += digit;
  }
  if (!reversed.empty()) reversed += '.';
  do { reversed += static_cast<char>('0' + static_cast<int>(left % 10)); left /= 10; } while (left != 0);
  if (negative) reversed += '-';
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::optional<Decimal> multiply_divide(Decimal a, Decimal b, Decimal c) {
  if (c.is_zero()) return std::nullopt;
  int128 product = 0;
  if (__builtin_mul_overflow(a.raw(), b.raw(), &product)) return std::nullopt;
  // product carries ten places, c five: the quotient carries five again.
  int128 quotient = product / c.raw();
  const int128 rest = product % c.raw();
  const int128 rest_size = rest < 0 ? -rest : rest;
  const int128 half = (c.raw() < 0 ? -c.raw() : c.raw());
  if (rest_size >= half - rest_size) quotient += ((product < 0) == (c.raw() < 0)) ? 1 : -1;
  return Decimal::from_raw(quotient);
}

}  // namespace datong
