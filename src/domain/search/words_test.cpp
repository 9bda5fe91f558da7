// The tokeniser both ways: what a case is found by, and what is looked for.
#include "domain/search/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/declaration/example.hpp"
#include "domain/declaration/review_test.hpp"

namespace datong::domain {
namespace {

using Words = std::vector<std::string>;

Words of_number(std::string_view text) {
  Words words;
  add_number_words(words, text);
  tidy_words(words);
  return words;
}
Words of_name(std::string_view text) {
  Words words;
  add_name_words(words, text);
  tidy_words(words);
  return words;
}
bool finds(const Words& words, std::string_view query) {
  const Words wanted = query_words(query);
  return !wanted.empty() && std::includes(words.begin(), words.end(), wanted.begin(), wanted.end());
}

TEST(SearchWords, ANumberIsFoundWholeByItsPartsWithoutDashesAndByItsLastSix) {
  const Words words = of_number("COSU-6123456780");
  for (const char* query : {"COSU-6123456780", "cosu6123456780", "6123456780", "456780", "cosu 6123456780", "ＣＯＳＵ－６１２３４５６７８０"}) {
    EXPECT_TRUE(finds(words, query)) << query;
  }
  EXPECT_FALSE(finds(words, "123456"));
  EXPECT_FALSE(finds(words, "COSU-6123456781"));
  EXPECT_EQ(of_number("12-34"), (Words{"12", "1234", "34"})) << "short numbers have no last six";
  EXPECT_TRUE(of_number("").empty());
}

TEST(SearchWords, ANameIsFoundByPairsOfCharactersAndLatinWordsInAnyCase) {
  const Words words = of_name("上海示例电子有限公司 Shanghai Example Co., Ltd.");
  for (const char* query : {"示例", "上海示例", "电子 example", "SHANGHAI", "有限公司"}) EXPECT_TRUE(finds(words, query)) << query;
  EXPECT_FALSE(finds(words, "示电")) << "not beside each other";
  EXPECT_FALSE(finds(words, "北京"));
  EXPECT_EQ(of_name("李"), Words{"李"});
  EXPECT_EQ(of_name("Müller"), Words{"müller"});
}

TEST(SearchWords, AnExampleDeclarationIsFoundByEveryNumberItsPartiesAndItsGoodsCodes) {
  const Document document = example_export(test_day());
  Words words;
  add_document_words(words, document);
  tidy_words(words);
  const Record& header = document.header();
  for (const FieldAt at : {F::header::declarant_reference, F::header::contract_number, F::header::consignor_name_zh, F::header::consignee_name_foreign}) {
    EXPECT_TRUE(!header.has(at) || finds(words, header[at])) << header[at];
  }
  header.each(Group::goods, [&](const Record& line) {
    const std::string_view code = line[F::goods::commodity_code];
    EXPECT_TRUE(finds(words, code));
    EXPECT_TRUE(finds(words, code.substr(0, 4)));
  });
  for (const Record* container : document.all(Group::container_number)) EXPECT_TRUE(finds(words, (*container)[F::container_number::container_number]));
}

TEST(SearchWords, AnyBytesGiveBoundedWordsAndWhatIsNotUtf8GivesNone) {
  std::mt19937 random(20260301);
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (auto i = random() % 300; i > 0; --i) text += static_cast<char>(random());
    if (!is_utf8(text)) {
      EXPECT_TRUE(query_words(text).empty());
      continue;
    }
    EXPECT_LE(query_words(text).size(), limits::kSearchWordsMax);
  }
  std::string long_word(10'000, 'a'), long_text;
  for (int i = 0; i < 5'000; ++i) long_text += "w" + std::to_string(i) + " ";
  for (const std::string& word : of_number(long_word)) EXPECT_LE(word.size(), 60U);
  EXPECT_EQ(query_words(long_text).size(), limits::kSearchWordsMax);
  EXPECT_EQ(of_name(long_text).size(), limits::kWordsPerCaseMax);
  EXPECT_TRUE(query_words("—— … !").empty());
}

TEST(SearchWords, WhatSomebodyLooksForIsFoundInWhatItCameFrom) {
  std::mt19937 random(20260302);
  const char* pieces[] = {"上", "海", "示例", "A", "b9", "-", " ", "/", "１", "公司", "2004", "é"};
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (auto i = 1 + random() % 10; i > 0; --i) text += pieces[random() % std::size(pieces)];
    if (query_words(text).empty()) continue;
    EXPECT_TRUE(finds(of_name(text), text)) << text;
    EXPECT_TRUE(finds(of_number(text), text)) << text;
  }
}

}  // namespace
}  // namespace datong::domain
