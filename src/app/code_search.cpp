#include "app/code_search.hpp"

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/json/json.hpp"
#include "document/pinyin.hpp"

namespace datong::app {
namespace {

using document::Json;

/// One row ready to be compared and to be sent.
struct Entry {
  domain::Validity validity;
  std::string code, name_zh, name_en;  ///< folded
  std::string pinyin, initials;
  std::string json;
};

template <class Row>
Entry entry_of(const Row& row, Json json) {
  document::Pinyin read = document::pinyin_of(row.name_zh);
  json.set("pinyin", read.joined).set("initials", read.initials);
  return {row.validity,
          document::folded(row.code),
          document::folded(row.name_zh),
          document::folded(row.name_en),
          std::move(read.joined),
          std::move(read.initials),
          json.to_string()};
}

template <class Row>
Json names_of(const Row& row) {
  return Json::make_object().set("code", row.code).set("name_zh", row.name_zh).set("name_en", row.name_en);
}

std::vector<Entry> entries_of(const domain::Edition& edition, domain::List list) {
  std::vector<Entry> entries;
  if (list == domain::List::tariff) {
    for (const auto& row : edition.every_tariff_row()) {
      entries.push_back(entry_of(
          row, names_of(row).set("unit", row.unit).set("supervision", row.supervision).set("category", row.category)));
    }
  } else if (list == domain::List::office) {
    for (const auto& row : edition.every_office()) {
      entries.push_back(entry_of(row, names_of(row).set("customs_code", row.customs_code).set("parent", row.parent)));
    }
  } else {
    for (const auto& row : edition.every_code(list)) entries.push_back(entry_of(row, names_of(row)));
  }
  return entries;
}

/// What was typed, in the shapes it is compared in.
struct Query {
  std::string text;     ///< folded, blanks trimmed
  std::string letters;  ///< without blanks and apostrophes, ü as v; "" when it has anything but letters and digits
  std::vector<std::string_view> words;  ///< of text
};

Query query_of(std::string_view typed) {
  Query query;
  query.text = std::string(trim(document::folded(typed)));
  for (std::size_t i = 0; i < query.text.size(); ++i) {
    const char c = query.text[i];
    if (c == ' ' || c == '\'') continue;
    if (std::string_view(query.text).substr(i).starts_with("ü")) {
      query.letters += 'v';
      ++i;
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      query.letters += c;
    } else {
      query.letters.clear();
      break;
    }
  }
  for (const std::string_view word : split(query.text, ' ')) {
    if (!word.empty()) query.words.push_back(word);
  }
  return query;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

bool begins_a_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    if (at == 0 || !is_word_character(text[at - 1])) return true;
  }
  return false;
}

constexpr std::size_t kRanks = 6;
/// 0 is best; kRanks = does not fit.
std::size_t rank_of(const Entry& entry, const Query& query) {
  if (entry.code == query.text) return 0;
  if (entry.code.starts_with(query.text)) return 1;
  if (entry.name_zh.starts_with(query.text) || entry.name_en.starts_with(query.text)) return 2;
  if (!query.letters.empty()) {
    if (entry.initials.starts_with(query.letters)) return 3;
    if (entry.pinyin.starts_with(query.letters)) return 4;
  }
  const auto fits_english = [&](std::string_view word) { return begins_a_word(entry.name_en, word); };
  if (entry.name_zh.find(query.text) != entry.name_zh.npos || std::ranges::all_of(query.words, fits_english)) return 5;
  return kRanks;
}

std::string answer_of(const domain::Edition& edition, domain::List list, Date day,
                      const std::vector<const Entry*>& entries) {
  std::string json = "{\"list\":" + json_string(domain::list_name(list)) + ",\"on\":\"" + day.to_string() +
                     "\",\"edition\":" + json_string(edition.hash()) + ",\"rows\":[";
  std::size_t bytes = json.size() + 2;
  for (const Entry* entry : entries) bytes += entry->json.size() + 1;
  json.reserve(bytes);
  for (const Entry* entry : entries) {
    if (entry != entries.front()) json += ',';
    json += entry->json;
  }
  return json + "]}";
}

}  // namespace

struct CodeTables::Table {
  std::vector<Entry> entries;
};

std::shared_ptr<const CodeTables::Table> CodeTables::table(const EditionPtr& edition, domain::List list) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = tables_.find(list);
    if (edition_ == edition->hash() && found != tables_.end()) return found->second;
  }
  auto made = std::make_shared<const Table>(entries_of(*edition, list));
  const std::lock_guard lock(mutex_);
  if (edition_ != edition->hash()) tables_.clear();  // the tables of the edition before
  edition_ = edition->hash();
  tables_[list] = made;
  return made;
}

Result<std::string> CodeTables::whole(const EditionPtr& edition, domain::List list, Date day) {
  const auto rows = table(edition, list);
  std::vector<const Entry*> in_force;
  for (const Entry& entry : rows->entries) {
    if (entry.validity.in_force(day)) in_force.push_back(&entry);
  }
  if (in_force.size() > limits::kCodeListRowsMax)
    return failure(Code::too_large, "the list has " + std::to_string(in_force.size()) + " rows: ask with q");
  return answer_of(*edition, list, day, in_force);
}

Result<std::string> CodeTables::search(const EditionPtr& edition, domain::List list, Date day, std::string_view typed,
                                       std::size_t limit) {
  if (typed.size() > limits::kCodeQueryBytesMax)
    return failure(Code::too_large, "q: at most " + std::to_string(limits::kCodeQueryBytesMax) + " bytes");
  const Query query = query_of(typed);
  const auto rows = table(edition, list);
  std::array<std::vector<const Entry*>, kRanks> found;
  for (const Entry& entry : rows->entries) {
    if (query.text.empty() || !entry.validity.in_force(day)) continue;
    const std::size_t rank = rank_of(entry, query);
    if (rank < kRanks && found[rank].size() < limit) found[rank].push_back(&entry);
  }
  std::vector<const Entry*> best;
  for (const auto& of_rank : found) {
    for (const Entry* entry : of_rank) {
      if (best.size() < limit) best.push_back(entry);
    }
  }
  return answer_of(*edition, list, day, best);
}

std::size_t CodeTables::size(const EditionPtr& edition, domain::List list, Date day) {
  const auto rows = table(edition, list);
  return static_cast<std::size_t>(
      std::ranges::count_if(rows->entries, [&](const Entry& entry) { return entry.validity.in_force(day); }));
}

void CodeTables::warm(const EditionPtr& edition) {
  for (std::size_t i = 1; i < domain::kListCount; ++i) (void)table(edition, static_cast<domain::List>(i));
}

}  // namespace datong::app
