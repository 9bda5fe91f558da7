#pragma once
// Answers that everybody may have and that cost to make, kept for a few seconds. Thread rule: safe from any thread.
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/limits.hpp"

namespace datong::http {

class KeptAnswers {
 public:
  std::optional<std::string> find(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end() || now > found->second.until || now.plus_ms(limits::kFiguresKeptMs) < found->second.until) return std::nullopt;
    return found->second.answer;
  }
  void keep(const std::string& key, std::string answer, Instant now) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= limits::kFiguresKeptMax) kept_.clear();
    kept_[key] = {std::move(answer), now.plus_ms(limits::kFiguresKeptMs)};
  }

 private:
  struct Kept {
    std::string answer;
    Instant until;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;  // guarded by mutex_
};

}  // namespace datong::http
