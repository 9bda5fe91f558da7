// A sample over HTTP: who sees it as work, what waits for its report, what the enterprise is told. One platform for all.
#include <gtest/gtest.h>

#include <algorithm>

#include "platform.hpp"

namespace datong::integration {
namespace {

class Laboratory : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }

  /// Case ids on somebody's work list.
  static std::vector<std::string> work(const std::string& name) {
    std::vector<std::string> ids;
    const Json page = platform().officer(name).json("/v1/work?limit=100");
    for (const Json& row : *page.array("rows")) ids.push_back(text(row, "case"));
    return ids;
  }
  static bool has(const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }
  static Json line(const Json& timeline, std::string_view act) {
    for (const Json& each : *timeline.array("lines")) {
      if (text(each, "act") == act) return each;
    }
    return {};
  }

  static inline OnePlatform one_;
};

TEST_F(Laboratory, LAB007AResultWaitsForTheReportAndOnlyTheLaboratoryHasWorkMeanwhile) {
  platform().always_draw(kShili);
  const std::string id = export_at(platform(), "inspecting", example_export());
  const std::string beside = export_at(platform(), "inspecting", example_export());
  EXPECT_TRUE(work("lab1").empty());
  Person inspector = platform().officer("insp1"), lab = platform().officer("lab1"), unit = platform().unit(kShili);
  EXPECT_EQ(inspector.act(id, "send_sample").status, 422) << "what is to be tested must be said";
  EXPECT_EQ(lab.act(id, "send_sample", {{"test_items", "x"}}).status, 403);
  inspector.done(id, "send_sample", {{"test_items", "甲醛含量、pH值"}});
  EXPECT_EQ(work("lab1"), std::vector{id});
  EXPECT_TRUE(work("js_lab1").empty()) << "another bureau";
  EXPECT_FALSE(has(work("insp1"), id)) << "he waits for the report";
  EXPECT_TRUE(has(work("insp1"), beside));
  for (const char* act : {"pass", "fail"}) {
    const Parameters why = act == std::string("fail") ? Parameters{{"reason_code", "01"}, {"reason", "x"}} : Parameters{};
    EXPECT_EQ(rules_of(inspector.act(id, act, why)), std::set<std::string>{"LAB007"});
  }
  Json view = lab.view(id);
  const std::string sample = text(view, "sample_number");
  EXPECT_EQ(sample, text(view, "declaration_number") + "-S01");
  EXPECT_EQ(text(view, "test_items"), "甲醛含量、pH值");
  EXPECT_EQ(text(*view.object("waiting_for"), "role"), "laboratory");
  EXPECT_EQ(inspector.act(id, "record_test_conforms", {{"report_number", "T-1"}}).status, 403);
  EXPECT_EQ(lab.act(id, "record_test_does_not_conform", {{"report_number", "T-1"}}).status, 422) << "in what it does not conform";
  lab.done(id, "record_test_does_not_conform", {{"report_number", "T-1"}, {"remark", "甲醛超标"}});
  EXPECT_EQ(rules_of(inspector.act(id, "pass")), std::set<std::string>{"LAB008"});
  inspector.done(id, "send_another_sample", {{"test_items", "甲醛含量"}, {"reason", "样品受潮"}, {"sample_number", "CY-7"}});
  lab.done(id, "record_test_conforms", {{"report_number", "T-2"}});
  EXPECT_TRUE(work("lab1").empty());
  EXPECT_TRUE(has(work("insp1"), id));
  view = inspector.done(id, "pass");
  EXPECT_EQ(text(view, "stage"), "passed");
  view = unit.view(id);
  EXPECT_EQ(text(view, "laboratory"), "conforms");
  EXPECT_EQ(text(view, "sample_number"), "CY-7");
  EXPECT_EQ(text(view, "report_number"), "T-2");

  const Json told = unit.json("/v1/declarations/" + id + "/timeline");
  const Json sent = line(told, "send_sample"), refused = line(told, "record_test_does_not_conform");
  EXPECT_EQ(text(*sent.object("values"), "sample_number"), sample);
  EXPECT_EQ(text(sent.array("receipts")->front(), "kind"), "sample_sent");
  EXPECT_EQ(text(*sent.object("next"), "role"), "laboratory");
  EXPECT_EQ(text(*refused.object("values"), "remark"), "甲醛超标");
  EXPECT_EQ(text(refused.array("receipts")->front(), "kind"), "test_does_not_conform");
  EXPECT_EQ(text(*line(told, "record_test_conforms").object("values"), "sample_number"), "CY-7");
}

TEST_F(Laboratory, AWithdrawnSampleIsNobodysWorkAndTheResultIsFree) {
  platform().always_draw(kShili);
  const std::string id = export_at(platform(), "inspecting", example_export());
  Person inspector = platform().officer("insp1");
  inspector.done(id, "send_sample", {{"test_items", "甲醛含量"}});
  inspector.done(id, "withdraw_sample", {{"reason", "外观已不合格"}});
  EXPECT_FALSE(has(work("lab1"), id));
  EXPECT_TRUE(text(inspector.view(id), "sample_number").empty());
  inspector.done(id, "fail", {{"reason_code", "01"}, {"reason", "破损"}});
}

}  // namespace
}  // namespace datong::integration
