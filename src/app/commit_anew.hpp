#pragma once
// Changing small records that several people write at one instant (drafts, master data): decide, commit, and decide
// anew from what stands now when somebody came in between. Not here: cases, whose acts say themselves what a lost race
// means. Thread rule: safe from any thread; waits for nothing.
#include <functional>

#include "app/context.hpp"

namespace datong::app {

/// `decide` loads and decides; it may run again, on another thread. `done` may run on any thread.
/// Errors: those of `decide` and of the store; conflict when limits::kCommitsAnewMax tries all lost.
void commit_anew(Context& context, std::function<Result<Decision>()> decide, std::function<void(Result<void>)> done);

}  // namespace datong::app
