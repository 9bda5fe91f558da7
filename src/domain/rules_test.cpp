// The catalogue against the rest of the tree: every rule is decided somewhere, has words, and every rule of the life of
// a case is named by a test.
#include "domain/rules.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "base/text.hpp"

namespace datong::domain {
namespace {

namespace fs = std::filesystem;

bool is_test(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with("_test.cpp") || name.ends_with("_test.hpp") ||
         path.string().find("/tests/") != std::string::npos;
}

/// All C++ text of src/ (and, for tests, of tests/) that is, or is not, a test.
std::string texts(bool of_tests) {
  std::string all;
  for (const char* folder : {"src", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(DATONG_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension().string();
      if ((extension != ".cpp" && extension != ".hpp") || is_test(entry.path()) != of_tests) continue;
      if (entry.path().filename() == "rules_test.cpp") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
  }
  return all;
}

bool has_han(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {  // U+4E00…U+9FFF
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead >= 0xE4 && lead <= 0xE9) return true;
  }
  return false;
}

TEST(Rules, EveryRuleIsCitedInTheSources) {
  const std::map<std::string_view, std::string_view> only_in_words{
      {"FEE020", "names the source of late_charge_fen and days_late, which answer numbers and no finding"},
  };
  const std::string sources = texts(false);
  ASSERT_GT(sources.size(), 100'000U);
  for (const Rule& rule : kRules) {
    const bool is_cited = sources.find("\"" + std::string(rule.id) + "\"") != std::string::npos;
    EXPECT_EQ(is_cited, !only_in_words.contains(rule.id))
        << rule.id << " is " << (is_cited ? "" : "not ") << "cited in src/";
  }
}

/// Whether the tests name the rule, by itself or inside a range as in "ADM001ToADM005".
bool is_named(const std::string& tests, std::string_view id) {
  if (tests.find(id) != tests.npos) return true;
  const std::string family(id.substr(0, 3));
  for (std::size_t at = tests.find("To" + family); at != tests.npos; at = tests.find("To" + family, at + 1)) {
    if (at < 6) continue;
    const std::string first = tests.substr(at - 6, 6), last = tests.substr(at + 2, 6);
    if (first.starts_with(family) && first <= id && id <= last) return true;
  }
  return false;
}

TEST(Rules, EveryRuleOfTheLifeOfACaseIsNamedByATest) {
  const std::string tests = texts(true);
  ASSERT_GT(tests.size(), 100'000U);
  for (const Rule& rule : kRules) {
    if (rule.kind != RuleKind::life) continue;
    EXPECT_TRUE(is_named(tests, rule.id)) << "no test names " << rule.id;
  }
}

TEST(Rules, NoTestNamesARuleThatIsNotThere) {
  const std::string tests = texts(true);
  std::set<std::string> families;
  for (const Rule& rule : kRules) families.insert(std::string(rule.id.substr(0, 3)));
  for (std::size_t at = tests.find('"'); at != tests.npos; at = tests.find('"', at + 1)) {
    const std::string_view id = std::string_view(tests).substr(at + 1, 7);
    if (id.size() < 7 || id[6] != '"' || !families.contains(std::string(id.substr(0, 3))) ||
        !is_digits(id.substr(3, 3)))
      continue;
    EXPECT_NE(find_rule(id.substr(0, 6)), nullptr) << id.substr(0, 6);
  }
}

TEST(Rules, IdsAreThreeCapitalsAndThreeDigits) {
  for (const Rule& rule : kRules) {
    ASSERT_EQ(rule.id.size(), 6U) << rule.id;
    for (const char c : rule.id.substr(0, 3)) EXPECT_TRUE(c >= 'A' && c <= 'Z') << rule.id;
    EXPECT_TRUE(is_digits(rule.id.substr(3))) << rule.id;
  }
}

TEST(Rules, HaveASourceAndWordsOfTheirLanguage) {
  for (const Rule& rule : kRules) {
    EXPECT_FALSE(rule.source.empty()) << rule.id;
    EXPECT_TRUE(is_utf8(rule.zh) && has_han(rule.zh)) << rule.id;
    EXPECT_FALSE(rule.en.empty()) << rule.id;
    EXPECT_FALSE(has_han(rule.en)) << rule.id;
    EXPECT_TRUE(rule.zh.ends_with("。")) << rule.id;
    EXPECT_TRUE(rule.en.ends_with(".")) << rule.id;
  }
}

TEST(Rules, WordsOfBothLanguagesShowTheSameValues) {
  const std::set<std::string_view> names_items_in_both{"FEE003", "FEE004", "CON031"};  // one value is the Chinese name, another the English one
  for (const Rule& rule : kRules) {
    if (names_items_in_both.contains(rule.id)) continue;
    std::set<char> zh, en;
    for (const auto& [text, found] : {std::pair{rule.zh, &zh}, std::pair{rule.en, &en}}) {
      for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] == '{' && text[i + 2] == '}') found->insert(text[i + 1]);
      }
    }
    EXPECT_EQ(zh, en) << rule.id;
  }
}

TEST(Rules, WordsFillInValuesAndNameFieldsByTheirLabel) {
  EXPECT_EQ(words(finding("DEC004", "/contract_number", {"contract_number"}), "en"),
            "Contract number must be filled in.");
  EXPECT_EQ(words(finding("INS010", "", {"15"}), "en"), "Re-inspection must be asked within 15 days of the result.");
  EXPECT_EQ(words(finding("INS010", ""), "en"), "Re-inspection must be asked within  days of the result.")
      << "a missing value is blank";
  EXPECT_EQ(words(Finding{"", "XYZ999", Severity::refusal, {}}, "en"), "XYZ999");
  EXPECT_EQ(words(finding("SYS001", "", {"{0}"}), "en"), "The message cannot be read: {0}.")
      << "a value is not filled in again";
  EXPECT_EQ(find_rule("DEC001")->severity, Severity::refusal);
  EXPECT_EQ(find_rule(""), nullptr);
}

}  // namespace
}  // namespace datong::domain
