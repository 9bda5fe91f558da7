#pragma once
// What use cases need from the world: Store (decisions, reads), Blobs, Clock, Secrets, Http. Interfaces only; the two
// implementations of each are chosen in programs/. Thread rule: every method may be called from any thread.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "crypto/digest.hpp"

namespace datong::app {

enum class HeadKind : std::uint8_t { declaration = 1, certificate = 2, clearance_form = 3, admission = 4, origin = 5 };

/// Whether the log can be asked where a step of such a head stands: those of what was issued. Of an application only the issuing step is
/// ever shown; the others name goods and persons.
constexpr bool has_open_steps(HeadKind kind) {
  return kind == HeadKind::certificate || kind == HeadKind::clearance_form || kind == HeadKind::origin;
}

/// What changes of a case: its head, the narrow row of the work lists, its timer. `body` is canonical JSON, ≤ limits::kHeadBytesMax.
struct Head {
  CaseId id;
  HeadKind kind = HeadKind::declaration;
  std::uint32_t version = 0;        ///< grows by one with every Decision that touches it
  std::uint32_t steps = 0;          ///< number of steps so far; the next step has this sequence
  crypto::Digest last_step_hash{};  ///< zeros before the first
  std::string body;
  // the work row
  int bureau = 0;
  std::string office;       ///< 6 digits; where the next act is due
  std::uint8_t stage = 0;   ///< domain::Stage or the aggregate's own stage
  std::string assigned_to;  ///< officer's sign-in name, "" = nobody
  Instant since;            ///< when it reached the stage
  std::optional<Instant> due_at;
  std::uint8_t due_event = 0;  ///< domain::Event raised by the timer loop at due_at
};

/// One step: immutable, hash = SHA-256(previous hash ‖ body).
struct Step {
  CaseId id;
  std::uint32_t sequence = 0;
  crypto::Digest hash{};
  std::string body;  ///< canonical JSON: actor, role, event, from, to, rule, edition, at, data
  Instant at;
};

/// A message as signed: never altered. `bytes` is compressed by the store.
struct Message {
  CaseId id;
  std::uint32_t version = 0;  ///< of the document, from 1
  crypto::Digest hash{};      ///< SHA-256 of bytes
  std::string bytes;
  std::string format;     ///< "json", "eciq-utf8", "eciq-gbk"
  std::string signature;  ///< detached JWS as received; "" for session channels
  std::string origin;     ///< canonical JSON: unit, installation or session and person, software, software_version, channel, peer, batch
  Instant arrived_at;
};

/// Written once per case: what "my declarations" lists by.
struct CaseRow {
  CaseId id;
  HeadKind kind = HeadKind::declaration;
  std::int64_t unit = 0;   ///< registration number of the declaring unit
  std::string reference;   ///< the unit's own number
  std::string direction;   ///< "I", "O"; of an application the kind of certificate
  Date lodged_on;
};

struct Receipt {
  std::int64_t mailbox = 0;  ///< registration number of the unit
  std::int64_t serial = 0;   ///< given inside the commit: 1, 2, 3 … without a gap
  CaseId id;
  std::string body;          ///< canonical JSON, as signed at the answer
};

struct LedgerMove {
  std::string ledger;  ///< "permit:325:A1234567"
  Decimal amount;      ///< signed; the balance must stay ≥ 0
  CaseId id;
  std::string reason;  ///< "open", "reserve", "give_back", "consume"
};

/// (space, key) is unique for ever. `expected_absent` keys that exist turn the Decision into a conflict.
struct UniqueKey {
  std::string space;  ///< "message": unit + reference + version; "uuid"; "answer"; "declaration_number" …
  std::string key;
  std::string value;
};

/// A text-keyed row that may change: enterprise, declarant, officer, installation, mandate, admission_state, session, permit …
struct Record {
  std::string kind;
  std::string key;
  std::uint32_t version = 0;  ///< 0 = does not exist yet
  std::string body;           ///< canonical JSON; "" deletes
};

struct OutboxRow {
  std::int64_t id = 0;
  std::string channel;
  std::string body;
  Instant at;
};

/// One business fact, committed whole or not at all. `version` of heads and records is the one they were loaded with
/// (0 = new); the commit writes version + 1. Rows of `steps` must continue their head's chain, a new head has at least one, and
/// every step's head is in `heads` (a breach is a bug and aborts); the commit sets `steps` and `last_step_hash` of the heads.
/// It comes back as stored: versions grown, numbers and serials filled in.
struct Decision {
  std::vector<Head> heads;
  std::vector<Step> steps;
  std::vector<Message> messages;
  std::vector<CaseRow> cases;
  std::vector<Receipt> receipts;
  std::vector<LedgerMove> moves;
  std::vector<UniqueKey> keys;
  std::vector<Record> records;
  std::vector<OutboxRow> outbox;
  std::vector<std::string> counters;   ///< each draws the next number of that counter
  std::vector<std::int64_t> numbers;   ///< filled in by the commit, one per counter
  /// Runs inside the commit once numbers and serials are known, to finish bodies and hashes that show them. Pure and quick; null when
  /// there are none. It may run again with other numbers (a group that failed is retried): it sets, it never only appends. It may
  /// rewrite all rows, add keys, and add heads and records with version 0; not draw counters, nor touch mailboxes, ledgers or
  /// stored heads and records that were not named before. Keys and records it will name stand before with an empty key, or not at all.
  std::function<void(Decision&)> finish;
};

/// Why a Decision did not commit: Code::conflict with detail "version", "key:<space>:<key>", or Code::refused with rule PRM003 when a
/// ledger would fall below zero (values: ledger, balance, wanted). Code::too_large (a head, steps, versions) and Code::unavailable
/// (queue full, store fails) besides.
using Done = std::function<void(Result<Decision>)>;

struct WorkQuery {
  std::vector<std::string> offices;     ///< empty = all
  std::vector<std::uint8_t> stages;     ///< empty = all
  std::optional<HeadKind> kind;
  std::optional<std::string> assigned_to;
  CaseId after;                          ///< cursor
  std::size_t limit = 50;
};

struct CaseQuery {
  std::optional<std::int64_t> unit;      ///< one unit's cases
  std::vector<std::string> offices;      ///< or an officer's reach
  std::optional<HeadKind> kind;
  std::optional<std::string> reference;
  std::optional<std::string> direction;         ///< "I", "O"; of applications the kind of certificate
  std::optional<std::uint8_t> stage;
  std::optional<Date> from, to;
  CaseId before;                         ///< cursor: newest first; 0 = from the top
  std::size_t limit = 50;
};

struct Timer {
  CaseId id;
  std::uint8_t event = 0;
  Instant due_at;
};

/// The log of all steps ever committed, and how many of them the Merkle tree over it has taken in.
struct LogSize {
  std::uint64_t steps = 0;
  std::uint64_t leaves = 0;
};

/// Other ways to find records than by their key.
enum class RecordIndex : std::uint8_t { officers_of_unit, officers_of_office, mandates_of_principal };

/// One case as the figures count it: a projection of its steps and messages, written behind the commits.
struct FigureRow {
  CaseId id;
  HeadKind kind = HeadKind::declaration;
  int month = 0;                ///< it was lodged in: year × 12 + month − 1
  int bureau = 0;
  std::int64_t unit = 0;        ///< who declared or applied
  std::int64_t principal = 0;   ///< for whom; 0 = not told
  std::uint8_t channel = 0;     ///< domain::Channel
  bool is_served = false;       ///< released or issued: its times count
  std::int64_t enterprise_ms = 0, machine_ms = 0, officer_ms = 0;
  std::int64_t fields = 0;      ///< filled in, of the first version: what somebody would have had to type again
  std::string counter_reason;   ///< "" unless entered or accepted at the counter
};
/// What the log has beyond what the figures have taken in: the cases touched, each with its row when it has one.
struct FigureWork {
  struct Touched {
    CaseId id;
    std::optional<FigureRow> row;
  };
  std::int64_t from = 0, to = 0;  ///< places in the log
  std::vector<Touched> cases;
};

struct EditionRow {
  std::string hash, name;
  Instant at;
};

/// Name and bytes of each file of an edition, sorted by name; its hash is SHA-256 over them.
using EditionFiles = std::vector<std::pair<std::string, std::string>>;

class Store {
 public:
  virtual ~Store() = default;
  /// Queues for the next group commit; `done` runs on the committer's thread once the whole group is durable (or it failed), so it
  /// must only hand over. Code::unavailable at once when the queue is full.
  virtual void commit(Decision decision, Done done) = 0;
  /// Waits for it: for commands, timers and tests, never on a server loop.
  Result<Decision> commit_now(Decision decision);

  virtual Result<Head> head(CaseId id) = 0;  ///< not_found
  virtual Result<std::vector<Step>> steps(CaseId id) = 0;
  virtual Result<Message> message(CaseId id, std::uint32_t version) = 0;
  virtual Result<std::vector<Instant>> arrivals(CaseId id) = 0;  ///< of its messages, by version
  virtual Result<std::vector<Receipt>> receipts(std::int64_t mailbox, std::int64_t after, std::size_t limit) = 0;
  virtual Result<std::vector<Receipt>> receipts_of(CaseId id) = 0;
  virtual Result<std::optional<std::string>> key(std::string_view space, std::string_view key) = 0;
  virtual Result<std::optional<Record>> record(std::string_view kind, std::string_view key) = 0;
  virtual Result<std::vector<Record>> records(std::string_view kind, std::string_view key_prefix, std::string_view after, std::size_t limit) = 0;
  /// In order of their keys, those after `after`.
  virtual Result<std::vector<Record>> records_of(RecordIndex index, std::string_view owner, std::string_view after, std::size_t limit) = 0;
  virtual Result<Decimal> balance(std::string_view ledger) = 0;
  virtual Result<std::vector<LedgerMove>> moves(std::string_view ledger) = 0;
  virtual Result<std::vector<Head>> work(const WorkQuery& query) = 0;
  virtual Result<std::vector<Head>> cases(const CaseQuery& query) = 0;
  virtual Result<std::vector<Timer>> due(Instant now, std::size_t limit) = 0;
  virtual Result<std::vector<OutboxRow>> outbox(std::string_view channel, std::size_t limit) = 0;
  virtual Result<void> outbox_done(std::int64_t id) = 0;

  /// The Merkle tree over the log (RFC 6962, leaf data = step hash) follows the commits; nobody waits for it.
  virtual Result<LogSize> log_size() = 0;
  virtual Result<LogSize> extend_log(std::size_t limit) = 0;  ///< takes in up to `limit` more steps; the size afterwards
  virtual Result<crypto::Digest> log_node(unsigned level, std::uint64_t index) = 0;  ///< crypto::MerkleSource; not_found
  /// Leaf of a step, once taken in; of heads with open steps only.
  virtual Result<std::optional<std::uint64_t>> log_place(CaseId id, std::uint32_t sequence) = 0;

  /// Up to `limit` steps of the log.
  virtual Result<FigureWork> figure_work(std::size_t limit) = 0;
  virtual Result<void> put_figures(const FigureWork& work, const std::vector<FigureRow>& rows) = 0;
  virtual Result<std::vector<FigureRow>> figures(int month, std::optional<int> bureau) = 0;
  /// Cases of a month lodged by the unit, or for it by another.
  virtual Result<std::int64_t> batches(std::int64_t unit, int month) = 0;

  virtual Result<void> put_edition(std::string_view name, std::string_view hash, const EditionFiles& files, Instant at) = 0;  ///< and makes it current
  virtual Result<EditionFiles> edition(std::string_view hash) = 0;
  virtual Result<std::vector<EditionRow>> editions(std::size_t limit) = 0;  ///< newest first
  virtual Result<std::string> current_edition() = 0;  ///< hash; not_found before the first
  /// Highest serial of a mailbox known to be committed; cheap, for long polls.
  virtual std::int64_t last_serial(std::int64_t mailbox) = 0;
};

/// A step of the log: where the search index reads what changed.
struct LogEntry {
  CaseId id;
  std::string step;  ///< body of the step
};
/// The words a case is found by.
struct CaseWords {
  CaseId id;
  std::vector<std::string> words;  ///< sorted, without doubles
};

/// The search index: words of cases, a projection of what is committed, filled behind the commits. It holds nothing of its own.
class SearchIndex {
 public:
  virtual ~SearchIndex() = default;
  virtual Result<LogSize> search_size() = 0;  ///< `leaves`: how many steps of the log it has taken in
  virtual Result<std::vector<LogEntry>> log_entries(std::uint64_t after, std::size_t limit) = 0;
  /// Adds the words of the cases whose steps stand between `from` and `to`, unless it has moved on from `from`.
  virtual Result<void> add_words(std::uint64_t from, std::uint64_t to, const std::vector<CaseWords>& cases) = 0;
  /// Ids below `before` of cases that have all these words, highest first.
  virtual Result<std::vector<CaseId>> find_words(const std::vector<std::string>& words, CaseId before, std::size_t limit) = 0;
};

class Blobs {
 public:
  virtual ~Blobs() = default;
  virtual Result<void> put(const crypto::Digest& hash, std::string_view bytes, Instant at) = 0;
  virtual Result<std::string> get(const crypto::Digest& hash) = 0;
  virtual Result<bool> has(const crypto::Digest& hash) = 0;
  /// Removes what was last uploaded before `older_than` and is not referenced; returns how many.
  virtual Result<std::size_t> sweep(Instant older_than, const std::function<bool(const crypto::Digest&)>& is_referenced) = 0;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
};

}  // namespace datong::app
