#include "crypto/certificate.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <openssl/pem.h>

#include "base/check.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {
namespace {

using ExtensionOwner = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using RequestOwner = Owned<X509_REQ, X509_REQ_free>;
using StoreOwner = Owned<X509_STORE, X509_STORE_free>;
using StoreContextOwner = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;
using TimeOwner = Owned<ASN1_TIME, ASN1_TIME_free>;
using KeyUsageOwner = Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

constexpr std::size_t kNameCharactersMax = 64;  // ub-common-name and ub-organization-name, RFC 5280 appendix A.1
constexpr int kDaysMax = 36'500;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kEndOf2199Seconds = 7'258'118'400;

// Under 2.25.<UUID> anybody may name objects without a registration (ITU-T X.667).
constexpr const char* kInstallationUsage = "2.25.46069845752613455701055778821750482854.1";
constexpr const char* kReceiptUsage = "2.25.46069845752613455701055778821750482854.2";
constexpr const char* kLogHeadUsage = "2.25.46069845752613455701055778821750482854.3";

/// How a usage is written: its key usage and its extended key usage, "" for none.
struct UsageRow {
  Usage usage;
  const char* key_usage;
  const char* extended;
};
constexpr UsageRow kUsages[] = {
    {Usage::installation, "critical,digitalSignature", kInstallationUsage},
    {Usage::receipt, "critical,digitalSignature", kReceiptUsage},
    // Readers of PDF files trust a signer without extended usage or with emailProtection, and no other.
    {Usage::document_signer, "critical,digitalSignature,nonRepudiation", ""},
    {Usage::time_stamp, "critical,digitalSignature", "critical,timeStamping"},  // RFC 3161 §2.3: this one alone, critical
    {Usage::log_head, "critical,digitalSignature", kLogHeadUsage},
};

const UsageRow& row_of(Usage usage) {
  for (const UsageRow& row : kUsages) {
    if (row.usage == usage) return row;
  }
  check_failed("every usage has a row", __FILE__, __LINE__);
}

bool is_name(std::string_view text, std::size_t least) {
  const auto length = utf8_length(text);
  return length && *length >= least && *length <= kNameCharactersMax &&
         std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

bool add_name(X509_NAME* name, int kind, std::string_view text) {
  return X509_NAME_add_entry_by_NID(name, kind, MBSTRING_UTF8, bytes_of(text), static_cast<int>(text.size()), -1, 0) ==
         1;
}

/// A certificate without signature and extensions. Errors: malformed.
Result<X509Owner> begin_certificate(EVP_PKEY* subject, std::string_view common_name,
                                    std::string_view organisation, Instant not_before, int days) {
  if (!is_name(common_name, 1) || !is_name(organisation, 0)) {
    return failure(Code::malformed, "a name in a certificate has 1 to 64 characters");
  }
  const std::int64_t begin = not_before.ms() / 1000;
  if (days < 1 || days > kDaysMax || not_before.ms() < 0 || begin > kEndOf2199Seconds - days * kDaySeconds) {
    return failure(Code::malformed, "the dates of a certificate lie between 1970 and 2199");
  }
  X509Owner certificate(X509_new());
  CHECK(certificate != nullptr);
  X509* const x509 = certificate.get();
  std::string serial = random_bytes(8);
  serial[0] = static_cast<char>((serial[0] & 0x3F) | 0x40);  // positive, and always 16 hexadecimal digits
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(bytes_of(serial), 8, nullptr));
  CHECK(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)) != nullptr);
  CHECK(X509_set_version(x509, X509_VERSION_3) == 1);
  CHECK(ASN1_TIME_set(X509_getm_notBefore(x509), begin) != nullptr);
  CHECK(ASN1_TIME_set(X509_getm_notAfter(x509), begin + days * kDaySeconds) != nullptr);
  CHECK(X509_set_pubkey(x509, subject) == 1);
  X509_NAME* const name = X509_get_subject_name(x509);
  if (!add_name(name, NID_commonName, common_name) ||
      (!organisation.empty() && !add_name(name, NID_organizationName, organisation))) {
    return failure(Code::malformed, "a name cannot be written into a certificate");
  }
  return certificate;
}

using ExtensionText = std::pair<int, const char*>;

/// Names the issuer, adds the extensions in order and signs.
void finish_certificate(X509* certificate, X509* issuer, const SigningKey& key,
                        std::initializer_list<ExtensionText> extensions) {
  CHECK(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  for (const auto& [kind, text] : extensions) {
    if (*text == '\0') continue;
    const ExtensionOwner extension(X509V3_EXT_conf_nid(nullptr, &context, kind, text));
    CHECK(extension != nullptr);
    CHECK(X509_add_ext(certificate, extension.get(), -1) == 1);
  }
  CHECK(X509_sign(certificate, key.material().pkey.get(), EVP_sha256()) > 0);
}

std::string to_pem(const X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  CHECK(size > 0);
  std::string text = pem_text("CERTIFICATE", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return text;
}

bool is_authority(X509* certificate) { return (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0; }

Result<VerifyingKey> key_of(X509* certificate) {
  auto material = accept_key(PkeyOwner(X509_get_pubkey(certificate)), KeyPart::public_only);
  if (!material) return material.error();
  return VerifyingKey(std::move(*material));
}

/// The key to be certified: P-256, or RSA for documents only. Errors: malformed, too_large.
Result<PkeyOwner> subject_key(std::string_view pem, Usage usage) {
  if (const auto p256 = VerifyingKey::from_pem(pem); p256 || usage != Usage::document_signer) {
    if (!p256) return p256.error();
    EVP_PKEY* const pkey = p256->material().pkey.get();
    CHECK(EVP_PKEY_up_ref(pkey) == 1);
    return PkeyOwner(pkey);
  }
  const auto der = pem_block(pem, {"PUBLIC KEY"});
  if (!der) return der.error();
  const unsigned char* at = bytes_of(*der);
  PkeyOwner pkey(d2i_PUBKEY(nullptr, &at, static_cast<long>(der->size())));
  if (!pkey || at != bytes_of(*der) + der->size() || EVP_PKEY_is_a(pkey.get(), "RSA") != 1 ||
      EVP_PKEY_get_bits(pkey.get()) < 2048 || EVP_PKEY_get_bits(pkey.get()) > 4096) {
    return failure(Code::malformed, "the key is neither P-256 nor RSA of 2048 to 4096 bits");
  }
  return pkey;
}

}  // namespace

std::optional<Instant> instant_of(const ASN1_TIME* time) {
  const TimeOwner epoch(ASN1_TIME_set(nullptr, 0));
  CHECK(epoch != nullptr);
  int days = 0, seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return std::nullopt;
  return Instant::from_ms((days * kDaySeconds + seconds) * 1000);
}

std::optional<std::string> name_entry(const X509_NAME* name, int kind) {
  const int at = X509_NAME_get_index_by_NID(name, kind, -1);
  if (at < 0) return "";
  if (X509_NAME_get_index_by_NID(name, kind, at) >= 0) return std::nullopt;
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return std::nullopt;
  std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  if (!is_name(text, 0)) return std::nullopt;
  return text;
}

std::optional<std::string> serial_of(const ASN1_INTEGER* serial) {
  const Owned<BIGNUM, BN_free> number(ASN1_INTEGER_to_BN(serial, nullptr));
  if (!number || BN_is_negative(number.get()) || BN_is_zero(number.get()) || BN_num_bytes(number.get()) > 20) {
    return std::nullopt;
  }
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return to_hex(bytes);
}

std::optional<Usage> usage_of(X509* certificate) {
  const KeyUsageOwner usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  if (!usages) {
    const bool signs_documents = X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1) < 0 &&
                                 (X509_get_extension_flags(certificate) & (EXFLAG_CA | EXFLAG_KUSAGE)) == EXFLAG_KUSAGE &&
                                 (X509_get_key_usage(certificate) & KU_NON_REPUDIATION) != 0;
    if (signs_documents) return Usage::document_signer;
    return std::nullopt;
  }
  if (sk_ASN1_OBJECT_num(usages.get()) != 1) return std::nullopt;
  const ASN1_OBJECT* const object = sk_ASN1_OBJECT_value(usages.get(), 0);
  if (OBJ_obj2nid(object) == NID_time_stamp) return Usage::time_stamp;
  std::array<char, 80> text{};
  OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  for (const UsageRow& row : kUsages) {
    if (std::string_view(text.data()) == row.extended) return row.usage;
  }
  return std::nullopt;
}

Result<Authority> make_authority(std::string_view common_name, Instant not_before, int days) {
  const ErrorQueueGuard guard;
  SigningKey key = SigningKey::generate();
  const auto certificate = begin_certificate(key.material().pkey.get(), common_name, "", not_before, days);
  if (!certificate) return certificate.error();
  finish_certificate(certificate->get(), certificate->get(), key,
                     {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                      {NID_key_usage, "critical,keyCertSign,cRLSign"},
                      {NID_subject_key_identifier, "hash"},
                      {NID_authority_key_identifier, "keyid:always"}});
  return Authority{std::move(key), to_pem(certificate->get())};
}

Result<std::string> issue_certificate(const Authority& authority, std::string_view subject_public_key_pem,
                                      std::string_view common_name, std::string_view organisation, Usage usage,
                                      Instant not_before, int days) {
  const ErrorQueueGuard guard;
  const auto issuer = read_x509(authority.certificate_pem);
  if (!issuer) return issuer.error();
  if (X509_check_private_key(issuer->get(), authority.key.material().pkey.get()) != 1) {
    return failure(Code::corrupt, "the authority's key is not that of its certificate");
  }
  const auto subject = subject_key(subject_public_key_pem, usage);
  if (!subject) return subject.error();
  const auto certificate = begin_certificate(subject->get(), common_name, organisation, not_before, days);
  if (!certificate) return certificate.error();
  const UsageRow& row = row_of(usage);
  finish_certificate(certificate->get(), issuer->get(), authority.key,
                     {{NID_basic_constraints, "critical,CA:FALSE"},
                      {NID_key_usage, row.key_usage},
                      {NID_ext_key_usage, row.extended},
                      {NID_subject_key_identifier, "hash"},
                      {NID_authority_key_identifier, "keyid:always"}});
  return to_pem(certificate->get());
}

Result<CertificateFacts> read_certificate(std::string_view pem) {
  const ErrorQueueGuard guard;
  const auto certificate = read_x509(pem);
  if (!certificate) return certificate.error();
  X509* const x509 = certificate->get();
  auto key = key_of(x509);
  if (!key) return key.error();
  auto common_name = name_entry(X509_get_subject_name(x509), NID_commonName);
  auto organisation = name_entry(X509_get_subject_name(x509), NID_organizationName);
  auto serial = serial_of(X509_get0_serialNumber(x509));
  const auto not_before = instant_of(X509_get0_notBefore(x509)), not_after = instant_of(X509_get0_notAfter(x509));
  if (!common_name || common_name->empty() || !organisation || !serial || !not_before || !not_after) {
    return failure(Code::malformed, "the certificate's name, serial or dates are unreadable");
  }
  return CertificateFacts{
      std::move(*common_name), std::move(*organisation), std::move(*serial), *not_before, *not_after,
      is_authority(x509),      usage_of(x509),           std::move(*key)};
}

Result<void> verify_issued_by(std::string_view pem, std::string_view authority_pem, Instant at) {
  const ErrorQueueGuard guard;
  const auto certificate = read_x509(pem);
  if (!certificate) return certificate.error();
  const auto authority = read_x509(authority_pem);
  if (!authority) return authority.error();
  for (X509* const x509 : {certificate->get(), authority->get()}) {
    if (const auto key = key_of(x509); !key) return key.error();
  }
  if (X509_check_ca(authority->get()) != 1) return failure(Code::unauthenticated, "the issuer is no authority");
  if (is_authority(certificate->get())) return failure(Code::unauthenticated, "the certificate is an authority's");
  if (X509_get_signature_nid(certificate->get()) != NID_ecdsa_with_SHA256) {
    return failure(Code::unauthenticated, "the certificate is not signed with ECDSA and SHA-256");
  }
  const StoreOwner store(X509_STORE_new());
  const StoreContextOwner context(X509_STORE_CTX_new());
  CHECK(store != nullptr && context != nullptr);
  CHECK(X509_STORE_add_cert(store.get(), authority->get()) == 1);
  CHECK(X509_STORE_CTX_init(context.get(), store.get(), certificate->get(), nullptr) == 1);
  X509_VERIFY_PARAM* const rules = X509_STORE_CTX_get0_param(context.get());
  // Our authority is the anchor even when a higher one signed it; its certificate is the only one a chain may use.
  CHECK(X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN) == 1);
  X509_VERIFY_PARAM_set_time(rules, at.ms() / 1000);
  if (X509_verify_cert(context.get()) != 1) {
    return failure(Code::unauthenticated, X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
  }
  return {};
}

Result<std::string> public_key_of_request(std::string_view request_pem) {
  const ErrorQueueGuard guard;
  const auto der = pem_block(request_pem, {"CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"});
  if (!der) return der.error();
  const unsigned char* end = bytes_of(*der);
  const RequestOwner request(d2i_X509_REQ(nullptr, &end, static_cast<long>(der->size())));
  if (!request || end != bytes_of(*der) + der->size()) return failure(Code::malformed, "the request is unreadable");
  const auto material = accept_key(PkeyOwner(X509_REQ_get_pubkey(request.get())), KeyPart::public_only);
  if (!material) return material.error();
  if (X509_REQ_verify(request.get(), (*material)->pkey.get()) != 1) {
    return failure(Code::unauthenticated, "the request is not signed by its own key");
  }
  return VerifyingKey(*material).to_pem();
}

Result<std::string> make_request(const SigningKey& key, std::string_view common_name) {
  const ErrorQueueGuard guard;
  const std::string pem = key.to_pem();
  const BioOwner input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const PkeyOwner pkey(PEM_read_bio_PrivateKey(input.get(), nullptr, nullptr, nullptr));
  const RequestOwner request(X509_REQ_new());
  if (!pkey || !request || common_name.empty() || common_name.size() > 64) return failure(Code::malformed, "common name");
  X509_NAME* name = X509_REQ_get_subject_name(request.get());
  const bool made = X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes_of(common_name), static_cast<int>(common_name.size()), -1, 0) == 1 &&
                    X509_REQ_set_pubkey(request.get(), pkey.get()) == 1 && X509_REQ_sign(request.get(), pkey.get(), EVP_sha256()) > 0;
  if (!made) return failure(Code::malformed, "common name");
  unsigned char* der = nullptr;
  const int size = i2d_X509_REQ(request.get(), &der);
  CHECK(size > 0);
  std::string text = pem_text("CERTIFICATE REQUEST", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return text;
}

}  // namespace datong::crypto
