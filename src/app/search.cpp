#include "app/search.hpp"

#include <algorithm>
#include <map>

#include "app/read_applications.hpp"
#include "app/read_cases.hpp"
#include "app/timeline.hpp"
#include "app/work_list.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/search/words.hpp"

namespace datong::app {
namespace {

using document::Json;
using Words = std::vector<std::string>;

constexpr int kRounds = 2;  // a call; who stops a server waits no longer than for these

// Words nobody can type: they bind a search to a unit or a bureau before a single head is read.
std::string unit_word(std::int64_t unit) { return "unit:" + std::to_string(unit); }
std::string bureau_word(const std::string& bureau) { return "bureau:" + bureau; }

void add_bureau(Words& words, const domain::Edition& edition, const std::string& office, Date day) {
  if (const std::string bureau = edition.bureau_of(office, day); !bureau.empty()) words.push_back(bureau_word(bureau));
}

Result<void> add_declaration(Context& context, const Head& stored, const domain::Edition& edition, bool with_document, Words& words) {
  auto head = document::read_head(stored.body);
  if (!head) return head.error();
  const Date day = legal_day(head->lodged_at);
  words.push_back(unit_word(head->unit));
  add_bureau(words, edition, head->accepting_office, day);
  add_bureau(words, edition, head->inspecting_office, day);
  domain::add_number_words(words, stored.id.to_string());
  for (const std::string* number : {&head->reference, &head->number, &head->clearance_number, &head->sample.number, &head->sample.report}) {
    domain::add_number_words(words, *number);
  }
  for (const domain::CertificateRef& certificate : head->certificates) domain::add_number_words(words, certificate.number);
  domain::add_name_words(words, head->title);
  if (!with_document) return {};
  auto reading = load_document(context, stored.id, head->version);
  if (!reading) return reading.error();
  domain::add_document_words(words, reading->document);
  return {};
}

Result<void> add_application(Context& context, const Head& stored, const domain::Edition& edition, bool with_document, Words& words) {
  auto head = document::read_origin_head(stored.body);
  if (!head) return head.error();
  words.push_back(unit_word(head->unit));
  add_bureau(words, edition, head->office, legal_day(head->lodged_at));
  domain::add_number_words(words, stored.id.to_string());
  for (const std::string* number : {&head->reference, &head->number, &head->previous_number}) domain::add_number_words(words, *number);
  domain::add_name_words(words, head->title);
  if (!with_document) return {};
  auto reading = load_application_document(context, *head, head->version);
  if (!reading) return reading.error();
  domain::add_document_words(words, reading->document);
  return {};
}

Result<void> add_case(Context& context, const Head& stored, const domain::Edition& edition, bool with_document, Words& words) {
  Result<void> done;
  if (stored.kind == HeadKind::declaration) done = add_declaration(context, stored, edition, with_document, words);
  if (stored.kind == HeadKind::origin) done = add_application(context, stored, edition, with_document, words);
  domain::tidy_words(words);
  return done;
}

/// A step that brings a new version of the document.
bool brings_document(const std::string& step) { return step.find("\"event\":\"lodge") != step.npos; }

Result<std::vector<CaseWords>> words_of(Context& context, const std::vector<LogEntry>& entries, const domain::Edition& edition) {
  std::map<CaseId, bool> touched;
  for (const LogEntry& entry : entries) {
    bool& with_document = touched[entry.id];
    with_document = with_document || brings_document(entry.step);
  }
  std::vector<CaseWords> cases;
  for (const auto& [id, with_document] : touched) {
    auto stored = context.store.head(id);
    if (!stored) return stored.error();
    CaseWords words{id, {}};
    if (auto added = add_case(context, *stored, edition, with_document, words.words); !added) return added.error();
    if (!words.words.empty()) cases.push_back(std::move(words));
  }
  return cases;
}

}  // namespace

Result<LogSize> extend_search(Context& context) {
  if (context.search == nullptr) return LogSize{};
  const EditionPtr edition = context.editions.current();
  auto size = context.search->search_size();
  if (!edition) return size;
  for (int round = 0; size && size->leaves < size->steps && round < kRounds; ++round) {
    auto entries = context.search->log_entries(size->leaves, limits::kSearchStepsPerRound);
    if (!entries) return entries.error();
    if (entries->empty()) break;
    auto cases = words_of(context, *entries, *edition);
    if (!cases) return cases.error();
    if (auto added = context.search->add_words(size->leaves, size->leaves + entries->size(), *cases); !added) return added.error();
    size = context.search->search_size();
  }
  return size;
}

Result<std::string> search_cases(Context& context, const domain::Actor& actor, std::string_view text, CaseId before, std::size_t limit) {
  if (context.search == nullptr) return failure(Code::unavailable, "no search index");
  const auto length = utf8_length(text);
  if (!length || *length > limits::kSearchCharactersMax) return failure(Code::malformed, "q");
  Words words = domain::query_words(text);
  if (words.empty()) return failure(Code::malformed, "q");
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  if (actor.unit != 0) words.push_back(unit_word(actor.unit));
  else if (const std::string bureau = edition->bureau_of(actor.office, legal_day(context.clock.now())); !bureau.empty()) words.push_back(bureau_word(bureau));
  UnitNames units(context.store);
  Json rows = Json::make_array();
  std::size_t shown = 0;
  bool is_complete = false;
  for (std::size_t looked_at = 0; shown < limit && looked_at < limits::kSearchScanMax && !is_complete;) {
    auto ids = context.search->find_words(words, before, limits::kPageRowsMax);
    if (!ids) return ids.error();
    is_complete = ids->size() < limits::kPageRowsMax;
    for (const CaseId id : *ids) {
      if (shown == limit) {
        is_complete = false;
        break;
      }
      before = id;
      ++looked_at;
      auto stored = context.store.head(id);
      if (!stored) return stored.error();
      auto row = row_in_reach(context, actor, *stored, units);
      if (!row) return row.error();
      if (row->is_null()) continue;
      rows.add(std::move(*row));
      ++shown;
    }
  }
  Json json = Json::make_object();
  json.set("rows", std::move(rows));
  if (!is_complete) json.set("next", before.to_string());
  return json.to_string();
}

}  // namespace datong::app
