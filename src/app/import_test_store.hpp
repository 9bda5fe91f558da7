#pragma once
// For the tests of this module only: a Store that keeps records, ledger moves and editions in maps and answers nothing else,
// and an office around it. The module's tests may not include store/. Thread rule: one test, one thread.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/import_codes.hpp"

namespace datong::app {

class ImportTestStore : public Store {
 public:
  void commit(Decision decision, Done done) override {
    if (fail_after-- == 0) return done(failure(Code::unavailable, "disk"));
    for (const Record& record : decision.records) {
      const auto found = records_.find({record.kind, record.key});
      if ((found == records_.end() ? 0 : found->second.version) != record.version)
        return done(failure(Code::conflict, "version"));
    }
    commits.push_back(decision.records.size());
    for (Record record : decision.records) {
      if (record.body.empty()) {
        records_.erase({record.kind, record.key});
        continue;
      }
      ++record.version;
      if (record.body.empty()) records_.erase({record.kind, record.key});
      else records_[{record.kind, record.key}] = record;
    }
    moves_.insert(moves_.end(), decision.moves.begin(), decision.moves.end());
    done(std::move(decision));
  }
  Result<std::optional<Record>> record(std::string_view kind, std::string_view key) override {
    const auto found = records_.find({std::string(kind), std::string(key)});
    return found == records_.end() ? std::nullopt : std::optional(found->second);
  }
  Result<std::vector<LedgerMove>> moves(std::string_view ledger) override {
    std::vector<LedgerMove> found;
    std::copy_if(moves_.begin(), moves_.end(), std::back_inserter(found),
                 [&](const LedgerMove& move) { return move.ledger == ledger; });
    return found;
  }
  Result<void> put_edition(std::string_view name, std::string_view hash, const EditionFiles& files, Instant) override {
    editions_[std::string(hash)] = files;
    current_ = hash;
    names.emplace_back(name);
    return {};
  }
  Result<EditionFiles> edition(std::string_view hash) override {
    const auto found = editions_.find(std::string(hash));
    if (found == editions_.end()) return failure(Code::not_found);
    return found->second;
  }
  Result<std::string> current_edition() override {
    if (current_.empty()) return failure(Code::not_found);
    return current_;
  }

  Result<Head> head(CaseId) override { return nothing(); }
  Result<std::vector<Step>> steps(CaseId) override { return nothing(); }
  Result<Message> message(CaseId, std::uint32_t) override { return nothing(); }
  Result<std::vector<Instant>> arrivals(CaseId) override { return nothing(); }
  Result<std::vector<Receipt>> receipts(std::int64_t, std::int64_t, std::size_t) override { return nothing(); }
  Result<std::vector<Receipt>> receipts_of(CaseId) override { return nothing(); }
  Result<std::optional<std::string>> key(std::string_view, std::string_view) override { return nothing(); }
  Result<std::vector<Record>> records(std::string_view kind, std::string_view key_prefix, std::string_view after,
                                      std::size_t limit) override {
    std::vector<Record> found;
    for (const auto& [key, record] : records_) {
      const bool fits = record.kind == kind && record.key.starts_with(key_prefix) && record.key > after;
      if (fits && found.size() < limit) found.push_back(record);
    }
    return found;
  }
  Result<std::vector<Record>> records_of(RecordIndex, std::string_view, std::string_view, std::size_t) override { return nothing(); }
  Result<FigureWork> figure_work(std::size_t) override { return nothing(); }
  Result<void> put_figures(const FigureWork&, const std::vector<FigureRow>&) override { return nothing(); }
  Result<std::vector<FigureRow>> figures(int, std::optional<int>) override { return nothing(); }
  Result<std::int64_t> batches(std::int64_t, int) override { return nothing(); }
  Result<std::vector<EditionRow>> editions(std::size_t) override { return nothing(); }
  Result<Decimal> balance(std::string_view) override { return nothing(); }
  Result<std::vector<Head>> work(const WorkQuery&) override { return nothing(); }
  Result<std::vector<Head>> cases(const CaseQuery&) override { return nothing(); }
  Result<std::vector<Timer>> due(Instant, std::size_t) override { return nothing(); }
  Result<std::vector<OutboxRow>> outbox(std::string_view, std::size_t) override { return nothing(); }
  Result<void> outbox_done(std::int64_t) override { return nothing(); }
  Result<LogSize> log_size() override { return nothing(); }
  Result<LogSize> extend_log(std::size_t) override { return nothing(); }
  Result<crypto::Digest> log_node(unsigned, std::uint64_t) override { return nothing(); }
  Result<std::optional<std::uint64_t>> log_place(CaseId, std::uint32_t) override { return nothing(); }
  std::int64_t last_serial(std::int64_t) override { return 0; }

  std::vector<std::size_t> commits;  ///< records in each
  std::vector<std::string> names;    ///< of the editions put, in order
  int fail_after = -1;               ///< commits until one fails; negative = never

 private:
  static Error nothing() { return failure(Code::internal, "not kept by the test store"); }
  std::map<std::pair<std::string, std::string>, Record> records_;
  std::vector<LedgerMove> moves_;
  std::map<std::string, EditionFiles> editions_;
  std::string current_;
};

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline EditionFiles data_set(const std::string& set) {
  const std::filesystem::path folder = std::filesystem::path(DATONG_SOURCE_DIR) / "data" / set;
  EditionFiles files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".csv") continue;
    files.emplace_back(std::filesystem::relative(entry.path(), folder).generic_string(), bytes_of(entry.path()));
  }
  return files;
}

/// "line,column" of every DAT001 finding, in order, each followed by a blank; "path:line,column" when the path is not
/// `path`.
inline std::string places(const Error& error, const std::string& path) {
  std::string all;
  for (const Finding& finding : error.refusals) {
    all += finding.rule == "DAT001" ? "" : "not DAT001 ";
    all += (finding.path == path ? "" : finding.path + ":") + finding.values.at(0) + "," + finding.values.at(1) + " ";
  }
  return all;
}

/// A Context on a test store; the day is 2026-03-02.
template <class TestStore>
class OfficeWith {
 public:
  OfficeWith() = default;
  TestStore store;

 private:
  class NoBlobs : public Blobs {
   public:
    Result<void> put(const crypto::Digest&, std::string_view, Instant) override { return {}; }
    Result<std::string> get(const crypto::Digest&) override { return failure(Code::not_found); }
    Result<bool> has(const crypto::Digest&) override { return false; }
    Result<std::size_t> sweep(Instant, const std::function<bool(const crypto::Digest&)>&) override { return std::size_t{0}; }
  };
  class FixedClock : public Clock {
   public:
    Instant now() override { return start_of_legal_day(*Date::from_ymd(2026, 3, 2)); }
  };
  NoBlobs blobs_;
  FixedClock clock_;
  IdMaker ids_{0};
  Editions editions_{store};

 public:
  Context context{store, blobs_, clock_, ids_, editions_, Signer{crypto::SigningKey::generate(), "test"}, {}, {}};
};
using ImportOffice = OfficeWith<ImportTestStore>;

}  // namespace datong::app
