#pragma once
// The code lists as people look them up: whole, or searched by code, name, pinyin and initials. Kept in memory beside
// the edition, each list built at its first use. Not here: whether a code is right (domain/edition). Thread rule: safe
// from any thread.
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"

namespace datong::app {

class CodeTables {
 public:
  /// JSON {list, on, edition, rows} of every row in force on `day`, in file order.
  /// Errors: too_large above limits::kCodeListRowsMax.
  Result<std::string> whole(const EditionPtr& edition, domain::List list, Date day);
  /// The same of the rows that fit `query`, best first, at most `limit`: the code itself, codes that begin so, names
  /// (or their English) that begin so, initials, pinyin, names that have it inside (English: every word begins one).
  /// Errors: too_large (query).
  Result<std::string> search(const EditionPtr& edition, domain::List list, Date day, std::string_view query,
                             std::size_t limit);
  std::size_t size(const EditionPtr& edition, domain::List list, Date day);
  /// Builds every list, so that nobody waits for it.
  void warm(const EditionPtr& edition);

  struct Table;

 private:
  std::shared_ptr<const Table> table(const EditionPtr& edition, domain::List list);

  std::mutex mutex_;
  std::string edition_;                                          // hash the tables are of; guarded by mutex_
  std::map<domain::List, std::shared_ptr<const Table>> tables_;  // guarded by mutex_
};

}  // namespace datong::app
