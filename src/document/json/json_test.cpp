#include "document/json/json.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"

namespace datong::document {
namespace {

Code code_of(std::string_view text) {
  const auto read = Json::parse(text);
  return read ? Code::internal : read.error().code;
}

TEST(Json, ReadsEveryKindAndWritesItBack) {
  const std::string text = R"({"b":[1,-2,true,false,null,"x\"\n"],"a":{},"c":[]})";
  const auto json = Json::parse(" " + text + "\n");
  ASSERT_TRUE(json) << json.error().detail;
  EXPECT_EQ(json->to_string(), text);
  EXPECT_EQ(json->canonical(), R"({"a":{},"b":[1,-2,true,false,null,"x\"\n"],"c":[]})");
  EXPECT_EQ(Json::parse(json->indented()), *json);
  EXPECT_EQ(json->array("b")->size(), 6U);
  EXPECT_EQ(json->get("missing"), nullptr);
  EXPECT_EQ(json->string("b"), nullptr) << "another type";
  EXPECT_NE(json->object("a"), nullptr);
}

TEST(Json, BuilderReplacesMembersOfTheSameName) {
  Json json;
  json.set("name", "a")
      .set("count", 3)
      .set("ok", true)
      .set("list", Json().add(1).add("two"))
      .set("none", nullptr)
      .set("name", "b");
  EXPECT_EQ(json.to_string(), R"({"name":"b","count":3,"ok":true,"list":[1,"two"],"none":null})");
  EXPECT_EQ(*json.string("name"), "b");
  EXPECT_EQ(*json.integer("count"), 3);
  EXPECT_TRUE(*json.boolean("ok"));
}

TEST(Json, RefusesWhatIsNotStrict) {
  const std::string bad[] = {"",
                             " ",
                             "{",
                             "[1,]",
                             "{\"a\":1,}",
                             "{'a':1}",
                             "// c\n1",
                             "1 2",
                             "nul",
                             "\"a",
                             "[1}",
                             "01",
                             "+1",
                             "1.",
                             ".5",
                             "-",
                             "NaN",
                             "{\"a\":1,\"a\":1}",
                             "{\"x\":{\"a\":1,\"b\":2,\"\\u0061\":3}}",
                             "1.0",
                             "1e3",
                             "9007199254740992",
                             "-9007199254740992",
                             "-0",
                             "99999999999999999999999",
                             "\"\\u0000\"",
                             "{\"\\u0000\":1}",
                             "\"\\ud800\"",
                             "\"\\udc00x\"",
                             "\"\xff\"",
                             "\"\xc0\x80\"",
                             "\"\xed\xa0\x80\"",
                             "\xEF\xBB\xBF{}",
                             "\"\t\"",
                             std::string("\"a\0b\"", 5),
                             std::string("1\0", 2)};
  for (const std::string& text : bad) EXPECT_EQ(code_of(text), Code::malformed) << text;
  EXPECT_TRUE(Json::parse("9007199254740991"));
  EXPECT_TRUE(Json::parse("-9007199254740991"));
}

TEST(Json, LimitsDepthCountAndSize) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(Json::parse(nested(limits::kDepthMax)));
  EXPECT_EQ(code_of(nested(limits::kDepthMax + 1)), Code::malformed);
  EXPECT_EQ(code_of(std::string(1'000'000, '[')), Code::malformed);
  const auto many = [](std::size_t entries) {
    std::string text = "[1";
    for (std::size_t i = 1; i < entries; ++i) text += ",1";
    return text + "]";
  };
  EXPECT_TRUE(Json::parse(many(limits::kMembersMax - 1)));  // the array itself is one
  EXPECT_EQ(code_of(many(limits::kMembersMax)), Code::malformed);
  EXPECT_EQ(code_of("\"" + std::string(limits::kMessageBytesMax, 'x') + "\""), Code::too_large);
}

TEST(Json, MalformedTellsTheByteOffset) {
  const auto read = Json::parse("[1, 2, x]");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("at byte 7"), std::string::npos) << read.error().detail;
}

// RFC 8785 §3.2.3: the sorting example of the standard.
TEST(Json, CanonicalSortsByUtf16CodeUnits) {
  const auto json = Json::parse(
      R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",)"
      R"("\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"})");
  ASSERT_TRUE(json);
  std::vector<std::string> order;
  const auto sorted = Json::parse(json->canonical());
  for (const auto& [name, value] : *sorted->as_object()) order.push_back(*value.as_string());
  EXPECT_EQ(order, (std::vector<std::string>{"Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis",
                                             "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"}));
}

TEST(Json, CanonicalAgreesWithThePublishedVectors) {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  const std::string folder =
      (set != nullptr ? std::string(set) : DATONG_SOURCE_DIR "/../shared/data") + "/signatures/jcs/";
  const auto file = [&](const std::string& name) {
    std::ifstream in(folder + name, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  };
  if (file("input/arrays.json").empty())
    GTEST_SKIP() << "no interoperability data at " << folder << " (set DATONG_INTEROP_DATA)";
  const auto arrays = Json::parse(file("input/arrays.json"));
  ASSERT_TRUE(arrays);
  EXPECT_EQ(arrays->canonical(), file("output/arrays.json"));
  EXPECT_EQ(code_of(file("input/values.json")), Code::malformed) << "holds fractions, which we never take";
}

}  // namespace
}  // namespace datong::document
