// The published sample message of the single window (not in this repository): read alike in both encodings, returned as
// it is with findings, and repaired as they ask, on its way to release at its own bureau. DATONG_INTEROP_DATA names the
// folder it lies in.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "document/eciq/eciq_reader.hpp"
#include "document/eciq/eciq_writer.hpp"
#include "document/json/form_json.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

/// What the findings ask for, by the place they name.
const std::map<std::string, std::vector<std::pair<const char*, const char*>>>& repairs() {
  static const std::map<std::string, std::vector<std::pair<const char*, const char*>>> by_place{
      {"/goods/0/commodity_code",
       {{"/goods/0/commodity_code", "9703900000"}, {"/goods/0/ciq_code", "9703900000999"}}},  // split by age in 2022
  };
  return by_place;
}

class SampleMessage : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("DATONG_INTEROP_DATA");
    const std::string path = (folder == nullptr ? std::string(DATONG_SOURCE_DIR "/../shared/data") : std::string(folder)) +
                             "/cn-single-window/samples/eentdeclio-import-inspection.xml";
    if (!std::filesystem::exists(path)) {
      GTEST_SKIP() << "skipped: the public sample message is absent; set DATONG_INTEROP_DATA to the folder of the "
                      "interoperability data";
    }
    std::ifstream in(path, std::ios::binary);
    xml_ = std::string(std::istreambuf_iterator<char>(in), {});
    platform_ = Platform::make();
  }
  void TearDown() override {
    if (!platform_) return;
    EXPECT_EQ(platform_->stop(), 0) << platform_->log();
    platform_->expect_clean();
  }
  Platform& platform() { return *platform_; }

  static std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    return text;
  }
  Json as_json(Person& unit, const std::string& id, unsigned version = 1) {
    return parsed(unit.call("GET", "/v1/declarations/" + id + "/versions/" + std::to_string(version),
                            {{"Accept", "application/json"}})
                      .body);
  }

  std::string xml_;

 private:
  std::unique_ptr<Platform> platform_;
};

TEST_F(SampleMessage, InUtf8AndGbkItIsTheSameDeclaration) {
  Person unit = platform().unit(kLogistics);
  const Reply utf8 = unit.lodge(xml_, 1, "application/xml");
  ASSERT_EQ(utf8.status, 200) << utf8.body;
  auto reading = must(document::read_eciq(xml_));
  const std::string gbk = replaced(must(document::write_eciq(reading.document, {}, document::Encoding::gbk)),
                                   "1020bae0871349afb4ad0da289caf46d", "gbk0bae0871349afb4ad0da289caf46d");
  ASSERT_EQ(gbk.find("示例"), gbk.npos) << "not UTF-8";
  const Reply other = unit.lodge(gbk, 1, "application/xml");
  ASSERT_EQ(other.status, 200) << other.body;
  const std::string first(utf8.header("datong-case")), second(other.header("datong-case"));
  EXPECT_EQ(unit.get("/v1/declarations/" + first + "/versions/1").body, xml_) << "kept as received";
  EXPECT_EQ(unit.get("/v1/declarations/" + second + "/versions/1").body, gbk);
  EXPECT_EQ(as_json(unit, first).to_string(), replaced(as_json(unit, second).to_string(), "gbk0bae", "1020bae"));
}

TEST_F(SampleMessage, ItIsReturnedWithFindingsAndRepairedAsTheyAskItTravelsToRelease) {
  Person unit = platform().unit(kLogistics);
  const Reply returned = unit.lodge(xml_, 1, "application/xml");
  ASSERT_EQ(returned.status, 200) << returned.body;
  const std::string id(returned.header("datong-case"));
  EXPECT_EQ(text(unit.view(id), "stage"), "returned");
  const Json receipt = parsed(returned.body);
  std::set<std::string> faults;
  for (const Json& finding : *receipt.array("findings")) {
    if (text(finding, "severity") == "refusal") faults.insert(text(finding, "path"));
  }
  ASSERT_FALSE(faults.empty());
  std::printf("%zu places to repair:", faults.size());
  for (const std::string& path : faults) std::printf(" %s", path.c_str());
  std::printf("\n");
  Json repaired = next_version(as_json(unit, id));
  for (const std::string& path : faults) {
    const auto repair = repairs().find(path);
    ASSERT_NE(repair, repairs().end()) << path << " in " << returned.body;
    for (const auto& [pointer, value] : repair->second) repaired = with(repaired, pointer, value);
  }
  const Reply again = unit.lodge(repaired.to_string(), 2);
  ASSERT_EQ(again.status, 200) << again.body;
  ASSERT_EQ(text(unit.view(id), "stage"), "in_review") << again.body;

  Person desk = platform().officer("js_desk1");
  desk.done(id, "accept");
  desk.done(id, "compare_papers_accurate");
  if (text(desk.done(id, "assign", {{"inspector", "js_insp1"}}), "stage") == "ordered") {
    platform().officer("js_insp1").done(id, "begin_inspection");
    platform().officer("js_insp1").done(id, "pass");
  }
  pay(platform(), id, "js_");
  certify(platform(), id, "js_");
  EXPECT_EQ(text(platform().officer("js_desk2").done(id, "release"), "stage"), "released");
  EXPECT_EQ(platform().officer("desk1").get("/v1/declarations/" + id).status, 404) << "another bureau's";
}

}  // namespace
}  // namespace datong::integration
