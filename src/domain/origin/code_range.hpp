#pragma once
// A range of tariff codes at one level, such as 10.06 or 62.03 to 62.05, and how codes are cut and shown.
// Not here: the tariff itself. Pure. Thread rule: plain values. Source: COO 3.2.
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace datong::domain {

/// Whether a code can be compared down to six digits: 6 to 10 digits, nothing else.
inline bool is_comparable_code(std::string_view code) {
  return is_digits(code) && code.size() >= 6 && code.size() <= 10;
}

/// Codes from `first` to `last`, both inside; both have the same 2, 4 or 6 digits, without a dot.
struct CodeRange {
  std::string first;
  std::string last;

  /// Whether a longer code falls into it; a shorter one never does.
  bool contains(std::string_view code) const {
    const std::string_view start = code.substr(0, first.size());
    return start.size() == first.size() && first <= start && start <= last;
  }
  bool operator==(const CodeRange&) const = default;
};

/// "62.03" of 620342: the heading as box 8 of FORM A prints it. Source: COO 2.12, 9.
inline std::string heading(std::string_view code) {
  return std::string(code.substr(0, 2)) + "." + std::string(code.substr(2, 2));
}

}  // namespace datong::domain
