#include "domain/party/visa_admission.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

const Edition& classic() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}
const Date kDay = *Date::parse("2026-06-01");

Signatory signatory(const std::string& id) {
  return {0, id, "张三", "ZHANG San", "ID-" + id, "T-" + id, "specimen", 30, Standing::active, {}};
}
VisaAdmissionRequest good_request() {
  return {"form", "application", "letter", "李总", "PC and colour printer", "Shanghai Example Co., Ltd.", "seal", 40, {signatory("a"), signatory("b")}};
}
VisaAdmissionFacts good_facts() {
  VisaAdmissionFacts facts;
  facts.unit = Enterprise{};
  facts.unit->organisation_code = "100000016";
  facts.present_attachments = {"form", "application", "letter", "seal", "specimen"};
  facts.pictures = {{"seal", 400, 400}, {"specimen", 300, 150}};
  return facts;
}
/// Rule and path of every finding.
std::vector<std::string> found(const VisaAdmissionRequest& request, const VisaAdmissionFacts& facts = good_facts()) {
  std::vector<std::string> all;
  const auto findings = review_visa_admission(request, facts, classic(), kDay);
  for (const Finding& each : *findings) all.push_back(std::string(each.rule) + " " + each.path);
  return all;
}
VisaAdmissionRequest request_with(const std::function<void(VisaAdmissionRequest&)>& change) {
  VisaAdmissionRequest request = good_request();
  change(request);
  return request;
}
VisaAdmissionFacts facts_with(const std::function<void(VisaAdmissionFacts&)>& change) {
  VisaAdmissionFacts facts = good_facts();
  change(facts);
  return facts;
}
using Texts = std::vector<std::string>;

TEST(VisaAdmission, AGoodRequestHasNoFindingAndAnEmptyOneHasThemAllAtOnce) {
  EXPECT_EQ(found(good_request()), Texts{});
  EXPECT_EQ(found({}, {}), (Texts{"VIS006 ", "VIS010 /hardware", "VIS011 /registration_form", "VIS011 /application_form", "VIS011 /guarantee_letter",
                                  "VIS018 /legal_representative", "VIS013 /name_en", "VIS007 /signatories", "VIS015 /seal"}));
}

TEST(VisaAdmission, VIS006ToVIS011AndVIS018EachConditionOfTheEnterpriseIsAskedForByItself) {
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->standing = Standing::suspended; })), Texts{"VIS006 "});
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->validity.to = kDay.plus_days(-1); })), Texts{"VIS006 "});
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->validity.to = kDay; })), Texts{});
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->organisation_code.clear(); })), Texts{"VIS008 "});
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->visa_standing = VisaStanding::suspended; })), Texts{"VIS009 "});
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->visa_standing = VisaStanding::cancelled; })), Texts{"VIS009 "});
  EXPECT_EQ(found(good_request(), facts_with([](auto& f) { f.unit->visa_standing = VisaStanding::watch; })), Texts{});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories.clear(); })), Texts{"VIS007 /signatories"});
  EXPECT_EQ(found(request_with([](auto& r) { r.hardware = " "; })), Texts{"VIS010 /hardware"});
  EXPECT_EQ(found(request_with([](auto& r) { r.guarantee_letter = "other"; })), Texts{"VIS011 /guarantee_letter"});
  EXPECT_EQ(found(request_with([](auto& r) { r.legal_representative.clear(); })), Texts{"VIS018 /legal_representative"});
}

TEST(VisaAdmission, VIS012ToVIS014AndVIS017NameWhatIsWrongWithTheListOfSignatories) {
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories.push_back(signatory("c")); })), Texts{});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories.insert(r.signatories.end(), {signatory("c"), signatory("d")}); })), Texts{"VIS012 /signatories"});
  EXPECT_EQ(found(request_with([](auto& r) { r.name_en = "上海"; })), Texts{"VIS013 /name_en"});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[1].name_en = "张三"; })), Texts{"VIS013 /signatories/1/name_en"});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[1].training_certificate.clear(); })), Texts{"VIS013 /signatories/1/training_certificate"});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[0].id = std::string(30, 'x'); })), Texts{});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[0].id = std::string(31, 'x'); })), Texts{"VIS013 /signatories/0/id"});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[0].id = "a:b"; })), Texts{"VIS013 /signatories/0/id"}) << "the key of its record";
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[1].identity_number = "ID-a"; })), Texts{"VIS014 /signatories/1/identity_number"});
  const auto filed = facts_with([](auto& f) { f.filed = {signatory("a")}; });
  EXPECT_EQ(found(good_request(), filed), Texts{});
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[0].identity_number = "ID-z"; }), filed), Texts{"VIS017 /signatories/0/id"});
}

TEST(VisaAdmission, VIS015AndVIS016APictureIsInHandAndNotLargerThanAllowedOnEitherSide) {
  EXPECT_EQ(found(request_with([](auto& r) { r.seal = "form"; })), Texts{"VIS015 /seal"}) << "a paper is no picture";
  EXPECT_EQ(found(request_with([](auto& r) { r.signatories[0].specimen.clear(); })), Texts{"VIS015 /signatories/0/specimen"});
  const auto seal = [](std::uint32_t width, std::uint32_t height, int width_mm) {
    return found(request_with([&](auto& r) { r.seal_width_mm = width_mm; }), facts_with([&](auto& f) { f.pictures[0] = {"seal", width, height}; }));
  };
  EXPECT_EQ(seal(550, 450, 55), Texts{});
  EXPECT_EQ(seal(560, 450, 56), Texts{"VIS016 /seal"});
  EXPECT_EQ(seal(550, 451, 55), Texts{"VIS016 /seal"});
  EXPECT_EQ(seal(100, 100, 0), Texts{"VIS016 /seal"});
  EXPECT_EQ(seal(100, 100, -5), Texts{"VIS016 /seal"});
  const auto specimen = [](std::uint32_t width, std::uint32_t height, int width_mm) {
    return found(request_with([&](auto& r) { r.signatories = {signatory("a")}; r.signatories[0].specimen_width_mm = width_mm; }),
                 facts_with([&](auto& f) { f.pictures[1] = {"specimen", width, height}; }));
  };
  EXPECT_EQ(specimen(350, 300, 35), Texts{});
  EXPECT_EQ(specimen(350, 301, 35), Texts{"VIS016 /signatories/0/specimen"});
  EXPECT_EQ(specimen(350, 100, 36), Texts{"VIS016 /signatories/0/specimen"});
}

TEST(VisaAdmission, VIS019TheNewListIsActiveAndWhoLeftItIsCancelledNotForgotten) {
  const auto after = filed_after(request_with([](auto& r) { r.signatories = {signatory("b")}; }), {signatory("a"), signatory("b")}, 3100600001);
  ASSERT_EQ(after.size(), 2u);
  EXPECT_EQ(after[0].id, "b");
  EXPECT_EQ(after[0].unit, 3100600001);
  EXPECT_EQ(after[0].standing, Standing::active);
  EXPECT_EQ(after[1].id, "a");
  EXPECT_EQ(after[1].standing, Standing::cancelled);
}

TEST(VisaAdmission, VIS020AndVIS021AStandingHasAReasonAKnownWordAndALastDayNotBeforeToday) {
  const auto rule_of = [](std::string_view standing, std::string_view reason, std::string_view until) {
    const auto done = with_visa_standing({}, standing, reason, until, kDay);
    return done ? std::string() : std::string(done.error().refusals.front().rule);
  };
  EXPECT_EQ(rule_of("suspended", "lent the key", "2026-06-01"), "");
  EXPECT_EQ(rule_of("suspended", "lent the key", "2026-05-31"), "VIS021");
  EXPECT_EQ(rule_of("suspended", "lent the key", "soon"), "VIS021");
  EXPECT_EQ(rule_of("cancelled", "false data", ""), "");
  EXPECT_EQ(rule_of("cancelled", "false data", "2026-12-31"), "VIS021");
  EXPECT_EQ(rule_of("bad", "x", ""), "VIS021");
  EXPECT_EQ(rule_of("normal", "", ""), "VIS020");
  const auto done = with_visa_standing({}, "watch", "errors", "2026-12-31", kDay);
  EXPECT_EQ(done->visa_standing, VisaStanding::watch);
  EXPECT_EQ(done->visa_standing_since, kDay);
  EXPECT_EQ(done->visa_standing_until, Date::parse("2026-12-31"));
}

}  // namespace
}  // namespace datong::domain
