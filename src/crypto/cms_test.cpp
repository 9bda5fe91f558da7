#include "crypto/cms.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "crypto/der.hpp"
#include "crypto/revocation.hpp"
#include "crypto/signed_shape.hpp"
#include "crypto/test_keys.hpp"
#include "crypto/test_signing.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

const Digest kContent = sha256("a certificate of origin");

template <class T>
void expect_failure(const Result<T>& result, Code code) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, code) << result.error().detail;
}

}  // namespace

TEST(DocumentSignature, FitsTheRoomADocumentLeavesForIt) {
  const SigningWorld& world = signing_world();
  const auto by_p256 = sign_cms(*world.p256_signer, kContent, world.stamp());
  const auto by_rsa = sign_cms(*world.rsa_signer, kContent, world.stamp());
  ASSERT_TRUE(by_p256 && by_rsa);
  EXPECT_LT(by_p256->size(), 4096u);
  EXPECT_LT(by_rsa->size(), 5120u);
}

TEST(DocumentSignature, OfTheSameKeyContentAndMomentHasTheSameBytes) {
  const SigningWorld& world = signing_world();
  for (const auto& signer : {world.p256_signer, world.rsa_signer}) {
    const auto first = sign_cms(*signer, kContent, world.stamp());
    EXPECT_EQ(*first, *sign_cms(*signer, kContent, world.stamp()));
    EXPECT_NE(*first, *sign_cms(*signer, sha256("another"), world.stamp()));
    EXPECT_NE(*first, *sign_cms(*signer, kContent, world.stamp(kSigningDay.plus_ms(1))));
  }
}

TEST(DocumentSignature, SaysNothingButWhatItMust) {
  const SigningWorld& world = signing_world();
  const std::string cms = *sign_cms(*world.p256_signer, kContent, world.stamp());
  const auto shape = read_signed_shape(cms);
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->rewritten, nullptr) << "it is DER as it stands";
  EXPECT_FALSE(shape->content);
  EXPECT_EQ(shape->certificates.size(), 2u);
  EXPECT_EQ(cms.find(*der::object("1.2.840.113549.1.9.5")), std::string::npos) << "no signing time";
  der::Reader attributes(shape->signed_attributes);
  der::Reader all = attributes.enter(der::kSet);
  std::string last;
  int count = 0;
  for (; all.more(); ++count) {
    const std::string whole(all.take().whole);
    EXPECT_LT(last, whole) << "in DER's order";
    last = whole;
  }
  EXPECT_EQ(count, 3);
}

TEST(DocumentSignature, IsNotMadeWhenTheStampFails) {
  const SigningWorld& world = signing_world();
  const auto no_stamp = [](const Digest&) -> Result<std::string> { return failure(Code::unavailable, "asleep"); };
  expect_failure(sign_cms(*world.p256_signer, kContent, no_stamp), Code::unavailable);
}

TEST(DocumentSigner, TakesOnlyKeysThatBelongToTheirCertificate) {
  const SigningWorld& world = signing_world();
  const std::string key = world.signing_key.to_pem();
  EXPECT_TRUE(signer_from_pem(key, world.signer_pem));
  EXPECT_TRUE(signer_from_pem(world.rsa.first, world.rsa_pem));
  expect_failure(signer_from_pem(key, world.rsa_pem), Code::malformed);
  expect_failure(signer_from_pem(key, world.authority.certificate_pem), Code::malformed);
  expect_failure(signer_from_pem(world.rsa.first, world.signer_pem), Code::malformed);
  expect_failure(signer_from_pem(key, ""), Code::malformed);
  expect_failure(signer_from_pem("", world.signer_pem), Code::malformed);
  expect_failure(signer_from_pem(kPrivateRsaPem, world.rsa_pem), Code::malformed);  // 1024 bits
  expect_failure(signer_from_pem(kPrivateP384Pem, world.signer_pem), Code::malformed);
  expect_failure(signer_from_pem(kPrivateEncryptedPem, world.signer_pem), Code::malformed);
}

TEST(DocumentSigner, WithAnRsaKeyIsCertifiedForDocumentsAlone) {
  const SigningWorld& world = signing_world();
  for (const Usage usage : {Usage::installation, Usage::receipt, Usage::time_stamp, Usage::log_head}) {
    expect_failure(issue_certificate(world.authority, world.rsa.second, "x", "", usage, kSigningDay, 1), Code::malformed);
  }
  expect_failure(issue_certificate(world.authority, kPublicRsaPem, "x", "", Usage::document_signer, kSigningDay, 1),
                 Code::malformed);
}

TEST(Certificate, OfEachUsageSaysSo) {
  const SigningWorld& world = signing_world();
  for (const Usage usage :
       {Usage::installation, Usage::receipt, Usage::document_signer, Usage::time_stamp, Usage::log_head}) {
    const auto facts = read_certificate(world.certify(kPublicPem, usage));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->usage, usage);
  }
}

TEST(RevocationList, SaysWhoWasRevokedWhen) {
  const SigningWorld& world = signing_world();
  const Instant until = kSigningDay.plus_ms(kDay);
  const std::vector<RevokedCertificate> revoked{{"7f00000000000001", *Instant::parse("2026-11-20T00:00:00Z")},
                                                {"4000000000000002", *Instant::parse("2026-11-21T00:00:00Z")}};
  const auto pem = make_revocation_list(world.authority, revoked, kSigningDay, until);
  ASSERT_TRUE(pem);
  const auto list = read_revocation_list(*pem, world.authority.certificate_pem);
  ASSERT_TRUE(list) << list.error().detail;
  EXPECT_EQ(list->this_update.ms(), kSigningDay.ms() / 1000 * 1000);
  EXPECT_EQ(list->next_update.ms(), until.ms() / 1000 * 1000);
  EXPECT_EQ(list->revoked_at("7f00000000000001"), revoked[0].at);
  EXPECT_EQ(list->revoked_at("4000000000000002"), revoked[1].at);
  EXPECT_EQ(list->revoked_at("4000000000000003"), std::nullopt);
  const auto empty = make_revocation_list(world.authority, {}, kSigningDay, until);
  EXPECT_TRUE(read_revocation_list(*empty, world.authority.certificate_pem)->revoked.empty());
}

TEST(RevocationList, OfAnotherAuthorityOrChangedIsRefused) {
  const SigningWorld& world = signing_world();
  const auto pem = make_revocation_list(world.authority, {{"01", kSigningDay}}, kSigningDay, kSigningDay.plus_ms(kDay));
  ASSERT_TRUE(pem);
  const auto other = make_authority("Datong 测试 authority", kSigningDay, 10);
  expect_failure(read_revocation_list(*pem, other->certificate_pem), Code::unauthenticated);
  expect_failure(read_revocation_list(*pem, world.signer_pem), Code::unauthenticated);
  const std::string der = *pem_block(*pem, {"X509 CRL"});
  for (std::size_t i = 0; i < der.size(); ++i) {
    std::string changed = der;
    changed[i] = static_cast<char>(changed[i] ^ (1 << i % 8));
    EXPECT_FALSE(read_revocation_list(pem_text("X509 CRL", changed), world.authority.certificate_pem)) << i;
  }
  expect_failure(make_revocation_list(world.authority, {{"xyz", kSigningDay}}, kSigningDay, kSigningDay.plus_ms(kDay)),
                 Code::malformed);
  expect_failure(make_revocation_list(world.authority, {}, kSigningDay, kSigningDay), Code::malformed);
  const Authority mixed{SigningKey::generate(), world.authority.certificate_pem};
  expect_failure(make_revocation_list(mixed, {}, kSigningDay, kSigningDay.plus_ms(kDay)), Code::corrupt);
}
