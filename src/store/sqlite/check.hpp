#pragma once
// Stored data that contradicts itself, in plain words. Thread rule: plain values.
#include <string>
#include <vector>

#include "store/sqlite/sqlite.hpp"

namespace datong::store::sqlite {

struct Inconsistency {
  std::string what;   ///< "the last step is missing"
  std::string where;  ///< "case 4711", "counter declaration:44:2004"
  bool operator==(const Inconsistency&) const = default;
};

/// Collects at most 1,000: who has more needs a backup, not a longer list.
class Findings {
 public:
  void add(std::string what, std::string where) {
    if (list_.size() < kMax) list_.push_back({std::move(what), std::move(where)});
  }
  std::vector<Inconsistency> take() { return std::move(list_); }

 private:
  static constexpr std::size_t kMax = 1000;
  std::vector<Inconsistency> list_;
};

/// What SQLite's own integrity check says about the file.
void check_file(Database& database, Findings& findings);

/// Whether the stored Merkle tree is that of the log, and the places of issued documents' steps are right.
void check_log_tree(Database& database, Findings& findings);

}  // namespace datong::store::sqlite
