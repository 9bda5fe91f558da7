#pragma once
// Checking of signatures of documents and of time-stamp tokens, ours and foreign: facts and reasons, never a bare yes.
// What our platform made is read by our own DER reader and costs two signature verifications; foreign BER is rewritten
// by OpenSSL first and then judged the same way. Not here: the PDF around it and its byte ranges, what became of the
// document since (superseded, cancelled), PSS padding and SM2 (told as unsupported_algorithm). Thread rule: free
// functions, any thread. No clock: `at` is the moment of checking.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "crypto/anchors.hpp"
#include "crypto/digest.hpp"

namespace datong::crypto {

enum class SignatureReason : std::uint8_t {
#define REASON(name) name,
#include "crypto/signature_reasons.def"
#undef REASON
};
std::string_view name_of(SignatureReason reason);  ///< its snake_case name

enum class Revocation : std::uint8_t {
  unknown,  ///< no list covers the signer's chain
  stale,    ///< lists cover it, but newer ones are due
  good,
  revoked,  ///< at or before the moment judged; see revoked_at
};

struct StampFacts {
  Instant at;
  std::string policy;      ///< dotted decimals
  std::string serial_hex;
  SignerFacts authority;
  bool valid = false;      ///< over this imprint, and signed with the key of its certificate
  bool trusted = false;    ///< valid, and by an authority that hangs on an anchor and may stamp
  std::vector<SignatureReason> reasons;  ///< empty exactly when trusted
};

struct SignatureFacts {
  SignerFacts signer;
  bool digest_matches = false;        ///< the content is what the signed attributes name
  bool signature_verifies = false;    ///< the signer's key signed these attributes
  bool certificate_is_named = false;  ///< the attributes name this certificate
  bool trusted = false;               ///< chain to an anchor, for documents, within dates and not revoked at judged_at
  Revocation revocation = Revocation::unknown;
  std::optional<Instant> revoked_at;  ///< also when that was later than judged_at
  std::optional<StampFacts> stamp;    ///< absent: none, or unreadable (see reasons)
  Instant judged_at;                  ///< the stamp's moment when it is trusted, else `at`
  std::vector<SignatureReason> reasons;  ///< all that speaks against it; empty: intact, trusted and stamped

  bool has(SignatureReason reason) const;
};

/// Checks a detached signature over content of this SHA-256.
///
/// Input:   `cms` as it stands in the file, zero bytes behind it included.
/// Errors:  malformed (no SignedData, no or several signers, no signed attributes, a certificate nobody can read),
///          too_large. Everything else is told as a reason.
Result<SignatureFacts> verify_cms(std::string_view cms, const Digest& of_byte_ranges, const Anchors& anchors,
                                  Instant at);

/// The same over the content itself (its parts in order), which foreign signers may have hashed with SHA-384 or SHA-512.
Result<SignatureFacts> verify_cms_over(std::string_view cms, std::span<const std::string_view> content,
                                       const Anchors& anchors, Instant at);

/// Checks a time-stamp token over something of this SHA-256. Errors: malformed (no token), too_large.
Result<StampFacts> verify_token(std::string_view token, const Digest& imprint, const Anchors& anchors, Instant at);

}  // namespace datong::crypto
