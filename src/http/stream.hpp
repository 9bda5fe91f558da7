#pragma once
// An answer that goes on: what is pushed travels on the connection's own loop, no thread waits. Bounded: a reader slower than
// what he is told is cut off. Not here: who is told what (streams.hpp). Thread rule: any thread.
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/limits.hpp"

namespace datong::http {

class Stream {
 public:
  /// False when the stream is over; it is over, too, when too much waits.
  bool push(std::string_view bytes) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      if (is_over_) return false;
      is_over_ = waiting_.size() + bytes.size() > limits::kStreamBytesWaitingMax;
      if (!is_over_) waiting_ += bytes;
      wake = std::exchange(wake_, nullptr);
    }
    if (wake) wake();
    return !is_over();
  }
  /// The reader gets what waits, then the end.
  void end() {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
      wake = std::exchange(wake_, nullptr);
    }
    if (wake) wake();
  }
  bool is_over() const {
    const std::lock_guard lock(mutex_);
    return is_over_;
  }

  // For the connection only.
  struct Taken {
    std::string bytes;
    bool is_last = false;
  };
  /// What waits now; when nothing does, `wake` is called once as soon as that changes.
  Taken take(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    Taken taken{std::exchange(waiting_, {}), is_over_};
    if (taken.bytes.empty() && !taken.is_last) wake_ = std::move(wake);
    return taken;
  }

 private:
  mutable std::mutex mutex_;
  std::string waiting_;         // guarded by mutex_
  std::function<void()> wake_;  // guarded by mutex_
  bool is_over_ = false;        // guarded by mutex_
};

}  // namespace datong::http
