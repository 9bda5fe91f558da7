#pragma once
// CBOR (RFC 8949) in its one deterministic form (§4.2.1): whole numbers, bytes, text, arrays, maps, tags. Lengths are
// as short as can be and known beforehand, the keys of a map stand sorted and once; anything else is refused, so that
// equal values have equal bytes. Not here: floating point, true, false, null (no document of ours holds them). Thread
// rule: plain values and free functions, any thread.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace datong::crypto {

struct Cbor {
  /// The numbers are the major types of RFC 8949 §3.1.
  enum class Kind : std::uint8_t { positive = 0, negative = 1, bytes = 2, text = 3, array = 4, map = 5, tag = 6 };

  Kind kind = Kind::positive;
  std::uint64_t number = 0;  ///< the value; of a negative number −1 − value; of a tag which one
  std::string content;       ///< of bytes and text
  std::vector<Cbor> items;   ///< of an array; of a map key, value, key, value …; of a tag the one thing tagged

  static Cbor integer(std::int64_t value);
  static Cbor bytes(std::string_view content);
  static Cbor text(std::string_view content);  ///< must be UTF-8
  static Cbor array(std::vector<Cbor> items);
  static Cbor map(std::vector<std::pair<Cbor, Cbor>> members);  ///< in any order; keys must differ
  static Cbor tagged(std::uint64_t tag, Cbor item);

  /// The value behind a whole-number key of this map; null when there is none, or this is no map.
  const Cbor* member(std::int64_t key) const;
  bool is(Kind wanted) const { return kind == wanted; }
  bool operator==(const Cbor&) const = default;
};

/// Input: at most limits::kDepthMax deep.
std::string write_cbor(const Cbor& value);

/// Errors: malformed (not the deterministic form, another kind of value, something behind it), too_large.
Result<Cbor> read_cbor(std::string_view bytes);

}  // namespace datong::crypto
