#pragma once
// The Store on one SQLite file (write-ahead log, every commit synced), or in memory for tests. Commits go through the
// shared Committer; reads use a small pool of connections and see committed data only. Not here: attachments
// (blobs.hpp). Thread rule: any thread. What a use case may ask: app/ports.hpp. How cases are stored:
// migrations/0001_initial.sql.inc.
#include <memory>
#include <string>
#include <vector>

#include "app/ports.hpp"
#include "store/commit.hpp"
#include "store/sqlite/check.hpp"
#include "store/sqlite/connections.hpp"
#include "store/sqlite/engine.hpp"

namespace datong::store::sqlite {

struct Options {
  bool create = false;  ///< make the file when it is absent
  bool server = false;  ///< refuse when another server has the file; commands may open it beside a running server
};

class SqliteStore : public app::Store {
 public:
  /// `path` may be ":memory:". Errors: not_found; conflict (another server has it: says who); corrupt; unavailable.
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path, Options options);
  ~SqliteStore() override;

  void commit(app::Decision decision, app::Done done) override;
  Result<app::Head> head(CaseId id) override;
  Result<std::vector<app::Step>> steps(CaseId id) override;
  Result<app::Message> message(CaseId id, std::uint32_t version) override;
  Result<std::vector<Instant>> arrivals(CaseId id) override;
  Result<std::vector<app::Receipt>> receipts(std::int64_t mailbox, std::int64_t after, std::size_t limit) override;
  Result<std::vector<app::Receipt>> receipts_of(CaseId id) override;
  Result<std::optional<std::string>> key(std::string_view space, std::string_view key) override;
  Result<std::optional<app::Record>> record(std::string_view kind, std::string_view key) override;
  Result<std::vector<app::Record>> records(std::string_view kind, std::string_view key_prefix, std::string_view after,
                                           std::size_t limit) override;
  Result<std::vector<app::Record>> records_of(app::RecordIndex index, std::string_view owner, std::string_view after, std::size_t limit) override;
  Result<app::FigureWork> figure_work(std::size_t limit) override;
  Result<void> put_figures(const app::FigureWork& work, const std::vector<app::FigureRow>& rows) override;
  Result<std::vector<app::FigureRow>> figures(int month, std::optional<int> bureau) override;
  Result<std::int64_t> batches(std::int64_t unit, int month) override;
  Result<std::vector<app::EditionRow>> editions(std::size_t limit) override;
  Result<Decimal> balance(std::string_view ledger) override;
  Result<std::vector<app::LedgerMove>> moves(std::string_view ledger) override;
  Result<std::vector<app::Head>> work(const app::WorkQuery& query) override;
  Result<std::vector<app::Head>> cases(const app::CaseQuery& query) override;
  Result<std::vector<app::Timer>> due(Instant now, std::size_t limit) override;
  Result<std::vector<app::OutboxRow>> outbox(std::string_view channel, std::size_t limit) override;
  Result<void> outbox_done(std::int64_t id) override;
  Result<app::LogSize> log_size() override;
  Result<app::LogSize> extend_log(std::size_t limit) override;
  Result<crypto::Digest> log_node(unsigned level, std::uint64_t index) override;
  Result<std::optional<std::uint64_t>> log_place(CaseId id, std::uint32_t sequence) override;
  /// The steps of the log after the first `after`, in its order; and its running hash there, "" when it is not so long.
  Result<std::vector<app::LogEntry>> log_entries(std::uint64_t after, std::size_t limit);
  Result<std::string> log_chain_at(std::uint64_t steps);
  Result<void> put_edition(std::string_view name, std::string_view hash, const app::EditionFiles& files,
                           Instant at) override;
  Result<app::EditionFiles> edition(std::string_view hash) override;
  Result<std::string> current_edition() override;
  /// What another process commits to a mailbox shows here with this process's next commit to it; `receipts` sees it at
  /// once.
  std::int64_t last_serial(std::int64_t mailbox) override;

  /// Commits what is queued and ends the committer; later commits are answered `unavailable`. Reads still work.
  void stop();
  CommitStatistics statistics() const;
  /// Copies the journal, then its attachments when there are any (`to` and `to`.blobs), while serving. Errors: conflict
  /// (exists).
  Result<void> backup(const std::string& to);
  /// Everything that contradicts itself in the file: damaged rows and indexes, broken chains, heads and steps that do
  /// not belong together, numbers, serials and balances, rows that are missing from what the log and its tail say,
  /// nodes of the Merkle tree that are not those of the log.
  /// Reads one snapshot while serving. An empty list is good news; the list is cut at 1,000.
  Result<std::vector<Inconsistency>> check();

 private:
  explicit SqliteStore(std::unique_ptr<Connections> connections);
  Result<void> prepare();
  Result<void> load_dictionaries();
  Result<void> load_serials();

  std::unique_ptr<Connections> connections_;
  Serials serials_;
  Dictionaries dictionaries_;
  SqliteEngine engine_;
  std::unique_ptr<Committer> committer_;
};

}  // namespace datong::store::sqlite
