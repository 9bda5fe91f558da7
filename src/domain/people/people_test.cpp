#include "domain/people/people.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

/// The rules of a result, "" when it is good.
template <class T>
std::string rules(const Result<T>& result) {
  if (result) return "";
  std::string all;
  for (const Finding& finding : result.error().refusals) all += (all.empty() ? "" : " ") + std::string(finding.rule);
  return all.empty() ? "no rule" : all;
}
std::string rules(const std::vector<Finding>& findings) { return findings.empty() ? "" : rules(Result<int>(refused(findings))); }

Date today() { return *Date::from_ymd(2026, 3, 2); }
const Edition& edition() {
  static const auto built = [] {
    EditionBuilder builder;
    add_data_set(builder, "classic");
    return *builder.build("classic", "hash");
  }();
  return *built;
}

constexpr std::int64_t kUnit = 3100600001;
Officer unit_person(const std::string& sign_in, bool manages = true) {
  Officer person;
  person.sign_in = sign_in;
  person.name = "张三";
  person.roles = {Role::enterprise};
  person.unit = kUnit;
  person.manages = manages;
  return person;
}
PersonDraft draft(const std::string& sign_in) {
  PersonDraft made;
  made.sign_in = sign_in;
  made.name = "李四";
  return made;
}

TEST(People, PEO001ASignInNameIsAShortPlainWord) {
  for (const char* good : {"abc", "li.si-2", "a23456789012345678901234567890123456789_"}) EXPECT_EQ(rules(review_person(draft(good), true)), "") << good;
  for (const char* bad : {"", "ab", "1abc", "Abc", "a b", "a/b", "张三", "a2345678901234567890123456789012345678901"}) {
    EXPECT_EQ(rules(review_person(draft(bad), true)), "PEO001") << bad;
  }
}

TEST(People, PEO003ANewPersonHasAName) {
  PersonDraft made = draft("abc");
  made.name = std::nullopt;
  EXPECT_EQ(rules(review_person(made, true)), "PEO003");
  EXPECT_EQ(rules(review_person(made, false)), "") << "it stays as it is";
  for (const std::string& bad : {std::string(), std::string("  "), std::string("a\nb"), std::string(61, 'x')}) {
    made.name = bad;
    EXPECT_EQ(rules(review_person(made, false)), "PEO003") << bad;
  }
}

TEST(People, PEO004APasswordIsLongAndNotTheName) {
  PersonDraft made = draft("lisi");
  for (const char* good : {"twelve chars", "一二三四五六七八九十甲乙"}) {
    made.password = good;
    EXPECT_EQ(rules(review_person(made, true)), "") << good;
  }
  for (const std::string& bad : {std::string("eleven char"), std::string(65, 'x'), std::string("xx-lisi-xxxxx"), std::string("\xff twelve chars")}) {
    made.password = bad;
    EXPECT_EQ(rules(review_person(made, true)), "PEO004") << bad;
  }
}

TEST(People, PEO017AStandingIsOneOfThree) {
  PersonDraft made = draft("lisi");
  for (const auto& [name, rule] : {std::pair{"active", ""}, {"suspended", ""}, {"cancelled", ""}, {"gone", "PEO017"}}) {
    made.standing = name;
    EXPECT_EQ(rules(review_person(made, true)), rule) << name;
  }
  for (const Standing standing : {Standing::active, Standing::suspended, Standing::cancelled}) EXPECT_EQ(standing_by_name(standing_name(standing)), standing);
}

TEST(People, PEO005OnlyWhoManagesTheUnitMakesItsPeople) {
  const auto made = decide_unit_person(draft("lisi"), std::nullopt, unit_person("zhang"), {kUnit, {}});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->unit, kUnit);
  EXPECT_EQ(made->roles, std::vector<Role>{Role::enterprise});
  EXPECT_FALSE(made->manages) << "unless he is told to";
  EXPECT_EQ(rules(decide_unit_person(draft("lisi"), std::nullopt, unit_person("zhang", false), {kUnit, {}})), "PEO005");
  EXPECT_EQ(rules(decide_unit_person(draft("lisi"), std::nullopt, std::nullopt, {kUnit, {}})), "PEO005") << "an installation";
  Officer suspended = unit_person("zhang");
  suspended.standing = Standing::suspended;
  EXPECT_EQ(may_manage_unit(suspended).error().code, Code::forbidden);
}

TEST(People, PEO006SomebodyKeepsManagingTheUnit) {
  PersonDraft leave;
  leave.sign_in = "zhang";
  leave.standing = "suspended";
  const Officer zhang = unit_person("zhang");
  EXPECT_EQ(rules(decide_unit_person(leave, zhang, zhang, {kUnit, {zhang, unit_person("li", false)}})), "PEO006");
  EXPECT_EQ(rules(decide_unit_person(leave, zhang, zhang, {kUnit, {zhang, unit_person("li")}})), "");
  PersonDraft hand_over;
  hand_over.sign_in = "zhang";
  hand_over.manages = false;
  EXPECT_EQ(rules(decide_unit_person(hand_over, zhang, zhang, {kUnit, {zhang}})), "PEO006");
  PersonDraft rename = draft("zhang");
  EXPECT_EQ(decide_unit_person(rename, zhang, zhang, {kUnit, {zhang}})->name, "李四");
}

TEST(People, PEO019AUnitHasOnlySoManyPeople) {
  UnitPeople unit{kUnit, std::vector<Officer>(limits::kUnitPeopleMax - 1, unit_person("other"))};
  EXPECT_EQ(rules(decide_unit_person(draft("lisi"), std::nullopt, unit_person("zhang"), unit)), "");
  unit.people.push_back(unit_person("another"));
  EXPECT_EQ(rules(decide_unit_person(draft("lisi"), std::nullopt, unit_person("zhang"), unit)), "PEO019");
  EXPECT_EQ(rules(decide_unit_person(draft("other"), unit_person("other"), unit_person("zhang"), unit)), "") << "who is there may be changed";
}

Actor administrator(bool second_factor = true) { return {"admin1", "", {Role::administrator}, "310000", 0, second_factor}; }
Officer officer(const std::string& sign_in, const std::string& office, std::vector<Role> roles) {
  Officer made;
  made.sign_in = sign_in;
  made.name = "王五";
  made.office = office;
  made.roles = std::move(roles);
  return made;
}
PersonDraft officer_draft(const std::string& office, std::vector<std::string> roles) {
  PersonDraft made = draft("wang");
  made.office = office;
  made.roles = std::move(roles);
  return made;
}
auto decided(const PersonDraft& made, const std::optional<Officer>& known = std::nullopt, const Actor& by = administrator()) {
  return decide_officer(made, known, by, edition(), today());
}

TEST(People, AnAdministratorMakesOfficersOfHisOffices) {
  const auto made = decided(officer_draft("310400", {"desk", "fee_desk", "desk"}));
  ASSERT_TRUE(made.has_value()) << rules(made);
  EXPECT_EQ(made->roles, (std::vector<Role>{Role::desk, Role::fee_desk}));
  EXPECT_EQ(made->office, "310400");
}

TEST(People, PEO008PEO015OnlyAnAdministratorWithACodeDoes) {
  Actor desk = administrator();
  desk.roles = {Role::desk, Role::supervisor};
  EXPECT_EQ(rules(decided(officer_draft("310000", {"desk"}), std::nullopt, desk)), "PEO008");
  EXPECT_EQ(rules(decided(officer_draft("310000", {"desk"}), std::nullopt, administrator(false))), "PEO015");
}

TEST(People, PEO010AnOfficeOfAnotherBureauIsNotHis) {
  EXPECT_EQ(rules(decided(officer_draft("320000", {"desk"}))), "PEO010");
  EXPECT_EQ(rules(decided(officer_draft("000000", {"desk"}))), "PEO010");
  EXPECT_EQ(rules(decided(officer_draft("", {"desk"}))), "PEO010");
  const auto foreign = decided(officer_draft("310000", {"desk"}), officer("wang", "320000", {Role::desk}));
  ASSERT_FALSE(foreign.has_value());
  EXPECT_EQ(foreign.error().code, Code::not_found) << "nor an officer there";
}

TEST(People, PEO009PEO011RolesAreThoseHeMayGiveAndAtLeastOne) {
  for (const char* role : {"administrator", "headquarters", "partner", "machine", "enterprise", "king"}) {
    EXPECT_EQ(rules(decided(officer_draft("310000", {"desk", role}))), "PEO009") << role;
  }
  EXPECT_EQ(rules(decided(officer_draft("310000", {}))), "PEO011");
  PersonDraft suspend;
  suspend.sign_in = "admin2";
  suspend.standing = "suspended";
  EXPECT_EQ(rules(decided(suspend, officer("admin2", "310000", {Role::administrator}))), "PEO009") << "another administrator";
  const Actor headquarters{"hq1", "", {Role::headquarters}, "000000", 0, true};
  EXPECT_EQ(rules(decided(suspend, officer("admin2", "310000", {Role::administrator}), headquarters)), "");
  EXPECT_EQ(rules(decided(officer_draft("320000", {"administrator"}), std::nullopt, headquarters)), "");
  EXPECT_EQ(rules(decided(officer_draft("320000", {"headquarters"}), std::nullopt, headquarters)), "PEO009");
}

TEST(People, PEO002ASignInNameOfAnEnterprisesPersonIsTaken) {
  PersonDraft made = officer_draft("310000", {"desk"});
  made.sign_in = "zhang";
  EXPECT_NE(rules(decided(made, unit_person("zhang"))).find("PEO002"), std::string::npos);
}

TEST(People, PEO007NobodyChangesHisOwnPowers) {
  const Officer self = officer("admin1", "310000", {Role::administrator});
  PersonDraft change;
  change.sign_in = "admin1";
  change.name = "新名";
  EXPECT_EQ(rules(decided(change, self)), "") << "his name he may";
  change.roles = {"administrator", "desk"};
  EXPECT_EQ(rules(decided(change, self)), "PEO007");
  change.roles = std::nullopt;
  change.office = "310400";
  EXPECT_EQ(rules(decided(change, self)), "PEO007");
  change.office = std::nullopt;
  change.standing = "suspended";
  EXPECT_EQ(rules(decided(change, self)), "PEO007");
}

TEST(People, PEO012PEO013PEO014AMandateIsGivenByThePrincipalToAnAgent) {
  Enterprise agent;
  agent.registration = 3200910001;
  agent.kind = EnterpriseKind::agent;
  MandateDraft made;
  made.agent = agent.registration;
  made.to = "2026-12-31";
  const auto mandate = decide_mandate(made, kUnit, agent, today());
  ASSERT_TRUE(mandate.has_value());
  EXPECT_EQ(mandate->principal, kUnit);
  EXPECT_EQ(mandate->validity.from, today());
  EXPECT_TRUE(mandate->validity.in_force(today()));

  MandateDraft own = made;
  own.principal = 3100600002;
  EXPECT_EQ(rules(decide_mandate(own, agent.registration, agent, today())), "PEO012") << "an agent for himself";
  Enterprise trader = agent;
  trader.kind = EnterpriseKind::self_declaring;
  EXPECT_EQ(rules(decide_mandate(made, kUnit, trader, today())), "PEO013");
  Enterprise gone = agent;
  gone.standing = Standing::suspended;
  EXPECT_EQ(rules(decide_mandate(made, kUnit, gone, today())), "PEO013");
  EXPECT_EQ(rules(decide_mandate(made, kUnit, std::nullopt, today())), "PEO013");
  for (const auto& [from, to, rule] : {std::tuple{"2026-03-05", "2026-03-04", "PEO014"}, {"2026-03-04", "2026-03-04", ""}, {"", "2026-03-01", "PEO014"},
                                       {"", "2026-03-02", ""}, {"x", "", "PEO014"}, {"", "", ""}}) {
    made.from = from;
    made.to = to;
    EXPECT_EQ(rules(decide_mandate(made, kUnit, agent, today())), rule) << from << " " << to;
  }
}

}  // namespace
}  // namespace datong::domain
