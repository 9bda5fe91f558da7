#include "app/sessions.hpp"

#include <gtest/gtest.h>

#include "app/identify.hpp"
#include "app/import_test_store.hpp"
#include "base/limits.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

class MovedClock : public Clock {
 public:
  Instant now() override { return start_of_legal_day(*Date::from_ymd(2026, 3, 2)).plus_ms(later_ms); }
  std::int64_t later_ms = 0;
};

class SessionsTest : public testing::Test {
 protected:
  Sessions::Opened open(const std::string& sign_in, domain::Channel door = domain::Channel::browser) {
    Decision decision;
    auto opened = sessions.open(decision, sign_in, {door, "10.0.0.7", "Browser/1"}, false);
    EXPECT_TRUE(office.store.commit_now(std::move(decision)));
    return opened;
  }
  bool stands(const std::string& token, bool uses = true) { return sessions.find(token, uses).has_value(); }
  void minutes_later(int minutes) { clock.later_ms += minutes * 60'000; }

  ImportOffice office;
  MovedClock clock;
  Context context{office.store, office.context.blobs, clock, office.context.ids, office.context.editions, office.context.signer, {}, {}};
  Sessions sessions{context};
};

TEST_F(SessionsTest, ASessionTellsItsDoorAndPlaceButNeverItsToken) {
  const auto opened = open("shili1", domain::Channel::hall_terminal);
  EXPECT_TRUE(Sessions::is_of_hall_terminal(opened.token));
  const auto found = sessions.find(opened.token, true);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->place.door, domain::Channel::hall_terminal);
  EXPECT_EQ(found->place.peer, "10.0.0.7");
  EXPECT_EQ(found->place.software, "Browser/1");
  EXPECT_EQ(found->since, clock.now());
  for (const char* kind : {"session", "session_of"}) {
    const auto records = office.store.records(kind, "", "", 10);
    ASSERT_TRUE(records);
    for (const Record& record : *records) {
      EXPECT_FALSE((record.key + record.body).contains(opened.token));
    }
  }
}

TEST_F(SessionsTest, AHallTerminalsEndsFiveMinutesAfterItsLastUse) {
  const auto hall = open("shili1", domain::Channel::hall_terminal);
  const auto browser = open("shili1");
  for (int i = 0; i < 4; ++i) {
    minutes_later(5);
    EXPECT_TRUE(stands(hall.token)) << i;
  }
  minutes_later(4);
  EXPECT_TRUE(stands(hall.token, false)) << "looking is no use";
  minutes_later(2);
  EXPECT_FALSE(stands(hall.token));
  EXPECT_TRUE(stands(browser.token));
  EXPECT_EQ(sessions.of_person("shili1")->size(), 1u);
}

TEST_F(SessionsTest, AfterARestartAnOldHallSessionEndsAndAnotherStays) {
  const auto hall = open("shili1", domain::Channel::hall_terminal), browser = open("shili1");
  minutes_later(4);
  EXPECT_TRUE(stands(hall.token));
  minutes_later(4);
  Sessions restarted(context);
  EXPECT_FALSE(restarted.find(hall.token, true));
  EXPECT_TRUE(restarted.find(browser.token, true));
}

TEST_F(SessionsTest, ASessionEndsAfterTwelveHours) {
  const auto opened = open("desk1");
  minutes_later(12 * 60);
  EXPECT_TRUE(stands(opened.token));
  clock.later_ms += 1;
  EXPECT_FALSE(stands(opened.token));
}

TEST_F(SessionsTest, APersonSeesAndEndsOnlyHisOwn) {
  const auto mine = open("a"), later = open("a"), other = open("a/b"), longer = open("ab");
  const auto listed = sessions.of_person("a");
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->size(), 2u);
  EXPECT_EQ(sessions.end("a", other.session.id).error().code, Code::not_found);
  EXPECT_EQ(sessions.end("a", "b/" + other.session.id).error().code, Code::not_found);
  EXPECT_EQ(sessions.end("a", "").error().code, Code::not_found);
  EXPECT_TRUE(sessions.end("a", mine.session.id));
  EXPECT_FALSE(stands(mine.token));
  EXPECT_EQ(sessions.end("a", mine.session.id).error().code, Code::not_found);
  EXPECT_TRUE(stands(later.token) && stands(other.token) && stands(longer.token));
}

TEST_F(SessionsTest, TheOldestAboveFiftyAndWhatExpiredIsRemoved) {
  const auto expired = open("desk1");
  minutes_later(13 * 60);
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < limits::kSessionsPerPersonMax + 3; ++i) {
    tokens.push_back(open("desk1").token);
    clock.later_ms += 1;
    sessions.tidy("desk1");
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) EXPECT_EQ(stands(tokens[i]), i >= 3) << i;
  EXPECT_EQ(office.store.records("session", "", "", 1000)->size(), limits::kSessionsPerPersonMax);
  EXPECT_EQ(office.store.records("session_of", "", "", 1000)->size(), limits::kSessionsPerPersonMax);
}

TEST_F(SessionsTest, TenThousandInventedTokensLeaveNothing) {
  for (int i = 0; i < 10'000; ++i) EXPECT_FALSE(stands("invented-" + std::to_string(i)));
  EXPECT_TRUE(office.store.records("session", "", "", 10)->empty());
}

TEST_F(SessionsTest, SYS008AnOfficerIsRefusedAtAHallTerminal) {
  Decision decision;
  for (const std::int64_t unit : {std::int64_t{0}, std::int64_t{3100600001}}) {
    domain::Officer person;
    person.sign_in = unit == 0 ? "desk1" : "shili1";
    person.unit = unit;
    person.password_hash = crypto::hash_password("secret");
    decision.records.push_back({"officer", person.sign_in, 0, document::write_party(person)});
  }
  ASSERT_TRUE(office.store.commit_now(std::move(decision)));
  Identify identify(context);
  const SessionPlace hall{domain::Channel::hall_terminal, "10.0.0.7", ""};
  EXPECT_EQ(identify.sign_in("desk1", "wrong", "", hall).error().code, Code::unauthenticated) << "tells nothing without the password";
  const auto refused = identify.sign_in("desk1", "secret", "", hall);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().refusals.at(0).rule, "SYS008");
  const auto signed_in = identify.sign_in("shili1", "secret", "", hall);
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(identify.by_session(signed_in->token, "")->channel, domain::Channel::hall_terminal);
  EXPECT_TRUE(identify.sign_in("desk1", "secret"));
}

}  // namespace
}  // namespace datong::app
