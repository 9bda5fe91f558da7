// The vectors of RFC 6979 A.2.5 (P-256 with SHA-256).
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "crypto/der.hpp"
#include "crypto/key.hpp"
#include "crypto/openssl.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

SigningKey key_of(std::string_view secret_hex) {
  const std::string curve = *der::object("1.2.840.10045.3.1.7");
  const std::string der =
      der::node(der::kSequence, {der::integer(1), der::node(der::kOctetString, {*from_hex(secret_hex)}),
                                 der::node(der::kContext0Constructed, {curve})});
  return *SigningKey::from_pem(pem_text("EC PRIVATE KEY", der));
}

}  // namespace

TEST(DeterministicSignature, IsThatOfTheStandard) {
  const SigningKey key = key_of("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
  EXPECT_EQ(to_hex(key.sign_deterministic(sha256("sample"))),
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  EXPECT_EQ(to_hex(key.sign_deterministic(sha256("test"))),
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
            "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
}

TEST(DeterministicSignature, VerifiesAndRepeatsForAnyKeyAndDigest) {
  for (int i = 0; i < 20; ++i) {
    const SigningKey key = SigningKey::generate();
    for (int j = 0; j < 20; ++j) {
      const Digest digest = sha256(std::to_string(j));
      const std::string signature = key.sign_deterministic(digest);
      ASSERT_TRUE(key.verifying_key().verify(digest, signature));
      ASSERT_EQ(signature, key.sign_deterministic(digest));
    }
  }
  Digest above_the_order;  // reduced before it feeds the nonce
  above_the_order.fill(0xFF);
  const SigningKey key = SigningKey::generate();
  EXPECT_TRUE(key.verifying_key().verify(above_the_order, key.sign_deterministic(above_the_order)));
  EXPECT_TRUE(key.verifying_key().verify(Digest{}, key.sign_deterministic(Digest{})));
}
