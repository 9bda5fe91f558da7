#pragma once
// A Store that passes everything on to another: a test overrides what shall be answered otherwise. Thread rule: as the other's.
#include "app/ports.hpp"

namespace datong::security {

class StoreOver : public app::Store {
 public:
  explicit StoreOver(app::Store& under) : under_(under) {}
  void commit(app::Decision decision, app::Done done) override { under_.commit(std::move(decision), std::move(done)); }
  Result<app::Head> head(CaseId id) override { return under_.head(id); }
  Result<std::vector<app::Step>> steps(CaseId id) override { return under_.steps(id); }
  Result<app::Message> message(CaseId id, std::uint32_t version) override { return under_.message(id, version); }
  Result<std::vector<Instant>> arrivals(CaseId id) override { return under_.arrivals(id); }
  Result<std::vector<app::Receipt>> receipts(std::int64_t mailbox, std::int64_t after, std::size_t limit) override { return under_.receipts(mailbox, after, limit); }
  Result<std::vector<app::Receipt>> receipts_of(CaseId id) override { return under_.receipts_of(id); }
  Result<std::optional<std::string>> key(std::string_view space, std::string_view key) override { return under_.key(space, key); }
  Result<std::optional<app::Record>> record(std::string_view kind, std::string_view key) override { return under_.record(kind, key); }
  Result<std::vector<app::Record>> records(std::string_view kind, std::string_view prefix, std::string_view after, std::size_t limit) override {
    return under_.records(kind, prefix, after, limit);
  }
  Result<std::vector<app::Record>> records_of(app::RecordIndex index, std::string_view owner, std::string_view after, std::size_t limit) override {
    return under_.records_of(index, owner, after, limit);
  }
  Result<Decimal> balance(std::string_view ledger) override { return under_.balance(ledger); }
  Result<std::vector<app::LedgerMove>> moves(std::string_view ledger) override { return under_.moves(ledger); }
  Result<std::vector<app::Head>> work(const app::WorkQuery& query) override { return under_.work(query); }
  Result<std::vector<app::Head>> cases(const app::CaseQuery& query) override { return under_.cases(query); }
  Result<std::vector<app::Timer>> due(Instant now, std::size_t limit) override { return under_.due(now, limit); }
  Result<std::vector<app::OutboxRow>> outbox(std::string_view channel, std::size_t limit) override { return under_.outbox(channel, limit); }
  Result<void> outbox_done(std::int64_t id) override { return under_.outbox_done(id); }
  Result<app::LogSize> log_size() override { return under_.log_size(); }
  Result<app::LogSize> extend_log(std::size_t limit) override { return under_.extend_log(limit); }
  Result<crypto::Digest> log_node(unsigned level, std::uint64_t index) override { return under_.log_node(level, index); }
  Result<std::optional<std::uint64_t>> log_place(CaseId id, std::uint32_t sequence) override { return under_.log_place(id, sequence); }
  Result<app::FigureWork> figure_work(std::size_t limit) override { return under_.figure_work(limit); }
  Result<void> put_figures(const app::FigureWork& work, const std::vector<app::FigureRow>& rows) override { return under_.put_figures(work, rows); }
  Result<std::vector<app::FigureRow>> figures(int month, std::optional<int> bureau) override { return under_.figures(month, bureau); }
  Result<std::int64_t> batches(std::int64_t unit, int month) override { return under_.batches(unit, month); }
  Result<void> put_edition(std::string_view name, std::string_view hash, const app::EditionFiles& files, Instant at) override {
    return under_.put_edition(name, hash, files, at);
  }
  Result<app::EditionFiles> edition(std::string_view hash) override { return under_.edition(hash); }
  Result<std::vector<app::EditionRow>> editions(std::size_t limit) override { return under_.editions(limit); }
  Result<std::string> current_edition() override { return under_.current_edition(); }
  std::int64_t last_serial(std::int64_t mailbox) override { return under_.last_serial(mailbox); }

 private:
  app::Store& under_;
};

}  // namespace datong::security
