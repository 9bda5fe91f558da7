#include "app/commit_anew.hpp"

#include "base/limits.hpp"

namespace datong::app {
namespace {

struct Change : std::enable_shared_from_this<Change> {
  Context& context;
  std::function<Result<Decision>()> decide;
  std::function<void(Result<void>)> done;
  int tries = 0;

  Change(Context& c, std::function<Result<Decision>()> d, std::function<void(Result<void>)> told)
      : context(c), decide(std::move(d)), done(std::move(told)) {}

  void attempt() {
    auto decision = decide();
    if (!decision) return done(decision.error());
    if (decision->records.empty()) return done({});
    context.store.commit(std::move(*decision), [self = shared_from_this()](Result<Decision> result) {
      if (result) return self->done({});
      const bool came_between = result.error().code == Code::conflict;
      if (came_between && ++self->tries < limits::kCommitsAnewMax)
        return self->context.run([self] { self->attempt(); });
      self->done(result.error());
    });
  }
};

}  // namespace

void commit_anew(Context& context, std::function<Result<Decision>()> decide, std::function<void(Result<void>)> done) {
  std::make_shared<Change>(context, std::move(decide), std::move(done))->attempt();
}

}  // namespace datong::app
