#pragma once
// Time-stamp tokens (RFC 3161, with RFC 5816): the built-in authority that makes them, and question and answer for an
// authority outside. The built-in one proves order against our own log, not the time of a stranger: it says so by its
// policy. Not here: clock and serial numbers (arguments), the network, checking a token (cms_verify.hpp). Thread rule:
// free functions and plain values, any thread.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "crypto/digest.hpp"
#include "crypto/document_signer.hpp"

namespace datong::crypto {

/// Policy when none is configured. The arc 1.3.6.1.4.1.99999 stands for "your organisation's number": an example only;
/// whoever serves a platform configures an arc of his own.
inline constexpr std::string_view kExampleStampPolicy = "1.3.6.1.4.1.99999.2161.1";

/// The built-in authority's key; its certificate carries Usage::time_stamp.
struct StampKey {
  std::shared_ptr<const DocumentSigner> signer;
  std::string policy{kExampleStampPolicy};  ///< dotted decimals
  std::uint32_t accuracy_ms = 1000;         ///< how far `at` may be from the truth; 1…999,999
};

/// Token that says: `imprint` existed at `at`. The caller never gives a serial twice under one key.
/// Errors: malformed (policy or accuracy); those of the signer.
Result<std::string> make_token(const StampKey& key, const Digest& imprint, Instant at, std::uint64_t serial);

/// TimeStampReq for an authority outside, asking for its certificate. `nonce`: 1…20 random bytes.
std::string make_stamp_request(const Digest& imprint, std::string_view nonce);

/// The token in the authority's answer (DER), as sent. It answers this request: imprint and nonce are compared. Who made
/// it is for verify_token. Errors: unavailable (the authority refused), malformed (also another imprint or nonce),
/// too_large.
Result<std::string> read_stamp_response(std::string_view response, const Digest& imprint, std::string_view nonce);

/// For this module: what a token's content (TSTInfo) says.
struct StampContent {
  std::string policy;
  std::string_view imprint_algorithm;  ///< whole object node
  std::string_view imprint;
  std::string serial_hex;
  std::string_view nonce;  ///< contents of its INTEGER, "" when there is none
  Instant at;
};
std::optional<StampContent> read_stamp_content(std::string_view content);

}  // namespace datong::crypto
