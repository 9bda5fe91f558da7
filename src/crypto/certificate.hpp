#pragma once
// X.509 certificates on P-256 with ECDSA and SHA-256: a small authority, certificates for installations and for the
// platform's own keys, their reading and checking, and the certificate requests enterprises bring. Names are UTF-8,
// Chinese included. Not here: revocation lists (revocation.hpp) and who may have which certificate (app keeps that by
// serial), chains of more than one authority (cms_verify.hpp), files. Thread rule: free functions and plain values, any thread. No clock: every moment is an argument.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "crypto/key.hpp"

namespace datong::crypto {

/// What the certified key may sign; carried as an extended key usage: of our own, or of RFC 3161 for time stamps. The
/// signer of documents has none, as PDF readers want it.
enum class Usage : std::uint8_t { installation = 1, receipt = 2, document_signer = 3, time_stamp = 4, log_head = 5 };

struct Authority {
  SigningKey key;
  std::string certificate_pem;
};

struct CertificateFacts {
  std::string subject_common_name;
  std::string subject_organisation;  ///< "" when absent
  std::string serial_hex;            ///< 1…40 lower-case hexadecimal digits; 16 in certificates made here
  Instant not_before;
  Instant not_after;
  bool is_authority = false;
  std::optional<Usage> usage;  ///< absent in an authority's and in foreign certificates
  VerifyingKey key;
};

/// New key with a self-signed certificate that may sign certificates and nothing else.
///
/// Input:   `common_name` of 1…64 characters; `days` 1…36500, ending before 2200.
/// Errors:  malformed.
Result<Authority> make_authority(std::string_view common_name, Instant not_before, int days);

/// Certificate in PEM for `subject_public_key_pem` under a random positive 64-bit serial.
///
/// Input:   as make_authority; `organisation` of 0…64 characters, left out when empty. The validity may outlast the
/// authority's
///          own; verify_issued_by then refuses from the authority's end on.
/// Errors:  malformed (name, dates, key not on P-256; for Usage::document_signer RSA of 2048…4096 bits will do);
///          corrupt (the authority's key is not that of its certificate).
Result<std::string> issue_certificate(const Authority& authority, std::string_view subject_public_key_pem,
                                      std::string_view common_name, std::string_view organisation, Usage usage,
                                      Instant not_before, int days);

/// What a certificate says; nothing of it is verified. Errors: malformed (also key not on P-256), too_large.
Result<CertificateFacts> read_certificate(std::string_view pem);

/// Succeeds when `authority_pem` is an authority, both are within their dates at `at`, and it signed `pem`, which is
/// none itself. Errors: unauthenticated; malformed and too_large for what cannot be read.
Result<void> verify_issued_by(std::string_view pem, std::string_view authority_pem, Instant at);

/// Public key in PEM of a PKCS#10 request whose self-signature proves that the sender holds the key. The requested
/// names are ignored: the authority decides them. Errors: unauthenticated (signature); malformed, too_large.
Result<std::string> public_key_of_request(std::string_view request_pem);

/// A PKCS#10 request for `key` in PEM, signed by it. Errors: malformed when the name does not fit a certificate.
Result<std::string> make_request(const SigningKey& key, std::string_view common_name);

}  // namespace datong::crypto
