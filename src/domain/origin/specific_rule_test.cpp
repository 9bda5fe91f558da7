#include "domain/origin/specific_rule.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "base/limits.hpp"

namespace datong::domain {
namespace {

std::string canonical(std::string_view text) {
  const Result<OriginRule> rule = parse_origin_rule(text);
  return rule ? to_text(*rule) : "error: " + rule.error().detail;
}

/// Byte of the mistake, 0 when the text is right.
int mistake_at(std::string_view text) {
  const Result<OriginRule> rule = parse_origin_rule(text);
  if (rule) return 0;
  EXPECT_EQ(rule.error().code, Code::malformed);
  EXPECT_EQ(rule.error().refusals.at(0).rule, "OCA061");
  return std::stoi(rule.error().refusals.at(0).values.at(0));
}

TEST(OriginRuleText, ReadsTheExamplesOfTheReferenceAndWritesThemCanonically) {
  for (const auto& [text, written] : std::initializer_list<std::pair<const char*, const char*>>{
           {"WO", "WO"},
           {"PE", "PE"},
           {"CR", "CR"},
           {"CTH or RVC40", "CTH or RVC40"},
           {"CC except from 10.06", "CC except from 10.06"},
           {"CTSH; or CR; or RVC40", "CTSH or CR or RVC40"},
           {"CTSH;CR ;  RVC40", "CTSH or CR or RVC40"},
           {"RVC40 and CTH", "RVC40 and CTH"},
           {"CTH except from 62.03 to 62.05, 6217", "CTH except from 62.03 to 62.05, 62.17"},
           {"CTH except from 10, 100630, 1006.40", "CTH except from 10, 1006.30, 1006.40"},
           {"CC except from 10.06 without de minimis or WO", "CC except from 10.06 without de minimis or WO"},
           {"MAXVNM50 EXW", "MAXVNM50 EXW"},
           {"MAXVNM40 FOB", "MAXVNM40"},
           {"RVC040.50 build-up EXW", "RVC40.5 build-up EXW"},
           {"CUM60", "CUM60"},
           {"PROCESS cut_and_sew", "PROCESS cut_and_sew"},
           {"  CTH  ", "CTH"}}) {
    EXPECT_EQ(canonical(text), written) << text;
  }
}

TEST(OriginRuleText, AndBindsCloserThanOr) {
  const Result<OriginRule> rule = parse_origin_rule("RVC40 and CTH or WO");
  ASSERT_TRUE(rule);
  ASSERT_EQ(rule->alternatives.size(), 2U);
  EXPECT_EQ(rule->alternatives[0].requirements.size(), 2U);
  EXPECT_EQ(rule->alternatives[1].requirements.at(0).proof, Proof::wholly_obtained);
}

TEST(OriginRuleText, OCA061NamesTheByteOfTheFirstMistake) {
  for (const auto& [text, byte] :
       std::initializer_list<std::pair<const char*, int>>{{"", 1},
                                                          {"cth", 1},
                                                          {"CTHX", 1},
                                                          {"CTH or", 7},
                                                          {"CTH RVC40", 5},
                                                          {"CTH or or RVC40", 8},
                                                          {"CTH ;; RVC40", 6},
                                                          {"CTH and", 8},
                                                          {"CC except 10", 11},
                                                          {"CC except from", 15},
                                                          {"CC except from 1", 16},
                                                          {"CC except from 10.6", 16},
                                                          {"CC except from 1.006", 16},
                                                          {"CC except from 10.06.30", 21},
                                                          {"CC except from 1006301", 16},
                                                          {"CC except from 10 to 1006", 22},
                                                          {"CC except from 62.05 to 62.03", 25},
                                                          {"CC except from 10,", 19},
                                                          {"CC without minimis", 12},
                                                          {"RVC", 4},
                                                          {"RVC 40", 4},
                                                          {"RVC0", 4},
                                                          {"RVC100.00001", 4},
                                                          {"RVC40.123456", 4},
                                                          {"RVC40%", 6},
                                                          {"RVC40 build-sideways", 7},
                                                          {"MAXVNM50 build-up", 10},
                                                          {"CUM60 EXW", 7},
                                                          {"PROCESS", 8},
                                                          {"PROCESS Cut", 9},
                                                          {"CTH\n", 1},
                                                          {"(CTH)", 1}}) {
    EXPECT_EQ(mistake_at(text), byte) << text;
  }
}

TEST(OriginRuleText, OCA061RefusesMoreThanTheLimits) {
  const auto repeated = [](const std::string& first, const std::string& more, std::size_t count) {
    std::string text = first;
    for (std::size_t i = 1; i < count; ++i) text += more;
    return text;
  };
  EXPECT_EQ(mistake_at(repeated("WO", " or WO", limits::kOriginAlternativesMax)), 0);
  EXPECT_GT(mistake_at(repeated("WO", " or WO", limits::kOriginAlternativesMax + 1)), 0);
  EXPECT_EQ(mistake_at(repeated("WO", " and WO", limits::kOriginRequirementsMax)), 0);
  EXPECT_GT(mistake_at(repeated("WO", " and WO", limits::kOriginRequirementsMax + 1)), 0);
  EXPECT_EQ(mistake_at(repeated("CC except from 10", ",10", limits::kOriginExceptionsMax)), 0);
  EXPECT_GT(mistake_at(repeated("CC except from 10", ",10", limits::kOriginExceptionsMax + 1)), 0);
  EXPECT_EQ(mistake_at("WO" + std::string(limits::kOriginRuleBytesMax - 2, ' ')), 0);
  EXPECT_GT(mistake_at("WO" + std::string(limits::kOriginRuleBytesMax - 1, ' ')), 0);
}

OriginRule random_rule(std::mt19937_64& random) {
  const auto below = [&](std::uint64_t bound) { return random() % bound; };
  OriginRule rule;
  for (std::uint64_t count = 1 + below(4); count > 0; --count) {
    Alternative& alternative = rule.alternatives.emplace_back();
    for (std::uint64_t all = 1 + below(3); all > 0; --all) {
      Requirement& one = alternative.requirements.emplace_back();
      one.proof = static_cast<Proof>(below(8));
      if (one.proof == Proof::tariff_change) {
        one.level = static_cast<ChangeLevel>(2 + 2 * below(3));
        one.allows_de_minimis = below(2) == 0;
        for (std::uint64_t ranges = below(4); ranges > 0; --ranges) {
          const std::string first = std::to_string(100000 + below(800000)).substr(0, 2 + 2 * below(3));
          one.exceptions.push_back({first, below(2) == 0 ? first : std::string(first.size(), '9')});
        }
      }
      if (one.proof == Proof::value_content || one.proof == Proof::non_originating_share ||
          one.proof == Proof::cumulative_content) {
        one.percent = Decimal::from_raw(static_cast<std::int64_t>(1 + below(10'000'000)));
        if (one.proof != Proof::cumulative_content) one.base = static_cast<PriceBase>(below(2));
        if (one.proof == Proof::value_content) one.method = static_cast<ContentMethod>(below(3));
      }
      if (one.proof == Proof::process) one.process = below(2) == 0 ? "spinning_forward" : "p_9";
    }
  }
  return rule;
}

TEST(OriginRuleText, ReadingWhatWasWrittenGivesTheSameRule) {
  const std::uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  for (int i = 0; i < 2'000; ++i) {
    const OriginRule rule = random_rule(random);
    const Result<OriginRule> read = parse_origin_rule(to_text(rule));
    ASSERT_TRUE(read) << to_text(rule) << " " << read.error().detail;
    ASSERT_EQ(*read, rule) << to_text(rule);
  }
}

TEST(OriginRuleText, SurvivesBytesThatAreNoRule) {
  std::mt19937_64 random(7);
  const std::string start = "CTH except from 62.03 to 62.05, 6217; or RVC40 build-down EXW and PROCESS cut_and_sew";
  for (int i = 0; i < 5'000; ++i) {
    std::string text = start.substr(0, random() % (start.size() + 1));
    for (int changes = 0; changes < 3 && !text.empty(); ++changes) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
    }
    const Result<OriginRule> read = parse_origin_rule(text);
    if (read) {
      EXPECT_EQ(canonical(to_text(*read)), to_text(*read));
    }
  }
}

TEST(SpecificRules, TheLongestCodeWinsThenTheNarrowerRangeThenTheFirst) {
  const auto rule = [](const char* first, const char* last, const char* text) {
    return SpecificRule{{first, last}, *parse_origin_rule(text)};
  };
  const std::vector<SpecificRule> rules{rule("62", "62", "CC"), rule("6201", "6205", "CTH"), rule("6203", "6203", "WO"),
                                        rule("6203", "6203", "PE"), rule("620349", "620349", "CR")};
  const auto text = [&](const char* code) {
    const SpecificRule* found = rule_for(code, rules);
    return found == nullptr ? std::string("none") : to_text(found->rule);
  };
  EXPECT_EQ(text("6203420000"), "WO");
  EXPECT_EQ(text("6203490000"), "CR");
  EXPECT_EQ(text("6205200000"), "CTH");
  EXPECT_EQ(text("6206200000"), "CC");
  EXPECT_EQ(text("6101200000"), "none");
  EXPECT_EQ(text("62"), "CC") << "a short code does not fall into a longer range";
}

TEST(CodeRanges, CutAndShowCodes) {
  EXPECT_EQ(heading("620342"), "62.03") << "COO 9: heading";
  EXPECT_TRUE((CodeRange{"6203", "6205"}.contains("620599")));
  EXPECT_FALSE((CodeRange{"6203", "6205"}.contains("620600")));
  EXPECT_FALSE((CodeRange{"6203", "6205"}.contains("620")));
  EXPECT_TRUE(is_comparable_code("620342"));
  EXPECT_TRUE(is_comparable_code("6203420000"));
  EXPECT_FALSE(is_comparable_code("62034"));
  EXPECT_FALSE(is_comparable_code("62034200001"));
  EXPECT_FALSE(is_comparable_code("6203.42"));
}

}  // namespace
}  // namespace datong::domain
