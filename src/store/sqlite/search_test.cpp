// The search index: words in, cases out newest first; it continues where it stood, and begins anew beside another journal.
#include "store/sqlite/search.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "store/test_decisions.hpp"

namespace datong::store::sqlite {
namespace {

using namespace test;
using app::CaseWords;

class Search : public testing::Test {
 protected:
  void SetUp() override { folder_ = temporary_folder(); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<SqliteStore> journal(const char* name, int cases) {
    auto store = SqliteStore::open(folder_ / name, {.create = true, .server = false});
    EXPECT_TRUE(store.has_value());
    for (int i = 0; i < cases; ++i) EXPECT_TRUE((*store)->commit_now(lodge(1000 + i)).has_value());
    return std::move(*store);
  }
  std::unique_ptr<SqliteSearch> index(SqliteStore& store) {
    auto search = SqliteSearch::open(folder_ / "datong.db.search", store);
    EXPECT_TRUE(search.has_value());
    return std::move(*search);
  }
  static std::string found(SqliteSearch& search, const std::vector<std::string>& words, CaseId before = {}, std::size_t limit = 10) {
    std::string text;
    const auto ids = search.find_words(words, before, limit);
    EXPECT_TRUE(ids.has_value());
    for (const CaseId id : *ids) text += (text.empty() ? "" : " ") + id.to_string();
    return text;
  }
  std::filesystem::path folder_;
};

TEST_F(Search, CasesThatHaveEveryWordAreFoundNewestFirst) {
  const auto store = journal("datong.db", 3);
  const auto search = index(*store);
  ASSERT_EQ(search->search_size()->steps, 3U);
  ASSERT_EQ(search->log_entries(1, 10)->size(), 2U);
  ASSERT_TRUE(search->add_words(0, 3, {{CaseId{1000}, {"a", "上海"}}, {CaseId{1001}, {"a"}}, {CaseId{1002}, {"a", "上海"}}}));
  EXPECT_EQ(found(*search, {"a"}), "1002 1001 1000");
  EXPECT_EQ(found(*search, {"a", "上海"}), "1002 1000");
  EXPECT_EQ(found(*search, {"a"}, CaseId{1002}, 1), "1001");
  EXPECT_EQ(found(*search, {"a", "b"}), "");
  EXPECT_EQ(found(*search, {}), "");
  EXPECT_TRUE(search->check()->empty());
}

TEST_F(Search, WhatWasTakenInStaysAndIsNotTakenInTwice) {
  const auto store = journal("datong.db", 2);
  ASSERT_TRUE(index(*store)->add_words(0, 1, {{CaseId{1000}, {"a"}}}));
  const auto search = index(*store);
  EXPECT_EQ(search->search_size()->leaves, 1U);
  ASSERT_TRUE(search->add_words(0, 2, {{CaseId{1001}, {"late"}}})) << "another was quicker: nothing is written";
  EXPECT_EQ(search->search_size()->leaves, 1U);
  EXPECT_EQ(found(*search, {"late"}), "");
  ASSERT_TRUE(search->add_words(1, 2, {{CaseId{1001}, {"a"}}}));
  EXPECT_EQ(found(*search, {"a"}), "1001 1000");
}

TEST_F(Search, BesideAnotherJournalItBeginsAnew) {
  const auto store = journal("datong.db", 2);
  ASSERT_TRUE(index(*store)->add_words(0, 2, {{CaseId{1000}, {"a"}}}));
  const auto restored = journal("older.db", 1);
  const auto search = index(*restored);
  EXPECT_EQ(search->search_size()->leaves, 0U);
  EXPECT_EQ(found(*search, {"a"}), "");
}

TEST_F(Search, CheckNamesWordsOfACaseThatIsNotThere) {
  const auto store = journal("datong.db", 1);
  const auto search = index(*store);
  ASSERT_TRUE(search->add_words(0, 1, {{CaseId{77}, {"a"}}}));
  ASSERT_EQ(search->check()->size(), 1U);
  EXPECT_EQ(search->check()->front().where, "search index, case 77");
}

}  // namespace
}  // namespace datong::store::sqlite
