#pragma once
// A 64-bit sum over the columns of one stored row, kept beside them: `check` finds a row whose bytes were altered or
// decayed. It guards against accidents and careless hands, not against somebody who computes it anew: for that there is
// the hash chain of the steps and the log. The function is part of the stored format and never changes. Thread rule:
// plain value.
#include <cstdint>
#include <cstring>
#include <string_view>

namespace datong::store {

class RowSum {
 public:
  void add(std::int64_t value) { mix(static_cast<std::uint64_t>(value)); }
  void add(std::string_view bytes) {
    mix(bytes.size());
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) mix(little_endian(bytes.data(), 8));
    if (!bytes.empty()) mix(little_endian(bytes.data(), bytes.size()));
  }
  void add_null() { mix(0x6e756c6c6e756c6cULL); }
  /// What the column `sum` holds.
  std::int64_t value() const { return static_cast<std::int64_t>(state_); }

 private:
  static std::uint64_t little_endian(const char* bytes, std::size_t count) {
    unsigned char low_first[8] = {};
    std::memcpy(low_first, bytes, count);
    std::uint64_t word = 0;
    for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{low_first[i]} << (8 * i);
    return word;
  }
  /// Each step is a bijection of the state, so one altered word always alters the sum.
  void mix(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9e3779b97f4a7c15ULL;
    state_ ^= state_ >> 29;
  }
  std::uint64_t state_ = 0x6461746f6e673031ULL;
};

}  // namespace datong::store
