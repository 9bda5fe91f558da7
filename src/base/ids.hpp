#pragma once
// 64-bit, time-ordered, bureau first: 6 bits bureau, 41 bits milliseconds since 2020, 3 bits node, 5 bits sequence = 55 bits.
// A step's row is case × 256 + sequence, so steps append beside their case. Ids cross JSON as decimal strings.
#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <optional>

#include "base/date.hpp"

namespace datong {

/// Key of any head: declaration, certificate, clearance form, admission.
struct CaseId {
  std::int64_t value = 0;
  constexpr auto operator<=>(const CaseId&) const = default;
  explicit operator bool() const { return value != 0; }
  std::string to_string() const { return std::to_string(value); }
  static std::optional<CaseId> parse(std::string_view text);  ///< positive decimal below 2^55
  std::int64_t step_row(std::uint32_t sequence) const { return value * 256 + sequence; }
};

/// Hands out ids. Thread rule: one per process, safe from any thread.
class IdMaker {
 public:
  explicit IdMaker(int node) : node_(node & 7) {}
  /// `bureau_index` 0…63: the first two digits of the office code mapped by Edition::bureau_index.
  CaseId next(int bureau_index, Instant now);

 private:
  int node_;
  std::atomic<std::int64_t> last_tick_ = 0;  // ms × 32 + sequence, over all bureaus
};

}  // namespace datong

template <>
struct std::hash<datong::CaseId> {
  std::size_t operator()(datong::CaseId id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
