#include "crypto/key.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/test_keys.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

constexpr std::string_view kP256Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view kSpkiHeadHex = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

std::string number(std::string_view hexadecimal) {
  return std::string(32 - hexadecimal.size() / 2, '\0') + *from_hex(hexadecimal);
}

}  // namespace

TEST(VerifyingKey, VerifiesTheExampleOfRfc7515AppendixA3) {
  const std::string der = *from_hex(kSpkiHeadHex) + *from_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU") +
                          *from_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
  const auto key = VerifyingKey::from_der(der);
  ASSERT_TRUE(key);
  const Digest digest = sha256(
      "eyJhbGciOiJFUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
  EXPECT_TRUE(key->verify(
      digest,
      *from_base64url("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")));
}

TEST(SigningKey, SignsWhatItsPublicHalfVerifies) {
  const SigningKey key = SigningKey::generate();
  const VerifyingKey verifier = key.verifying_key();
  for (int i = 0; i < 300; ++i) {  // one in 256 has a short r, another a short s
    const Digest digest = sha256(std::to_string(i));
    const std::string signature = key.sign(digest);
    ASSERT_EQ(signature.size(), 64u);
    ASSERT_TRUE(verifier.verify(digest, signature)) << i;
  }
}

TEST(SigningKey, ReadsBackItsOwnText) {
  const SigningKey key = SigningKey::generate();
  const auto again = SigningKey::from_pem(key.to_pem());
  ASSERT_TRUE(again);
  EXPECT_TRUE(key.to_pem().starts_with("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_EQ(again->public_pem(), key.public_pem());
  const auto verifier = VerifyingKey::from_pem(key.public_pem());
  ASSERT_TRUE(verifier);
  EXPECT_EQ(verifier->to_pem(), key.public_pem());
  EXPECT_TRUE(verifier->verify(sha256("a"), again->sign(sha256("a"))));
}

TEST(SigningKey, ReadsTheFormsTheOpensslCommandWrites) {
  for (const char* pem : {kPrivatePem, kPrivateSec1Pem}) {
    const auto key = SigningKey::from_pem(pem);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->public_pem(), kPublicPem);
    EXPECT_EQ(key->to_pem(), kPrivatePem);
  }
  EXPECT_TRUE(SigningKey::from_pem(kPrivateWithParametersPem));
}

TEST(SigningKey, RefusesOtherCurvesAlgorithmsAndBrokenText) {
  for (const char* pem :
       {kPrivateP384Pem, kPrivateRsaPem, kPrivateEncryptedPem, kPublicPem, "", "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----\n"}) {
    const auto key = SigningKey::from_pem(pem);
    ASSERT_FALSE(key) << pem;
    EXPECT_EQ(key.error().code, Code::malformed);
  }
  const auto too_large = SigningKey::from_pem(std::string(limits::kPemBytesMax, '\n') + kPrivatePem);
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error().code, Code::too_large);
}

TEST(SigningKey, RefusesAPrivatePartOfAnotherPublicKey) {
  std::string pem = kPrivateSec1Pem;
  pem.replace(pem.find("MHcCAQEEIHwYU5"), 14, "MHcCAQEEIHwYU6");  // changes the private number alone
  EXPECT_FALSE(SigningKey::from_pem(pem));
}

TEST(VerifyingKey, RefusesOtherCurvesAndAlgorithms) {
  ASSERT_TRUE(VerifyingKey::from_pem(kPublicPem));
  for (const char* pem :
       {kPublicExplicitPem, kPublicP384Pem, kPublicSecp256k1Pem, kPublicRsaPem, kPublicEd25519Pem, kPrivatePem, ""}) {
    const auto key = VerifyingKey::from_pem(pem);
    ASSERT_FALSE(key) << pem;
    EXPECT_EQ(key.error().code, Code::malformed);
  }
}

TEST(VerifyingKey, RefusesPointsOffTheCurveAndBytesBehind) {
  const std::string head = *from_hex(kSpkiHeadHex);
  EXPECT_FALSE(VerifyingKey::from_der(head + std::string(64, '\0')));
  EXPECT_FALSE(VerifyingKey::from_der(head + std::string(64, '\x01')));
  EXPECT_FALSE(VerifyingKey::from_der(*from_hex("3019301306072a8648ce3d020106082a8648ce3d03010703020000")))
      << "infinity";
  EXPECT_FALSE(VerifyingKey::from_der(""));
  const std::string good = head + *from_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU") +
                           *from_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
  ASSERT_TRUE(VerifyingKey::from_der(good));
  EXPECT_FALSE(VerifyingKey::from_der(good + '\0'));
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(VerifyingKey::from_der(good.substr(0, size)));
}

TEST(VerifyingKey, ThumbprintIsTheSameForEverySpellingOfThePoint) {
  const auto key = VerifyingKey::from_pem(kPublicPem);
  const auto compressed = VerifyingKey::from_pem(kPublicCompressedPem);
  ASSERT_TRUE(key && compressed);
  EXPECT_EQ(key->thumbprint(), "6f646ca83b761cdc17886473f434d5d5dd262c456f75035d5765363c6f4a852c");
  EXPECT_EQ(compressed->thumbprint(), key->thumbprint());
  EXPECT_EQ(compressed->to_pem(), kPublicPem);
}

TEST(VerifyingKey, RefusesASignatureChangedInAnyByteOrOfAnotherLength) {
  const SigningKey key = SigningKey::generate();
  const VerifyingKey verifier = key.verifying_key();
  const Digest digest = sha256("payload");
  const std::string signature = key.sign(digest);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(verifier.verify(digest, changed)) << i;
  }
  EXPECT_FALSE(verifier.verify(digest, signature.substr(0, 63)));
  EXPECT_FALSE(verifier.verify(digest, signature.substr(1)));
  EXPECT_FALSE(verifier.verify(digest, signature + '\0'));
  EXPECT_FALSE(verifier.verify(digest, '\0' + signature));
  EXPECT_FALSE(verifier.verify(digest, ""));
  EXPECT_FALSE(verifier.verify(sha256("Payload"), signature));
  EXPECT_FALSE(SigningKey::generate().verifying_key().verify(digest, signature));
  EXPECT_TRUE(verifier.verify(digest, signature)) << "failures leave the thread's context usable";
}

TEST(VerifyingKey, RefusesNumbersOutsideTheirRange) {
  const VerifyingKey verifier = SigningKey::generate().verifying_key();
  const std::string values[] = {number(""), number("01"), number(kP256Order), std::string(32, '\xff')};
  for (const std::string& r : values) {
    for (const std::string& s : values) {
      EXPECT_FALSE(verifier.verify(sha256("payload"), r + s));
      EXPECT_FALSE(verifier.verify(Digest{}, r + s)) << "CVE-2022-21449";
    }
  }
}

TEST(Keys, FourThreadsShareManyKeys) {
  std::vector<SigningKey> keys;
  for (int i = 0; i < 20; ++i) keys.push_back(SigningKey::generate());  // more than a thread keeps for signing
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&keys, &wrong, t] {
      for (int i = 0; i < 100; ++i) {
        const SigningKey& key = keys[static_cast<std::size_t>(i * 7 + t) % keys.size()];
        const Digest digest = sha256(std::to_string(i * 4 + t));
        const std::string signature = key.sign(digest);
        wrong += !key.verifying_key().verify(digest, signature);
        wrong += keys[static_cast<std::size_t>(i * 7 + t + 1) % keys.size()].verifying_key().verify(digest, signature);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}
