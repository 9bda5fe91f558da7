#pragma once
// Errors as RFC 9457 problem documents: code → status → advice, in one exhaustive switch.
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"

namespace datong::http {

struct ProblemKind {
  int status;
  std::string_view code;   ///< "not_found"
  std::string_view title;
  bool retry;              ///< the same request may succeed later
};
ProblemKind problem_kind(Code code);
/// The answer: application/problem+json with every finding in both languages. `detail` is for programmers.
Response problem(const Error& error);
/// For what the server itself refuses before any handler ran.
Response problem(int status, std::string_view code);

}  // namespace datong::http
