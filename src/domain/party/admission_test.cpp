#include "domain/party/admission.hpp"

#include <gtest/gtest.h>

using namespace datong;
using namespace datong::domain;

namespace {

const Date kDay = *Date::parse("2026-06-01");

AdmissionRequest good_request() { return {"a1", "b2", "c3", "datong-client", {"3100700001"}}; }
AdmissionFacts good_facts() {
  AdmissionFacts facts;
  facts.unit = Enterprise{};
  facts.unit->registration = 3100600001;
  Declarant declarant;
  declarant.unit = 3100600001;
  facts.declarants.push_back(declarant);
  facts.present_attachments = {"a1", "b2", "c3"};
  return facts;
}
std::vector<std::string> rules_of(const std::vector<Finding>& findings) {
  std::vector<std::string> rules;
  for (const Finding& f : findings) rules.emplace_back(f.rule);
  return rules;
}

}  // namespace

TEST(Admission, ADM006ToADM009EachConditionIsAskedForByItself) {
  EXPECT_TRUE(review_admission(good_request(), good_facts(), kDay).empty());
  AdmissionFacts facts = good_facts();
  facts.unit->standing = Standing::suspended;
  EXPECT_EQ(rules_of(review_admission(good_request(), facts, kDay)), std::vector<std::string>{"ADM006"});
  facts = good_facts();
  facts.declarants.front().validity.to = kDay.plus_days(-1);
  EXPECT_EQ(rules_of(review_admission(good_request(), facts, kDay)), std::vector<std::string>{"ADM007"});
  facts.declarants.front().validity.to = kDay;
  EXPECT_TRUE(review_admission(good_request(), facts, kDay).empty());
  AdmissionRequest request = good_request();
  request.software.clear();
  EXPECT_EQ(rules_of(review_admission(request, good_facts(), kDay)), std::vector<std::string>{"ADM008"});
  facts = good_facts();
  facts.present_attachments.pop_back();
  EXPECT_EQ(rules_of(review_admission(good_request(), facts, kDay)), std::vector<std::string>{"ADM009"});
  EXPECT_EQ(review_admission({}, {}, kDay).size(), 6u);
}

TEST(Admission, ADM001ToADM005AndVIS001ToVIS005EveryStageEventAndRoleFollowsTheTable) {
  for (const AdmissionKind kind : {AdmissionKind::e_declaration, AdmissionKind::e_visa}) {
    for (int stage = 0; stage <= 5; ++stage) {
      for (int event = 1; event <= 6; ++event) {
        for (std::size_t role = 1; role <= kRoleCount; ++role) {
          const auto fits = [&](const AdmissionTransition& row) {
            return row.kind == kind && static_cast<int>(row.from) == stage && static_cast<int>(row.event) == event;
          };
          const auto row = std::find_if(kAdmission.begin(), kAdmission.end(),
                                        [&](const AdmissionTransition& r) { return fits(r) && r.by == static_cast<Role>(role); });
          const auto done = decide_admission(kind, static_cast<AdmissionStage>(stage), static_cast<AdmissionEvent>(event), {static_cast<Role>(role)});
          if (row != kAdmission.end()) {
            ASSERT_TRUE(done);
            EXPECT_EQ(*done, row->to);
          } else if (std::none_of(kAdmission.begin(), kAdmission.end(), fits)) {
            ASSERT_FALSE(done);
            EXPECT_EQ(done.error().refusals.front().rule, kind == AdmissionKind::e_visa ? "VIS005" : "ADM005");
          } else {
            ASSERT_FALSE(done);
            EXPECT_EQ(done.error().code, Code::forbidden);
          }
        }
      }
    }
  }
}

TEST(Admission, EveryEventAndStageHasItsName) {
  for (int event = 1; event <= 6; ++event) {
    const auto each = static_cast<AdmissionEvent>(event);
    EXPECT_EQ(admission_event_by_name(admission_event_name(each)), each);
  }
  EXPECT_EQ(admission_event_by_name("seize"), std::nullopt);
  EXPECT_EQ(admission_stage_name(AdmissionStage::change_asked), "change_asked");
  EXPECT_TRUE(needs_reason(AdmissionEvent::set_standing));
  EXPECT_FALSE(needs_reason(AdmissionEvent::grant));
}
