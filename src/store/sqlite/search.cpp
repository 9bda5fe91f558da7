#include "store/sqlite/search.hpp"

#include <algorithm>

#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {
namespace {

struct Position {
  std::uint64_t steps = 0;
  std::string chain;
};

Result<Position> read_position(Database& database) {
  Query query(database, "select steps, chain from search_done where n=1");
  if (query.row()) return Position{static_cast<std::uint64_t>(query.integer(0)), query.text(1)};
  return query.failed() ? query.error() : failure(Code::corrupt, "the position of the search index");
}

/// How many cases have a word, counted no further than it matters.
Result<std::int64_t> cases_with(Database& database, const std::string& word) {
  constexpr std::int64_t kEnough = 10'000;
  Query query(database, "select count(*) from (select 1 from search_word where word=? limit ?)");
  query.bind(std::string_view(word)).bind(kEnough);
  if (query.row()) return query.integer(0);
  return query.error();
}

}  // namespace

Result<std::unique_ptr<SqliteSearch>> SqliteSearch::open(const std::string& path, SqliteStore& journal) {
  auto connections = Connections::open(path, true, false, search_schema());
  if (!connections) return connections.error();
  std::unique_ptr<SqliteSearch> search(new SqliteSearch(std::move(*connections), journal));
  if (auto set = search->connections_->writer().run("pragma synchronous=normal"); !set) return set.error();  // the last rounds may be lost: they fill again
  if (auto begun = search->begin_anew_unless_of_this_journal(); !begun) return begun.error();
  return search;
}

Result<void> SqliteSearch::begin_anew_unless_of_this_journal() {
  return connections_->in_transaction([&](Database& database) -> Result<void> {
    auto position = read_position(database);
    if (!position) return position.error();
    if (position->steps == 0) return {};
    auto chain = journal_.log_chain_at(position->steps);
    if (!chain) return chain.error();
    if (*chain == position->chain) return {};
    if (auto emptied = database.run("delete from search_word"); !emptied) return emptied;
    return database.run("update search_done set steps=0, chain=x''");
  });
}

Result<app::LogSize> SqliteSearch::search_size() {
  app::LogSize size;
  auto log = journal_.log_size();
  if (!log) return log.error();
  size.steps = log->steps;
  auto lease = connections_->read();
  if (!lease) return lease.error();
  auto position = read_position(***lease);
  if (!position) return position.error();
  size.leaves = position->steps;
  return size;
}

Result<std::vector<app::LogEntry>> SqliteSearch::log_entries(std::uint64_t after, std::size_t limit) { return journal_.log_entries(after, limit); }

Result<void> SqliteSearch::add_words(std::uint64_t from, std::uint64_t to, const std::vector<app::CaseWords>& cases) {
  auto chain = journal_.log_chain_at(to);
  if (!chain) return chain.error();
  std::vector<std::pair<std::string_view, std::int64_t>> rows;
  for (const app::CaseWords& each : cases) {
    for (const std::string& word : each.words) rows.emplace_back(word, each.id.value);
  }
  std::sort(rows.begin(), rows.end());  // neighbours in the tree are written together
  return connections_->in_transaction([&](Database& database) -> Result<void> {
    auto position = read_position(database);
    if (!position) return position.error();
    if (position->steps != from) return {};  // another process was quicker
    Query insert(database, "insert or ignore into search_word values(?,?)");
    for (const auto& [word, id] : rows) {
      insert.bind(word).bind(id);
      if (auto done = insert.done(); !done) return done;
    }
    Query update(database, "update search_done set steps=?, chain=?");
    update.bind(static_cast<std::int64_t>(to)).bind_bytes(*chain);
    return update.done();
  });
}

Result<std::vector<CaseId>> SqliteSearch::find_words(const std::vector<std::string>& words, CaseId before, std::size_t limit) {
  std::vector<CaseId> found;
  if (words.empty()) return found;
  auto lease = connections_->read();
  if (!lease) return lease.error();
  Database& database = ***lease;
  std::vector<std::pair<std::int64_t, const std::string*>> by_rarity;
  for (const std::string& word : words) {
    auto count = cases_with(database, word);
    if (!count) return count.error();
    if (*count == 0) return found;
    by_rarity.emplace_back(*count, &word);
  }
  std::sort(by_rarity.begin(), by_rarity.end());
  Query rarest(database, "select id from search_word where word=? and id<? order by id desc");
  rarest.bind(std::string_view(*by_rarity.front().second)).bind(before ? before.value : INT64_MAX);
  Query has(database, "select 1 from search_word where word=? and id=?");
  constexpr std::size_t kLookedAtMax = 200'000;  // ≈ 0.2 s; what is older is found by a rarer word
  for (std::size_t looked_at = 0; found.size() < limit && looked_at < kLookedAtMax && rarest.row(); ++looked_at) {
    const CaseId id{rarest.integer(0)};
    const bool has_all = std::all_of(by_rarity.begin() + 1, by_rarity.end(), [&](const auto& word) {
      has.bind(std::string_view(*word.second)).bind(id.value);
      const bool is_there = has.row();
      has.reset();
      return is_there;
    });
    if (has_all) found.push_back(id);
  }
  if (rarest.failed()) return rarest.error();
  if (has.failed()) return has.error();
  return found;
}

Result<std::vector<Inconsistency>> SqliteSearch::check() {
  Findings findings;
  auto size = search_size();
  if (!size) return size.error();
  if (size->leaves > size->steps) findings.add("it has taken in more steps than there are", "search index");
  auto lease = connections_->read();
  if (!lease) return lease.error();
  check_file(***lease, findings);
  Query ids(***lease, "select distinct id from search_word");
  while (ids.row()) {
    const CaseId id{ids.integer(0)};
    if (auto head = journal_.head(id); !head) findings.add("words of a case that is not there", "search index, case " + id.to_string());
  }
  if (ids.failed()) findings.add("cannot be read to the end: " + ids.error().detail, "search index");
  return findings.take();
}

}  // namespace datong::store::sqlite
