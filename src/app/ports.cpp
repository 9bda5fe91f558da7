#include "app/ports.hpp"

#include <future>

namespace datong::app {

Result<Decision> Store::commit_now(Decision decision) {
  std::promise<Result<Decision>> promise;
  auto future = promise.get_future();
  commit(std::move(decision), [&promise](Result<Decision> result) { promise.set_value(std::move(result)); });
  return future.get();
}

}  // namespace datong::app
