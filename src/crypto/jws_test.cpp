#include "crypto/jws.hpp"

#include <gtest/gtest.h>

#include "crypto/test_keys.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

const std::string kSignature = to_base64url(std::string(64, 'x'));

std::string with_header(std::string_view json) { return to_base64url(json) + ".." + kSignature; }

void expect_refused(std::string_view value) {
  const auto jws = parse_detached(value);
  ASSERT_FALSE(jws) << value;
  EXPECT_EQ(jws.error().code, Code::unauthenticated);
}

}  // namespace

// Signed with `openssl dgst -sha256 -sign`, the DER taken apart by `openssl asn1parse`.
TEST(DetachedJws, VerifiesASignatureOfTheOpensslCommand) {
  const auto jws = parse_detached(
      "eyJhbGciOiJFUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il0sImtpZCI6IjM3MDE2MDAwMDEiLCJ1c2UiOiJsb2RnZSJ9..u-"
      "uWEkjQJe7HLcHE"
      "olfjZ9zihselh2AMRPgxegSAW5VSHkU9aqHWabr9Gr52mUMc5WDMa-PGtsWs8vGHwnIugg");
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->key_id, "3701600001");
  EXPECT_EQ(jws->purpose, "lodge");
  const auto key = VerifyingKey::from_pem(kPublicPem);
  ASSERT_TRUE(key);
  EXPECT_TRUE(verify_detached(*jws, *key, R"({"reference":"海豚 1"})"));
  EXPECT_FALSE(verify_detached(*jws, *key, R"({"reference":"海豚 2"})"));
}

TEST(DetachedJws, SignsInOneFixedForm) {
  const SigningKey key = SigningKey::generate();
  const std::string payload("a\0b\n海豚", 10);
  const std::string value = sign_detached(key, "unit:7.A_b-c", "receipt", payload);
  const auto jws = parse_detached(value);
  ASSERT_TRUE(jws);
  EXPECT_EQ(from_base64url(jws->protected_text),
            R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"unit:7.A_b-c","use":"receipt"})");
  EXPECT_TRUE(verify_detached(*jws, key.verifying_key(), payload));
  EXPECT_EQ(signing_digest(jws->protected_text, payload), sha256(jws->protected_text + "." + payload));
  EXPECT_FALSE(verify_detached(*jws, SigningKey::generate().verifying_key(), payload));
  EXPECT_FALSE(verify_detached(*jws, key.verifying_key(), ""));
  EXPECT_FALSE(verify_detached(*jws, key.verifying_key(), payload + " "));
}

TEST(DetachedJws, EveryChangedCharacterIsRefusedOrDoesNotVerify) {
  const SigningKey key = SigningKey::generate();
  const std::string value = sign_detached(key, "7", "read", "payload");
  for (std::size_t i = 0; i < value.size(); ++i) {
    for (const char c : {'A', 'Q', '.', '=', '\0'}) {
      std::string changed = value;
      if (changed[i] == c) continue;
      changed[i] = c;
      const auto jws = parse_detached(changed);
      EXPECT_FALSE(jws && verify_detached(*jws, key.verifying_key(), "payload")) << changed;
    }
  }
}

TEST(DetachedJws, SignatureOfAnotherHeaderDoesNotServe) {
  const SigningKey key = SigningKey::generate();
  const std::string lodge = sign_detached(key, "7", "lodge", "payload"),
                    act = sign_detached(key, "7", "act", "payload");
  const auto mixed = parse_detached(lodge.substr(0, lodge.find('.')) + act.substr(act.find('.')));
  ASSERT_TRUE(mixed);
  EXPECT_FALSE(verify_detached(*mixed, key.verifying_key(), "payload"));
}

TEST(DetachedJws, TakesMembersInAnyOrderWithBlanksBetween) {
  for (const char* good :
       {R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
        R"({"use":"lodge","kid":"7","crit":["b64"],"b64":false,"alg":"ES256"})",
        " {\t\"alg\" : \"ES256\" ,\r\n\"b64\": false, \"crit\" : [ \"b64\" ] , \"kid\":\"7\",\"use\" :\"lodge\" } "}) {
    const auto jws = parse_detached(with_header(good));
    ASSERT_TRUE(jws) << good;
    EXPECT_EQ(jws->key_id, "7");
    EXPECT_EQ(jws->purpose, "lodge");
    EXPECT_EQ(jws->protected_text, to_base64url(good));
  }
}

TEST(DetachedJws, RefusesEveryOtherHeader) {
  for (const char* bad : {R"({"alg":"none","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"HS256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES384","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"es256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":["ES256"],"b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":true,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":"false","crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":falsey,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":[],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":"b64","kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64","exp"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64","b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","kid":"8","use":"lodge"})",
                          R"({"alg":"ES256","alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge","jwk":"x"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7 ","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"\u0037","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":7,"use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"海","use":"lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":""})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"Lodge"})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":null})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge",})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"}})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"}{})",
                          R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge")",
                          R"({"alg":"ES256""b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"({,"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})",
                          R"([{"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"}])",
                          R"({})",
                          R"({"alg)",
                          "\xEF\xBB\xBF{}",
                          "null",
                          " "}) {
    expect_refused(with_header(bad));
  }
}

TEST(DetachedJws, RefusesNamesOverTheirLength) {
  const auto header = [](std::size_t kid, std::size_t use) {
    return with_header(R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":")" + std::string(kid, 'k') + R"(","use":")" +
                       std::string(use, 'u') + "\"}");
  };
  EXPECT_TRUE(parse_detached(header(64, 40)));
  expect_refused(header(65, 40));
  expect_refused(header(64, 41));
  expect_refused(with_header(R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge")" +
                             std::string(500, ' ') + "}"));
}

TEST(DetachedJws, RefusesEveryOtherFrame) {
  const std::string header = to_base64url(R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":"7","use":"lodge"})");
  ASSERT_TRUE(parse_detached(header + ".." + kSignature));
  expect_refused("");
  expect_refused(".");
  expect_refused("..");
  expect_refused(".." + kSignature);
  expect_refused(header);
  expect_refused(header + "..");
  expect_refused(header + "." + kSignature);
  expect_refused(header + "..." + kSignature);
  expect_refused(header + ".cGF5bG9hZA." + kSignature);
  expect_refused(header + "=.." + kSignature);
  expect_refused(" " + header + ".." + kSignature);
  expect_refused(header + ".." + kSignature + " ");
  expect_refused(header + ".." + to_base64url(std::string(63, 'x')));
  expect_refused(header + ".." + to_base64url(std::string(65, 'x')));
  expect_refused(header + ".." + kSignature.substr(0, 85) +
                 "B");  // last bits not zero: a second spelling of the same bytes
  expect_refused(std::string(1u << 20, 'A') + ".." + kSignature);
}

TEST(DetachedJws, EveryCutOfAGoodValueIsRefused) {
  const std::string value = sign_detached(SigningKey::generate(), "7", "lodge", "");
  for (std::size_t size = 0; size < value.size(); ++size) EXPECT_FALSE(parse_detached(value.substr(0, size)));
}
