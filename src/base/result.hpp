#pragma once
// What every fallible function returns. Three kinds, never mixed: a refusal (the business says no, with every finding),
// a failure (the world says no), and a bug (CHECK aborts). Thread rule: plain values. Read: docs/decisions, style of errors.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace datong {

enum class Severity : std::uint8_t { warning = 1, refusal = 2 };

/// One thing a rule has to say about one place of a document. Words are in the rule catalogue, never here.
struct Finding {
  std::string path;                  ///< JSON pointer of the field, e.g. "/goods/0/commodity_code"; "" = the whole document
  std::string_view rule;             ///< id in the rule catalogue (static storage)
  Severity severity = Severity::refusal;
  std::vector<std::string> values;   ///< fill {0}, {1} … of the rule's words
  bool operator==(const Finding&) const = default;
};

/// What went wrong, by what the caller can do about it. http/problem.cpp maps each to a status.
enum class Code : std::uint8_t {
  refused,          ///< rules refuse: see refusals
  malformed,        ///< cannot be read: syntax, encoding, duplicate member
  unauthenticated,  ///< nobody we know, or a signature that does not verify
  forbidden,        ///< known, but not for this
  not_found,        ///< absent, or not yours (never told apart)
  conflict,         ///< the state moved on, or the same identity carries other bytes
  too_large,        ///< over a limit of base/limits.hpp
  unavailable,      ///< try again with the same id
  corrupt,          ///< stored data contradicts itself
  internal,         ///< a caught surprise of a library
};

struct Error {
  Code code = Code::internal;
  std::vector<Finding> refusals;  ///< all of them at once; may also explain a conflict or a malformed message
  std::string detail;             ///< for the log and the vendor's programmer; never business words
};

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
  Result(Error error) : std::expected<T, Error>(std::unexpect, std::move(error)) {}  // NOLINT: `return error;` is the point
};

template <>
class [[nodiscard]] Result<void> : public std::expected<void, Error> {
 public:
  using std::expected<void, Error>::expected;
  Result(Error error) : std::expected<void, Error>(std::unexpect, std::move(error)) {}  // NOLINT
};

inline Error failure(Code code, std::string detail = {}) { return Error{code, {}, std::move(detail)}; }
inline Error refused(std::vector<Finding> refusals) { return Error{Code::refused, std::move(refusals), {}}; }

}  // namespace datong
