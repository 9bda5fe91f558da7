#include "crypto/decimal_digits.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace datong::crypto {
namespace {

constexpr std::size_t kGroupBytes = 7;
/// Digits of the largest number in 0…7 bytes.
constexpr std::array<std::size_t, kGroupBytes + 1> kDigits = {0, 3, 5, 8, 10, 13, 15, 17};

std::optional<std::size_t> bytes_in(std::size_t digits) {
  for (std::size_t bytes = 1; bytes <= kGroupBytes; ++bytes) {
    if (kDigits[bytes] == digits) return bytes;
  }
  return std::nullopt;
}

}  // namespace

std::string to_decimal_digits(std::string_view bytes) {
  std::string digits;
  digits.reserve((bytes.size() / kGroupBytes + 1) * kDigits[kGroupBytes]);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kGroupBytes, bytes.size()))) {
    const std::string_view group = bytes.substr(0, kGroupBytes);
    std::uint64_t number = 0;
    for (const char c : group) number = number << 8 | static_cast<unsigned char>(c);
    digits.append(kDigits[group.size()], '0');
    for (auto digit = digits.rbegin(); number > 0; number /= 10) *digit++ = static_cast<char>('0' + number % 10);
  }
  return digits;
}

std::optional<std::string> from_decimal_digits(std::string_view digits) {
  std::string bytes;
  for (; !digits.empty(); digits.remove_prefix(std::min(kDigits[kGroupBytes], digits.size()))) {
    const std::string_view group = digits.substr(0, kDigits[kGroupBytes]);
    const auto size = bytes_in(group.size());
    if (!size) return std::nullopt;
    std::uint64_t number = 0;  // 17 digits fit
    for (const char c : group) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (number >> (8 * *size) != 0) return std::nullopt;
    for (std::size_t byte = *size; byte-- > 0;) bytes += static_cast<char>(number >> (8 * byte) & 0xFF);
  }
  return bytes;
}

}  // namespace datong::crypto
