// Signing in with a one-time code over HTTP: right, wrong, used before or by two at once, absent.
#include <gtest/gtest.h>

#include <thread>

#include "crypto/one_time_code.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

class SignIn : public testing::Test {
 protected:
  static Platform& platform() { return one_.get(); }
  static void TearDownTestSuite() { one_.end(); }
  static std::string code(const std::string& name, std::int64_t steps_from_now = 0) {
    return crypto::one_time_code(platform().one_time_secret(name),
                                 crypto::one_time_step(SystemClock().now()) + steps_from_now);
  }
  static bool second_factor(const Reply& reply) { return *parsed(reply.body).boolean("second_factor"); }

 private:
  static OnePlatform one_;
};
OnePlatform SignIn::one_;

TEST_F(SignIn, WithoutACodeTheSessionOpensWithoutSecondFactor) {
  const Reply reply = platform().sign_in("cert1", "");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_FALSE(second_factor(reply));
  EXPECT_EQ(Person(platform().port(), text(parsed(reply.body), "token")).get("/v1/declarations").status, 200);
}

TEST_F(SignIn, ARightCodeServesOnce) {
  const std::string used = code("cert2");
  const Reply first = platform().sign_in("cert2", used);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_TRUE(second_factor(first));
  EXPECT_EQ(platform().sign_in("cert2", used).status, 401) << "used";
  EXPECT_EQ(platform().sign_in("cert2", code("cert2", -1)).status, 401) << "older than the one used";
  EXPECT_EQ(platform().sign_in("cert2", code("cert2", 1)).status, 200) << "the next one";
}

TEST_F(SignIn, AWrongCodeDoesNotOpenTheSession) {
  EXPECT_EQ(platform().sign_in("desk1", code("insp1")).status, 401) << "somebody else's";
  EXPECT_EQ(platform().sign_in("desk1", code("desk1", 10)).status, 401) << "of another time";
  EXPECT_EQ(platform().sign_in("desk1", "abc").status, 401);
  const Reply reply = platform().nobody().call(
      "POST", "/v1/sessions", {}, R"({"sign_in":"desk1","password":"datong-desk1","one_time_code":123456})");
  EXPECT_EQ(reply.status, 400) << "a number is no text";
}

TEST_F(SignIn, OfManyWithOneCodeAtOnceOneGetsIn) {
  const std::string shared = code("fee1");
  std::atomic<int> in = 0, out = 0;
  std::vector<std::thread> all;
  for (int i = 0; i < 8; ++i) {
    all.emplace_back([&] { ++(platform().sign_in("fee1", shared).status == 200 ? in : out); });
  }
  for (std::thread& one : all) one.join();
  EXPECT_EQ(in, 1);
  EXPECT_EQ(out, 7);
}

TEST_F(SignIn, TwentyWrongCodesCloseTheNameAsWrongPasswordsDo) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(platform().sign_in("desk2", "000000x").status, 401) << i;
  EXPECT_EQ(platform().sign_in("desk2", code("desk2")).status, 503);
}

}  // namespace
}  // namespace datong::integration
