#include "app/identify.hpp"

#include <gtest/gtest.h>

#include "app/import_test_store.hpp"
#include "base/limits.hpp"
#include "crypto/one_time_code.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

const std::string kSecret = "12345678901234567890";

class OneTimeSignIn : public testing::Test {
 protected:
  void SetUp() override {
    domain::Officer officer;
    officer.sign_in = "cert1";
    officer.password_hash = crypto::hash_password("secret");
    officer.one_time_secret = crypto::to_base32(kSecret);
    put(officer);
  }
  void put(const domain::Officer& officer) {
    Decision decision;
    decision.records.push_back({"officer", officer.sign_in, 0, document::write_party(officer)});
    ASSERT_TRUE(office.store.commit_now(std::move(decision)));
  }
  std::string code(std::int64_t steps_from_now = 0) {
    return crypto::one_time_code(kSecret, crypto::one_time_step(office.context.clock.now()) + steps_from_now);
  }
  /// 'y' and 'n' for a session with and without second factor, '-' for none.
  char signs_in(const std::string& one_time_code, const std::string& password = "secret", const char* name = "cert1") {
    const auto session = identify.sign_in(name, password, one_time_code);
    if (!session) {
      EXPECT_EQ(session.error().code, Code::unauthenticated) << session.error().detail;
      return '-';
    }
    const auto sender = identify.by_session(session->token, "here");
    EXPECT_TRUE(sender);
    EXPECT_EQ(sender->second_factor, session->session.second_factor);
    EXPECT_EQ(sender->actor.second_factor, session->session.second_factor);
    return session->session.second_factor ? 'y' : 'n';
  }

  ImportOffice office;
  Identify identify{office.context};
};

TEST_F(OneTimeSignIn, ACodeMakesTheSecondFactorAndNoCodeDoesNot) {
  EXPECT_EQ(signs_in(""), 'n');
  EXPECT_EQ(signs_in(code()), 'y');
}

TEST_F(OneTimeSignIn, ACodeIsRefusedOnceItOrALaterOneWasUsed) {
  EXPECT_EQ(signs_in(code(-1)), 'y');
  EXPECT_EQ(signs_in(code(-1)), '-');
  EXPECT_EQ(signs_in(code(1)), 'y');
  EXPECT_EQ(signs_in(code(0)), '-');
}

TEST_F(OneTimeSignIn, AWrongCodeOrPasswordUsesNothingUp) {
  EXPECT_EQ(signs_in(code(2)), '-');
  EXPECT_EQ(signs_in(code(), "wrong"), '-');
  EXPECT_EQ(signs_in(code()), 'y');
}

TEST_F(OneTimeSignIn, ACodeOfSomebodyWithoutSecretIsRefused) {
  domain::Officer officer;
  officer.sign_in = "desk1";
  officer.password_hash = crypto::hash_password("secret");
  put(officer);
  EXPECT_EQ(signs_in("", "secret", "desk1"), 'n');
  EXPECT_EQ(signs_in("000000", "secret", "desk1"), '-');
}

TEST_F(OneTimeSignIn, ASessionOpenedBeforeThereWereCodesHasNoSecondFactor) {
  Decision decision;
  decision.records.push_back({"session", crypto::hex(crypto::sha256("old")), 0,
                              R"({"expires_at":"2100-01-01T00:00:00.000Z","format":1,"sign_in":"cert1"})"});
  ASSERT_TRUE(office.store.commit_now(std::move(decision)));
  const auto sender = identify.by_session("old", "here");
  ASSERT_TRUE(sender);
  EXPECT_FALSE(sender->second_factor);
}

TEST_F(OneTimeSignIn, SYS009WrongPasswordsCloseANameForTheHourButNotTheTrainees) {
  Identify training{office.context, "cert1"};
  for (int i = 0; i < limits::kSignInTriesPerHour; ++i) {
    EXPECT_EQ(identify.sign_in("cert1", "wrong").error().code, Code::unauthenticated);
    EXPECT_EQ(training.sign_in("cert1", "wrong").error().code, Code::unauthenticated);
  }
  const auto closed = identify.sign_in("cert1", "secret");
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Code::unavailable);
  EXPECT_EQ(closed.error().refusals.at(0).rule, "SYS009");
  EXPECT_TRUE(training.sign_in("cert1", "secret"));
}

}  // namespace
}  // namespace datong::app
