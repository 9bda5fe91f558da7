#pragma once
// A small world for the tests of signatures: an authority, signers of both kinds, a stamping authority and anchors. Its
// keys are made anew in each run. Thread rule: made once, then only read.
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <utility>

#include "crypto/certificate.hpp"
#include "crypto/cms.hpp"
#include "crypto/cms_verify.hpp"
#include "crypto/document_signer.hpp"
#include "crypto/openssl.hpp"
#include "crypto/timestamp.hpp"

namespace datong::crypto {

inline const Instant kSigningDay = *Instant::parse("2026-11-23T08:00:00.250Z");
inline constexpr std::int64_t kDay = 86'400'000;

/// Private and public PEM of a new RSA key.
inline std::pair<std::string, std::string> rsa_key(unsigned bits) {
  const PkeyOwner pkey(EVP_RSA_gen(bits));
  unsigned char* der = nullptr;
  int size = i2d_PUBKEY(pkey.get(), &der);
  std::string open = pem_text("PUBLIC KEY", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  der = nullptr;
  size = i2d_PrivateKey(pkey.get(), &der);
  std::string secret =
      pem_text("RSA PRIVATE KEY", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return {std::move(secret), std::move(open)};
}

struct SigningWorld {
  Authority authority = *make_authority("Datong 测试 authority", kSigningDay.plus_ms(-30 * kDay), 3650);
  SigningKey signing_key = SigningKey::generate();
  std::string signer_pem = certify(signing_key.public_pem(), Usage::document_signer);
  std::pair<std::string, std::string> rsa = rsa_key(2048);
  std::string rsa_pem = certify(rsa.second, Usage::document_signer);
  std::shared_ptr<const DocumentSigner> p256_signer = signer(signing_key, signer_pem);
  std::shared_ptr<const DocumentSigner> rsa_signer = *signer_from_pem(rsa.first, rsa_pem + authority.certificate_pem);
  StampKey stamp_key = stamping(Usage::time_stamp);
  Anchors anchors = *Anchors::from_pem(authority.certificate_pem);

  std::string certify(std::string_view public_pem, Usage usage, Instant from = kSigningDay.plus_ms(-kDay),
                      int days = 365) const {
    return *issue_certificate(authority, public_pem, "Signer 签发", "青岛检验检疫局", usage, from, days);
  }
  std::shared_ptr<const DocumentSigner> signer(const SigningKey& key, const std::string& pem) const {
    return *signer_from_key(key, pem + authority.certificate_pem);
  }
  StampKey stamping(Usage usage, Instant from = kSigningDay.plus_ms(-kDay), int days = 365) const {
    const SigningKey key = SigningKey::generate();
    return {signer(key, certify(key.public_pem(), usage, from, days))};
  }
  StampFunction stamp(Instant at = kSigningDay) const { return stamp_by(stamp_key, at); }
  static StampFunction stamp_by(const StampKey& key, Instant at = kSigningDay) {
    return [key, at](const Digest& imprint) { return make_token(key, imprint, at, 7); };
  }
};

inline const SigningWorld& signing_world() {
  static const SigningWorld world;
  return world;
}

}  // namespace datong::crypto
