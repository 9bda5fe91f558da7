// What differs between two versions, and what an amendment may not change in which stage (IQD 2.7).
#include "domain/declaration/case_test.hpp"

namespace datong::domain {
namespace {

std::string paths(const std::vector<Difference>& found) {
  std::string text;
  for (const Difference& each : found) text += (text.empty() ? "" : " ") + each.path;
  return text;
}

std::vector<Difference> after(const std::vector<Edit>& edits) {
  const Document before = example_export(test_day());
  Document next = example_export(test_day());
  change(next, edits);
  return differences(before, next);
}

DeclarationHead in(Stage stage) {
  DeclarationHead head;
  head.stage = stage;
  return head;
}

TEST(Differences, OfADocumentToItselfAreNone) { EXPECT_TRUE(after({}).empty()); }

TEST(Differences, NameEachFieldWithBothValues) {
  const auto found =
      after({{"/contract_number", "NEW"}, {"/goods/0/packages/0/package_count", "61"}, {"/conveyance_number", ""}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NE(std::find(found.begin(), found.end(), Difference{"/contract_number", "SE-2024-0001", "NEW"}), found.end());
  EXPECT_NE(std::find(found.begin(), found.end(), Difference{"/goods/0/packages/0/package_count", "60", "61"}),
            found.end());
  EXPECT_NE(std::find(found.begin(), found.end(), Difference{"/conveyance_number", "012E", ""}), found.end());
}

TEST(Differences, ListAnAddedAndARemovedRowFieldByField) {
  const Document one = example_export(test_day());
  Document two = example_export(test_day());
  add_permit(two, "P1", "5");
  const auto added = differences(one, two);
  EXPECT_NE(paths(added).find("/goods/0/permits/0/permit_number"), std::string::npos);
  for (const Difference& each : added) EXPECT_EQ(each.before, "");
  const auto removed = differences(two, one);
  EXPECT_EQ(paths(removed), paths(added));
  for (const Difference& each : removed) EXPECT_EQ(each.after, "");
}

TEST(Amendments, CHG010BeforeInspectionAGoodsLineCannotBecomeAnotherCommodity) {
  for (const Stage stage : {Stage::accepted, Stage::ordered, Stage::waived, Stage::inspecting}) {
    const auto found = review_amendment(in(stage), after({{"/goods/0/commodity_code", "6109100010"}}));
    ASSERT_EQ(list(found), "CHG010 /goods/0/commodity_code") << stage_name(stage);
    EXPECT_EQ(found[0].values, std::vector<std::string>{"1"});
    EXPECT_EQ(list(review_amendment(in(stage), after({{"/goods/0/goods_name_zh", "棉布"}}))),
              "CHG010 /goods/0/goods_name_zh");
    EXPECT_TRUE(review_amendment(in(stage), after({{"/goods/0/quantity", "1300"}, {"/contract_number", "X"}})).empty());
  }
}

TEST(Amendments, CHG010AddingALineIsNoChangeOfCommodity) {
  const Document one = example_export(test_day());
  Document two = example_export(test_day());
  make_lines(two, 2);
  EXPECT_TRUE(review_amendment(in(Stage::accepted), differences(one, two)).empty());
  EXPECT_NE(list(review_amendment(in(Stage::accepted), differences(two, one))), "") << "taking one away is";
}

TEST(Amendments, CHG011AfterInspectionNothingMayContradictTheResult) {
  for (const Stage stage : {Stage::passed, Stage::failed, Stage::treating, Stage::released}) {
    EXPECT_EQ(list(review_amendment(in(stage), after({{"/goods/0/quantity", "1300"}}))), "CHG011 /goods/0/quantity");
    EXPECT_EQ(list(review_amendment(in(stage), after({{"/goods/0/packages/0/package_count", "61"}}))),
              "CHG011 /goods/0/packages/0/package_count");
    EXPECT_TRUE(
        review_amendment(in(stage), after({{"/contract_number", "X"}, {"/consignee_name_foreign", "OTHER INC."}}))
            .empty());
  }
}

TEST(Amendments, CHG012AfterDocumentsAreOutTheirPartiesStay) {
  const auto changed = after({{"/consignee_name_foreign", "OTHER INC."}});
  for (const Stage stage : {Stage::passed, Stage::waived}) {
    DeclarationHead head = in(stage);
    EXPECT_TRUE(review_amendment(head, changed).empty());
    head.clearance = Clearance::issued;
    EXPECT_EQ(list(review_amendment(head, changed)), "CHG012 /consignee_name_foreign");
    head.clearance = Clearance::recalled;
    EXPECT_TRUE(review_amendment(head, changed).empty());
    head.certificates = {{CaseId{1}, "N", "11", "a", "b", CertificateStage::signed_}};
    EXPECT_EQ(list(review_amendment(head, changed)), "CHG012 /consignee_name_foreign");
    head.certificates[0].stage = CertificateStage::cancelled;
    EXPECT_TRUE(review_amendment(head, changed).empty());
  }
}

TEST(Amendments, CHG009WithAUsedFormNothingMayBeChangedAtAll) {
  DeclarationHead head = in(Stage::accepted);
  head.clearance = Clearance::used;
  EXPECT_EQ(list(review_amendment(head, after({{"/contract_number", "X"}}))), "CHG009 ");
}

TEST(Amendments, SayWhatIsWrongInBothLanguages) {
  const auto found = review_amendment(in(Stage::accepted), after({{"/goods/0/commodity_code", "6109100010"}}));
  EXPECT_EQ(words(found.at(0), "en"), "Before inspection: goods line 1 cannot become another commodity.");
}

}  // namespace
}  // namespace datong::domain
