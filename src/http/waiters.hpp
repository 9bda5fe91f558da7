#pragma once
// Long polls waiting for a mailbox: no thread is held, a commit wakes them, a timer ends them. Thread rule: any thread.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace datong::http {

class Waiters {
 public:
  using Wake = std::function<void()>;
  /// Keeps `wake` until announce or expire; returns a ticket for expire. 0 = nobody waits any more: `wake` is not kept.
  std::uint64_t add(std::int64_t mailbox, Wake wake) {
    const std::lock_guard lock(mutex_);
    if (is_ended_) return 0;
    waiting_[mailbox].emplace_back(++last_, std::move(wake));
    return last_;
  }
  void announce(std::int64_t mailbox) {
    std::vector<std::pair<std::uint64_t, Wake>> woken;
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = waiting_.find(mailbox); found != waiting_.end()) {
        woken = std::move(found->second);
        waiting_.erase(found);
      }
    }
    for (auto& [ticket, wake] : woken) wake();
  }
  /// Wakes everybody, for ever: the server stops.
  void end() {
    std::map<std::int64_t, std::vector<std::pair<std::uint64_t, Wake>>> woken;
    {
      const std::lock_guard lock(mutex_);
      is_ended_ = true;
      woken = std::exchange(waiting_, {});
    }
    for (auto& [mailbox, entries] : woken) {
      for (auto& [ticket, wake] : entries) wake();
    }
  }
  void expire(std::int64_t mailbox, std::uint64_t ticket) {
    Wake wake;
    {
      const std::lock_guard lock(mutex_);
      const auto found = waiting_.find(mailbox);
      if (found == waiting_.end()) return;
      for (auto& entry : found->second) {
        if (entry.first == ticket) wake = std::move(entry.second);
      }
      std::erase_if(found->second, [&](const auto& entry) { return entry.first == ticket; });
      if (found->second.empty()) waiting_.erase(found);
    }
    if (wake) wake();
  }

 private:
  std::mutex mutex_;
  std::map<std::int64_t, std::vector<std::pair<std::uint64_t, Wake>>> waiting_;  // guarded by mutex_
  std::uint64_t last_ = 0;                                                       // guarded by mutex_
  bool is_ended_ = false;                                                        // guarded by mutex_
};

}  // namespace datong::http
