#pragma once
// A bounded pool for work over a millisecond (password hashing, certificates, reports). A full queue refuses.
// Thread rule: any thread may submit; destruction waits for what runs and drops what waits.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace datong::http {

class Pool {
 public:
  Pool(int threads, std::size_t queue_max);
  ~Pool();
  /// False when the queue is full or the pool is closing.
  bool submit(std::function<void()> work);

 private:
  void serve();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool is_closing_ = false;                  // guarded by mutex_
  std::size_t queue_max_;
  std::vector<std::thread> threads_;
};

}  // namespace datong::http
