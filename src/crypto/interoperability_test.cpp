// The module against the openssl command, both ways: what one makes the other must accept.
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "crypto/certificate.hpp"
#include "crypto/jws.hpp"
#include "crypto/test_command.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

/// r‖s as the DER the command wants.
std::string der_of(std::string_view signature) {
  const auto integer = [](std::string_view number) {
    while (number.size() > 1 && number[0] == 0) number.remove_prefix(1);
    const std::string body = ((number[0] & 0x80) != 0 ? std::string(1, '\0') : std::string()) + std::string(number);
    return std::string("\x02") + static_cast<char>(body.size()) + body;
  };
  const std::string both = integer(signature.substr(0, 32)) + integer(signature.substr(32));
  return std::string("\x30") + static_cast<char>(both.size()) + both;
}

const Instant kNow = *Instant::parse("2026-11-23T00:00:00Z");

}  // namespace

TEST_F(OpensslCommand, VerifiesOurSignature) {
  const SigningKey key = SigningKey::generate();
  const auto jws = parse_detached(sign_detached(key, "7", "lodge", "海豚"));
  ASSERT_TRUE(jws);
  write("public.pem", key.public_pem());
  write("input", jws->protected_text + ".海豚");
  write("signature", der_of(jws->signature));
  const std::string output = run("dgst -sha256 -verify public.pem -signature signature input");
  EXPECT_TRUE(succeeded(output)) << output;
}

TEST_F(OpensslCommand, ReadsOurPrivateKeyAndWeVerifyItsSignature) {
  const SigningKey key = SigningKey::generate();
  write("key.pem", key.to_pem());
  write("input", "payload");
  ASSERT_TRUE(succeeded(run("dgst -sha256 -sign key.pem -out signature input")));
  const std::string der = read("signature");
  const auto take = [&der](std::size_t& at) {
    const auto size = static_cast<std::size_t>(der.at(at + 1));
    std::string number = der.substr(at + 2, size);
    at += 2 + size;
    number.erase(0, number.size() > 32 ? number.size() - 32 : 0);
    return std::string(32 - number.size(), '\0') + number;
  };
  std::size_t at = 2;
  const std::string r = take(at), s = take(at);
  EXPECT_TRUE(key.verifying_key().verify(sha256("payload"), r + s));
}

TEST_F(OpensslCommand, VerifiesOurCertificateChain) {
  const auto authority = make_authority("Datong 测试", kNow, 3650);
  ASSERT_TRUE(authority);
  const auto pem = issue_certificate(*authority, SigningKey::generate().public_pem(), "单位 7", "青岛海豚",
                                     Usage::receipt, kNow, 30);
  ASSERT_TRUE(pem);
  write("authority.pem", authority->certificate_pem);
  write("certificate.pem", *pem);
  const std::string output = run("verify -x509_strict -attime " + std::to_string(kNow.ms() / 1000 + 60) +
                                 " -CAfile authority.pem certificate.pem");
  EXPECT_TRUE(succeeded(output)) << output;
  const std::string text = run("x509 -in certificate.pem -noout -text -nameopt utf8");
  EXPECT_NE(text.find("CN=单位 7, O=青岛海豚"), std::string::npos) << text;
  EXPECT_NE(text.find("CA:FALSE"), std::string::npos) << text;
  EXPECT_NE(text.find("Digital Signature"), std::string::npos) << text;
  const std::string serial = run("x509 -in certificate.pem -noout -serial");
  EXPECT_EQ(serial.find('-'), std::string::npos) << serial;
}

TEST_F(OpensslCommand, MakesARequestWeCertify) {
  ASSERT_TRUE(
      succeeded(run("req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out request.pem "
                    "-subj /CN=unit")));
  const auto public_pem = public_key_of_request(read("request.pem"));
  ASSERT_TRUE(public_pem) << public_pem.error().detail;
  const auto key = SigningKey::from_pem(read("key.pem"));
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_pem(), *public_pem);
  const auto authority = make_authority("Datong", kNow, 3650);
  ASSERT_TRUE(authority);
  const auto pem = issue_certificate(*authority, *public_pem, "unit", "", Usage::installation, kNow, 30);
  ASSERT_TRUE(pem);
  EXPECT_TRUE(verify_issued_by(*pem, authority->certificate_pem, kNow));
}

TEST_F(OpensslCommand, MakesAnAuthorityWeUse) {
  ASSERT_TRUE(
      succeeded(run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out authority.pem "
                    "-days 30 -subj /CN=Root -addext keyUsage=critical,keyCertSign")));
  const auto key = SigningKey::from_pem(read("key.pem"));
  ASSERT_TRUE(key);
  const Authority authority{*key, read("authority.pem")};
  const auto facts = read_certificate(authority.certificate_pem);
  ASSERT_TRUE(facts);
  EXPECT_TRUE(facts->is_authority);
  const auto pem =
      issue_certificate(authority, key->public_pem(), "unit", "", Usage::installation, facts->not_before, 10);
  ASSERT_TRUE(pem);
  const auto verified = verify_issued_by(*pem, authority.certificate_pem, facts->not_before.plus_ms(1000));
  EXPECT_TRUE(verified) << verified.error().detail;
}

TEST_F(OpensslCommand, IssuesNothingWeTakeForACertificateOfOurAuthority) {
  const auto authority = make_authority("Datong", kNow, 3650);
  ASSERT_TRUE(authority);
  ASSERT_TRUE(
      succeeded(run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out false.pem "
                    "-days 30 -subj /CN=Datong")));
  EXPECT_FALSE(verify_issued_by(read("false.pem"), authority->certificate_pem, kNow));
}
