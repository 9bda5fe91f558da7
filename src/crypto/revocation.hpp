#pragma once
// Certificate revocation lists (RFC 5280 §5): making one by our authority, reading and checking one. Not here: where they
// are published, delta lists, status by question (OCSP). Thread rule: free functions and plain values, any thread. No
// clock: every moment is an argument.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "crypto/certificate.hpp"

namespace datong::crypto {

struct RevokedCertificate {
  std::string serial_hex;  ///< as in CertificateFacts
  Instant at;              ///< whole seconds are kept
};

struct RevocationList {
  Instant this_update;
  Instant next_update;                      ///< a newer list is out by then
  std::vector<RevokedCertificate> revoked;  ///< by serial
  /// When the certificate of this serial was revoked.
  std::optional<Instant> revoked_at(std::string_view serial_hex) const;
};

/// List in PEM, signed by the authority, numbered by `this_update`.
/// Errors: malformed (a serial, dates out of order); corrupt (the authority's key is not that of its certificate).
Result<std::string> make_revocation_list(const Authority& authority, const std::vector<RevokedCertificate>& revoked,
                                         Instant this_update, Instant next_update);

/// What a list (PEM) says, when `authority_pem` signed it. Errors: unauthenticated; malformed (also a list without next
/// update or with critical extensions that we do not know), too_large.
Result<RevocationList> read_revocation_list(std::string_view pem, std::string_view authority_pem);

}  // namespace datong::crypto
