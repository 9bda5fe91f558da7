#include "domain/origin/review_context.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/certificate/words.hpp"

namespace datong::domain {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

OriginLine line_of(const Record& record, const OriginContext& context) {
  OriginLine line;
  line.record = &record;
  line.is_goods = !is_yes(record[F::origin_goods::is_remark]);
  line.claimed = claimed_criterion(record, context.kind, context.country, context.edition, context.day);
  line.packages = Decimal::parse(record[F::origin_goods::package_quantity]);
  line.quantity = Decimal::parse(record[F::origin_goods::quantity]);
  line.gross = Decimal::parse(record[F::origin_goods::gross_weight]);
  line.net = Decimal::parse(record[F::origin_goods::net_weight]);
  line.fob = Decimal::parse(record[F::origin_goods::fob_value]);
  return line;
}

}  // namespace

bool is_yes(std::string_view value) { return value == origin_codes::kYes; }

std::string plain(std::string_view text) {
  std::string result;
  for (const char c : upper_case(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) result += c;
    if (blank && !result.empty() && result.back() != ' ') result += ' ';
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

bool has_words(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos && !word.empty(); at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool left = at == 0 || !is_letter_or_digit(word.front()) || !is_letter_or_digit(text[at - 1]);
    const bool right = end == text.size() || !is_letter_or_digit(word.back()) || !is_letter_or_digit(text[end]);
    if (left && right) return true;
  }
  return false;
}

OriginContext::OriginContext(const Document& whole, const Edition& rows, Date on, Findings& collector)
    : document(whole),
      header(whole.header()),
      edition(rows),
      tables(rows.origin()),
      day(on),
      out(collector),
      kind(header[F::origin::kind]),
      country(header[F::origin::destination_country]),
      row(tables.kind(kind, on)),
      applied_on(Date::parse(header[F::origin::applied_on])),
      shipped_on(Date::parse(header[F::origin::shipped_on])) {
  lines.reserve(header.count(Group::origin_goods));
  header.each(Group::origin_goods, [&](const Record& record) {
    lines.push_back(line_of(record, *this));
    goods_lines += lines.back().is_goods;
  });
}

bool OriginContext::is_attached(std::string_view document_kind) const {
  bool found = false;
  header.each(Group::origin_document,
              [&](const Record& paper) { found |= paper[F::origin_document::document_kind] == document_kind; });
  return found;
}

std::string OriginContext::box(FieldAt at) const {
  for (const OriginFieldRow& field : tables.fields) {
    if (field.kind == kind && field.group == at.group && field.position == at.position &&
        field.validity.in_force(day) && !field.box.empty())
      return field.box;
  }
  return "-";
}

const OriginWordRow* OriginContext::word_in(std::string_view purpose, std::string_view text) const {
  const std::string searched = plain(text);
  for (const OriginWordRow* word : words_for(purpose)) {
    if (has_words(searched, word->word)) return word;
  }
  return nullptr;
}

const std::vector<const OriginWordRow*>& OriginContext::words_for(std::string_view purpose) const {
  for (const auto& [known, words] : words_) {
    if (known == purpose) return words;
  }
  return words_.emplace_back(purpose, tables.words_for(purpose)).second;
}

bool OriginContext::is_word(std::string_view purpose, std::string_view text) const {
  const std::string searched = plain(text);
  const auto& words = words_for(purpose);
  return std::any_of(words.begin(), words.end(), [&](const OriginWordRow* word) { return word->word == searched; });
}

std::vector<std::string> OriginContext::country_names(std::string_view code) const {
  std::vector<std::string> names;
  if (const CodeRow* found = edition.code(List::country, code, day)) names.push_back(plain(found->name_en));
  for (const OriginWordRow& word : tables.words) {
    if (word.purpose == "country_name" && word.code == code) names.push_back(word.word);
  }
  return names;
}

}  // namespace datong::domain
