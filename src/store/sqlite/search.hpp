#pragma once
// The search index in a SQLite file of its own beside the journal's: `<journal>.search`. Nothing is lost with it: deleted, or of another
// journal than the one beside it, it is filled again from the first step. Writing it holds up no commit. Thread rule: any thread.
#include <memory>
#include <string>
#include <vector>

#include "app/ports.hpp"
#include "store/sqlite/check.hpp"
#include "store/sqlite/store.hpp"

namespace datong::store::sqlite {

class SqliteSearch : public app::SearchIndex {
 public:
  /// Lives no longer than `journal`. Errors: corrupt, unavailable.
  static Result<std::unique_ptr<SqliteSearch>> open(const std::string& path, SqliteStore& journal);

  Result<app::LogSize> search_size() override;
  Result<std::vector<app::LogEntry>> log_entries(std::uint64_t after, std::size_t limit) override;
  Result<void> add_words(std::uint64_t from, std::uint64_t to, const std::vector<app::CaseWords>& cases) override;
  Result<std::vector<CaseId>> find_words(const std::vector<std::string>& words, CaseId before, std::size_t limit) override;
  /// Words of cases the journal does not have, a position behind its end, and what SQLite itself finds wrong with the file.
  Result<std::vector<Inconsistency>> check();

 private:
  SqliteSearch(std::unique_ptr<Connections> connections, SqliteStore& journal) : connections_(std::move(connections)), journal_(journal) {}
  Result<void> begin_anew_unless_of_this_journal();

  std::unique_ptr<Connections> connections_;
  SqliteStore& journal_;
};

}  // namespace datong::store::sqlite
