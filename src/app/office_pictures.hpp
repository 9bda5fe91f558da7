#pragma once
// The seal a paper of an office carries. Thread rule: free function, any thread.
#include <string>

#include "app/context.hpp"

namespace datong::app {

/// SHA-256 hex of the seal of the office, or of the nearest office above it that has one; "" when none has.
Result<std::string> seal_of(Context& context, const domain::Edition& edition, std::string office, Date day);

}  // namespace datong::app
