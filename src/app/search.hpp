#pragma once
// Finding cases by any number or name. The index is a projection of what is committed: the worker reads the log behind the commits, takes
// the words of each case from its message and head, and writes them in bulk. What a search shows is read from the heads, bound to the
// asker's reach. Thread rule: any thread; extend_search by one worker at a time (two waste work and do no harm).
#include <string>
#include <string_view>

#include "app/context.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// Takes new steps in, at most 2 · limits::kSearchStepsPerRound a call. Errors: those of the store.
Result<LogSize> extend_search(Context& context);

/// {rows, next?}: cases that have every word of `text`, newest first. Errors: malformed (nothing to look for), unavailable.
Result<std::string> search_cases(Context& context, const domain::Actor& actor, std::string_view text, CaseId before, std::size_t limit);

}  // namespace datong::app
