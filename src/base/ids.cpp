#include "base/ids.hpp"

#include <algorithm>
#include <charconv>

namespace datong {
namespace {
constexpr std::int64_t kEpochMs = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
}

std::optional<CaseId> CaseId::parse(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value <= 0 || value >= (std::int64_t{1} << 55)) return std::nullopt;
  if (text.front() == '0') return std::nullopt;
  return CaseId{value};
}

CaseId IdMaker::next(int bureau_index, Instant now) {
  const std::int64_t wanted = std::max<std::int64_t>(now.ms() - kEpochMs, 1) * 32;
  std::int64_t last = last_tick_.load(std::memory_order_relaxed), tick = 0;
  do {
    tick = std::max(wanted, last + 1);  // never back, even if the clock does
  } while (!last_tick_.compare_exchange_weak(last, tick, std::memory_order_relaxed));
  const std::int64_t ms = (tick / 32) & ((std::int64_t{1} << 41) - 1);
  return CaseId{(std::int64_t{bureau_index & 63} << 49) | (ms << 8) | (std::int64_t{node_} << 5) | (tick % 32)};
}

}  // namespace datong
