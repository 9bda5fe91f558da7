#include "crypto/password.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace datong::crypto;

TEST(Password, VerifiesItselfAndNothingElse) {
  const std::string encoded = hash_password("海豚 correct horse");
  EXPECT_TRUE(encoded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << encoded;
  EXPECT_TRUE(verify_password(encoded, "海豚 correct horse"));
  EXPECT_FALSE(verify_password(encoded, "海豚 correct horsf"));
  EXPECT_FALSE(verify_password(encoded, ""));
  EXPECT_NE(hash_password("海豚 correct horse"), encoded) << "every hash has its own salt";
}

// The value of the reference implementation's test for version 19, t=2, m=2^8 KiB, p=1.
TEST(Password, VerifiesAHashOfTheReferenceImplementation) {
  const std::string_view encoded =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  EXPECT_TRUE(verify_password(encoded, "password"));
  EXPECT_FALSE(verify_password(encoded, "Password"));
}

TEST(Password, NeverVerifiesWhatIsNotASaneHash) {
  const std::string good = hash_password("x");
  for (const std::string& bad :
       {std::string(), std::string("x"), std::string("$argon2id$"), good.substr(0, good.size() - 1), good + "A",
        good + "$", std::string("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8"),
        std::string("$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        std::string("$argon2id$v=19$m=256,t=4000000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        std::string("$argon2id$v=19$m=256,t=2,p=99999$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        std::string("$argon2id$v=19$m=,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        std::string("$argon2id$v=19$m=256,t=2,p=1$$"), good + std::string(1, '\0') + "x"}) {
    EXPECT_FALSE(verify_password(bad, "x")) << bad;
  }
}

TEST(Secret, IsReadableLongEnoughAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string secret = make_secret(12);
    EXPECT_EQ(secret.size(), 12u);
    EXPECT_EQ(secret.find_first_of("0O1lI"), std::string::npos) << secret;
    for (const char c : secret) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << secret;
    seen.insert(secret);
  }
  EXPECT_EQ(seen.size(), 200u);
  EXPECT_EQ(make_secret(1).size(), 1u);
}
