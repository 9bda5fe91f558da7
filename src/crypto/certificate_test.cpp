#include "crypto/certificate.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "crypto/openssl.hpp"
#include "crypto/test_keys.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

const Instant kNow = *Instant::parse("2026-11-23T00:00:00Z");
constexpr std::int64_t kDayMs = 86'400'000;

Authority authority() { return *make_authority("Datong 测试 authority", kNow, 3650); }

std::string issued(const Authority& by, const SigningKey& key, Usage usage = Usage::installation) {
  return *issue_certificate(by, key.public_pem(), "3701600001-01", "青岛海豚贸易有限公司", usage, kNow, 730);
}

template <class T>
void expect_failure(const Result<T>& result, Code code) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, code) << result.error().detail;
}

}  // namespace

TEST(Certificate, SaysWhatWasCertified) {
  const Authority by = authority();
  const SigningKey key = SigningKey::generate();
  for (const Usage usage : {Usage::installation, Usage::receipt}) {
    const auto facts = read_certificate(issued(by, key, usage));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->subject_common_name, "3701600001-01");
    EXPECT_EQ(facts->subject_organisation, "青岛海豚贸易有限公司");
    EXPECT_EQ(facts->not_before, kNow);
    EXPECT_EQ(facts->not_after, kNow.plus_ms(730 * kDayMs));
    EXPECT_EQ(facts->serial_hex.size(), 16u);
    EXPECT_FALSE(facts->is_authority);
    EXPECT_EQ(facts->usage, usage);
    EXPECT_EQ(facts->key.to_pem(), key.public_pem());
  }
}

TEST(Certificate, OfAnAuthorityIsNoInstallationsCertificate) {
  const auto facts = read_certificate(authority().certificate_pem);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->subject_common_name, "Datong 测试 authority");
  EXPECT_EQ(facts->subject_organisation, "");
  EXPECT_TRUE(facts->is_authority);
  EXPECT_FALSE(facts->usage);
}

TEST(Certificate, SerialsDiffer) {
  const Authority by = authority();
  const SigningKey key = SigningKey::generate();
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) seen.insert(read_certificate(issued(by, key))->serial_hex);
  EXPECT_EQ(seen.size(), 20u);
}

TEST(Certificate, DatesReachBeyond2050) {
  const Instant late = *Instant::parse("2049-12-31T12:00:00Z");
  const auto by = make_authority("x", late, 36'500);
  ASSERT_TRUE(by);
  const auto facts = read_certificate(by->certificate_pem);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->not_before, late);
  EXPECT_EQ(facts->not_after, late.plus_ms(36'500 * kDayMs));
}

TEST(Certificate, IsVerifiedAgainstItsAuthority) {
  const Authority by = authority();
  const auto result = verify_issued_by(issued(by, SigningKey::generate()), by.certificate_pem, kNow.plus_ms(kDayMs));
  EXPECT_TRUE(result) << result.error().detail;
}

TEST(Certificate, IsRefusedOutsideItsDatesOrItsAuthoritys) {
  const auto by = make_authority("short", kNow, 10);
  ASSERT_TRUE(by);
  const std::string pem = issued(*by, SigningKey::generate());
  EXPECT_TRUE(verify_issued_by(pem, by->certificate_pem, kNow));
  EXPECT_TRUE(verify_issued_by(pem, by->certificate_pem, kNow.plus_ms(10 * kDayMs - 1000)));
  expect_failure(verify_issued_by(pem, by->certificate_pem, kNow.plus_ms(-1000)), Code::unauthenticated);
  expect_failure(verify_issued_by(pem, by->certificate_pem, kNow.plus_ms(10 * kDayMs + 1000)), Code::unauthenticated);
  const Authority lasting = authority();
  const std::string other = issued(lasting, SigningKey::generate());
  EXPECT_TRUE(verify_issued_by(other, lasting.certificate_pem, kNow.plus_ms(730 * kDayMs - 1000)));
  expect_failure(verify_issued_by(other, lasting.certificate_pem, kNow.plus_ms(730 * kDayMs + 1000)),
                 Code::unauthenticated);
}

TEST(Certificate, OfAnotherAuthorityOfTheSameNameIsRefused) {
  const Authority ours = authority(), theirs = authority();
  const std::string pem = issued(theirs, SigningKey::generate());
  expect_failure(verify_issued_by(pem, ours.certificate_pem, kNow), Code::unauthenticated);
}

TEST(Certificate, SignedByAnInstallationIsRefused) {
  const Authority by = authority();
  const SigningKey key = SigningKey::generate();
  const std::string installation = issued(by, key);
  const Authority pretended{key, installation};
  const std::string forged = issued(pretended, SigningKey::generate());
  expect_failure(verify_issued_by(forged, installation, kNow), Code::unauthenticated);
  expect_failure(verify_issued_by(forged, by.certificate_pem, kNow), Code::unauthenticated);
  expect_failure(verify_issued_by(installation, installation, kNow), Code::unauthenticated);
  expect_failure(verify_issued_by(by.certificate_pem, by.certificate_pem, kNow), Code::unauthenticated);
}

TEST(Certificate, ChangedInAnyByteIsRefused) {
  const Authority by = authority();
  const auto der = pem_block(issued(by, SigningKey::generate()), {"CERTIFICATE"});
  ASSERT_TRUE(der);
  for (std::size_t i = 0; i < der->size(); ++i) {
    std::string changed = *der;
    changed[i] = static_cast<char>(changed[i] ^ (1 << i % 8));
    EXPECT_FALSE(verify_issued_by(pem_text("CERTIFICATE", changed), by.certificate_pem, kNow)) << i;
  }
}

TEST(Certificate, CutOrExtendedIsUnreadable) {
  const std::string pem = authority().certificate_pem;
  const auto der = pem_block(pem, {"CERTIFICATE"});
  ASSERT_TRUE(der);
  for (std::size_t size = 1; size < der->size(); size += 7) {
    EXPECT_FALSE(read_certificate(pem_text("CERTIFICATE", der->substr(0, size)))) << size;
  }
  expect_failure(read_certificate(pem_text("CERTIFICATE", *der + '\0')), Code::malformed);
  expect_failure(read_certificate(""), Code::malformed);
  expect_failure(read_certificate(kPublicPem), Code::malformed);
  expect_failure(read_certificate(std::string(limits::kPemBytesMax, ' ') + pem), Code::too_large);
}

TEST(Certificate, NamesAndDatesThatCannotBeWrittenAreRefused) {
  const Authority by = authority();
  const std::string key = SigningKey::generate().public_pem();
  const auto issue = [&](std::string_view name, std::string_view organisation, Instant from, int days) {
    return issue_certificate(by, key, name, organisation, Usage::installation, from, days);
  };
  std::string longest;
  for (int i = 0; i < 64; ++i) longest += "海";
  const auto good = issue(longest, longest, kNow, 1);
  ASSERT_TRUE(good);
  EXPECT_EQ(read_certificate(*good)->subject_organisation, longest);
  expect_failure(issue(longest + "x", "", kNow, 1), Code::malformed);
  expect_failure(issue("x", longest + "x", kNow, 1), Code::malformed);
  expect_failure(issue("", "", kNow, 1), Code::malformed);
  expect_failure(issue("a\nb", "", kNow, 1), Code::malformed);
  expect_failure(issue(std::string_view("a\0b", 3), "", kNow, 1), Code::malformed);
  expect_failure(issue("\xFF", "", kNow, 1), Code::malformed);
  expect_failure(issue("x", "", kNow, 0), Code::malformed);
  expect_failure(issue("x", "", kNow, 36'501), Code::malformed);
  expect_failure(issue("x", "", Instant::from_ms(-1), 1), Code::malformed);
  expect_failure(issue("x", "", *Instant::parse("2199-12-31T00:00:00Z"), 2), Code::malformed);
}

TEST(Certificate, IsNotIssuedForOtherKeysOrByAWrongAuthority) {
  const Authority by = authority();
  for (const char* pem : {kPublicP384Pem, kPublicRsaPem, kPublicEd25519Pem, kPublicExplicitPem, ""}) {
    expect_failure(issue_certificate(by, pem, "x", "", Usage::installation, kNow, 1), Code::malformed);
  }
  const Authority mixed{SigningKey::generate(), by.certificate_pem};
  expect_failure(issue_certificate(mixed, kPublicPem, "x", "", Usage::installation, kNow, 1), Code::corrupt);
}

TEST(Certificate, ItsKeyVerifiesSignatures) {
  const SigningKey key = SigningKey::generate();
  const auto verifier = VerifyingKey::from_pem(issued(authority(), key));
  ASSERT_TRUE(verifier);
  EXPECT_TRUE(verifier->verify(sha256("x"), key.sign(sha256("x"))));
}

TEST(CertificateRequest, GivesTheKeyItProvesToHold) {
  const auto key = public_key_of_request(kRequestPem);
  ASSERT_TRUE(key);
  EXPECT_EQ(*key, kPublicPem);
}

TEST(CertificateRequest, OfAnotherAlgorithmOrUnreadableIsRefused) {
  expect_failure(public_key_of_request(kRequestRsaPem), Code::malformed);
  expect_failure(public_key_of_request(kPublicPem), Code::malformed);
  expect_failure(public_key_of_request(""), Code::malformed);
  expect_failure(public_key_of_request(std::string(limits::kPemBytesMax, ' ') + kRequestPem), Code::too_large);
}

TEST(CertificateRequest, ChangedInAnyByteIsRefused) {
  const auto der = pem_block(kRequestPem, {"CERTIFICATE REQUEST"});
  ASSERT_TRUE(der);
  for (std::size_t i = 0; i < der->size(); ++i) {
    std::string changed = *der;
    changed[i] = static_cast<char>(changed[i] ^ (1 << i % 8));
    EXPECT_FALSE(public_key_of_request(pem_text("CERTIFICATE REQUEST", changed))) << i;
  }
  std::string changed = *der;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  expect_failure(public_key_of_request(pem_text("CERTIFICATE REQUEST", changed)), Code::unauthenticated);
}
