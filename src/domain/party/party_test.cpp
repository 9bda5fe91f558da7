#include "domain/party/party.hpp"

#include <gtest/gtest.h>

#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

const Edition& classic() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}
Date today() { return *Date::from_ymd(2025, 6, 10); }

Enterprise unit_of(EnterpriseKind kind) {
  Enterprise unit;
  unit.registration = 3200910001;
  unit.kind = kind;
  return unit;
}

PapersState compared(PapersState state, bool accurate, int times, const Enterprise& unit) {
  for (int i = 0; i < times; ++i) {
    const auto next = after_comparison(state, accurate, unit, classic(), today());
    EXPECT_TRUE(next);
    state = *next;
  }
  return state;
}

TEST(PapersMode, FourInaccurateInARowKeepTheModeAndTheFifthLowersIt) {
  const Enterprise unit = unit_of(EnterpriseKind::self_declaring);
  const PapersState four = compared({}, false, 4, unit);
  EXPECT_EQ(four, (PapersState{PapersMode::at_inspection, 4, 0}));
  EXPECT_EQ(compared(four, false, 1, unit), (PapersState{PapersMode::before_acceptance, 0, 0}));
  EXPECT_EQ(compared(compared(four, true, 1, unit), false, 4, unit).mode, PapersMode::at_inspection)
      << "one accurate starts again";
}

TEST(PapersMode, NineAccurateInARowKeepTheModeAndTheTenthRaisesIt) {
  const Enterprise unit = unit_of(EnterpriseKind::agent);
  const PapersState lowered{PapersMode::before_acceptance, 0, 0};
  const PapersState nine = compared(lowered, true, 9, unit);
  EXPECT_EQ(nine, (PapersState{PapersMode::before_acceptance, 0, 9}));
  EXPECT_EQ(compared(nine, true, 1, unit), (PapersState{PapersMode::at_inspection, 0, 0}));
  EXPECT_EQ(compared(compared(nine, false, 1, unit), true, 9, unit).mode, PapersMode::before_acceptance)
      << "one error starts again";
}

TEST(PapersMode, PAP001AnAgentThatOnlyCarriesPapersStaysBeforeAcceptanceForEver) {
  Enterprise unit = unit_of(EnterpriseKind::agent);
  unit.carries_papers_only = true;
  const AgentAdmission admitted{unit.registration, "320000", Standing::active, {}};
  EXPECT_EQ(compared({}, true, 25, unit).mode, PapersMode::before_acceptance);
  EXPECT_EQ(papers_mode(unit, admitted, {}, today()), PapersMode::before_acceptance);
}

TEST(PapersMode, PAP002AnAgentIsBelievedOnlyWhereTheBureauAdmittedIt) {
  const Enterprise agent = unit_of(EnterpriseKind::agent);
  AgentAdmission admission{agent.registration, "320000", Standing::active, {std::nullopt, today()}};
  EXPECT_EQ(papers_mode(agent, admission, {}, today()), PapersMode::at_inspection);
  EXPECT_EQ(papers_mode(agent, admission, {}, today().plus_days(1)), PapersMode::before_acceptance);
  EXPECT_EQ(papers_mode(agent, std::nullopt, {}, today()), PapersMode::before_acceptance);
  admission.standing = Standing::suspended;
  EXPECT_EQ(papers_mode(agent, admission, {}, today()), PapersMode::before_acceptance);
  admission = {3300910009, "320000", Standing::active, {}};  // somebody else's
  EXPECT_EQ(papers_mode(agent, admission, {}, today()), PapersMode::before_acceptance);
}

TEST(PapersMode, ASelfDeclaringUnitNeedsNoAdmissionAndFollowsItsCounters) {
  const Enterprise unit = unit_of(EnterpriseKind::self_declaring);
  EXPECT_EQ(papers_mode(unit, std::nullopt, {}, today()), PapersMode::at_inspection);
  EXPECT_EQ(papers_mode(unit, std::nullopt, {PapersMode::before_acceptance, 0, 3}, today()),
            PapersMode::before_acceptance);
}

TEST(PapersMode, AMissingOrSenselessParameterIsAFailureNotAGuess) {
  for (const char* rows : {"", "papers_errors_to_downgrade,0.5,reg,t,,\npapers_accurate_to_upgrade,10,reg,t,,\n",
                           "papers_errors_to_downgrade,0,reg,t,,\npapers_accurate_to_upgrade,10,reg,t,,\n"}) {
    EditionBuilder builder;
    add_data_set(builder, "classic");
    auto table = read_csv(std::string("name,value,provenance,source,valid_from,valid_to\n") + rows);
    ASSERT_TRUE(table);
    builder.add("parameters.csv", *table);
    const auto edition = builder.build("test", "test");
    ASSERT_TRUE(edition);
    EXPECT_FALSE(after_comparison({}, false, unit_of(EnterpriseKind::agent), **edition, today()));
  }
}

TEST(Party, RoleAndChannelNamesGoThereAndBack) {
  for (int i = 1; i <= static_cast<int>(kRoleCount); ++i) {
    const Role role = static_cast<Role>(i);
    EXPECT_EQ(role_by_name(role_name(role)), role);
  }
  for (int i = 1; i <= 5; ++i) {
    const Channel channel = static_cast<Channel>(i);
    EXPECT_EQ(channel_by_name(channel_name(channel)), channel);
  }
  EXPECT_EQ(role_name(Role::certificate_desk), "certificate_desk");
  EXPECT_EQ(channel_name(Channel::hall_terminal), "hall_terminal");
  EXPECT_EQ(role_by_name("root"), std::nullopt);
  EXPECT_EQ(channel_by_name(""), std::nullopt);
}

TEST(Party, VisaStandingHoldsThroughItsLastDayAndIsNormalAfterIt) {
  Enterprise unit = unit_of(EnterpriseKind::self_declaring);
  EXPECT_EQ(visa_standing_on(unit, today()), VisaStanding::normal);
  unit.visa_standing = VisaStanding::suspended;
  EXPECT_EQ(visa_standing_on(unit, today()), VisaStanding::suspended) << "open until it is set again";
  unit.visa_standing_until = today();
  EXPECT_EQ(visa_standing_on(unit, today()), VisaStanding::suspended);
  EXPECT_EQ(visa_standing_on(unit, today().plus_days(1)), VisaStanding::normal);
  for (int i = 1; i <= 4; ++i) EXPECT_EQ(visa_standing_by_name(visa_standing_name(static_cast<VisaStanding>(i))), static_cast<VisaStanding>(i));
  EXPECT_EQ(visa_standing_by_name("good"), std::nullopt);
}

TEST(Party, AnOfficerHasExactlyTheRolesGiven) {
  Officer officer;
  officer.roles = {Role::desk, Role::inspector};
  EXPECT_TRUE(officer.has(Role::desk));
  EXPECT_FALSE(officer.has(Role::supervisor));
}

}  // namespace
}  // namespace datong::domain
