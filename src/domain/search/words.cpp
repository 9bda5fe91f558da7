#include "domain/search/words.hpp"

#include <algorithm>
#include <cstdint>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::domain {
namespace {

constexpr std::size_t kWordBytesMax = 60;  // longer words are found by their beginning
constexpr std::size_t kLastCharacters = 6;

/// The next code point of text known to be UTF-8.
char32_t next_of(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (byte(at + i) & 0x3FU);
  at += length;
  return code;
}

void append(std::string& word, char32_t code) {
  if (code < 0x80) {
    word += static_cast<char>(code);
  } else if (code < 0x800) {
    word += static_cast<char>(0xC0 | code >> 6);
    word += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    word += static_cast<char>(0xE0 | code >> 12);
    word += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    word += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    word += static_cast<char>(0xF0 | code >> 18);
    word += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    word += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    word += static_cast<char>(0x80 | (code & 0x3F));
  }
}

bool is_han(char32_t code) { return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF); }
/// Letters and digits, in lower case and half width; 0 for what separates words. Letters of other scripts are kept as they are.
char32_t folded(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
  if (code >= 'A' && code <= 'Z') return code + 32;
  if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) return code;
  const bool is_letter = code >= 0xC0 && code != 0xD7 && code != 0xF7 && (code < 0x2000 || code > 0x303F) && code < 0xFF00;
  return is_letter ? code : 0;
}

void add(std::vector<std::string>& words, std::string_view word) {
  if (word.size() > kWordBytesMax) {
    word = word.substr(0, kWordBytesMax);
    while (!word.empty() && (static_cast<unsigned char>(word.back()) & 0xC0) == 0x80) word.remove_suffix(1);
    if (!word.empty() && static_cast<unsigned char>(word.back()) >= 0xC0) word.remove_suffix(1);
  }
  if (!word.empty()) words.emplace_back(word);
}

/// Calls visit(word, is_whole_run) for each run of letters and digits, and each pair of a run of Chinese.
template <class Visit>
void each_word(std::string_view text, Visit&& visit) {
  if (!is_utf8(text)) return;
  std::string run, pair;
  char32_t before = 0;
  std::size_t han = 0;
  const auto end_run = [&] {
    if (!run.empty()) visit(run);
    run.clear();
  };
  const auto end_han = [&] {
    if (han == 1) {
      pair.clear();
      append(pair, before);
      visit(pair);
    }
    han = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = next_of(text, at);
    if (is_han(code)) {
      end_run();
      if (++han > 1) {
        pair.clear();
        append(pair, before);
        append(pair, code);
        visit(pair);
      }
      before = code;
      continue;
    }
    end_han();
    if (const char32_t letter = folded(code)) append(run, letter);
    else end_run();
  }
  end_run();
  end_han();
}

bool is_number_field(std::string_view name) {
  if (name == "line_number" || name == "sequence_number" || name == "sheet_number" || name == "un_number") return false;
  return name.ends_with("_number") || name.ends_with("_reference") || name == "export_declaration_numbers" || name == "container_numbers_text";
}
bool is_party_field(Group group, std::string_view name) {
  if (group == Group::third_party) return name == "name";
  constexpr std::string_view kParties[] = {"consignor_name_zh", "consignor_name_foreign", "consignee_name_zh", "consignee_name_foreign",
                                           "declarant_name", "applicant_name_zh", "exporter", "consignee", "producer"};
  return (group == Group::header || group == Group::origin) && std::find(std::begin(kParties), std::end(kParties), name) != std::end(kParties);
}

/// A code is found by its whole and by the beginnings people know: chapter and heading.
void add_code_words(std::vector<std::string>& words, std::string_view code) {
  for (const std::size_t length : {4U, 6U, 8U}) {
    if (code.size() > length) add(words, code.substr(0, length));
  }
  add(words, code);
}

void add_record(std::vector<std::string>& words, const Record& record) {
  const auto fields = fields_of(record.group());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view value = record.value(i);
    if (value.empty()) continue;
    if (fields[i].name == "commodity_code") add_code_words(words, value);
    else if (is_number_field(fields[i].name)) add_number_words(words, value);
    else if (is_party_field(record.group(), fields[i].name)) add_name_words(words, value);
  }
  for (const Record& child : record.children()) add_record(words, child);
}

}  // namespace

void add_name_words(std::vector<std::string>& words, std::string_view text) {
  each_word(text, [&](const std::string& word) { add(words, word); });
}

void add_number_words(std::vector<std::string>& words, std::string_view text) {
  std::string whole;
  each_word(text, [&](const std::string& word) {
    add(words, word);
    const bool is_latin = static_cast<unsigned char>(word.front()) < 0x80;
    if (is_latin && word.size() > kLastCharacters) add(words, std::string_view(word).substr(word.size() - kLastCharacters));
    if (is_latin) whole += word;
  });
  if (whole.size() > kLastCharacters) add(words, std::string_view(whole).substr(whole.size() - kLastCharacters));
  add(words, whole);
}

void add_document_words(std::vector<std::string>& words, const Document& document) { add_record(words, document.header()); }

std::vector<std::string> query_words(std::string_view text) {
  std::vector<std::string> words;
  each_word(text, [&](const std::string& word) {
    if (words.size() < limits::kSearchWordsMax) add(words, word);
  });
  tidy_words(words);
  return words;
}

void tidy_words(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > limits::kWordsPerCaseMax) words.resize(limits::kWordsPerCaseMax);
}

}  // namespace datong::domain
